"""Nobody who is asked hears from us in the evening, at night or early in the morning."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from backend.letters.rules import next_allowed
from backend.platform.clock import LONDON

AGES = [(4, "18:30"), (11, "18:30"), (12, "20:00"), (17, "20:00"), (18, "21:00"), (None, "21:00")]
DAYS = {
    "winter": date(2026, 12, 1),
    "summer": date(2026, 7, 1),
    "clocks go forward": date(2027, 3, 28),
    "clocks go back": date(2026, 10, 25),
    "the day before they go forward": date(2027, 3, 27),
    "the day before they go back": date(2026, 10, 24),
    "the last of the year": date(2026, 12, 31),
}
A_SECOND = timedelta(seconds=1)


def english(day: date, at: str) -> datetime:
    """Give a time of day in England as a moment in UTC."""
    return datetime.combine(day, time.fromisoformat(at), LONDON).astimezone(UTC)


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
@pytest.mark.parametrize(("age", "closes"), AGES)
def test_the_hours_open_and_close_to_the_second(age: int | None, closes: str, day: date) -> None:
    """From 8:00 to the last second before the evening of that age a message goes at once."""
    opens, end = english(day, "08:00"), english(day, closes)
    for allowed in (opens, opens + A_SECOND, end - A_SECOND):
        assert next_allowed(allowed, age) == allowed
    assert next_allowed(opens - A_SECOND, age) == opens
    tomorrow = english(day + timedelta(days=1), "08:00")
    assert next_allowed(end, age) == tomorrow
    assert next_allowed(end + A_SECOND, age) == tomorrow


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
@pytest.mark.parametrize(("age", "closes"), AGES)
def test_every_minute_leads_to_an_allowed_one(age: int | None, closes: str, day: date) -> None:
    """Whatever minute of a day it is, the answer is allowed, not earlier, and within 14 hours."""
    until = time.fromisoformat(closes)
    minute = english(day, "00:00")
    while minute < english(day + timedelta(days=1), "00:00"):
        goes = next_allowed(minute, age)
        assert time(8) <= goes.astimezone(LONDON).time() < until
        assert timedelta() <= goes - minute <= timedelta(hours=14, minutes=30)
        minute += timedelta(minutes=1)


def test_summer_time_is_englands() -> None:
    """Seven in the morning by UTC is eight in an English July, and too early in December."""
    july, december = datetime(2026, 7, 1, 7, tzinfo=UTC), datetime(2026, 12, 1, 7, tzinfo=UTC)
    assert next_allowed(july, 9) == july
    assert next_allowed(december, 9) == december + timedelta(hours=1)
