"""What the IRO reads before the meeting, worked out from what was sent. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from backend.consultations.rules import Consultation
from backend.people.rules import Child, Participant
from backend.reviews.rules import Review
from backend.views.rules import Said, Views
from dialogs.questions import QuestionTable

Heard = Mapping[str, Mapping[str, "tuple[Line, ...]"]]
"""What was said: by participant, by topic."""
HowFar = Literal["sent", "began", "asked", "not_asked"]


@dataclass(frozen=True)
class Voice:
    """One person who was, or could be, asked; ``state`` is how far they came and ``at`` when."""

    participant_id: str
    name: str
    role: str
    state: HowFar
    at: datetime | None
    channels: tuple[str, ...] = ()
    language: str = "en"
    helper: str = ""
    skipped: int = 0

    @property
    def is_child(self) -> bool:
        """Say whether this is the child."""
        return self.role == "child"


@dataclass(frozen=True)
class Line:
    """One answer as it is shown: the words as given, and who may be shown them.

    ``face`` is "happy", "middle" or "sad" where the answer is on the feeling scale, else "".
    ``before`` is what the same person said to the same question last time: its label and face.
    """

    question: str
    asked: str
    labels: tuple[str, ...]
    words: str
    skipped: bool
    only_officer: bool
    concern: bool
    language: str
    at: datetime
    face: str = ""
    position: int | None = None
    before: "Line | None" = None


@dataclass(frozen=True)
class Spoken:
    """What one person said on a topic; ``differs`` where they see it otherwise than the child."""

    voice: Voice
    lines: tuple[Line, ...]
    differs: bool = False


@dataclass(frozen=True)
class TopicRow:
    """One topic: the child's own words first, the others beside them."""

    topic: str
    child: tuple[Line, ...]
    others: tuple[Spoken, ...]

    @property
    def spoken(self) -> bool:
        """Say whether the child said anything on this topic."""
        return any(not line.skipped for line in self.child)


@dataclass(frozen=True)
class Pack:
    """Everything the IRO needs before walking in; page and print are made from this alone."""

    child: Child
    review: Review
    age: int
    home: str
    voices: tuple[Voice, ...]
    agenda: tuple[Spoken, ...]
    topics: tuple[TopicRow, ...]
    requests: tuple[Spoken, ...]
    skipped: tuple[str, ...]
    uncovered: tuple[str, ...]
    last_sent_at: datetime | None
    earlier_on: date | None

    @property
    def child_voice(self) -> Voice | None:
        """The child, where the child is one of those to be asked."""
        return next((voice for voice in self.voices if voice.is_child), None)


_FACES = ("happy", "middle", "sad")


def voice(participant: Participant, views: Views | None, asked_at: datetime | None) -> Voice:
    """Say where one person stands: sent, began and not sent, asked, or not asked."""
    held = views.consultation if views else None
    state, at = _how_far(held, asked_at)
    return Voice(
        participant.id,
        participant.name,
        participant.role,
        state,
        at,
        views.channels if views else (),
        held.state.language if held else participant.language,
        _helper(views),
        sum(_silent(each) for each in views.answers) if views else 0,
    )


def _how_far(
    held: Consultation | None, asked_at: datetime | None
) -> tuple[HowFar, datetime | None]:
    if held is not None:
        return ("sent", held.sent_at) if held.sent_at else ("began", held.started_at)
    return ("asked", asked_at) if asked_at else ("not_asked", None)


def _silent(said: Said) -> bool:
    return not said.revision.kept.choices and not said.revision.kept.words


def _helper(views: Views | None) -> str:
    """Say who was with them, in the words they picked and wrote; "" where they did not say."""
    if views is None:
        return ""
    said = [
        part
        for each in views.answers
        if each.revision.kept.question in {"about.helper", "about.helper_who"}
        for part in (*each.revision.kept.labels, each.revision.kept.words or "")
    ]
    return ": ".join(part for part in said if part)


def lines_by_topic(
    questions: QuestionTable, views: Views, before: Views | None
) -> dict[str, tuple[Line, ...]]:
    """Give what one person said, by topic of the shared table, in the order it was asked."""
    earlier = {
        each.revision.kept.question: line(questions, each)
        for each in (before.answers if before else ())
    }
    found: dict[str, tuple[Line, ...]] = {}
    for each in views.answers:
        question = questions.questions.get(each.revision.kept.question)
        if question is None or question.use == "helper":
            continue
        shown = line(questions, each)
        shown = replace(shown, before=earlier.get(question.id))
        found[question.topic] = (*found.get(question.topic, ()), shown)
    return found


