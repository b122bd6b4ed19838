"""Working days and office hours: at their boundaries, over bank holidays and both clock changes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.platform.calendar import Calendar, OfficeHours, read_days, read_office_hours
from backend.platform.clock import LONDON
from backend.platform.holidays import bank_holidays

ENGLAND = Calendar(holidays=bank_holidays())


def at(text: str) -> datetime:
    """Give a moment from what a clock in England shows."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-25 08:59:59", False),
        ("2026-11-25 09:00", True),
        ("2026-11-25 16:59:59", True),
        ("2026-11-25 17:00", False),
        ("2026-11-28 12:00", False),
        ("2026-12-25 12:00", False),
        ("2026-12-28 12:00", False),
        ("2026-12-29 12:00", True),
        ("2026-07-01 09:00", True),
        ("2026-07-01 08:59", False),
    ],
)
def test_the_office_is_open_in_its_hours(moment: str, is_open: bool) -> None:
    """From the minute it opens until the minute it closes, on no weekend and no bank holiday."""
    assert ENGLAND.is_office_time(at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-25 08:00", "2026-11-25 09:00"),
        ("2026-11-25 12:30", "2026-11-25 12:30"),
        ("2026-11-25 17:00", "2026-11-26 09:00"),
        ("2026-11-27 17:00", "2026-11-30 09:00"),
        ("2026-12-24 17:00", "2026-12-29 09:00"),
        ("2027-03-26 12:00", "2027-03-30 09:00"),
        ("2026-10-23 17:00", "2026-10-26 09:00"),
        ("2028-02-28 17:00", "2028-02-29 09:00"),
    ],
)
def test_what_comes_out_of_hours_waits_until_it_opens(moment: str, opens: str) -> None:
    """The next open moment is this one, or the next opening: over Easter, DST and a leap day."""
    assert ENGLAND.next_office_time(at(moment)) == at(opens)


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [
        ("2026-11-25 09:00", "2026-11-25 17:00", 480),
        ("2026-11-25 16:50", "2026-11-26 09:10", 20),
        ("2026-11-27 16:50", "2026-11-30 09:10", 20),
        ("2026-10-23 16:00", "2026-10-26 10:00", 120),
        ("2027-03-25 16:00", "2027-03-30 10:00", 120),
        ("2026-11-28 00:00", "2026-11-29 23:59", 0),
        ("2026-11-26 10:00", "2026-11-25 10:00", 0),
        ("2028-02-28 09:00", "2028-03-01 09:00", 960),
    ],
)
def test_office_minutes_are_counted(since: str, until: str, minutes: float) -> None:
    """Only minutes in which the office was open count, whatever the clocks did between them."""
    assert ENGLAND.office_minutes_between(at(since), at(until)) == minutes


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2026, 11, 25), 1, date(2026, 11, 26)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2027, 3, 25), 1, date(2027, 3, 30)),
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
        (date(2026, 11, 25), 20, date(2026, 12, 23)),
        (date(2026, 11, 25), 0, date(2026, 11, 25)),
    ],
)
def test_working_days_are_added(day: date, days: int, expected: date) -> None:
    """The day itself is not counted, and neither are weekends and bank holidays."""
    assert ENGLAND.add_working_days(day, days) == expected


@given(
    some.dates(date(2026, 1, 1), date(2027, 11, 30)),
    some.times(),
    some.integers(0, 3_000),
)
def test_what_is_added_is_what_is_counted(day: date, clock: time, minutes: int) -> None:
    """So many office minutes on, so many office minutes have passed, in any week of the year."""
    since = datetime.combine(day, clock, UTC)
    until = ENGLAND.add_office_minutes(since, minutes)
    assert ENGLAND.office_minutes_between(since, until) == pytest.approx(minutes)


def test_an_office_that_is_never_open_is_a_mistake() -> None:
    """Where every day is closed nobody waits for ever: it is an error."""
    every = frozenset(date(2026, 1, 1) + timedelta(days=number) for number in range(800))
    with pytest.raises(ValueError, match="never open"):
        Calendar(holidays=every).next_office_time(at("2026-03-01 12:00"))


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("mon-fri 09:00-17:00", OfficeHours()),
        ("Mon-Sun  08:30-20:00", OfficeHours(frozenset(range(7)), time(8, 30), time(20))),
        ("mon,wed 10:00-12:30", OfficeHours(frozenset({0, 2}), time(10), time(12, 30))),
        ("sat 10:00-12:00", OfficeHours(frozenset({5}), time(10), time(12))),
    ],
)
def test_hours_are_read_and_shown(text: str, hours: OfficeHours) -> None:
    """Hours are read as people write them, and what is shown of them reads the same."""
    assert read_office_hours(text) == hours
    assert read_office_hours(str(hours)) == hours


@pytest.mark.parametrize(
    "text",
    ["", "always", "mon-fri", "fri-mon 09:00-17:00", "mon 17:00-09:00", "mon 09:00-25:00",
     "mon 09:00-09:00", "x-fri 09:00-17:00", "- 09:00-17:00"],
)  # fmt: skip
def test_hours_that_make_no_sense_are_refused(text: str) -> None:
    """What is not days and times is refused with an example, and never repeated."""
    with pytest.raises(ValueError, match="such as mon-fri") as refused:
        read_office_hours(text)
    assert not text or f"{text!r}" not in str(refused.value)


def test_days_are_read() -> None:
    """Days are separated by commas; anything else is refused."""
    assert read_days("2027-01-04, 2027-06-07") == {date(2027, 1, 4), date(2027, 6, 7)}
    assert read_days("") == frozenset()
    with pytest.raises(ValueError, match="give dates"):
        read_days("4 January")


def test_bank_holidays_come_without_a_network() -> None:
    """The package's own dates hold Christmas, its substitute days and the coming years."""
    assert {date(2026, 12, 25), date(2026, 12, 28), date(2027, 3, 26)} <= bank_holidays()
    assert date(2026, 11, 30) not in bank_holidays()  # Scotland's only
