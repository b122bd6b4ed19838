"""Who covers when, told from the dates alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from backend.covers import rules
from backend.covers.rules import Cover, Reader

EARLY = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
TODAY = date(2026, 6, 1)
ALL = frozenset({"priya", "tom", "una", "zoe"})


def cover(iro: str, by: str, first: date, last: date) -> Cover:
    """Make a cover that has been known since January."""
    return Cover(f"{iro}-{by}-{first}", iro, by, first, last, EARLY, iro)


JUNE = cover("priya", "tom", date(2026, 6, 10), date(2026, 6, 12))
WINTER = cover("priya", "tom", date(2026, 12, 10), date(2026, 12, 12))


@pytest.mark.parametrize(
    ("held", "at", "holds"),
    [
        (JUNE, datetime(2026, 6, 9, 22, 59, 59, tzinfo=UTC), False),
        (JUNE, datetime(2026, 6, 9, 23, 0, tzinfo=UTC), True),
        (JUNE, datetime(2026, 6, 12, 22, 59, 59, tzinfo=UTC), True),
        (JUNE, datetime(2026, 6, 12, 23, 0, tzinfo=UTC), False),
        (WINTER, datetime(2026, 12, 9, 23, 59, 59, tzinfo=UTC), False),
        (WINTER, datetime(2026, 12, 10, 0, 0, tzinfo=UTC), True),
        (WINTER, datetime(2026, 12, 12, 23, 59, 59, tzinfo=UTC), True),
        (WINTER, datetime(2026, 12, 13, 0, 0, tzinfo=UTC), False),
    ],
)
def test_both_days_are_england_s_and_included(held: Cover, at: datetime, holds: bool) -> None:
    """A cover begins and ends at England's midnight, an hour before UTC's in summer."""
    assert held.in_force(at) is holds
    expected = Reader("priya", "tom", held.ends_on) if holds else Reader("priya", "priya")
    assert rules.reader("priya", [held], ALL, at) == expected
    covered = frozenset({"priya"}) if holds else frozenset()
    assert rules.covered_by("tom", [held], ALL, at) == covered


@pytest.mark.parametrize(
    ("first", "last", "at", "holds"),
    [
        (date(2026, 3, 29), date(2026, 3, 29), datetime(2026, 3, 29, 0, 0, tzinfo=UTC), True),
        (date(2026, 3, 29), date(2026, 3, 29), datetime(2026, 3, 29, 23, 0, tzinfo=UTC), False),
        (date(2026, 10, 25), date(2026, 10, 25), datetime(2026, 10, 24, 23, 0, tzinfo=UTC), True),
        (date(2026, 10, 25), date(2026, 10, 25), datetime(2026, 10, 25, 23, 59, tzinfo=UTC), True),
        (date(2026, 10, 25), date(2026, 10, 25), datetime(2026, 10, 26, 0, 0, tzinfo=UTC), False),
    ],
)
def test_the_days_on_which_the_clocks_change(
    first: date, last: date, at: datetime, holds: bool
) -> None:
    """The day of 23 hours and the day of 25 are covered from midnight to midnight."""
    assert cover("priya", "tom", first, last).in_force(at) is holds


def test_it_counts_from_when_it_was_entered_until_it_was_stopped() -> None:
    """Before it was entered and after it was stopped it is as if it were not there."""
    entered = datetime(2026, 6, 10, 10, 0, tzinfo=UTC)
    stopped = entered + timedelta(hours=4)
    held = replace(JUNE, entered_at=entered, ended_at=stopped)
    second = timedelta(seconds=1)
    moments = (entered - second, entered, stopped - second, stopped)
    assert [held.in_force(at) for at in moments] == [False, True, True, False]


def test_who_covers_for_a_cover() -> None:
    """Where the cover is away too, their cover holds both; nobody in between holds the first's."""
    both = [JUNE, cover("tom", "una", date(2026, 6, 11), date(2026, 6, 11))]
    on_11 = datetime(2026, 6, 11, 12, 0, tzinfo=UTC)
    assert rules.reader("priya", both, ALL, on_11) == Reader("priya", "una", date(2026, 6, 11))
    assert rules.covered_by("una", both, ALL, on_11) == {"priya", "tom"}
    assert rules.covered_by("tom", both, ALL, on_11) == frozenset()
    next_day = on_11 + timedelta(days=1)
    assert rules.reader("priya", both, ALL, next_day).reader_id == "tom"


