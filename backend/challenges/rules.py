"""Challenges an IRO raises: at which stage, answered or not, what came of it, Cafcass. Pure.

The IRO's duty to have failures put right is in reg 36 of SI 2010/959, and Cafcass may be asked at
any point (Children Act 1989, s25B(3)(a)).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from backend.decisions.rules import wrong_words
from backend.people.rules import NOT_OFFERED, wrong_texts
from backend.platform.calendar import Calendar
from backend.platform.clock import day_in_england
from backend.platform.msgids import _
from backend.stages.rules import Stage, Terms

GOOD_PRACTICE = "good_practice"
KINDS = {
    "practice": _("practice that is not good enough"),
    "drift": _("drift or delay"),
    "participation": _("the child's part in their own plan"),
    "no_permanence": _("no plan for permanence by the second review"),
    "visits": _("visits that were missed"),
    "not_implemented": _("decisions that were not carried out"),
    "no_social_worker": _("no social worker"),
    "other": _("something else"),
    GOOD_PRACTICE: _("good practice"),
}
OUTCOMES = {
    "changed": _("put right: something changed"),
    "explained": _("put right: it was explained"),
    "partly": _("partly put right"),
    "not_resolved": _("not put right"),
    "withdrawn": _("withdrawn"),
}
# With these a challenge is over; with the others it goes on.
CLOSES = frozenset({"changed", "explained", "withdrawn"})
STEPS = {
    "raised": _("Raised"),
    "moved": _("Taken to another stage"),
    "responded": _("Answered"),
    "outcome": _("Outcome recorded"),
    "cafcass_considered": _("Referral to Cafcass considered"),
    "cafcass_referred": _("Referred to Cafcass"),
    "overdue": _(
        "Time ran out: who was to answer, the managers and the reviewing officer were told"
    ),
    "closed": _("Closed"),
    "reopened": _("Opened again"),
}
# With these a stage begins, and with it its clock.
BEGINS = frozenset({"raised", "moved", "reopened"})
CAFCASS = frozenset({"cafcass_considered", "cafcass_referred"})
# A manager may take these too; all others are the IRO's own.
BY_ANY_READER = frozenset({"responded"})

IS_CLOSED = _("It is closed. Open it again first.")
IS_OPEN = _("It is open already.")
HAS_NO_STAGES = _("Good practice has no stages and no clock.")
SAME_STAGE = _("It is at this stage already.")
FUTURE = _("This day has not come yet.")
BEFORE_IT = _("This is before it was raised.")
NO_MANAGER = _("Pick a manager, or enter somebody else.")
ONE_OWNER = _("Pick a manager or enter somebody else, not both.")


@dataclass(frozen=True)
class Step:
    """One thing that happened to a challenge, which nobody changes afterwards.

    ``by`` is the officer, None for the clock. The owner is an officer by id, or somebody by name,
    e-mail and role. ``due_on`` is the last day for an answer, ``formal_due_on`` of the whole
    formal process. ``who`` gave the answer, on ``happened_on``.
    """

    id: str
    challenge_id: str
    kind: str
    at: datetime
    by: str | None
    number: int = 0
    stage: str = ""
    formal: bool = False
    due_on: date | None = None
    formal_due_on: date | None = None
    owner_id: str = ""
    owner_name: str = field(default="", repr=False)
    owner_email: str = field(default="", repr=False)
    owner_role: str = field(default="", repr=False)
    outcome: str = ""
    happened_on: date | None = None
    words: str = field(default="", repr=False)
    who: str = field(default="", repr=False)

    @property
    def day(self) -> date:
        """The day it happened, which may be before it was written down."""
        return self.happened_on or day_in_england(self.at)


@dataclass(frozen=True)
class Spell:
    """The time a challenge spent at one stage; ``ended_on`` is None for the one it is at."""

    begun: Step
    steps: tuple[Step, ...]
    ended_on: date | None

    @property
    def answered_on(self) -> date | None:
        """The day of the first answer, or of an outcome without one, or None."""
        answers = {"responded", "outcome"}
        return next((each.day for each in self.steps if each.kind in answers), None)

    @property
    def unresolved(self) -> Step | None:
        """The step that says it was not put right, or only partly."""
        unsolved = {"partly", "not_resolved"}
        return next((each for each in self.steps if each.outcome in unsolved), None)

    @property
    def told(self) -> bool:
        """Say whether it is written down that its time ran out."""
        return any(each.kind == "overdue" for each in self.steps)

    def ran_out_by(self, day: date) -> bool:
        """Say whether no answer came in time, and that time was over by this day."""
        due = self.begun.due_on
        until = min(day, self.ended_on or day)
        late = self.answered_on is None or (due is not None and self.answered_on > due)
        return due is not None and due < until and late


@dataclass(frozen=True)
class Challenge:
    """What an IRO raised, with every step since; ``words`` are "" until opened."""

    id: str
    child_id: str
    kind: str
    raised_at: datetime
    raised_by: str
    team: str = field(default="", repr=False)
    review_id: str = ""
    decision_id: str = ""
    words: str = field(default="", repr=False)
    steps: tuple[Step, ...] = ()

    @property
    def praises(self) -> bool:
        """Say whether it is good practice, which has neither stages nor a clock."""
        return self.kind == GOOD_PRACTICE

    @property
    def is_open(self) -> bool:
        """Say whether the IRO still waits for something."""
        ends = [each.kind for each in self.steps if each.kind in {"closed", "reopened"}]
        return not self.praises and ends[-1:] != ["closed"]

    @property
    def spells(self) -> tuple[Spell, ...]:
        """Give the stages it was at, in order."""
        begins = [place for place, each in enumerate(self.steps) if each.kind in BEGINS]
        ends = [*begins[1:], len(self.steps)]
        return tuple(
            _spell(self.steps[begin:end], self.steps[end:])
            for begin, end in zip(begins, ends, strict=True)
        )

    @property
    def now_at(self) -> Step:
        """The step that began the stage it is at."""
        return next(each for each in reversed(self.steps) if each.kind in BEGINS)

    @property
    def outcome(self) -> str:
        """The last outcome since it was raised or opened again, "" for none yet."""
        said = [each for each in self.steps if each.outcome or each.kind == "reopened"]
        return said[-1].outcome if said else ""

    @property
    def closed_on(self) -> date | None:
        """The day it was closed, None while it is open."""
        days = (each.day for each in reversed(self.steps) if each.kind == "closed")
        return None if self.is_open or self.praises else next(days, None)

    def overdue_on(self, day: date) -> bool:
        """Say whether an answer should have come by this day and has not."""
        last = self.spells[-1]
        return self.is_open and last.answered_on is None and last.ran_out_by(day)

    def formal_over_on(self, day: date) -> bool:
        """Say whether the formal process has taken longer than it may."""
        due = self.now_at.formal_due_on
        return self.is_open and due is not None and due < day

    def to_consider_cafcass(self, day: date) -> bool:
        """Say whether a formal stage failed and nobody has written down since about Cafcass."""
        if not self.is_open and self.outcome in CLOSES:
            return False
        looked = [each for each in self.steps if each.kind in CAFCASS]
        return any(
            _waits_for_cafcass(each, looked, day) for each in self.spells if each.begun.formal
        )


def _spell(steps: tuple[Step, ...], later: tuple[Step, ...]) -> Spell:
    end = next((each for each in (*steps, *later[:1]) if each.kind == "closed"), None)
    end = end or next(iter(later), None)
    return Spell(steps[0], steps, end.day if end else None)


def _waits_for_cafcass(spell: Spell, looked: Iterable[Step], day: date) -> bool:
    unresolved, due = spell.unresolved, spell.begun.due_on
    if unresolved:
        return all(each.number < unresolved.number for each in looked)
    return spell.ran_out_by(day) and due is not None and all(each.day <= due for each in looked)


def with_clock(
    step: Step, stage: Stage, terms: Terms, earlier: Challenge | None, calendar: Calendar
) -> Step:
    """Give a step its last day for an answer; the end of the formal process cuts a stage short."""
    today = day_in_england(step.at)
    due_on = calendar.add_working_days(today, stage.working_days)
    if not stage.formal:
        return replace(step, due_on=due_on, formal=False)
    ends = _formal_end(earlier) if step.kind == "moved" else None
    ends = ends or calendar.add_working_days(today, terms.formal_days)
    due_on = min(due_on, ends) if ends > today else due_on
    return replace(step, due_on=due_on, formal_due_on=ends, formal=True)


def _formal_end(earlier: Challenge | None) -> date | None:
    """Give when the formal process that began since it was last opened has to end."""
    found = None
    for each in earlier.steps if earlier else ():
        found = each.formal_due_on or (None if each.kind == "reopened" else found)
    return found


def wrong_raising(challenge: Challenge) -> dict[str, str]:
    """Give what is wrong with what is raised, by field."""
    wrong = wrong_texts({"team": challenge.team}, ())
    if problem := wrong_words(challenge.words, required=True):
        wrong["words"] = problem
    if challenge.kind not in KINDS:
        wrong["kind"] = NOT_OFFERED
    return wrong


def wrong_beginning(
    step: Step, challenge: Challenge | None, stage: Stage | None, managers: Collection[str]
) -> dict[str, str]:
    """Give what is wrong with beginning a stage and with who is to answer, by field."""
    wrong = _wrong_owner(step, managers)
    if stage is None:
        wrong["stage"] = NOT_OFFERED
    elif step.kind == "moved" and challenge and challenge.now_at.stage == stage.code:
        wrong["stage"] = SAME_STAGE
    if problem := wrong_words(step.words, required=False):
        wrong["words"] = problem
    return wrong


def _wrong_owner(step: Step, managers: Collection[str]) -> dict[str, str]:
    texts = {"name": step.owner_name, "email": step.owner_email, "role": step.owner_role}
    if step.owner_id:
        wrong = {} if step.owner_id in managers else {"owner_id": NOT_OFFERED}
        return wrong | ({"owner_id": ONE_OWNER} if any(texts.values()) else {})
    if not any(texts.values()):
        return {"owner_id": NO_MANAGER}
    return {f"owner_{name}": said for name, said in wrong_texts(texts, tuple(texts)).items()}


def wrong_step(step: Step, challenge: Challenge) -> dict[str, str]:
    """Give what is wrong with any other step, by field; Cafcass is never shut out by a stage."""
    wrong = {}
    if problem := wrong_words(step.words, required=True):
        wrong["words"] = problem
    if step.kind == "responded":
        wrong |= wrong_texts({"who": step.who}, ("who",))
    if step.kind == "outcome" and step.outcome not in OUTCOMES:
        wrong["outcome"] = NOT_OFFERED
    if step.day > day_in_england(step.at):
        wrong["happened_on"] = FUTURE
    elif step.day < day_in_england(challenge.raised_at):
        wrong["happened_on"] = BEFORE_IT
    return wrong


def why_not(kind: str, challenge: Challenge) -> str:
    """Give why a step cannot be taken in the state a challenge is in, "" where it can."""
    if challenge.praises and kind not in BY_ANY_READER:
        return HAS_NO_STAGES
    if kind == "reopened":
        return IS_OPEN if challenge.is_open else ""
    needs_open = {"moved", "outcome", "closed"}
    return IS_CLOSED if kind in needs_open and not challenge.is_open else ""
