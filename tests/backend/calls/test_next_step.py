"""When the next step of calling is due, as the duty page says it beforehand."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.calls.rules import due_at, next_step
from backend.duty.rules import OnCall

NINE_IN_THE_EVENING = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("waited", "step", "due"),
    [(0, 1, 15), (14.9, 1, 15), (15, 2, 60), (60, 3, 240), (240, 4, 270), (269, 4, 270)],
)
def test_the_next_step_is_the_first_still_to_come(waited: float, step: int, due: int) -> None:
    """After each step's time has come, the one after it is next, and then the repeats."""
    at = NINE_IN_THE_EVENING + timedelta(minutes=waited)
    expected = (step, NINE_IN_THE_EVENING + timedelta(minutes=due))
    assert next_step("urgent", NINE_IN_THE_EVENING, OnCall(), at) == expected


def test_after_days_it_is_still_the_next_repeat() -> None:
    """However long something waits, the next call is at most one repeat away and still to come."""
    at = NINE_IN_THE_EVENING + timedelta(days=40, minutes=7)
    step, due = next_step("urgent", NINE_IN_THE_EVENING, OnCall(), at)
    assert at < due <= at + timedelta(minutes=30)
    assert due == due_at(step, "urgent", NINE_IN_THE_EVENING, OnCall())


def test_a_concern_that_is_not_urgent_is_first_called_when_the_office_opens() -> None:
    """At night nobody has been called for it, and the first step is next morning at nine."""
    opens = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    late = NINE_IN_THE_EVENING
    assert next_step("concern", late, OnCall(), late) == (0, opens)
