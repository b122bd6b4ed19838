"""Whether what was decided is done: who says so, what it settles, and when to look. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from backend.clock.rules import add_months
from backend.decisions.rules import Decision, wrong_words
from backend.people.rules import MUST_SAY, NOT_OFFERED, Child, Participant
from backend.platform.msgids import _
from backend.reviews.rules import Review

MIDWAY_MONTHS = 3
"""Months from a review to the check between two: common practice, such as Nottinghamshire's IRO
protocol; the IRO Handbook (2010) asks for monitoring between reviews and names no day. Read
November 2026."""
MIDWAY_SHOWN = timedelta(days=14)
"""How long before its day a midway check is listed."""

BY_OWNER = ("done", "under_way", "cannot")
BY_IRO = (*BY_OWNER, "confirmed", "not_yet", "effect", "reopened")
SETTLES = frozenset({"done", "confirmed", "cannot"})

NOT_AHEAD = _("This day is still to come.")
NOTHING_TO_CONFIRM = _("Nobody has said that this is done since it was last looked at.")
NOT_OPEN = _("This is settled already. Reload the page to see it.")
NOT_SETTLED = _("This is still open.")


@dataclass(frozen=True)
class Update:
    """What somebody said of a decision: ``kind`` is one of BY_OWNER, or of BY_IRO from an officer.

    ``done_on`` is when it was done, ``words`` how far it is or why it cannot be, and ``effect``
    what it changed for the child, in a sentence.
    """

    id: str
    decision_id: str
    child_id: str
    at: datetime
    by_kind: str
    by_id: str
    kind: str
    done_on: date | None = None
    words: str = field(default="", repr=False)
    effect: str = field(default="", repr=False)

    @property
    def by_owner(self) -> bool:
        """Say whether whoever has to do it said so."""
        return self.by_kind == "owner"


@dataclass(frozen=True)
class Owner:
    """How the owner of a decision is asked: "email", or why not; then there is no address.

    "no_email": no address is known. "ended": their part in the child's life has ended, and the
    IRO picks another. "child": a child is never asked to account for anything. "iro": the child's
    IRO has it to do, and sees it on their own page.
    """

    how: str
    email: str = field(default="", repr=False)
    language: str = "en"
    participant_id: str | None = None


@dataclass(frozen=True)
class Owned:
    """An open decision whose owner may be asked; it holds no word of what was decided.

    ``midway_on`` is when it is half way to the next review. ``said`` is the kind of the last
    update, "" for none, and ``said_at`` when that was.
    """

    decision: Decision
    owner: Owner
    midway_on: date
    said: str = ""
    said_at: datetime | None = None

    @property
    def waits_for_iro(self) -> bool:
        """Say whether the owner has answered, and the IRO has not looked at it."""
        return self.said in {"done", "cannot"}


@dataclass(frozen=True)
class Line:
    """A decision as its IRO sees it, with what was said of it since, oldest first."""

    decision: Decision
    child: Child
    updates: tuple[Update, ...]
    owner: Owner
    review: Review
    superseded: bool = False
    left_in_peace: bool = False

    @property
    def said(self) -> Update | None:
        """What the owner said last, while the IRO has not answered it."""
        last = self.updates[-1] if self.updates else None
        waits = last and last.by_owner and last.kind in {"done", "cannot"}
        return last if waits and self.decision.is_open else None

    def group_on(self, day: date) -> str:
        """Say where it is listed: "overdue", "said" or "ahead"."""
        if self.said:
            return "said"
        return "overdue" if self.decision.overdue_on(day) else "ahead"


@dataclass(frozen=True)
class Check:
    """The check between two reviews, as the IRO recorded it."""

    id: str
    review_id: str
    child_id: str
    checked_on: date
    at: datetime
    by: str
    words: str = field(default="", repr=False)


@dataclass(frozen=True)
class MidwayDue:
    """A midway check that is to be done by a day."""

    review: Review
    child: Child
    due_on: date


@dataclass(frozen=True)
class Count:
    """How much is to be done for the children of one IRO, and how much of it is overdue."""

    iro_id: str
    open: int
    overdue: int


def owner_of(
    decision: Decision, participant: Participant | None, iro_email: str, *, taking_part: bool
) -> Owner:
    """Say how whoever has to do something is asked; ``participant`` is who they are, or None.

    Of a participant the address is the one that is known now: that of the day on which it was
    decided may be somebody else's.
    """
    email = decision.owner_email.strip()
    if participant is None:
        if email and email.casefold() == iro_email.casefold():
            return Owner("iro")
        return Owner("email", email) if email else Owner("no_email")
    if participant.role == "child":
        return Owner("child", participant_id=participant.id)
    if not taking_part:
        return Owner("ended", participant_id=participant.id)
    email = participant.email.strip() or email
    how = "email" if email else "no_email"
    return Owner(how, email, participant.language, participant.id)


def known_by_address(
    email: str, everyone: Iterable[Participant], taking_part: Collection[str]
) -> Participant | None:
    """Give whose address was typed for an owner who was not picked, or None.

    Whoever still takes part comes first; somebody whose part has ended must not be asked by it.
    """
    typed = email.strip().casefold()
    same = [each for each in everyone if typed and each.email.strip().casefold() == typed]
    return next((each for each in same if each.id in taking_part), same[0] if same else None)


def superseded(review: Review, others: Collection[Review]) -> bool:
    """Say whether a later review was held, which decided anew, or this one was cancelled."""
    later = (it for it in others if it.starts_at > review.starts_at and it.status == "held")
    return review.status == "cancelled" or any(later)


def midway_on(review: Review) -> date:
    """Give the day half way to the next review, counted from when this one was completed."""
    return add_months(review.completed_on or review.day, MIDWAY_MONTHS)


def needs_midway(review: Review, others: Collection[Review], day: date) -> bool:
    """Say whether a review's midway check is to be listed on this day.

    None is where the next review comes before it or within two weeks after.
    """
    on = midway_on(review)
    soon = (
        it.status == "planned" and it.starts_at > review.starts_at and it.day <= on + MIDWAY_SHOWN
        for it in others
    )
    if review.status != "held" or superseded(review, others) or any(soon):
        return False
    return day >= on - MIDWAY_SHOWN


def in_order(lines: Sequence[Line], day: date) -> list[Line]:
    """Put overdue first, then what waits for the IRO, then by date; what has none comes last."""
    places = {"overdue": 0, "said": 1, "ahead": 2}

    def place(line: Line) -> tuple[int, date, datetime, int]:
        due = line.decision.due_on or date.max
        return places[line.group_on(day)], due, line.decision.made_at, line.decision.number

    return sorted(lines, key=place)


def wrong_update(update: Update, today: date) -> dict[str, str]:
    """Give what is wrong with what was said of a decision, by field."""
    allowed = BY_OWNER if update.by_owner else BY_IRO
    wrong = {} if update.kind in allowed else {"kind": NOT_OFFERED}
    needs_words = update.kind in {"under_way", "cannot"}
    for name, required in (("words", needs_words), ("effect", update.kind == "effect")):
        problem = wrong_words(getattr(update, name), required=required)
        if problem:
            wrong[name] = problem
    if update.kind == "done" and update.done_on is None:
        wrong["done_on"] = MUST_SAY
    elif update.done_on is not None and update.done_on > today:
        wrong["done_on"] = NOT_AHEAD
    return wrong


def why_not(decision: Decision, update: Update, last: Update | None) -> str:
    """Say why an update does not fit what a decision has come to, "" where it does."""
    if update.kind == "effect":
        return "" if decision.state == "done" else NOT_SETTLED
    if update.kind == "reopened":
        return "" if decision.state != "open" else NOT_SETTLED
    if not decision.is_open:
        return NOT_OPEN
    said = last is not None and last.by_owner and last.kind == "done"
    return NOTHING_TO_CONFIRM if update.kind == "confirmed" and not said else ""


def settled(decision: Decision, update: Update, last: Update | None, today: date) -> Decision:
    """Give a decision as an update of its IRO's leaves it; what an owner says settles nothing."""
    if update.by_owner:
        return decision
    if update.kind == "confirmed" and last is not None:
        return replace(decision, state="done", settled_on=last.done_on, effect=last.effect)
    if update.kind == "done":
        done_on, effect = update.done_on, update.effect
        return replace(decision, state="done", settled_on=done_on, effect=effect)
    if update.kind == "cannot":
        return replace(decision, state="not_done", settled_on=today, effect=update.words)
    if update.kind == "reopened":
        return replace(decision, state="open", settled_on=None, effect="")
    return replace(decision, effect=update.effect) if update.kind == "effect" else decision
