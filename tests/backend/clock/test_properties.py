"""What holds of the clock whatever the days are."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from backend.clock import rules
from backend.clock.rules import Case, Sitting
from backend.clock.service import rulebook

BOOK = rulebook()
DAYS = some.dates(date(1991, 1, 1), date(2090, 12, 31))
GAPS = some.lists(some.integers(1, 400), max_size=6)
CASES = some.builds(
    lambda began, gaps, adjourned, short, needed: Case(
        began,
        tuple(
            Sitting(began + timedelta(days=sum(gaps[: place + 1])), adjourned and place == 0)
            for place in range(len(gaps))
        ),
        short_breaks=short,
        needed_by=needed and began + timedelta(days=needed),
    ),
    DAYS,
    GAPS,
    some.booleans(),
    some.booleans(),
    some.none() | some.integers(1, 3000),
)


def _last_day(held: int, start: date) -> date:
    """Give the last day in law in another way: by counting days and months one by one."""
    if held == 0:
        day, left = start, 20
        while left:
            day += timedelta(days=1)
            left -= day.weekday() < 5 and day not in BOOK.calendar.holidays
        return day
    month = start.month + (3 if held == 1 else 6)
    year, month = start.year + (month - 1) // 12, (month - 1) % 12 + 1
    for last in range(start.day, 27, -1):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    return date(year, month, start.day)


@given(CASES)
def test_never_later_than_the_law(case: Case) -> None:
    """Outside short breaks and adjournments the answer is the law's day or one before it."""
    held = rules.gone_on(case.sittings, BOOK)
    if case.short_breaks or (held and held[-1].waits):
        return
    start = held[-1].day if held else case.began
    due = rules.next_review(case, BOOK)
    last = _last_day(len(held), start)
    assert due.day <= last
    assert start <= due.day
    if due.rule != "SI 2010/959 reg 33(3)":
        assert due.day == last


@given(DAYS)
def test_working_days_end_on_a_working_day(day: date) -> None:
    """What is counted in working days is never due on a weekend or a bank holiday."""
    found = (
        rules.next_review(Case(day), BOOK),
        rules.next_review(Case(day, (Sitting(day, adjourned=True),)), BOOK),
        rules.iro_named(day, BOOK),
        *rules.before_review(day, BOOK),
        *rules.after_review(day, BOOK),
    )
    assert all(BOOK.calendar.is_working_day(each.day) for each in found)


@given(DAYS, some.integers(0, 800), some.integers(0, 3))
def test_a_later_start_is_never_due_sooner(day: date, later: int, held: int) -> None:
    """If everything happened some days later, nothing is due sooner than it was."""

    def due(start: date) -> date:
        sittings = tuple(Sitting(start + timedelta(days=10 * n)) for n in range(held))
        return rules.next_review(Case(start, sittings), BOOK).day

    assert due(day) <= due(day + timedelta(days=later))


@given(CASES, some.permutations(range(6)))
def test_the_order_of_reviews_does_not_matter(case: Case, order: list[int]) -> None:
    """The reviews of a child may be given in any order."""
    mixed = tuple(case.sittings[place] for place in order if place < len(case.sittings))
    other = Case(case.began, mixed, case.short_breaks, needed_by=case.needed_by)
    assert rules.next_review(other, BOOK) == rules.next_review(case, BOOK)


@given(CASES)
def test_asking_for_one_sooner_never_makes_it_later(case: Case) -> None:
    """A day by which a review is needed only ever brings the answer forward, and not below it."""
    without = Case(case.began, case.sittings, case.short_breaks)
    usual, asked = rules.next_review(without, BOOK).day, rules.next_review(case, BOOK).day
    assert asked in {usual, case.needed_by}
    assert asked <= usual


@given(DAYS, some.integers(1, 12))
def test_months_keep_the_day_or_end_with_the_month(day: date, months: int) -> None:
    """So many months on it is the same day of the month, or the month has no such day."""
    later = rules.add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    if later.day != day.day:
        assert later.day < day.day
        assert (later + timedelta(days=1)).day == 1


@given(DAYS, some.integers(1, 40))
def test_counting_back_comes_to_where_it_began(day: date, days: int) -> None:
    """So many working days before a working day, so many working days later is that day again."""
    back = BOOK.calendar.take_working_days(day, days)
    assert BOOK.calendar.is_working_day(back)
    forward = BOOK.calendar.add_working_days(back, days)
    assert forward == day or not BOOK.calendar.is_working_day(day)


@given(some.dates(date(1975, 1, 1), date(2080, 1, 1)), some.integers(0, 6500))
def test_the_assessment_at_16(born: date, age_in_days: int) -> None:
    """It is due three months after 16 or 13 weeks in care, whichever is later, at the earliest."""
    began = born + timedelta(days=age_in_days)
    due = rules.needs_assessment([(began, None)], born, BOOK).day
    sixteen = rules.birthday(born, 16)
    assert due >= rules.add_months(sixteen, 3)
    assert due >= rules.add_months(began + timedelta(weeks=13), 3)
    if began + timedelta(weeks=13) <= sixteen:
        assert due == rules.add_months(sixteen, 3)