def test_a_cover_who_may_review_no_more_drops_out() -> None:
    """The cases fall back to whom they covered for."""
    on_11 = datetime(2026, 6, 11, 12, 0, tzinfo=UTC)
    assert rules.reader("priya", [JUNE], ALL - {"tom"}, on_11) == Reader("priya", "priya")
    assert rules.covered_by("tom", [JUNE], ALL - {"tom"}, on_11) == frozenset()


def test_even_a_circle_comes_to_an_end() -> None:
    """Two who would cover for each other hold each other's cases, and nothing hangs."""
    day = date(2026, 6, 10)
    both = [cover("priya", "tom", day, day), cover("tom", "priya", day, day)]
    at = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)
    assert rules.reader("priya", both, ALL, at).reader_id == "tom"
    assert rules.covered_by("priya", both, ALL, at) == {"tom"}


@pytest.mark.parametrize(
    ("typed", "field", "why"),
    [
        (cover("priya", "priya", TODAY, TODAY), "cover_id", rules.NO_SUCH_COVER),
        (cover("priya", "gone", TODAY, TODAY), "cover_id", rules.NO_SUCH_COVER),
        (cover("priya", "una", date(2026, 5, 31), TODAY), "starts_on", rules.IN_THE_PAST),
        (cover("priya", "una", TODAY, date(2026, 5, 31)), "ends_on", rules.ENDS_FIRST),
        (cover("una", "tom", TODAY, date(2027, 6, 3)), "ends_on", rules.TOO_LONG),
        (cover("priya", "una", TODAY, date(2026, 6, 10)), "starts_on", rules.COVERED),
        (cover("priya", "una", date(2026, 6, 12), date(2026, 7, 1)), "starts_on", rules.COVERED),
        (cover("tom", "priya", date(2026, 6, 12), date(2026, 7, 1)), "cover_id", rules.CIRCLE),
    ],
)
def test_what_is_wrong(typed: Cover, field: str, why: str) -> None:
    """Each fault is said beside the field in which it can be put right."""
    assert rules.wrong_cover(typed, [JUNE], ALL, TODAY) == {field: why}


@pytest.mark.parametrize(
    "typed",
    [
        cover("priya", "una", TODAY, date(2026, 6, 9)),
        cover("priya", "una", date(2026, 6, 13), date(2026, 6, 30)),
        cover("tom", "priya", date(2026, 6, 13), date(2026, 6, 30)),
        cover("tom", "una", TODAY, date(2026, 6, 30)),
        cover("una", "tom", TODAY, date(2027, 6, 2)),
    ],
)
def test_what_is_right(typed: Cover) -> None:
    """One after the other, the other way round on other days, and a cover of a cover are fine."""
    assert rules.wrong_cover(typed, [JUNE], ALL, TODAY) == {}


def test_a_circle_of_three_on_one_day_is_found() -> None:
    """A circle is found on whichever day it would close, and only if it would on one day."""
    day = date(2026, 6, 11)
    round_of_three = [JUNE, cover("tom", "una", day, day)]
    closing = cover("una", "priya", TODAY, date(2026, 6, 30))
    assert rules.wrong_cover(closing, round_of_three, ALL, TODAY) == {"cover_id": rules.CIRCLE}
    elsewhere = [JUNE, cover("tom", "una", date(2026, 6, 20), date(2026, 6, 20))]
    assert rules.wrong_cover(closing, elsewhere, ALL, TODAY) == {}
