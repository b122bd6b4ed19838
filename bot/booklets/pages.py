"""From a script to what its booklet shows, page by page. Pure: the template lays it out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from bot.booklets.speaking import Speaker
from bot.booklets.words import ONLY_IF, OR
from dialogs.levels import LEVELS
from dialogs.script import Script, Step, Topic, When, Wording

HELPER, WHOSE, TYPED = "about.helper", "about.helper_words", "typing"
"""The questions of who helps and whose words they are, and the choice of being typed for."""

# Lines of a script that are true of a screen only.
_NOT_ON_PAPER = ("computer", "chat", "press Send")
_LINES = {"young": 4, "child": 5, "teen": 5, "adult": 5}
_LINES_OF_MORE = 3
_LINES_OF_A_NAME = 2
# Letters: what stands beside one another on a page at fourteen points.
_WIDEST_ROW, _WIDEST_COLUMN, _WIDEST_FACE, _ROOM_OF_A_BOX = 66, 30, 24, 7
_FACES, _MOST_FACES, _MOST_IN_A_COLUMN = 3, 5, 6


@dataclass(frozen=True)
class Choice:
    """One thing to tick."""

    label: str
    picture: str


@dataclass(frozen=True)
class Question:
    """One step on paper; ``only`` says for whom it is, ``lines`` how many there are to write on.

    ``written_in`` says that what it tells is written in by hand before it is handed out. ``draws``
    says that it may be drawn instead. ``number`` is 0 where nothing is asked.
    """

    number: int
    kind: str
    ask: str
    body: tuple[str, ...]
    choices: tuple[Choice, ...]
    more: str
    gloss: str
    only: str
    lines: int
    written_in: bool = False
    draws: bool = False

    @property
    def laid(self) -> str:
        """Say how the choices are laid out: side by side below their faces, in a row, and so on."""
        lengths = [len(choice.label) for choice in self.choices]
        pictures = sum(1 for choice in self.choices if choice.picture)
        if pictures >= _FACES and len(lengths) <= _MOST_FACES and max(lengths) <= _WIDEST_FACE:
            return f"faces faces--{len(lengths)}"
        if sum(lengths) + _ROOM_OF_A_BOX * (len(lengths) + pictures) <= _WIDEST_ROW:
            return "row"
        many = len(lengths) > _MOST_IN_A_COLUMN and max(lengths) <= _WIDEST_COLUMN
        return "columns" if many else "list"


@dataclass(frozen=True)
class Part:
    """One topic; ``declines`` says whether it can be struck out as a whole.

    ``helper`` says that it is for whoever helps a child, and stands after all that is the child's.
    """

    name: str
    picture: str
    only: str
    declines: bool
    questions: tuple[Question, ...]
    helper: bool = False


@dataclass(frozen=True)
class Typing:
    """What whoever types it in is told to press: empty where a script does not ask who helps."""

    helper: str = ""
    typed: str = ""
    whose: str = ""


@dataclass(frozen=True)
class Booklet:
    """A whole script on paper. ``words`` names the level of its words, ``young`` its look.

    ``picture`` is that of the opening.
    """

    words: str
    young: bool
    picture: str
    opening: tuple[Question, ...]
    parts: tuple[Part, ...]
    shared: tuple[Part, ...]
    help_lines: tuple[str, ...]
    typing: Typing


def booklet(script: Script, speaker: Speaker) -> Booklet:
    """Make the booklet of a script."""
    first, *rest = [_Asked(script, speaker).part(topic) for topic in script.topics]
    opening = tuple(each for each in first.questions if not each.number)
    asked = tuple(each for each in first.questions if each.number)
    level = LEVELS[script.level]
    own = replace(first, questions=asked)
    shared = {topic.id for topic in script.topics if topic.shared}
    parts = dict(zip((topic.id for topic in script.topics), [own, *rest], strict=True))
    return Booklet(
        words=level.words,
        young=level.tiles,
        picture=first.picture,
        opening=opening,
        parts=tuple(part for part in parts.values() if part.questions),
        shared=tuple(part for name, part in parts.items() if name in shared),
        help_lines=tuple(_help_lines(speaker)),
        typing=_typing(script, speaker),
    )


class _Asked:
    """Turns topics into parts; questions are numbered through the whole script."""

    def __init__(self, script: Script, speaker: Speaker) -> None:
        self._script = script
        self._speaker = speaker
        asking = [step.id for step in script.steps if step.kind != "tell"]
        self._numbers = {step: number for number, step in enumerate(asking, start=1)}

    def part(self, topic: Topic) -> Part:
        """Give one topic; what all its steps wait for is said once, at its head."""
        shared = _shared_when(topic)
        return Part(
            name=self._speaker.own(topic.name, topic.steps[0]),
            picture=topic.picture,
            only=self._only(shared),
            declines=self._script.audience == "child" and topic.shared,
            questions=tuple(self._question(step, shared) for step in topic.steps),
            helper=topic.steps[0].level != self._script.level,
        )

    def _question(self, step: Step, shared: Sequence[When]) -> Question:
        speaker, words = self._speaker, LEVELS[step.level].words
        return Question(
            number=self._numbers.get(step.id, 0),
            kind=step.kind,
            ask=speaker.told(step.ask, step),
            body=tuple(self._body(step)),
            choices=tuple(
                Choice(speaker.own(choice.label, step), choice.picture) for choice in step.choices
            ),
            more=speaker.told(step.more, step) if step.more else "",
            gloss=speaker.told(step.gloss, step) if step.gloss else "",
            only=self._only([each for each in step.when if each not in shared]),
            lines=_lines(step, words),
            draws=LEVELS[step.level].tiles,
            written_in=step.kind == "tell" and any(_is_filled_in(each) for each in step.body),
        )

    def _body(self, step: Step) -> Iterator[str]:
        for wording in step.body:
            true = step.kind != "tell" or not any(word in wording.english for word in _NOT_ON_PAPER)
            line = self._speaker.told(wording, step).strip()
            if true and line:
                yield line

    def _only(self, whens: Sequence[When]) -> str:
        """Say in words for whom something is, "" where it is for everybody."""
        return " ".join(map(self._when, whens))

    def _when(self, when: When) -> str:
        step = self._script.step(when.step)
        if step is None:
            return ""
        speaker = self._speaker
        picked = step.picked(tuple(each.code for each in step.choices if each.code in when.any_of))
        labels = [f"“{speaker.own(each.label, step)}”" for each in picked]
        any_of = reduce(lambda one, other: speaker.say(OR, one=one, other=other), labels)
        number = self._numbers.get(step.id, 0)
        return speaker.say(ONLY_IF, labels=any_of, number=number)


def _is_filled_in(wording: Wording) -> bool:
    return "{decided}" in wording.english


def _lines(step: Step, words: str) -> int:
    """Say how many lines there are to write on: few for who somebody is."""
    if step.more:
        return _LINES_OF_MORE
    return _LINES_OF_A_NAME if step.question.startswith("about.") else _LINES[words]


def _shared_when(topic: Topic) -> tuple[When, ...]:
    """Give the conditions that every step of a topic has, those of its own steps left aside."""
    own = {step.id for step in topic.steps}
    first = topic.steps[0].when
    return tuple(
        each
        for each in first
        if each.step not in own and all(each in step.when for step in topic.steps)
    )


def _help_lines(speaker: Speaker) -> Iterator[str]:
    """Give the lines that say whom to ring, from what is said to whoever asks for help."""
    for line in speaker.word("helped").splitlines():
        if "999" in line or speaker.childline in line:
            yield line.strip()


def _typing(script: Script, speaker: Speaker) -> Typing:
    by_question = {step.question: step for step in script.steps}
    helper, whose = by_question.get(HELPER), by_question.get(WHOSE)
    typed = helper.choice(TYPED) if helper else None
    if helper is None or whose is None or typed is None:
        return Typing()
    return Typing(
        speaker.told(helper.ask, helper),
        speaker.own(typed.label, helper),
        speaker.told(whose.ask, whose),
    )
