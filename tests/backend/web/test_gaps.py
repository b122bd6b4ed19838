"""When nobody is on the rota."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.duty.rules import Shift
from backend.web.routes.rota import gaps

DAY = datetime(2026, 11, 24, tzinfo=UTC)


def hours(*spans: tuple[int, int]) -> tuple[tuple[datetime, datetime], ...]:
    """Spans of one day, in hours from its beginning."""
    return tuple((DAY + timedelta(hours=a), DAY + timedelta(hours=b)) for a, b in spans)


@pytest.mark.parametrize(
    ("on", "free"),
    [
        ((), ((0, 24),)),
        (((0, 24),), ()),
        (((-5, 30),), ()),
        (((9, 17),), ((0, 9), (17, 24))),
        (((-3, 9), (9, 17), (12, 20)), ((20, 24),)),
        (((17, 33), (-7, 9)), ((9, 17),)),
        (((0, 8), (2, 4), (6, 24)), ()),
        (((30, 40),), ((0, 24),)),
        (((-10, -2),), ((0, 24),)),
    ],
)
def test_a_gap_is_a_time_with_nobody_on(
    on: tuple[tuple[int, int], ...], free: tuple[tuple[int, int], ...]
) -> None:
    """Every moment of the day is in a shift or in a gap, and none in both."""
    shifts = [Shift("", "", since, until, 1) for since, until in hours(*on)]
    [whole] = hours((0, 24))
    assert gaps(whole, shifts) == hours(*free)
