"""When the two reminders go, at every edge: days, hours, clocks, and what went before."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.platform.delivery.rules import Fate
from backend.reminders.rules import Planned, Reminding, day_and_time, numbers

ASKED = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
REVIEW = datetime(2026, 12, 10, 16, 0, tzinfo=UTC)
FIRST, LAST = datetime(2026, 12, 1, 10, 0, tzinfo=UTC), datetime(2026, 12, 7, 10, 0, tzinfo=UTC)
A_SECOND, A_DAY = timedelta(seconds=1), timedelta(days=1)


def reminding(**changes: Any) -> Reminding:
    """An adult who was asked sixteen days before the review."""
    known: dict[str, Any] = {"asked": ASKED, "review": REVIEW, "age": None, "gone": {}}
    return Reminding(**{**known, **changes})


def sent(at: datetime) -> Fate:
    """A reminder that went out."""
    return Fate("email", "sent", at, at)


def test_each_is_due_to_the_second() -> None:
    """The first is due a week after the invitation, the last three days before the review."""
    assert reminding().due(FIRST - A_SECOND) is None
    assert reminding().due(FIRST) == Planned(1, FIRST)
    after = reminding(gone={1: sent(FIRST)})
    assert after.due(LAST - A_SECOND) is None
    assert after.due(LAST) == Planned(2, LAST)


@pytest.mark.parametrize("age", [4, 11, 12, 17])
def test_a_child_hears_after_school(age: int) -> None:
    """To a child both go at four in the afternoon, in England."""
    child = reminding(age=age)
    assert [day_and_time(n, child).hour for n in (1, 2)] == [16, 16]
    july = reminding(age=age, review=datetime(2026, 7, 20, 15, tzinfo=UTC))
    assert day_and_time(2, july).hour == 15, "an hour earlier by UTC in summer"


@pytest.mark.parametrize(
    ("days_before", "first", "last"),
    [
        (60, 10, 3),  # ten days before, as that is later than a week after
        (18, 10, 3),
        (17, 10, 3),
        (16, 9, 3),  # a week after, as that is later than ten days before
        (12, 5, 3),
        (11, None, 3),  # the two would be within two days
        (5, None, 3),
        (4, None, 3),
        (3, None, None),  # the last would be on the day of the invitation
        (1, None, None),
        (0, None, None),
    ],
)
def test_days_follow_from_invitation_and_review(
    days_before: int, first: int | None, last: int | None
) -> None:
    """However long before the review somebody is asked, none goes on that day, and no two close."""
    asked = reminding(asked=REVIEW - timedelta(days=days_before))
    going = {n: (REVIEW.date() - day_and_time(n, asked).date()).days for n in numbers(asked)}
    assert (going.get(1), going.get(2)) == (first, last)


def test_never_more_than_two() -> None:
    """With both gone nothing is due, whatever the day, and nothing is said to come."""
    both = reminding(gone={1: sent(FIRST), 2: sent(LAST)})
    for days in range(20):
        at = ASKED + timedelta(days=days)
        assert both.due(at) is None
        assert both.next(at) is None
    assert both.went == LAST


def test_a_review_put_off_brings_no_third() -> None:
    """Whoever was reminded twice is not reminded again for the same review on a later day."""
    later = reminding(review=REVIEW + timedelta(days=90), gone={1: sent(FIRST), 2: sent(LAST)})
    assert all(later.due(ASKED + timedelta(days=n)) is None for n in range(110))


def test_after_a_silence_only_the_later_goes() -> None:
    """If Sayso was away on both days, one reminder goes, and the first never follows it."""
    assert reminding().due(LAST + A_DAY) == Planned(2, LAST + A_DAY)
    assert reminding(gone={2: sent(LAST + A_DAY)}).due(LAST + A_DAY) is None


def test_two_never_come_close_together() -> None:
    """A first that went late keeps the last waiting until two days have gone by."""
    late = reminding(gone={1: sent(LAST - A_SECOND)})
    assert late.due(LAST) is None
    assert late.due(LAST + 2 * A_DAY - A_SECOND) == Planned(2, LAST + 2 * A_DAY - A_SECOND)


def test_one_that_was_stopped_still_counts() -> None:
    """A first that was cancelled does not come again, and holds up nothing."""
    stopped = reminding(gone={1: Fate("email", "cancelled", FIRST, FIRST)})
    assert stopped.due(FIRST + A_DAY) is None
    assert stopped.due(LAST) == Planned(2, LAST)
    assert stopped.went is None


def test_what_is_found_at_night_waits_for_the_morning() -> None:
    """Due but found at night, it goes at eight the next morning; both clocks are England's."""
    night = datetime(2026, 12, 1, 23, 0, tzinfo=UTC)
    assert reminding().due(night) == Planned(1, datetime(2026, 12, 2, 8, 0, tzinfo=UTC))
    assert reminding(age=9).due(night - timedelta(hours=4, minutes=30)) == Planned(
        1, datetime(2026, 12, 2, 8, 0, tzinfo=UTC)
    )


def test_none_on_the_day_of_the_review_or_after() -> None:
    """The last goes by the evening before the review, else not at all."""
    evening = datetime(2026, 12, 9, 20, 59, 59, tzinfo=UTC)
    assert reminding().due(evening) == Planned(2, evening)
    for too_late in (evening + A_SECOND, REVIEW, REVIEW + A_DAY, REVIEW + 30 * A_DAY):
        assert reminding().due(too_late) is None
        assert reminding().next(too_late) is None


@pytest.mark.parametrize(
    ("review", "hour"),
    [
        (datetime(2027, 3, 30, 9, tzinfo=UTC), 10),
        (datetime(2027, 3, 31, 9, tzinfo=UTC), 9),  # the last on the day clocks go forward
        (datetime(2026, 10, 27, 9, tzinfo=UTC), 9),
        (datetime(2026, 10, 28, 9, tzinfo=UTC), 10),  # the last on the day they go back
    ],
)
def test_ten_is_ten_in_england(review: datetime, hour: int) -> None:
    """On and around the days when clocks change, ten in the morning is England's."""
    asked = reminding(asked=review - timedelta(days=30), review=review)
    assert day_and_time(2, asked).hour == hour


def test_staff_see_what_comes_next() -> None:
    """Before the first its time is shown, then the last's, or that of one waiting for morning."""
    assert reminding().next(ASKED) == FIRST
    assert reminding(gone={1: sent(FIRST)}).next(FIRST) == LAST
    morning = datetime(2026, 12, 2, 8, 0, tzinfo=UTC)
    assert reminding(gone={1: Fate("email", "waiting", morning, None)}).next(FIRST) == morning
