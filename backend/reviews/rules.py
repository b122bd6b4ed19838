"""What a review is, and what may be wrong with one. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from backend.clock.rules import Rulebook, Sitting
from backend.people.rules import NOT_OFFERED, wrong_texts
from backend.platform.clock import day_in_england
from backend.platform.msgids import _

STATUSES = ("planned", "held", "cancelled")
KINDS = ("meeting", "no_meeting")
LINKS_LAST = timedelta(days=28)
"""How long after the review the links of those who were asked still work."""


BEFORE_BIRTH = _("The review is before the child was born.")
FAR_AWAY = _("The review is more than two years away.")
BEFORE_ITS_DAY = _("This is before the day of the review.")
FUTURE = _("This day has not come yet.")
NOT_LATER = _("The review goes on later than it began. Enter a later time.")
TOO_LONG_ADJOURNED = _("A review may not be adjourned for so long. Enter an earlier day.")
ADJOURNED_TWICE = _("This review was adjourned before. It may be adjourned once.")
NO_LONGER_PLANNED = _("This review is not planned any more.")
SAY_WHY_LATE = _("This is later than the law has it. Say why.")

LATE_BECAUSE = {
    "child_asked": _("The child asked for another day"),
    "child_unable": _("The child was ill or could not come"),
    "moved": _("The child had just moved"),
    "family_unable": _("Parents or carers could not come"),
    "social_worker_unable": _("The social worker could not come, or there was none"),
    "iro_unable": _("The reviewing officer could not come"),
    "information_missing": _("Reports or other information were missing"),
    "planned_late": _("It was planned too late"),
    "other": _("Something else"),
}
"""Why a review was later than the law has it: our own list, since no return asks for one."""


@dataclass(frozen=True)
class Review:
    """One review of one child; ``number`` counts from 1, ``due_on`` is the last day in law.

    ``meeting`` is the same for siblings who are reviewed in one meeting, "" for one alone. A
    ``kind`` without meeting is long-term foster care's lighter pattern. A review that was
    adjourned goes on at ``adjourned_to``. It is held once it is completed, on ``completed_on``;
    ``late_because`` says why that was later than the law has it, and ``late_note`` more about
    it, sealed with the child's key.
    """

    id: str
    child_id: str
    number: int
    starts_at: datetime
    place: str
    due_on: date | None
    status: str = "planned"
    kind: str = "meeting"
    meeting: str = ""
    adjourned_to: datetime | None = None
    completed_on: date | None = None
    late_because: str = ""
    late_note: bytes | None = field(default=None, repr=False)

    @property
    def day(self) -> date:
        """The day of the review in England."""
        return day_in_england(self.starts_at)

    @property
    def links_end_at(self) -> datetime:
        """When the links of this review stop working."""
        return (self.adjourned_to or self.starts_at) + LINKS_LAST

    @property
    def ended_on(self) -> date | None:
        """The day it was completed, as far as is known; None for one that was not held."""
        if self.status != "held":
            return None
        return self.completed_on or day_in_england(self.adjourned_to or self.starts_at)

    @property
    def sitting(self) -> Sitting | None:
        """What the clock counts of it; None for one that has not begun."""
        adjourned, meeting = self.adjourned_to is not None, self.kind == "meeting"
        if self.status == "held" or (self.status == "planned" and adjourned):
            return Sitting(self.day, adjourned, self.ended_on, meeting)
        return None


@dataclass(frozen=True)
class Completion:
    """How a review came to its end: on which day, and why that was late, if it was."""

    completed_on: date
    late_because: str = ""
    late_note: str = field(default="", repr=False)


def sittings_of(reviews: Iterable[Review]) -> tuple[Sitting, ...]:
    """Give what the clock counts of a child's reviews."""
    return tuple(each.sitting for each in reviews if each.sitting is not None)


def missing_before(reviews: Iterable[Review], began: date, book: Rulebook) -> int:
    """Count the reviews of a time in care that were held before the first one we know of.

    Its number tells, where nobody entered those before it. One within the time that the law
    gives a first review is the first, since the numbers go on from an earlier time in care.
    """
    every = tuple(reviews)
    ours = [each for each in every if each.day >= began and each.status != "cancelled"]
    first = min(ours, key=lambda each: each.number, default=None)
    if first is None or first.day <= book.after(began, "first_review"):
        return 0
    known = sum(each.number < first.number for each in every)
    return max(first.number - 1 - known, 0)


def sittings_before(review: Review, reviews: Iterable[Review]) -> tuple[Sitting, ...]:
    """Give what the clock counts for the day of a review: those before it, the planned as held."""
    earlier = [
        each for each in reviews if each.starts_at < review.starts_at and each.status != "cancelled"
    ]
    return tuple(
        each.sitting or Sitting(each.day, meeting=each.kind == "meeting") for each in earlier
    )


def is_late(review: Review, ended_on: date, due: date | None, book: Rulebook) -> bool:
    """Say whether a review that ends on a day is later than the law has it.

    It has to begin by the day it is due (SI 2010/959 reg 33), and one that was adjourned to end
    by then or within the time that it may be adjourned for (IRO Handbook).
    """
    if due is None:
        return False
    adjourned_until = book.after(review.day, "adjournment") if review.adjourned_to else due
    return review.day > due or ended_on > max(due, adjourned_until)


def wrong_completion(
    review: Review, end: Completion, today: date, due: date | None, book: Rulebook
) -> dict[str, str]:
    """Give what is wrong with how a review ended, by field; {} where nothing is."""
    wrong = wrong_texts({"late_note": end.late_note}, ())
    if end.completed_on < review.day:
        wrong["completed_on"] = BEFORE_ITS_DAY
    elif end.completed_on > today:
        wrong["completed_on"] = FUTURE
    if end.late_because and end.late_because not in LATE_BECAUSE:
        wrong["late_because"] = NOT_OFFERED
    elif not end.late_because and is_late(review, end.completed_on, due, book):
        wrong["late_because"] = SAY_WHY_LATE
    return wrong


def wrong_adjournment(review: Review, to: datetime, today: date, book: Rulebook) -> str:
    """Give what is wrong with adjourning a review, "" for nothing: once, for 20 working days.

    Until the day on which it was to go on, that day may still be changed (IRO Handbook).
    """
    if review.adjourned_to is not None and day_in_england(review.adjourned_to) <= today:
        return ADJOURNED_TWICE
    if to <= review.starts_at:
        return NOT_LATER
    if day_in_england(to) > book.after(review.day, "adjournment"):
        return TOO_LONG_ADJOURNED
    return ""


def wrong_review(review: Review, born: date, today: date) -> dict[str, str]:
    """Give what is wrong with a review, by field; {} where nothing is."""
    wrong = wrong_texts({"place": review.place}, ())
    if review.status not in STATUSES:
        wrong["status"] = NOT_OFFERED
    if review.kind not in KINDS:
        wrong["kind"] = NOT_OFFERED
    if review.day < born:
        wrong["starts_at"] = BEFORE_BIRTH
    elif review.day > today + timedelta(days=731):
        wrong["starts_at"] = FAR_AWAY
    return wrong
