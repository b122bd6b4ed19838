"""What one screen of `sayso play` shows: words as a chat would put them, choices numbered. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from dialogs.outputs import Ask, Check, Explain, Finish, OfferSend, Output, Say, Share
from dialogs.routing import SCOPES, Place, answered, named, place, topics_said
from dialogs.script import Script, Step, Wording
from dialogs.state import Answer, State

MORE_THAN_ONE = "(More than one can be picked, such as 1 3.)"
TO_DRAW = "(To draw a made-up house: draw. Or write.)"
THE_DRAWING = "(The drawing is shown here.)"
TO_CHANGE = "(To give one again: change and its number.)"
WHO_MAY_SEE = """\
(The numbers of what everyone may see, such as 1 3; or all, or none, or share to leave it so.
For some people only, their names behind it: 1 3 / 2 {names}.)"""
TO_ADD = "(To add: add and your words. To take something back: take back.)"
TO_TAKE_BACK = "(Which one? Type take back and its number.)"
WHAT_TO_ADD = "(Type add and your words.)"

_NAME = "Sayso: "


@dataclass(frozen=True)
class Option:
    """One thing on the screen that is picked by its number; ``now`` says how it stands."""

    code: str
    label: str
    now: str = ""


@dataclass(frozen=True)
class Screen:
    """Where a conversation stands, and how its words are said to the one who answers.

    ``beside`` names the people to whom a topic may be shown, by their ids.
    """

    script: Script
    state: State
    speak: Callable[[Wording], str]
    beside: Mapping[str, str]

    def word(self, key: str) -> str:
        """Give a word that every script of this audience shares."""
        return self.speak(self.script.word(key))

    def scope(self, scope: str) -> str:
        """Name who may see a topic."""
        people = "; ".join(self.beside.get(each, each) for each in named(scope))
        return f"{self.word('scope_people')} ({people})" if people else self.word(f"scope_{scope}")

    @property
    def place(self) -> Place:
        """What they look at."""
        return place(self.script, self.state)

    @property
    def answered(self) -> tuple[tuple[Step, Answer], ...]:
        """The answers that can be given again, in the order of the script."""
        return answered(self.script, self.state)

    @property
    def said(self) -> tuple[tuple[Step, Answer], ...]:
        """The answers in which something was said: these can be taken back."""
        return tuple((step, answer) for step, answer in self.answered if not answer.silent)

    @property
    def options(self) -> tuple[Option, ...]:
        """What is numbered on this screen."""
        stages = {
            "check": lambda: (Option(s.id, self.speak(s.ask)) for s, _ in self.answered),
            "share": self.topics,
            "send": lambda: (Option("send", self.word("send")),),
            "step": self._choices,
        }
        give = stages.get(self.place.stage)
        return tuple(give()) if give else ()

    def _choices(self) -> Iterator[Option]:
        step = self.script.step(self.place.step)
        if step and step.kind == "tell":
            yield Option("ok", self.word("ok"))
        elif step and self.place.part == "choice":
            yield from (Option(choice.code, self.speak(choice.label)) for choice in step.choices)

    def topics(self) -> Iterator[Option]:
        """Give the topics that can be shared, each with who may see it now."""
        sharing = dict(self.state.sharing)
        for topic in topics_said(self.script, self.state):
            name = next(each.name for each in self.script.topics if each.id == topic)
            scope = self.scope(sharing.get(topic, SCOPES[0]))
            yield Option(topic, self.speak(name), scope)


def same(text: str) -> str:
    """Make big letters and typed apostrophes no difference."""
    return text.strip().casefold().replace("\u2019", "'")


def told(screen: Screen, outputs: tuple[Output, ...]) -> str:
    """Write everything a turn says, a paragraph to each output."""
    return "".join(f"{text}\n\n" for output in outputs if (text := _text(screen, output)))


def _text(screen: Screen, output: Output) -> str:
    if isinstance(output, Ask):
        return _question(screen, output)
    if isinstance(output, Explain):
        step = screen.script.step(output.step)
        return _said(screen.speak(step.gloss)) if step and step.gloss else ""
    if isinstance(output, Say):
        return _said(screen.word(output.key), *_way_back(screen, output))
    stages = {Check: _check, Share: _share, OfferSend: _send, Finish: _finish}
    tell = stages.get(type(output))
    return tell(screen) if tell else ""


def _said(*lines: str) -> str:
    """Put lines behind the name, each below the other."""
    every = [part for line in lines for part in line.split("\n")]
    return _NAME + f"\n{' ' * len(_NAME)}".join(every)


def _way_back(screen: Screen, output: Say) -> tuple[str, ...]:
    return (f"  {screen.word('resume')}",) if output.key == "paused" else ()


def _numbered(screen: Screen) -> list[str]:
    return [
        f"  {number}  {option.label}" + (f": {option.now}" if option.now else "")
        for number, option in enumerate(screen.options, start=1)
    ]


def _question(screen: Screen, output: Ask) -> str:
    step = screen.script.step(output.step)
    if step is None:
        return ""
    if output.part == "words" and step.more:
        return _said(screen.speak(step.more))
    # What a name fills may be nothing, such as what was decided where nothing is known of it.
    body = [text for wording in step.body if (text := screen.speak(wording)).strip()]
    paper = [screen.word("draw"), screen.word("draw_words")] if step.kind == "drawing" else []
    hint = {"several": f"\n{MORE_THAN_ONE}", "drawing": f"\n{TO_DRAW}"}.get(step.kind, "")
    return _said(screen.speak(step.ask), *body, *paper, *_numbered(screen)) + hint


def _check(screen: Screen) -> str:
    lines = [screen.word("check_title"), screen.word("check_body")]
    if not screen.said:
        lines.append(screen.word("nothing_said"))
    rows = _rows(screen, screen.answered)
    return _said(*lines, *rows, f"  {screen.word('check_done')}") + f"\n{TO_CHANGE}"


def _rows(screen: Screen, answers: tuple[tuple[Step, Answer], ...]) -> Iterator[str]:
    """Give answers below their questions, numbered, with the name of each topic above its own."""
    topic = ""
    for number, (step, answer) in enumerate(answers, start=1):
        if step.topic != topic:
            topic = step.topic
            yield from (
                screen.speak(each.name) for each in screen.script.topics if each.id == topic
            )
        yield f"  {number}  {screen.speak(step.ask)}"
        yield from (f"     {line}" for line in _answer(screen, step, answer))


def _answer(screen: Screen, step: Step, answer: Answer) -> Iterator[str]:
    """Give an answer in the very words that were picked or written."""
    yield from (
        screen.speak(choice.label) for choice in step.choices if choice.code in answer.choices
    )
    if answer.drawing:
        yield screen.word("drawn")
        yield THE_DRAWING
    if answer.words:
        yield f"“{answer.words}”"
    if answer.declined:
        yield screen.word("declined")
    elif answer.silent:
        yield screen.word("skipped")


def _share(screen: Screen) -> str:
    title = (screen.word("share_title"), screen.word("share_body"))
    hint = WHO_MAY_SEE.format(names=", ".join(screen.beside.values()))
    return _said(*title, *_numbered(screen), f"  {screen.word('share_done')}") + f"\n{hint}"


def _send(screen: Screen) -> str:
    topics: dict[str, list[str]] = {screen.scope(scope): [] for scope in SCOPES}
    for option in screen.topics():
        topics.setdefault(option.now, []).append(option.label)
    seen = [f"{who}: {'; '.join(names)}" for who, names in topics.items() if names]
    # Who reads it is said also where there was nothing to choose.
    body = "send_body" if seen else "read_by" if screen.said else "nothing_said"
    return _said(screen.word("send_title"), screen.word(body), *seen, *_numbered(screen))


def _finish(screen: Screen) -> str:
    thanks = [screen.word(key) for key in ("finished_title", "finished", "not_read")]
    moves = ["add", "take_back"] if screen.said else ["add"]
    return _said(*thanks, *(f"  {screen.word(key)}" for key in moves)) + f"\n{TO_ADD}"


def adding(screen: Screen) -> str:
    """Ask what they want to add after Send."""
    return f"{_said(screen.word('added_ask'), screen.word('added_body'))}\n{WHAT_TO_ADD}"


def taking_back(screen: Screen) -> str:
    """Show what can be taken back after Send."""
    title = (screen.word("take_title"), screen.word("take_body"))
    return f"{_said(*title, *_rows(screen, screen.said))}\n{TO_TAKE_BACK}"
