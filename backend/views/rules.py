"""What an officer may see of consultations: what stands, whose it is, and who may be shown it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from backend.answers.rules import Kept, Revision
from backend.consultations.rules import Consultation, Happened
from backend.handling.rules import Record
from backend.platform.ids import derived_id
from dialogs.drawing import Stroke, strokes
from dialogs.questions import QuestionTable
from dialogs.routing import answered, left_over, named
from dialogs.script import Scripts, Step


@dataclass(frozen=True)
class Said:
    """One answer for the officer's page: what stands now, on the route, in a sent consultation."""

    revision: Revision
    scope: str
    raised_concern: bool


@dataclass(frozen=True)
class Spoken:
    """One thing that was said, in its place: ``kept`` is it as an answer, if it was one."""

    at: datetime
    words: str
    kept: Kept | None


@dataclass(frozen=True)
class Excerpt:
    """The words that raised a concern, what stands beside them in that topic, and their place.

    ``before`` and ``after`` are what was said just then in that conversation, word for word.
    """

    event_id: str
    at: datetime
    words: str
    kept: Kept | None
    beside: tuple[Kept, ...]
    before: tuple[Spoken, ...] = ()
    after: tuple[Spoken, ...] = ()


@dataclass(frozen=True)
class Told:
    """What somebody was told at once as they raised a concern, line by line, and in English."""

    language: str
    lines: tuple[str, ...]
    english: tuple[str, ...]


@dataclass(frozen=True)
class ConcernRecord:
    """All there is about one concern with its words, for a strategy discussion."""

    record: Record
    said: tuple[Excerpt, ...]


@dataclass(frozen=True)
class Views:
    """One participant's consultation as an officer may see it; unsent ones hold no answers.

    ``taken_back`` counts the answers that were taken back after Send.
    """

    consultation: Consultation
    channels: tuple[str, ...]
    answers: tuple[Said, ...]
    taken_back: int = 0


