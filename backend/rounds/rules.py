"""When people are asked before a review, who is, and what still needs a person. Pure."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from backend.asking.rules import Asked
from backend.invitations.rules import Invitation
from backend.people.rules import Child
from backend.platform.clock import day_in_england
from backend.platform.msgids import _
from backend.reviews.rules import Review

APPROVAL, AUTOMATIC = "approval", "automatic"
MODES = (APPROVAL, AUTOMATIC)
# Views are gathered one to eight weeks before a review; four is our own choice until they say.
LEAST_DAYS, MOST_DAYS, USUAL_DAYS = 7, 56, 28
# The last day on which an answer still reaches the IRO as papers do: three days before.
LAST_BEFORE = timedelta(days=3)

STEPS = ("approve", "wait", "open", "stop", "go-on")
NEEDS_SOMEBODY = frozenset({"card", "ask-by-hand", "tell-code", "check-address", "ask-again"})
WRONG_DAYS = _("Enter a whole number of days from 7 to 56.")
NOT_NOW = _("This cannot be done as things are now.")
NO_ADDRESS = _("There is no e-mail address for this person. Hand out a card.")


@dataclass(frozen=True)
class Habit:
    """How the authority opens its rounds: by itself or once approved, days before the review."""

    mode: str = APPROVAL
    days_before: int = USUAL_DAYS


@dataclass(frozen=True)
class Round:
    """What was said of the round of one review; ``mode`` is "" where it goes as all do.

    A review that was cancelled lets its round begin anew: ``renewed_at`` is when links were
    closed by that, and whoever held one may be asked again.
    """

    review_id: str
    child_id: str
    mode: str = ""
    approved_at: datetime | None = None
    approved_by: str = ""
    opened_at: datetime | None = None
    stopped_at: datetime | None = None
    renewed_at: datetime | None = None


@dataclass(frozen=True)
class Line:
    """One person in a round; ``next`` is what is to be done, a key of `round_words.NEXT`.

    ``trouble`` is the code of why a letter did not arrive, and ``code`` six digits to be told.
    """

    asked: Asked
    next: str
    way: str = ""
    trouble: str = ""
    code: str = ""

    @property
    def needs_somebody(self) -> bool:
        """Say whether nothing more happens with this person until somebody does something."""
        return self.next in NEEDS_SOMEBODY


@dataclass(frozen=True)
class Standing:
    """One review's round: its stage, when it opens, until when it asks, and its people.

    ``lines`` is empty where nobody looked: no round asks anybody before it has opened.
    """

    review: Review
    child: Child
    round: Round
    mode: str
    stage: str
    opens_on: date
    asks_until: date
    lines: tuple[Line, ...] = ()

    @property
    def waiting(self) -> tuple[Line, ...]:
        """Those who need somebody."""
        return tuple(line for line in self.lines if line.needs_somebody)

    @property
    def todo(self) -> dict[str, int]:
        """Count those who need somebody, by what is to be done."""
        return Counter(line.next for line in self.waiting)

    def needs_somebody(self, today: date) -> bool:
        """Say whether somebody has to approve, hand out, tell or look after something."""
        return bool(self.waiting) or (self.stage == "waits" and self.opens_on <= today)


def standing(known: Round, habit: Habit, review: Review, child: Child, at: datetime) -> Standing:
    """Give where a round is at a moment, nobody looked at."""
    mode, opens = known.mode or habit.mode, opens_on(review, habit)
    return Standing(
        review, child, known, mode, stage(known, habit, review, at), opens, asks_until(review)
    )


def opens_on(review: Review, habit: Habit) -> date:
    """Give the day on which the round of a review opens: it goes with the day of the review."""
    return review.day - timedelta(days=habit.days_before)


def asks_until(review: Review) -> date:
    """Give the last day on which a round asks somebody by itself."""
    return review.day - LAST_BEFORE


def stage(known: Round, habit: Habit, review: Review, at: datetime) -> str:
    """Say where a round is: over, stopped, open, late, waits, due or coming."""
    today = day_in_england(at)
    stages = (
        (review.status != "planned" or review.starts_at <= at, "over"),
        (known.stopped_at is not None, "stopped"),
        (known.opened_at is not None, "open"),
        (today > asks_until(review), "late"),
        ((known.mode or habit.mode) == APPROVAL and known.approved_at is None, "waits"),
        (opens_on(review, habit) <= today, "due"),
        (True, "coming"),
    )
    return next(name for is_so, name in stages if is_so)


def steps_of(stage_now: str) -> tuple[str, ...]:
    """Give what may be done with a round at a stage."""
    return {
        "waits": ("approve", "open", "stop"),
        "coming": ("wait", "open", "stop"),
        "due": ("wait", "open", "stop"),
        "open": ("stop",),
        "stopped": ("go-on",),
    }.get(stage_now, ())


def steered(known: Round, step: str, by: str, at: datetime) -> Round:
    """Give the round after one of ``STEPS``."""
    if step == "approve":
        return replace(known, approved_at=at, approved_by=by)
    if step == "wait":
        return replace(known, mode=APPROVAL, approved_at=None, approved_by="")
    if step == "open":
        return replace(known, approved_at=at, approved_by=by, opened_at=at)
    return replace(known, stopped_at=at if step == "stop" else None)


def has_ended(known: Standing, at: datetime) -> bool:
    """Say whether a round will not ask anybody any more, whatever is done with it."""
    return known.stage == "over" or day_in_england(at) > known.asks_until


def asks_now(stage_now: str, review: Review, at: datetime) -> bool:
    """Say whether a round asks people by itself at this moment."""
    return stage_now == "open" and day_in_england(at) <= asks_until(review)


def not_yet_asked(known: Round, invitation: Invitation | None) -> bool:
    """Say whether a round may ask somebody by itself: never whose link was stopped by hand."""
    if invitation is None:
        return True
    return known.renewed_at is not None and invitation.revoked_at == known.renewed_at


def next_for(
    asked: Asked,
    *,
    by_email: bool,
    left_out: bool,
    trouble: str,
    code: str,
    again: bool,
    ended: bool,
) -> str:
    """Say what is to be done about one person; "" where nothing is.

    ``by_email`` says that they can be reached so, ``again`` that the round asks them by itself,
    and ``ended`` that it asks nobody any more.
    """
    if asked.state in {"sent", "no-questions", "too-young", "stopped"} or not asked.askable:
        return ""
    if left_out:
        return "left-out"
    if asked.state == "not-asked" or again:
        return "card" if not by_email else "ask-by-hand" if ended else "is-asked"
    if asked.state in {"locked", "closed", "ended"}:
        return "ask-again"
    waits = asked.state == "asked"
    needs = ((waits and bool(trouble), "check-address"), (waits and bool(code), "tell-code"))
    return next((name for is_so, name in needs if is_so), "wait")


def wrong_habit(habit: Habit) -> dict[str, str]:
    """Give what is wrong with how rounds are to be opened, by field."""
    wrong = {} if habit.mode in MODES else {"mode": NOT_NOW}
    if not LEAST_DAYS <= habit.days_before <= MOST_DAYS:
        wrong["days_before"] = WRONG_DAYS
    return wrong
