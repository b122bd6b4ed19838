"""Since when and how a child is looked after: what the clock of their reviews begins with. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from backend.platform.msgids import _

LEGAL_STATUSES = {
    "": _("not recorded"),
    "accommodated": _("accommodated with agreement (section 20)"),
    "interim_order": _("interim care order (section 38)"),
    "care_order": _("care order (section 31)"),
    "placement_order": _("placement order"),
    "other": _("something else"),
}

NOT_OFFERED = _("Pick one of the choices.")
BEFORE_BIRTH = _("The child was not born yet.")
FUTURE = _("This day has not come yet.")
ENDS_FIRST = _("The end is before the start.")
OVERLAPS = _("The child was looked after on this day already. Correct that time instead.")
OUTSIDE = _("The child was not looked after on this day.")


@dataclass(frozen=True)
class CarePeriod:
    """One unbroken time of being looked after; ``ended_on`` is the first day it no longer holds.

    ``short_breaks`` is a series of short breaks (SI 2010/959, reg 48), ``long_term_on`` the day a
    long-term foster placement was agreed (SI 2015/495), and ``iro_named_on`` when the child was
    told who their IRO is.
    """

    id: str
    child_id: str
    began_on: date
    ended_on: date | None = None
    legal_status: str = ""
    short_breaks: bool = False
    long_term_on: date | None = None
    iro_named_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Say whether the child is looked after on this day, by this period."""
        return self.began_on <= day and (self.ended_on is None or day < self.ended_on)


def wrong_period(
    period: CarePeriod, others: Iterable[CarePeriod], born: date, today: date
) -> dict[str, str]:
    """Give what is wrong with a period beside the child's other ones, by field; {} for nothing."""
    wrong = {}
    if period.legal_status not in LEGAL_STATUSES:
        wrong["legal_status"] = NOT_OFFERED
    if period.began_on < born:
        wrong["began_on"] = BEFORE_BIRTH
    elif period.began_on > today:
        wrong["began_on"] = FUTURE
    elif any(_overlap(period, other) for other in others if other.id != period.id):
        wrong["began_on"] = OVERLAPS
    if period.ended_on is not None and period.ended_on < period.began_on:
        wrong["ended_on"] = ENDS_FIRST
    for field in ("long_term_on", "iro_named_on"):
        day: date | None = getattr(period, field)
        if day is not None and not period.holds_on(day):
            wrong[field] = OUTSIDE
    return wrong


def _overlap(one: CarePeriod, other: CarePeriod) -> bool:
    first, second = sorted((one, other), key=lambda each: each.began_on)
    return first.ended_on is None or second.began_on < first.ended_on
