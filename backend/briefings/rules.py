"""What an IRO should know before walking in, made from the pack and what was decided. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from backend.challenges.rules import Challenge
from backend.clock.rules import Due
from backend.decisions.rules import Decision
from backend.packs.rules import Pack, Spoken, TopicRow, Voice
from backend.views.rules import Line

Direction = Literal["better", "worse", "other"]
ItemKind = Literal["child", "decision", "differs", "others", "uncovered"]


@dataclass(frozen=True)
class Change:
    """How one person answered the same question last time and now; ``now`` holds what was before.

    The direction goes by the question's own scale and says nothing of how a child is.
    """

    topic: str
    voice: Voice
    now: Line
    direction: Direction


@dataclass(frozen=True)
class Difference:
    """One question that people place differently on its scale, the child first."""

    topic: str
    placed: tuple[tuple[Voice, Line], ...]


@dataclass(frozen=True)
class Item:
    """One point of the agenda that is suggested; what it is about stands in the field it names."""

    kind: ItemKind
    voice: Voice | None = None
    line: Line | None = None
    decision: Decision | None = None
    topics: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What has been done after a review; ``unanswered`` counts wishes with nothing said of them."""

    completed_on: date | None
    code: str
    decided: int
    unanswered: int
    answered_on: date | None
    midway_on: date | None
    midway_due: date | None


@dataclass(frozen=True)
class AfterStep:
    """One thing to do after the meeting: whether it is done, since when, by when, and is it late.

    ``number`` is how many wishes still wait, ``detail`` the participation code.
    """

    kind: str
    done: bool
    on: date | None = None
    due: date | None = None
    number: int = 0
    detail: str = ""
    late: bool = False


@dataclass(frozen=True)
class Briefing:
    """The first page: what to talk about, what has changed, what was decided and is it done.

    ``talk`` is where the private talk stands, and its day. ``printed_at`` is when this officer
    last printed the pack, and ``since_printed`` who said how many things after that. ``notes`` are
    the officer's own, for nobody else. ``ahead`` is what the clock has due before the review or
    after it, ``after`` what there is to do once its day has come, and ``challenges`` are open.
    """

    agenda: tuple[Item, ...]
    changes: tuple[Change, ...]
    differences: tuple[Difference, ...]
    last: tuple[Decision, ...]
    talk: tuple[str, date | None]
    printed_at: datetime | None = None
    since_printed: tuple[tuple[Voice, int], ...] = ()
    notes: str = ""
    ahead: tuple[Due, ...] = ()
    after: tuple[AfterStep, ...] = ()
    challenges: tuple[Challenge, ...] = ()


def changes(pack: Pack) -> tuple[Change, ...]:
    """Give the answers that are not what the same person said last time, the child's first."""
    found = [
        Change(row.topic, voice, line, _direction(line))
        for row in pack.topics
        for voice, lines in _by_voice(pack, row)
        for line in lines
        if line.before is not None and line.before.labels and _moved(line)
    ]
    return tuple(sorted(found, key=lambda change: not change.voice.is_child))


def _moved(line: Line) -> bool:
    """Only what has a place can be compared: other choices differ by the words of an age."""
    before = line.before
    if before is None or line.position is None or before.position is None:
        return False
    return line.position != before.position


def _direction(line: Line) -> Direction:
    before = line.before
    if before is None or before.position is None or line.position is None or not line.face:
        return "other"
    return "better" if line.position < before.position else "worse"


def differences(pack: Pack) -> tuple[Difference, ...]:
    """Give the questions that two or more people place differently, in the order of the topics."""
    found = []
    for row in pack.topics:
        placed: dict[str, list[tuple[Voice, Line]]] = {}
        for voice, lines in _by_voice(pack, row):
            for line in lines:
                if line.position is not None:
                    placed.setdefault(line.question, []).append((voice, line))
        found += [
            Difference(row.topic, tuple(each))
            for each in placed.values()
            if len({line.position for _voice, line in each}) > 1
        ]
    return tuple(found)


def _by_voice(pack: Pack, row: TopicRow) -> list[tuple[Voice, tuple[Line, ...]]]:
    own = pack.child_voice
    child = [(own, row.child)] if own is not None else []
    return [*child, *((each.voice, each.lines) for each in row.others)]


def agenda(
    pack: Pack, last: Iterable[Decision], differing: Iterable[Difference], today: date
) -> tuple[Item, ...]:
    """Suggest what to talk about: what the child wants first, in the child's own order.

    Then what was decided and is late or given up, where people differ, what others want, and what
    the law asks for and nobody has spoken to.
    """
    topics = tuple(dict.fromkeys(each.topic for each in differing))
    return (
        *_wanted(pack.agenda, "child"),
        *(Item("decision", decision=each) for each in last if _to_be_spoken_of(each, today)),
        *([Item("differs", topics=topics)] if topics else []),
        *_wanted(pack.agenda, "others"),
        *([Item("uncovered", matters=pack.uncovered)] if pack.uncovered else []),
    )


def _wanted(agenda_of: Iterable[Spoken], kind: ItemKind) -> list[Item]:
    return [
        Item(kind, each.voice, line)
        for each in agenda_of
        if each.voice.is_child == (kind == "child")
        for line in each.lines
    ]


def _to_be_spoken_of(decision: Decision, today: date) -> bool:
    return decision.overdue_on(today) or decision.state == "not_done"


def after(facts: Facts, due: Iterable[Due], today: date) -> tuple[AfterStep, ...]:
    """Give what is to be done once the day of the review has come, in its order.

    ``due`` is what the clock counts from the day it was completed; () while it is not.
    """
    by = {each.kind: each.day for each in due}
    steps = (
        AfterStep("held", done=facts.completed_on is not None, on=facts.completed_on),
        AfterStep("attendance", done=bool(facts.code), detail=facts.code),
        AfterStep(
            "decisions",
            done=facts.decided > 0 and facts.unanswered == 0,
            due=by.get("decisions_written"),
            number=facts.unanswered,
        ),
        AfterStep("reply", done=facts.answered_on is not None, on=facts.answered_on),
        AfterStep("midway", done=facts.midway_on is not None, due=facts.midway_due),
    )
    wanted = (each for each in steps if each.kind != "midway" or each.done or each.due is not None)
    return tuple(replace(each, late=each.due is not None and each.due < today) for each in wanted)


def said_since(pack: Pack, printed_at: datetime | None) -> tuple[tuple[Voice, int], ...]:
    """Give who has said how many things since a print was made; () where none was."""
    if printed_at is None:
        return ()
    count: dict[str, int] = {}
    voices: Mapping[str, Voice] = {each.participant_id: each for each in pack.voices}
    for who, line in _every_line(pack):
        if line.at > printed_at and not line.silent:
            count[who] = count.get(who, 0) + 1
    for voice in pack.voices:
        if voice.state == "sent" and voice.at is not None and voice.at > printed_at:
            count.setdefault(voice.participant_id, 0)
    return tuple((voices[who], n) for who, n in count.items() if who in voices)


def _every_line(pack: Pack) -> list[tuple[str, Line]]:
    spoken = (*pack.agenda, *pack.requests, *pack.observed)
    found = [(each.voice.participant_id, line) for each in spoken for line in each.lines]
    for row in pack.topics:
        for voice, lines in _by_voice(pack, row):
            found += [(voice.participant_id, line) for line in lines]
    return found
