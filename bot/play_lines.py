"""What a line typed into `sayso play` means: a number, a word for a move, or an answer. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot import play_sharing
from bot.play_screens import Option, Screen, adding, same, taking_back
from dialogs import events
from dialogs.script import ADDED, Step
from dialogs.state import Answer

# Each move by the word that is typed for it; what stands on its button does as well.
MOVES = {
    "skip": "skip",
    "decline": "decline",
    "back": "back",
    "again": "again",
    "meaning": "meaning",
    "change": "change",
    "pause": "pause",
    "resume": "resume",
    "help": "help",
    "check": "check_done",
    "share": "share_done",
    "send": "send",
    "leave": "leave",
}
NOT_HERE = "(That changes nothing here. Try a number, or a word such as skip, back or help.)"
WHICH = "(Which one? Type change and its number.)"

A_HOUSE = """\
brown 250,950 250,500 750,500 750,950 250,950
red 200,500 500,200 800,500 200,500
blue 450,950 450,700 550,700 550,950
yellow 850,100 900,150 850,200 800,150 850,100"""
"""A made-up drawing: walls, a roof, a door and the sun."""
DRAWN = "(A drawing of a house.)"

_NUMBERS = re.compile(r"\d+(?:[\s,;+]+\d+)*")
_CHANGE = re.compile(r"change\s+(\d+)")
_TAKE_BACK = re.compile(r"take back\s+(\d+)")


@dataclass(frozen=True)
class Heard:
    """A line as understood: ``words`` go into the recording, a ``note`` comes back as it is.

    Without event, note and leave it means nothing on this screen.
    """

    words: str
    event: events.Event | None = None
    note: str = ""
    leaves: bool = False


def understand(screen: Screen, line: str, name: str) -> Heard:
    """Say what a line means on this screen; ``name`` becomes the event's message id."""
    if not line.strip():
        return Heard("")
    for read in (_drawn, _shared, _picked, _changed, _added, _took_back, _moved):
        heard = read(screen, line, name)
        if heard:
            return heard
    step = screen.script.step(screen.place.step)
    takes_words = step is not None and step.kind != "tell"
    return Heard(line, events.Said(name, screen.place.step if takes_words else "", line))


def _drawn(screen: Screen, line: str, name: str) -> Heard | None:
    """Read the word for a made-up drawing, where one can be drawn; elsewhere it is a word."""
    step = screen.script.step(screen.place.step)
    if step is None or step.kind != "drawing" or same(line) not in {"draw", same(DRAWN)}:
        return None
    return Heard(DRAWN, events.Drew(name, step.id, A_HOUSE))


def _picked(screen: Screen, line: str, name: str) -> Heard | None:
    """Read the numbers of what is on the screen, or the words of it."""
    options = screen.options
    if options and _NUMBERS.fullmatch(line.strip()):
        numbers = [int(number) for number in re.findall(r"\d+", line)]
        found = [options[number - 1] for number in numbers if 1 <= number <= len(options)]
        if len(found) != len(numbers):
            return Heard(line)
        return _pick(screen, found, name) or Heard(line)
    named = _named(options, line)
    return _pick(screen, named, name) if named else None


def _named(options: tuple[Option, ...], line: str) -> list[Option]:
    """Give the options a line names, parted by semicolons; none if it says anything else."""
    labels = {same(option.label): option for option in options}
    parts = [same(part) for part in line.split(";")]
    return [labels[part] for part in parts] if all(part in labels for part in parts) else []


def _pick(screen: Screen, picked: list[Option], name: str) -> Heard | None:
    codes = tuple(option.code for option in picked)
    words = "; ".join(option.label for option in picked)
    here = screen.place
    if here.stage == "check":
        return _change(screen, codes[0], name)
    if here.stage == "send":
        return Heard(words, events.Submitted(name))
    step = screen.script.step(here.step)
    fits = step is not None and step.offers(codes)
    return Heard(words, events.Picked(name, here.step, codes)) if fits else None


