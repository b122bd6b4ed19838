"""What a line typed into `sayso play` means: a number, a word for a move, or an answer. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.play_screens import Option, Screen
from dialogs import events
from dialogs.routing import SCOPES, topics_said

# Each move by the word that is typed for it; what stands on its button does as well.
MOVES = {
    "skip": "skip",
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

_NUMBERS = re.compile(r"\d+(?:[\s,;+]+\d+)*")
_CHANGE = re.compile(r"change\s+(\d+)")


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
    for read in (_picked, _changed, _shared, _moved):
        heard = read(screen, line, name)
        if heard:
            return heard
    step = screen.script.step(screen.place.step)
    takes_words = step is not None and step.kind != "tell"
    return Heard(line, events.Said(name, screen.place.step if takes_words else "", line))


def _same(text: str) -> str:
    """Make big letters and typed apostrophes no difference."""
    return text.strip().casefold().replace("\u2019", "'")


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
    labels = {_same(option.label): option for option in options}
    parts = [_same(part) for part in line.split(";")]
    return [labels[part] for part in parts] if all(part in labels for part in parts) else []


def _pick(screen: Screen, picked: list[Option], name: str) -> Heard | None:
    codes = tuple(option.code for option in picked)
    words = "; ".join(option.label for option in picked)
    here = screen.place
    if here.stage == "check":
        return _change(screen, codes[0], name)
    if here.stage == "share":
        return Heard(f"{screen.scope('review')}: {words}", _scopes(screen, codes, name))
    if here.stage == "send":
        return Heard(words, events.Submitted(name))
    step = screen.script.step(here.step)
    fits = step is not None and step.offers(codes)
    return Heard(words, events.Picked(name, here.step, codes)) if fits else None


def _changed(screen: Screen, line: str, name: str) -> Heard | None:
    """Read "change 3", or that with the question in place of its number."""
    answered = [step for step, _ in screen.answered]
    if number := _CHANGE.fullmatch(_same(line)):
        if 1 <= int(number[1]) <= len(answered):
            return _change(screen, answered[int(number[1]) - 1].id, name)
        return Heard(line)
    asked = {f"{screen.word('change')}: {screen.speak(step.ask)}": step.id for step in answered}
    return _change(screen, asked[line], name) if line in asked else None


def _change(screen: Screen, step_id: str, name: str) -> Heard:
    asked = next(screen.speak(step.ask) for step, _ in screen.answered if step.id == step_id)
    return Heard(f"{screen.word('change')}: {asked}", events.Changed(name, step_id))


def _shared(screen: Screen, line: str, name: str) -> Heard | None:
    """Read who may see what: the words of a scope, with or without topics."""
    if screen.place.stage != "share":
        return None
    nobody, everyone = screen.scope("iro"), screen.scope("review")
    if _same(line) in {"none", _same(nobody)}:
        return Heard(nobody, _scopes(screen, (), name))
    if _same(line) in {"all", _same(everyone)}:
        return Heard(everyone, _scopes(screen, topics_said(screen.script, screen.state), name))
    before, _, topics = line.partition(f"{everyone}: ")
    named = _named(screen.options, topics)
    return _pick(screen, named, name) if named and not before else None


def _scopes(screen: Screen, everyone: tuple[str, ...], name: str) -> events.Shared:
    said = topics_said(screen.script, screen.state)
    return events.Shared(name, tuple((topic, SCOPES[topic in everyone]) for topic in said))


def _moved(screen: Screen, line: str, name: str) -> Heard | None:
    """Read a move, by its word or by what stands on its button."""
    typed = _same(line)
    buttons = {_same(screen.word(key)): move for move, key in MOVES.items()}
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
    "back": lambda screen, name: events.WentBack(name, screen.place.spot),
    "again": lambda _, name: events.AskedAgain(name),
    "meaning": lambda _, name: events.AskedMeaning(name),
    "pause": lambda _, name: events.Paused(name),
    "resume": lambda _, name: events.Resumed(name),
    "help": lambda _, name: events.AskedForHelp(name),
    "check": lambda _, name: events.Checked(name),
    "share": lambda screen, name: _scopes(screen, _seen_by_everyone(screen), name),
    "send": lambda _, name: events.Submitted(name),
}


def _seen_by_everyone(screen: Screen) -> tuple[str, ...]:
    return tuple(topic for topic, scope in screen.state.sharing if scope == "review")