@dataclass(frozen=True)
class Line:
    """One answer as it is shown: the words as given, and who may be shown them.

    ``people`` are those it may be shown beside the officer, by id and name, where some were picked.
    ``face`` is "happy", "middle" or "sad" where the answer is on the feeling scale, else "".
    ``before`` is what the same person said to the same question last time: its label and face.
    ``answer`` is by what the answer is known wherever it is pointed at, through every correction.
    """

    question: str
    asked: str
    labels: tuple[str, ...]
    words: str
    skipped: bool
    scope: str
    concern: bool
    language: str
    at: datetime
    people: tuple[tuple[str, str], ...] = ()
    drawing: tuple[Stroke, ...] = ()
    declined: bool = False
    added: bool = False
    face: str = ""
    position: int | None = None
    before: "Line | None" = None
    answer: str = ""

    @property
    def silent(self) -> bool:
        """Say whether nothing was said in it: words written before a refusal were."""
        return not (self.labels or self.words or self.drawing)

    @property
    def audience(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Who may be shown it, to see whether two lines are for the same people."""
        return self.scope, self.people


REQUEST = "request"
"""The use of answers about the meeting itself: once it is over, nothing is owed to them."""
WISHES = ("agenda", "added", REQUEST)
"""Uses of answers in which a child asks for something."""
_FACES = ("happy", "middle", "sad")
_OF_THEMSELVES = frozenset({"helper", "called", "questions", "chosen"})
"""Uses of answers that say something of the conversation, and stand beside the name."""


def excerpt(
    happened: Happened, every: tuple[Revision, ...], near: tuple[Happened, ...], reach: int
) -> Excerpt:
    """Put what was said beside what stands in its topic, and between what came before and after."""
    answered_by = {each.event_id: each.kept for each in every}
    own = answered_by.get(happened.event_id)
    beside = {
        each.kept.step: each.kept
        for each in every
        if own and each.kept.topic == own.topic and each.event_id != happened.event_id
    }
    around = [each for each in near if each.consultation_id == happened.consultation_id]
    spoken = {each.position: each for each in around}

    def those(positions: range) -> tuple[Spoken, ...]:
        found = (spoken[each] for each in positions if each in spoken)
        return tuple(Spoken(it.at, it.words, answered_by.get(it.event_id)) for it in found)

    return Excerpt(
        event_id=happened.event_id,
        at=happened.at,
        words=happened.words,
        kept=own,
        beside=tuple(kept for kept in beside.values() if not kept.taken_back),
        before=those(range(happened.position - reach, happened.position)),
        after=those(range(happened.position + 1, happened.position + reach + 1)),
    )


def what_stands(
    scripts: Scripts, held: Consultation, revisions: tuple[Revision, ...], raised: set[str]
) -> tuple[Said, ...]:
    """Give the newest revision of each answer that counts, with who may see its topic."""
    script, state = scripts.get(held.script, held.version), held.state
    newest = {revision.kept.step: revision for revision in revisions}
    sharing = dict(state.sharing)
    # By the topic in which they saw it when they chose: a newer version may have moved it.
    counts = {step.id: sharing.get(step.topic, "iro") for step, _ in answered(script, state)}
    # What a newer version no longer asks was said all the same, and nobody asked who may see it.
    counts |= dict.fromkeys((answer.step for answer in left_over(script, state)), "iro")
    return tuple(
        Said(newest[step], scope, _is_a_worry(_as_kept(scripts, newest[step]), revisions, raised))
        for step, scope in counts.items()
        if step in newest
    )


def _as_kept(scripts: Scripts, revision: Revision) -> tuple[Step | None, Revision]:
    """Give a revision beside its step, as that was when it was asked."""
    kept = revision.kept
    script = scripts.find(kept.script, kept.version)
    return script.step(kept.step) if script else None, revision


def _is_a_worry(
    stands: tuple[Step | None, Revision], revisions: tuple[Revision, ...], raised: set[str]
) -> bool:
    """Choice and words may come one by one: what raised a concern may stand in it still."""
    step, newest = stands
    kept = newest.kept
    if step and any(choice.raises for choice in step.picked(kept.choices)):
        return True

    def still_said(each: Revision) -> bool:
        same = (each.kept.step, each.kept.words) == (kept.step, kept.words)
        return each is newest or (same and bool(kept.words))

    return any(each.event_id in raised and still_said(each) for each in revisions)


def lines_by_topic(
    questions: QuestionTable, views: Views, before: Views | None, names: Mapping[str, str]
) -> dict[str, tuple[Line, ...]]:
    """Give what one person said, by topic of the shared table, in the order it was asked.

    ``names`` are those of everyone around the child, by id.
    """
    earlier = {each.question: each for each in lines(questions, before, names)}
    found: dict[str, tuple[Line, ...]] = {}
    for each in lines(questions, views, names):
        topic = questions.questions[each.question].topic
        shown = replace(each, before=earlier.get(each.question))
        found[topic] = (*found.get(topic, ()), shown)
    return found


def lines(
    questions: QuestionTable, views: Views | None, names: Mapping[str, str]
) -> tuple[Line, ...]:
    """Give every answer of one person that has a place on the page."""
    return tuple(
        line(questions, each, names)
        for each in (views.answers if views else ())
        if each.revision.kept.question in questions.questions
        and questions.questions[each.revision.kept.question].use not in _OF_THEMSELVES
    )


def line(questions: QuestionTable, said: Said, names: Mapping[str, str]) -> Line:
    """Make one answer ready to be shown; whoever is not of the child's people is not named."""
    kept = said.revision.kept
    question = questions.questions[kept.question]
    position = questions.position(kept.question, kept.choices)
    people = tuple((each, names[each]) for each in named(said.scope) if each in names)
    return Line(
        question=kept.question,
        asked=kept.asked,
        labels=kept.labels,
        words=kept.words or "",
        skipped=kept.silent and not kept.declined,
        scope="people" if people else said.scope if said.scope == "review" else "iro",
        concern=said.raised_concern,
        language=kept.language,
        at=said.revision.at,
        people=people,
        drawing=strokes(kept.drawing),
        declined=kept.declined,
        added=question.use == "added",
        face=_FACES[position] if position is not None and question.scale == "feeling" else "",
        position=position,
        answer=derived_id("answer", said.revision.consultation_id, kept.step),
    )


def wishes(questions: QuestionTable, lines: Iterable[Line]) -> tuple[Line, ...]:
    """Give what of a child's lines asks for something."""
    asked = ((questions.questions[each.question], each) for each in lines if not each.silent)
    return tuple(each for question, each in asked if question.wish or question.use in WISHES)


def is_owed(questions: QuestionTable, line: Line) -> bool:
    """Say whether a wish is owed a decision or a reason: not where it was about the meeting."""
    return questions.questions[line.question].use != REQUEST