def line(questions: QuestionTable, said: Said) -> Line:
    """Make one answer ready to be shown."""
    kept = said.revision.kept
    position = questions.position(kept.question, kept.choices)
    feeling = position is not None and questions.questions[kept.question].scale == "feeling"
    return Line(
        question=kept.question,
        asked=kept.asked,
        labels=kept.labels,
        words=kept.words or "",
        skipped=_silent(said),
        only_officer=said.scope != "review",
        concern=said.raised_concern,
        language=kept.language,
        at=said.revision.at,
        face=_FACES[position or 0] if feeling else "",
        position=position,
    )


def differ(one: Iterable[Line], other: Iterable[Line]) -> bool:
    """Say whether two people place the same question differently on its scale."""
    placed = {each.question: each.position for each in one if each.position is not None}
    return any(
        each.position is not None and placed.get(each.question, each.position) != each.position
        for each in other
    )


def uncovered(questions: QuestionTable, said: Heard, age: int) -> tuple[str, ...]:
    """Give the Schedule 7 matters about which nobody has said anything, of those for this age."""
    spoken = (each for by_topic in said.values() for lines in by_topic.values() for each in lines)
    asked = (questions.questions[each.question] for each in spoken if not each.skipped)
    covered = {matter for question in asked for matter in question.matters}
    return tuple(
        name
        for name, matter in questions.matters.items()
        if name not in covered and age >= matter.from_age
    )


def rows(questions: QuestionTable, voices: tuple[Voice, ...], said: Heard) -> tuple[TopicRow, ...]:
    """Lay out topic by topic, leaving out what is shown as agenda or request."""
    child = next((voice.participant_id for voice in voices if voice.is_child), "")
    found = []
    for topic in questions.topics:
        own = _plain(questions, said.get(child, {}).get(topic, ()))
        others = []
        for each in voices:
            every = _plain(questions, said.get(each.participant_id, {}).get(topic, ()))
            lines = tuple(line for line in every if not line.skipped)
            if lines and not each.is_child:
                others.append(Spoken(each, lines, differ(own, lines)))
        row = TopicRow(topic, own, tuple(others))
        if row.spoken or others:
            found.append(row)
    # What the child said comes first, then what others alone said.
    return tuple(sorted(found, key=lambda row: not row.spoken))


def passed_over(
    questions: QuestionTable, voices: tuple[Voice, ...], said: Heard
) -> tuple[str, ...]:
    """Give the topics in which the child was asked and skipped everything."""
    child = next((voice.participant_id for voice in voices if voice.is_child), "")
    by_topic = said.get(child, {})
    return tuple(
        topic
        for topic in questions.topics
        if by_topic.get(topic) and all(line.skipped for line in by_topic[topic])
    )


def _plain(questions: QuestionTable, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(each for each in lines if questions.questions[each.question].use == "topic")


def used_as(
    questions: QuestionTable,
    voices: tuple[Voice, ...],
    said: Heard,
    use: str,
) -> tuple[Spoken, ...]:
    """Give what was said to the questions of one use, the child first, without what was skipped."""
    found = []
    for each in sorted(voices, key=lambda voice: not voice.is_child):
        lines = tuple(
            line
            for by_topic in said.get(each.participant_id, {}).values()
            for line in by_topic
            if questions.questions[line.question].use == use and not line.skipped
        )
        if lines:
            found.append(Spoken(each, lines))
    return tuple(found)


def for_meeting(pack: Pack) -> Pack:
    """Give the print that may be handed out: what everyone at the review may see, and no more.

    No requests, nothing that raised a concern, nothing kept for the officer, no list of gaps.
    """
    return replace(
        pack,
        agenda=_shown(pack.agenda),
        topics=tuple(
            row
            for topic in pack.topics
            if (row := TopicRow(topic.topic, _open(topic.child), _shown(topic.others))).child
            or row.others
        ),
        requests=(),
        skipped=(),
        uncovered=(),
        voices=tuple(_named(voice) for voice in pack.voices),
    )


def _named(voice: Voice) -> Voice:
    return replace(voice, helper="", channels=(), skipped=0)


def _shown(spoken: tuple[Spoken, ...]) -> tuple[Spoken, ...]:
    shown = (Spoken(_named(each.voice), _open(each.lines)) for each in spoken)
    return tuple(each for each in shown if each.lines)


def _open(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Leave out what may not be handed out; what was said last time was shared last time or not."""
    return tuple(
        replace(each, before=None)
        for each in lines
        if not (each.only_officer or each.concern or each.skipped)
    )
