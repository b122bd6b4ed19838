"""When each step is due: to the minute, over both nights on which the clocks change, and jumps."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.calls.rules import Call, due_at, due_steps
from backend.duty.rules import OnCall
from backend.platform.calendar import Calendar, read_office_hours
from backend.platform.clock import LONDON
from backend.platform.holidays import bank_holidays

ON_CALL = OnCall(calendar=Calendar(holidays=bank_holidays()))


def at(text: str) -> datetime:
    """Give a moment from what a clock in England shows."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def call(since: datetime, level: str = "urgent") -> Call:
    """Something that waits since a moment."""
    return Call("c" * 32, "d" * 32, level, 1, since)


def steps_at(waits: Call, moments: list[datetime]) -> list[int]:
    """Give the steps that are done when somebody asks at these moments, in the order of doing."""
    done: list[int] = []
    for moment in moments:
        done += due_steps(waits, done, ON_CALL, moment)
    return done


def every_minute(since: datetime, minutes: int) -> list[datetime]:
    """Give each minute from a moment on."""
    return [since + timedelta(minutes=number) for number in range(minutes)]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(0, [0]), (14, [0]), (15, [0, 1]), (59, [0, 1]), (60, [0, 1, 2]), (239, [0, 1, 2]),
     (240, [0, 1, 2, 3]), (269, [0, 1, 2, 3]), (270, [0, 1, 2, 3, 4]), (300, [0, 1, 2, 3, 4, 5])],
)  # fmt: skip
def test_each_step_comes_at_its_minute(minutes: int, expected: list[int]) -> None:
    """Urgent: at once, then after 15 minutes, an hour and four hours, then every half an hour."""
    since = at("2026-11-25 21:00")
    assert steps_at(call(since), every_minute(since, minutes + 1)) == expected


@pytest.mark.parametrize(
    "since", ["2026-10-25 00:30", "2027-03-28 00:30", "2028-02-28 23:00", "2026-12-31 22:00"]
)
def test_no_change_of_the_clocks_moves_an_urgent_step(since: str) -> None:
    """In both nights of changing clocks, over a leap day and New Year: the same real minutes."""
    begins = at(since)
    came = {step: due_at(step, "urgent", begins, ON_CALL) - begins for step in range(5)}
    expected = {step: timedelta(minutes=it) for step, it in enumerate((0, 15, 60, 240, 270))}
    assert came == expected
    assert steps_at(call(begins), every_minute(begins, 331)) == [0, 1, 2, 3, 4, 5, 6]


def test_a_day_forward_does_the_missed_steps_once_and_in_order() -> None:
    """After a jump of a day every step is done, and one repeat instead of the forty missed."""
    since = at("2026-11-25 21:00")
    later = since + timedelta(days=1)
    done = steps_at(call(since), [since, later])
    assert done == [0, 1, 2, 3, 3 + 40]
    assert due_steps(call(since), done, ON_CALL, later) == ()


def test_an_hour_back_does_nothing_again() -> None:
    """When a clock goes back nothing is done twice, and what comes next comes at its time."""
    since = at("2026-11-25 21:00")
    before = every_minute(since, 121)
    again = every_minute(since + timedelta(minutes=60), 181)
    assert steps_at(call(since), [*before, *again]) == [0, 1, 2, 3]


@given(some.lists(some.integers(0, 3_000), min_size=1, max_size=40))
def test_whenever_anybody_asks_each_step_is_done_once_and_in_order(minutes: list[int]) -> None:
    """However a clock jumps about: no step twice, none skipped before the last, all in order."""
    since = at("2026-10-24 20:00")
    done = steps_at(call(since), [since + timedelta(minutes=it) for it in minutes])
    assert done == sorted(set(done))
    reached = max(minutes)
    expected = [step for step, after in enumerate((0, 15, 60, 240)) if after <= reached]
    assert done[: len(expected)] == expected
    if reached >= 270:
        assert done[-1] == 3 + (reached - 240) // 30


@pytest.mark.parametrize(
    ("raised", "steps"),
    [
        ("2026-11-25 10:00", ["2026-11-25 10:00", "2026-11-25 10:15", "2026-11-25 11:00",
                              "2026-11-25 14:00", "2026-11-25 14:30"]),
        ("2026-11-25 21:00", ["2026-11-26 09:00", "2026-11-26 09:15", "2026-11-26 10:00",
                              "2026-11-26 13:00", "2026-11-26 13:30"]),
        ("2026-11-27 16:50", ["2026-11-27 16:50", "2026-11-30 09:05", "2026-11-30 09:50",
                              "2026-11-30 12:50", "2026-11-30 13:20"]),
        ("2026-12-24 16:50", ["2026-12-24 16:50", "2026-12-29 09:05", "2026-12-29 09:50",
                              "2026-12-29 12:50", "2026-12-29 13:20"]),
        ("2026-10-23 16:00", ["2026-10-23 16:00", "2026-10-23 16:15", "2026-10-23 17:00",
                              "2026-10-26 12:00", "2026-10-26 12:30"]),
    ],
)  # fmt: skip
def test_a_concern_counts_office_minutes(raised: str, steps: list[str]) -> None:
    """A concern's people are called as the office is open: not at night, nor at Christmas."""
    since = at(raised)
    found = [due_at(step, "concern", since, ON_CALL) for step in range(5)]
    assert found == [at(each) for each in steps]


def test_an_office_that_is_hardly_open_calls_too_early_and_not_never() -> None:
    """Where a year of office hours is shorter than a step, real minutes count."""
    hours = read_office_hours("mon 10:00-10:01")
    on_call = replace(ON_CALL, calendar=Calendar(hours, bank_holidays()))
    since = at("2026-11-25 21:00")
    assert due_at(0, "concern", since, on_call) == at("2026-11-30 10:00")
    assert due_at(3, "concern", since, on_call) == since + timedelta(minutes=240)


def test_over_a_weekend_a_concern_is_repeated_only_in_office_hours() -> None:
    """Asked every minute from Friday to Monday evening: each office half-hour once."""
    since = at("2026-10-23 16:00")
    minutes = (at("2026-10-26 20:00") - since) // timedelta(minutes=1)
    done = steps_at(call(since, "concern"), every_minute(since, minutes))
    # 60 minutes on Friday and 480 on Monday: the last step after 240, then ten half-hours.
    assert done == [0, 1, 2, 3, *range(4, 14)]
