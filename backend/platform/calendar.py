"""Working days and office hours in England. Pure: the bank holidays are handed in.

A working day is Monday to Friday and no bank holiday in England and Wales (SI 2010/959 counts in
them, and so does Working Together). Office hours are what the authority says they are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from backend.platform.clock import LONDON, day_in_england

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"([a-z,-]+) (\d{2}:\d{2})-(\d{2}:\d{2})")
# Whoever set the hours so that no office is ever open in a year has made a slip.
_LOOK_AHEAD = 370


@dataclass(frozen=True)
class OfficeHours:
    """The days of the week (0 is Monday) and the times between which the office is open."""

    days: frozenset[int] = frozenset(range(5))
    opens: time = time(9)
    closes: time = time(17)

    def __str__(self) -> str:
        days = sorted(self.days)
        in_a_row = len(days) > 1 and days == list(range(days[0], days[-1] + 1))
        shown = [DAYS[days[0]], DAYS[days[-1]]] if in_a_row else [DAYS[day] for day in days]
        return f"{('-' if in_a_row else ',').join(shown)} {self.opens:%H:%M}-{self.closes:%H:%M}"


@dataclass(frozen=True)
class Calendar:
    """When somebody is at work: the office hours, and the days on which nobody is."""

    hours: OfficeHours = OfficeHours()
    holidays: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Say whether a day is from Monday to Friday and no bank holiday."""
        return day.weekday() < 5 and day not in self.holidays

    def add_working_days(self, day: date, days: int) -> date:
        """Give the day that comes so many working days after this one, which is not counted."""
        while days > 0:
            day += timedelta(days=1)
            days -= self.is_working_day(day)
        return day

    def take_working_days(self, day: date, days: int) -> date:
        """Give the last day from which so many working days lead up to this one."""
        while days > 0:
            day -= timedelta(days=1)
            days -= self.is_working_day(day)
        return day

    def is_office_time(self, at: datetime) -> bool:
        """Say whether the office is open at a moment; it is no more in the minute it closes."""
        return any(opens <= at < closes for opens, closes in self._spans(at, 1))

    def next_office_time(self, at: datetime) -> datetime:
        """Give this moment if the office is open, else when it opens next, in UTC."""
        return self.add_office_minutes(at, 0)

    def add_office_minutes(self, at: datetime, minutes: float) -> datetime:
        """Give the moment by which the office has been open for so many minutes, in UTC.

        With no minutes left as the office closes it is the moment of closing.
        """
        left = timedelta(minutes=minutes)
        for opens, closes in self._spans(at, _LOOK_AHEAD):
            begins = max(at, opens).astimezone(UTC)
            open_for = closes.astimezone(UTC) - begins
            if open_for > timedelta() and left <= open_for:
                return begins + left
            left -= max(open_for, timedelta())
        raise ValueError("the office is never open")

    def office_minutes_between(self, since: datetime, until: datetime) -> float:
        """Give for how many minutes the office was open between two moments; 0 backwards."""
        days = (day_in_england(until) - day_in_england(since)).days + 1
        spans = (
            min(closes.astimezone(UTC), until) - max(opens.astimezone(UTC), since)
            for opens, closes in self._spans(since, days)
        )
        return sum(max(span.total_seconds(), 0) for span in spans) / 60

    def _spans(self, at: datetime, days: int) -> Iterator[tuple[datetime, datetime]]:
        """Give the opening and closing of each office day from the day it is in England on."""
        first = day_in_england(at)
        for number in range(days):
            day = first + timedelta(days=number)
            if day.weekday() in self.hours.days and day not in self.holidays:
                yield self._at(day, self.hours.opens), self._at(day, self.hours.closes)

    def _at(self, day: date, clock: time) -> datetime:
        # In UTC, where every hour has sixty minutes: in March one is missing, in October doubled.
        return datetime.combine(day, clock, LONDON).astimezone(UTC)


def read_office_hours(text: str) -> OfficeHours:
    """Read hours such as "mon-fri 09:00-17:00" or "mon,wed 10:00-12:30". Raises ValueError."""
    found = _HOURS.fullmatch(" ".join(text.lower().split()))
    wrong = "say days and times, such as mon-fri 09:00-17:00."
    if found is None:
        raise ValueError(wrong)
    try:
        days = frozenset(day for part in found[1].split(",") for day in _days(part))
        opens, closes = time.fromisoformat(found[2]), time.fromisoformat(found[3])
    except ValueError:
        raise ValueError(wrong) from None
    if opens >= closes:
        raise ValueError(wrong)
    return OfficeHours(days, opens, closes)


def read_days(text: str) -> frozenset[date]:
    """Read days such as "2027-01-04,2027-06-07". Raises ValueError."""
    try:
        return frozenset(date.fromisoformat(part.strip()) for part in text.split(",") if part)
    except ValueError:
        raise ValueError("give dates separated by commas, such as 2027-01-04.") from None


def _days(part: str) -> range:
    first, _dash, last = part.partition("-")
    begins, ends = DAYS.index(first), DAYS.index(last or first)
    if begins > ends:
        raise ValueError(part)
    return range(begins, ends + 1)
