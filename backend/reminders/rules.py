"""When somebody who was asked and has not sent is reminded: twice at most, and never late. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from backend.letters.rules import next_allowed
from backend.platform.clock import LONDON, day_in_england
from backend.platform.delivery.rules import Fate

# A week leaves time to answer unasked; ten days before is when papers go out for a review.
FIRST_AFTER = timedelta(days=7)
FIRST_BEFORE = timedelta(days=10)
# The last day on which an answer still reaches the IRO as papers do: three days before.
LAST_BEFORE = timedelta(days=3)
# After a first that went late, so that two never come together.
APART = timedelta(days=2)

# A child hears after school, an adult in the morning.
CHILD_AT, ADULT_AT = time(16, 0), time(10, 0)


@dataclass(frozen=True)
class Planned:
    """One reminder: its number from 1, and when it goes out."""

    number: int
    at: datetime


@dataclass(frozen=True)
class Reminding:
    """How far the reminders of one invitation are.

    ``asked`` and ``review`` are when the link was made and when the review begins, ``age`` is
    None for an adult, and ``gone`` is what became of the reminders there were, by number.
    """

    asked: datetime
    review: datetime
    age: int | None
    gone: Mapping[int, Fate]

    @property
    def went(self) -> datetime | None:
        """When the last reminder went out, or None."""
        sent = [each.settled_at for each in self.gone.values() if each.status == "sent"]
        return max((at for at in sent if at is not None), default=None)

    def next(self, at: datetime) -> datetime | None:
        """When the next reminder goes out as things are now, or None."""
        waiting = [each.due_at for each in self.gone.values() if each.status == "waiting"]
        return min(waiting, default=None) or next((it.at for it in self._ahead(at)), None)

    def due(self, at: datetime) -> Planned | None:
        """Give the reminder to be sent now, with when it may arrive, or None.

        Of two that are due, after Sayso was away, only the later goes.
        """
        ready = [it for it in self._ahead(at) if day_and_time(it.number, self) <= at]
        return ready[-1] if ready and self._apart(at) else None

    def _ahead(self, at: datetime) -> list[Planned]:
        """Give what may still go out, none of it before now, nor on the day of the review."""
        after = max(self.gone, default=0)
        left = (
            Planned(n, next_allowed(max(day_and_time(n, self), at), self.age))
            for n in numbers(self)
            if n > after
        )
        return [it for it in left if day_in_england(it.at) < day_in_england(self.review)]

    def _apart(self, at: datetime) -> bool:
        earlier = [it.settled_at or it.due_at for it in self.gone.values() if _may_have_gone(it)]
        return all(at - each >= APART for each in earlier)


def _may_have_gone(fate: Fate) -> bool:
    return fate.status != "cancelled"


def days(reminding: Reminding) -> tuple[date, date]:
    """Give the days of the two reminders, whether or not there is room for both."""
    asked, review = day_in_england(reminding.asked), day_in_england(reminding.review)
    return max(asked + FIRST_AFTER, review - FIRST_BEFORE), review - LAST_BEFORE


def numbers(reminding: Reminding) -> tuple[int, ...]:
    """Give which reminders there is room for: none on the day of the invitation, none together."""
    first, last = days(reminding)
    if last <= day_in_england(reminding.asked):
        return ()
    return (1, 2) if first + APART <= last else (2,)


def day_and_time(number: int, reminding: Reminding) -> datetime:
    """Give when a reminder is due, at an hour that suits whoever is reminded."""
    hour = ADULT_AT if reminding.age is None else CHILD_AT
    day = days(reminding)[number - 1]
    return datetime.combine(day, hour, LONDON).astimezone(UTC)
