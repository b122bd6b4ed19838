"""The plan for permanence: which there is, and since when one is missing. Pure.

Every child has one by their second review (statutory guidance to the Children Act 1989, volume 2,
as local handbooks give it).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from backend.decisions.rules import wrong_words
from backend.people.rules import NOT_OFFERED
from backend.platform.msgids import _
from backend.reviews.rules import Review

KINDS = {
    "return_home": _("return home"),
    "family": _("living with family or friends"),
    "long_term_fostering": _("long-term fostering"),
    "adoption": _("adoption"),
    "special_guardianship": _("special guardianship"),
    "residential": _("residential care until 18"),
    "independence": _("living independently"),
    "other": _("something else"),
}
DUE_AT_REVIEW = 2
"""The number of the review by which there is a plan."""

FUTURE = _("This day has not come yet.")
SAME = _("The parallel plan is another one than the plan.")
BEFORE_BIRTH = _("The child was not born yet.")


@dataclass(frozen=True)
class Plan:
    """One plan for permanence, and the one followed beside it, "" for none.

    ``review_id`` is the review at which it was recorded, "" between reviews. ``words`` say what
    it is and why, "" until opened.
    """

    id: str
    child_id: str
    kind: str
    parallel: str
    recorded_on: date
    review_id: str
    at: datetime
    by: str
    words: str = field(default="", repr=False)


@dataclass(frozen=True)
class Flag:
    """That no plan was recorded by a review: which one, and its day."""

    review_id: str
    number: int
    since: date


def missing(reviews: Iterable[Review], plans: Iterable[Plan], today: date) -> Flag | None:
    """Say since which review a plan is missing; None where there is one, or it is not due yet.

    It is missing from the second review that was held, and until one is recorded.
    """
    if any(plan.recorded_on <= today for plan in plans):
        return None
    held = [
        Flag(each.id, each.number, each.completed_on or each.day)
        for each in reviews
        if each.status == "held" and each.number >= DUE_AT_REVIEW
    ]
    passed = [flag for flag in held if flag.since <= today]
    return min(passed, key=lambda flag: (flag.since, flag.number), default=None)


def wrong_plan(plan: Plan, born: date, today: date) -> dict[str, str]:
    """Give what is wrong with a plan, by field."""
    wrong = {}
    if plan.kind not in KINDS:
        wrong["kind"] = NOT_OFFERED
    if plan.parallel and plan.parallel not in KINDS:
        wrong["parallel"] = NOT_OFFERED
    elif plan.parallel and plan.parallel == plan.kind:
        wrong["parallel"] = SAME
    if plan.recorded_on > today:
        wrong["recorded_on"] = FUTURE
    elif plan.recorded_on < born:
        wrong["recorded_on"] = BEFORE_BIRTH
    if problem := wrong_words(plan.words, required=True):
        wrong["words"] = problem
    return wrong
