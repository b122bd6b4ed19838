"""What the IRO reads before the meeting, worked out from what was sent. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from backend.answers.rules import Kept
from backend.consultations.rules import Consultation
from backend.people.rules import YOUNGEST_ASKED, Child, Participant
from backend.reviews.rules import Review
from backend.views.rules import Line, Said, Views
from dialogs.questions import QuestionTable

Heard = Mapping[str, Mapping[str, "tuple[Line, ...]"]]
"""What was said: by participant, by topic."""
HowFar = Literal["sent", "began", "asked", "not_asked"]


@dataclass(frozen=True)
class Helper:
    """Who was with them: how and whose words as codes, who in the words they wrote."""

    how: str
    who: str
    words: str


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
    helper: Helper | None = None
    called: tuple[str, ...] = ()
    skipped: int = 0
    taken_back: int = 0
    of_the_home: bool = False

    @property
    def is_child(self) -> bool:
        """Say whether this is the child."""
        return self.role == "child"


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
        return any(not line.silent for line in self.child)


@dataclass(frozen=True)
class Between:
    """One thing the child said between reviews, in which conversation."""

    at: datetime
    lines: tuple[Line, ...]
    consultation_id: str = ""

    @property
    def last_at(self) -> datetime:
        """When it was sent, or last added to."""
        return max([self.at, *(line.at for line in self.lines)])


@dataclass(frozen=True)
class Questions:
    """Which questions somebody chose for the child by their understanding."""

    script: str
    by: str
    on: date


@dataclass(frozen=True)
class Pack:
    """Everything the IRO needs before walking in; page and print are made from this alone.

    ``questions`` says which script was chosen for the child, and by whom; None is by age.
    """

    child: Child
    review: Review
    age: int
    home: str
    home_withheld: bool
    voices: tuple[Voice, ...]
    agenda: tuple[Spoken, ...]
    topics: tuple[TopicRow, ...]
    requests: tuple[Spoken, ...]
    observed: tuple[Spoken, ...]
    between: tuple[Between, ...]
    skipped: tuple[str, ...]
    declined: tuple[str, ...]
    uncovered: tuple[str, ...]
    earlier_on: date | None
    questions: "Questions | None" = None

    @property
    def too_young(self) -> bool:
        """Say whether the child is under four: then those around them are asked instead."""
        return self.age < YOUNGEST_ASKED

    @property
    def child_voice(self) -> Voice | None:
        """The child, where the child is one of those to be asked."""
        return next((voice for voice in self.voices if voice.is_child), None)


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
        _called(views),
        sum(_was_skipped(each.revision.kept) for each in _answers(views)),
        views.taken_back if views else 0,
        participant.of_the_home,
    )


def _how_far(
    held: Consultation | None, asked_at: datetime | None
) -> tuple[HowFar, datetime | None]:
    if held is not None:
        return ("sent", held.sent_at) if held.sent_at else ("began", held.started_at)
    return ("asked", asked_at) if asked_at else ("not_asked", None)


def _helper(views: Views | None) -> Helper | None:
    """Say who was with them; None where they did not say."""
    kept = {each.revision.kept.question: each.revision.kept for each in _answers(views)}
    if "about.helper" not in kept or not kept["about.helper"].choices:
        return None
    who, words = kept.get("about.helper_who"), kept.get("about.helper_words")
    return Helper(
        kept["about.helper"].choices[0],
        (who.words or "") if who else "",
        words.choices[0] if words and words.choices else "",
    )


def _called(views: Views | None) -> tuple[str, ...]:
    """Give what they like to be called, as they wrote it."""
    kept = (each.revision.kept for each in _answers(views))
    return tuple(each.words for each in kept if each.question == "about.called" and each.words)


def _was_skipped(kept: Kept) -> bool:
    return kept.silent and not kept.declined


def _answers(views: Views | None) -> tuple[Said, ...]:
    return views.answers if views else ()


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
    asked = (questions.questions[each.question] for each in spoken if not each.silent)
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
            lines = tuple(line for line in every if not line.silent)
            if lines and not each.is_child:
                others.append(Spoken(each, lines, differ(own, lines)))
        row = TopicRow(topic, own, tuple(others))
        if row.spoken or others:
            found.append(row)
    # What the child said comes first, then what others alone said.
    return tuple(sorted(found, key=lambda row: not row.spoken))


def passed_over(
    questions: QuestionTable, voices: tuple[Voice, ...], said: Heard
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the topics the child skipped altogether, and those they asked not to be asked about."""
    child = next((voice.participant_id for voice in voices if voice.is_child), "")
    by_topic = {
        topic: [each for each in lines if questions.questions[each.question].use != "observer"]
        for topic, lines in said.get(child, {}).items()
    }
    declined = {topic for topic, lines in by_topic.items() if any(each.declined for each in lines)}
    skipped = {
        topic for topic, lines in by_topic.items() if lines and all(each.skipped for each in lines)
    }
    order = questions.topics
    return tuple(t for t in order if t in skipped), tuple(t for t in order if t in declined)


def childs_lines(pack: Pack) -> tuple[Line, ...]:
    """Give everything the child said that is on the page: agenda, then topics, then requests."""

    def own(spoken: tuple[Spoken, ...]) -> list[tuple[Line, ...]]:
        return [each.lines for each in spoken if each.voice.is_child]

    topics = [row.child for row in pack.topics]
    return tuple(
        line for lines in (*own(pack.agenda), *topics, *own(pack.requests)) for line in lines
    )


def _plain(questions: QuestionTable, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(each for each in lines if questions.questions[each.question].use == "topic")


def used_as(
    questions: QuestionTable,
    voices: tuple[Voice, ...],
    said: Heard,
    *uses: str,
) -> tuple[Spoken, ...]:
    """Give what was said to questions of some uses, the child first, without what was skipped."""
    found = []
    for each in sorted(voices, key=lambda voice: not voice.is_child):
        lines = tuple(
            line
            for by_topic in said.get(each.participant_id, {}).values()
            for line in by_topic
            if questions.questions[line.question].use in uses and not line.silent
        )
        if lines:
            found.append(Spoken(each, lines))
    return tuple(found)
