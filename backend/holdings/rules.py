"""Who held a case, and when that passed to another. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from backend.platform.clock import day_in_england

WHY = ("left", "caseload", "siblings", "conflict", "asked", "absence", "other")


@dataclass(frozen=True)
class Change:
    """Who changes it, and when; ``why`` is in `WHY` or "", ``at`` None where only the day is."""

    on: date
    by_kind: str
    by_id: str
    why: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Holding:
    """That a case passed to ``to_id``; ``number`` counts a child's from 1, the first is from none.

    ``changed_at`` is None where only the day is known.
    """

    id: str
    child_id: str
    number: int
    from_id: str | None
    to_id: str
    changed_on: date
    changed_at: datetime | None
    by_kind: str
    by_id: str
    why: str

    def had_passed(self, at: datetime) -> bool:
        """Say whether it surely had by then; of a day alone, not before that day is over."""
        if self.changed_at is not None:
            return self.changed_at <= at
        return self.changed_on < day_in_england(at)


def held_at(history: Iterable[Holding], at: datetime) -> str:
    """Give the id of whoever held a case at a moment, the first for one before; "" for nobody."""
    every = sorted(history, key=lambda each: each.number)
    passed = [each for each in every if each.had_passed(at)]
    holding = next(iter(passed[-1:] or every[:1]), None)
    return holding.to_id if holding else ""
