"""What is published about the screening is what it does."""

import pytest

from tests.dialogs.measure import PUBLISHED, Share, table, wilson


def test_what_is_published_is_what_is_measured() -> None:
    """The page of figures, misses and false alarms is the one that measuring writes now."""
    assert PUBLISHED.read_text("utf-8") == table()


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (50, 100, 0.4038, 0.5962)],
)
def test_an_interval_is_wilsons(part: int, whole: int, low: float, high: float) -> None:
    """The 95 % interval of a share is the one of Wilson's formula, within nought and one."""
    assert wilson(part, whole) == pytest.approx((low, high), abs=5e-4)


def test_a_share_of_nothing_is_none() -> None:
    """Where there was nothing to find no percentage is made up."""
    assert str(Share(0, 0)) == "none"
    assert str(Share(1, 2)).startswith("1/2 = 50.0 %")