def _changed(screen: Screen, line: str, name: str) -> Heard | None:
    """Read "change 3", or that with the question in place of its number."""
    answered = [step for step, _ in screen.answered]
    if number := _CHANGE.fullmatch(same(line)):
        if 1 <= int(number[1]) <= len(answered):
            return _change(screen, answered[int(number[1]) - 1].id, name)
        return Heard(line)
    asked = {f"{screen.word('change')}: {screen.speak(step.ask)}": step.id for step in answered}
    return _change(screen, asked[line], name) if line in asked else None


def _change(screen: Screen, step_id: str, name: str) -> Heard:
    asked = next(screen.speak(step.ask) for step, _ in screen.answered if step.id == step_id)
    return Heard(f"{screen.word('change')}: {asked}", events.Changed(name, step_id))


def _shared(screen: Screen, line: str, name: str) -> Heard | None:
    """Read who may see what."""
    scopes = play_sharing.read(screen, line) if screen.place.stage == "share" else None
    if scopes is None:
        return None
    return Heard(play_sharing.written(screen, scopes), events.Shared(name, tuple(scopes.items())))


def _added(screen: Screen, line: str, name: str) -> Heard | None:
    """Read what is added after Send: "add" and the words, or what stands on its button."""
    if screen.place.stage != "sent":
        return None
    button = screen.word("add")
    if same(line) in {"add", same(button)}:
        return Heard(button, note=adding(screen))
    before = next((each for each in (f"{button}: ", "add ") if line.startswith(each)), "")
    words = line.removeprefix(before)
    if not before or not words.strip():
        return None
    return Heard(f"{button}: {words}", events.Added(name, words))


def _took_back(screen: Screen, line: str, name: str) -> Heard | None:
    """Read what is taken back after Send: "take back 3", or that with what was asked and said."""
    if screen.place.stage != "sent" or not screen.said:
        return None
    button = screen.word("take_back")
    if same(line) in {"take back", same(button)}:
        return Heard(button, note=taking_back(screen))
    named = [f"{button}: {_as_said(screen, step, answer)}" for step, answer in screen.said]
    number = _TAKE_BACK.fullmatch(same(line))
    at = int(number[1]) - 1 if number else named.index(line) if line in named else -1
    if not 0 <= at < len(named):
        return None
    return Heard(named[at], events.TookBack(name, screen.said[at][0].id))


def _as_said(screen: Screen, step: Step, answer: Answer) -> str:
    """Name an answer by what was asked, and an addition by its words: all are asked alike."""
    added = step.id.startswith(ADDED)
    return f"“{answer.words}”" if added else screen.speak(step.ask)


def _moved(screen: Screen, line: str, name: str) -> Heard | None:
    """Read a move, by its word or by what stands on its button."""
    typed = same(line)
    buttons = {same(screen.word(key)): move for move, key in MOVES.items()}
    move = typed if typed in MOVES else buttons.get(typed)
    if move is None:
        return None
    words = screen.word(MOVES[move])
    if move == "leave":
        return Heard(words, leaves=True)
    if move == "change":
        asked = (screen.speak(step.ask) for step, _ in screen.answered)
        listed = [f"  {number}  {ask}" for number, ask in enumerate(asked, start=1)]
        return Heard(words, note="\n".join([WHICH, *listed]) if listed else "")
    return Heard(words, _EVENTS[move](screen, name))


_EVENTS: dict[str, Callable[[Screen, str], events.Event]] = {
    "skip": lambda screen, name: events.Skipped(name, screen.place.step),
    "decline": lambda screen, name: events.Declined(name, screen.place.step),
    "back": lambda screen, name: events.WentBack(name, screen.place.spot),
    "again": lambda _, name: events.AskedAgain(name),
    "meaning": lambda _, name: events.AskedMeaning(name),
    "pause": lambda _, name: events.Paused(name),
    "resume": lambda _, name: events.Resumed(name),
    "help": lambda _, name: events.AskedForHelp(name),
    "check": lambda _, name: events.Checked(name),
    "share": lambda screen, name: events.Shared(name, play_sharing.as_it_is(screen)),
    "send": lambda _, name: events.Submitted(name),
}
