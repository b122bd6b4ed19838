"""The time comes from one place, always aware and in UTC."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from backend.platform.clock import SettableClock, day_in_england, system_clock

_NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_the_machine_is_asked_in_utc() -> None:
    """The machine's time is aware, in UTC, and does not stand still."""
    assert system_clock().tzinfo is UTC
    assert _NOON.replace(year=2024) < system_clock() <= system_clock()


def test_a_settable_clock_stands_still_until_told() -> None:
    """A settable clock shows the same moment until it is advanced or set."""
    clock = SettableClock(_NOON)
    assert clock() == clock() == _NOON
    clock.advance(timedelta(hours=2))
    assert clock() == _NOON + timedelta(hours=2)
    clock.set(_NOON)
    assert clock() == _NOON


def test_a_settable_clock_shows_utc() -> None:
    """A clock put to a time of another zone shows the same moment in UTC."""
    clock = SettableClock(_NOON.astimezone(timezone(timedelta(hours=5))))
    assert clock() == _NOON
    assert clock().tzinfo is UTC


def test_a_time_without_a_zone_is_refused() -> None:
    """A time without its zone is refused, at first and later."""
    naive = _NOON.replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"):
        SettableClock(naive)
    with pytest.raises(ValueError, match="zone"):
        SettableClock(_NOON).set(naive)


def test_the_day_is_that_of_england() -> None:
    """Half past eleven at night in UTC is the next day in an English summer, not in winter."""
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert day_in_england(late) == date(2026, 7, 2)
    assert day_in_england(late.replace(month=12)) == date(2026, 12, 1)
