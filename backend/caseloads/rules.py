"""How many children an IRO has, beside how many the guide gives them. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from backend.holdings.rules import WHY
from backend.people.rules import NOT_OFFERED, Child, Officer
from backend.platform.msgids import _
from backend.reviews.rules import Review

SOON = timedelta(days=30)
LEAST_SHARE, FULL_SHARE = 10, 100

NOBODY_PICKED = _("Pick at least one child.")
NO_SUCH_OFFICER = _("Pick another IRO who is active.")
NO_SUCH_SHARE = _("Enter a number from 10 to 100.")


@dataclass(frozen=True)
class Guide:
    """How many children a full-time IRO should have, and who says so."""

    least: int
    most: int
    source: str
    checked_on: date | None


@dataclass(frozen=True)
class Load:
    """What one IRO has; ``least`` and ``most`` are the guide for the ``percent`` they work.

    ``due_soon`` counts planned reviews whose last day is in the next 30 days, ``overdue`` those
    whose last day has passed.
    """

    officer: Officer
    children: int
    due_soon: int
    overdue: int
    percent: int
    least: int
    most: int

    @property
    def state(self) -> str:
        """Say whether that is "under", "within" or "over" the guide."""
        if self.children > self.most:
            return "over"
        return "under" if self.children < self.least else "within"


def load(
    officer: Officer,
    children: Iterable[Child],
    planned: Iterable[Review],
    percent: int,
    guide: Guide,
    today: date,
) -> Load:
    """Count what one IRO has of these children and their planned reviews."""
    own = {child.id for child in children if child.iro_id == officer.id}
    days = [last_day(review) for review in planned if review.child_id in own]
    return Load(
        officer=officer,
        children=len(own),
        due_soon=sum(today <= day <= today + SOON for day in days),
        overdue=sum(day < today for day in days),
        percent=percent,
        least=part_of(guide.least, percent),
        most=part_of(guide.most, percent),
    )


def last_day(review: Review) -> date:
    """Give the last day in law for a review, or the day planned where that is not known."""
    return review.due_on or review.day


def part_of(number: int, percent: int) -> int:
    """Give a share of a number, half a child counted up."""
    return (number * percent + FULL_SHARE // 2) // FULL_SHARE


def wrong_move(
    child_ids: Collection[str], to_id: str, why: str, offered: Collection[str]
) -> dict[str, str]:
    """Give what is wrong with moving children to another IRO, by field; {} where nothing is."""
    wrong = {}
    if not child_ids:
        wrong["children"] = NOBODY_PICKED
    if to_id not in offered:
        wrong["to_id"] = NO_SUCH_OFFICER
    if why not in WHY:
        wrong["why"] = NOT_OFFERED
    return wrong
