"""The time, asked for once at the edge and handed in from there."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
LONDON = ZoneInfo("Europe/London")


def system_clock() -> datetime:
    """Return the present moment: an aware datetime in UTC."""
    return datetime.now(UTC)  # noqa: TID251  # the one place that asks the machine


def day_in_england(at: datetime) -> date:
    """Return the day it is in England at a moment: from March to October an hour before UTC's."""
    return at.astimezone(LONDON).date()


class SettableClock:
    """A clock that stands still until told: for the demonstration and for tests."""

    def __init__(self, at: datetime) -> None:
        self._now = _in_utc(at)

    def __call__(self) -> datetime:
        """Return the moment the clock shows."""
        return self._now

    def set(self, at: datetime) -> None:
        """Put the clock to `at`, an aware datetime."""
        self._now = _in_utc(at)

    def advance(self, by: timedelta) -> None:
        """Move the clock on by `by`."""
        self._now += by


def _in_utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a time needs its zone")
    return at.astimezone(UTC)
