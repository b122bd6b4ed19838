"""How a review ends: completed, adjourned once, late with a reason; and when it is due."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from backend.care import service as care
from backend.care.rules import CarePeriod
from backend.clock.service import rulebook
from backend.people import service as people
from backend.people.rules import NOT_OFFERED, SYSTEM, TOO_LONG, Viewer
from backend.platform.database import new_id
from backend.platform.errors import BadInput, NotFound
from backend.platform.keys.rules import ChildKey, KeyRing
from backend.platform.keys.service import make_child_key, open_child_key
from backend.reviews import rules
from backend.reviews import service as reviews
from backend.reviews.rules import Completion, Review
from tests.backend.people.family import TODAY, Family, a_home

BOOK = rulebook()
RING = KeyRing(bytes(range(32)))
BEGAN = date(2026, 10, 26)
FIRST_DUE = date(2026, 11, 23)
AT_TEN = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


@pytest.fixture
def period(family: Family) -> CarePeriod:
    """Amara became looked after on Monday 26 October 2026."""
    return family.do(care.add, SYSTEM, CarePeriod(new_id(), family.amara.id, BEGAN), TODAY)


def _add(family: Family, starts_at: datetime = AT_TEN, **more: Any) -> Review:
    review = Review(new_id(), family.amara.id, 0, starts_at, "at school", None)
    return family.do(reviews.add, SYSTEM, replace(review, **more), TODAY)


def _key(family: Family) -> ChildKey:
    """Open Amara's key, or make it first."""
    child_id = family.amara.id
    try:
        return family.database.read(lambda t: open_child_key(t, RING, child_id))
    except NotFound:
        return family.unit(lambda t: make_child_key(t, RING, child_id, AT_TEN))


def _end(
    family: Family, viewer: Viewer, review_id: str, end: Completion, today: date = TODAY
) -> Review:
    key = _key(family)
    return family.unit(lambda t: reviews.complete(t, key, viewer, review_id, end, today, BOOK))


def _complete(family: Family, review: Review, day: date, *why: str, who: str = "iro") -> Review:
    viewer, end = family.viewer(who), Completion(day, *why)
    return _end(family, viewer, review.id, end)


def _adjourn(family: Family, review: Review, to: datetime, today: date = TODAY) -> Review:
    return family.do(reviews.adjourn, family.viewer("iro"), review.id, to, today, BOOK)


def _wrong(refused: pytest.ExceptionInfo[BadInput]) -> dict[str, str]:
    return dict(refused.value.fields)


def test_the_clock_fills_in_when_it_is_due(family: Family, period: CarePeriod) -> None:
    """A planned review that names no last day gets the law's; the next counts from this one."""
    assert _add(family).due_on == FIRST_DUE
    second = _add(family, AT_TEN + timedelta(days=80))
    assert second.due_on == date(2027, 2, 18)
    assert _add(family, AT_TEN + timedelta(days=200)).due_on == date(2027, 8, 6)
    entered = _add(family, AT_TEN + timedelta(days=60), due_on=date(2027, 1, 20))
    assert entered.due_on == date(2027, 1, 20)


def test_without_dates_of_care_nothing_is_filled_in(family: Family) -> None:
    """Nobody guesses when a review is due of a child whose beginning in care is not known."""
    assert _add(family).due_on is None
    assert family.look(reviews.due_of, SYSTEM, family.amara.id, TODAY, BOOK) is None


def test_a_move_begins_nothing_anew(family: Family, period: CarePeriod) -> None:
    """A child who moves to another home has their next review due on the same day as before."""
    before = family.look(reviews.due_of, SYSTEM, family.amara.id, TODAY, BOOK)
    home = replace(a_home(family.amara), id=new_id(), starts_on=TODAY)
    family.do(people.move_placement, SYSTEM, TODAY, home, TODAY)
    assert family.look(reviews.due_of, SYSTEM, family.amara.id, TODAY, BOOK) == before
    assert before is not None
    assert (before.kind, before.day) == ("first", FIRST_DUE)


def test_planned_reviews_follow_the_dates_of_care(family: Family, period: CarePeriod) -> None:
    """What the clock set is set anew when the beginning is put right; what was entered stays."""
    ours = _add(family)
    entered = _add(family, AT_TEN + timedelta(days=1), due_on=date(2026, 11, 20))
    earlier = family.look(reviews.set_by_clock, SYSTEM, family.amara.id, BOOK)
    family.do(care.correct, SYSTEM, replace(period, began_on=date(2026, 10, 27)), TODAY)
    family.do(reviews.follow_care, SYSTEM, earlier, BOOK)
    found = {each.id: each.due_on for each in family.look(reviews.of_child, SYSTEM, ours.child_id)}
    assert found == {ours.id: date(2026, 11, 24), entered.id: date(2026, 11, 20)}


def test_a_review_is_completed_in_time(family: Family, period: CarePeriod) -> None:
    """It is held, with its day, and of one in time no reason is kept."""
    review = _complete(family, _add(family), date(2026, 11, 18), "other", "no need")
    assert (review.status, review.completed_on) == ("held", date(2026, 11, 18))
    assert (review.due_on, review.late_because, review.late_note) == (FIRST_DUE, "", None)
    assert family.look(reviews.get, SYSTEM, review.id) == review
    due = family.look(reviews.due_of, SYSTEM, family.amara.id, TODAY, BOOK)
    assert due is not None
    assert (due.kind, due.day) == ("second", date(2027, 2, 18))


def test_a_late_one_says_why(family: Family, period: CarePeriod) -> None:
    """Begun or completed after the day it was due, it is not taken without a reason."""
    in_time = _add(family)
    with pytest.raises(BadInput) as refused:
        _complete(family, in_time, date(2026, 11, 24))
    assert _wrong(refused) == {"late_because": rules.SAY_WHY_LATE}
    late = _complete(family, in_time, date(2026, 11, 24), "child_asked", "wanted her sister there")
    assert late.late_because == "child_asked"
    assert late.late_note is not None
    assert b"sister" not in late.late_note, "it is sealed"
    assert reviews.late_note(_key(family), late) == "wanted her sister there"
    right = _complete(family, in_time, date(2026, 11, 23))
    assert (right.late_because, right.late_note) == ("", None)


@pytest.mark.parametrize(
    ("end", "wrong"),
    [
        (Completion(date(2026, 11, 17)), {"completed_on": rules.BEFORE_ITS_DAY}),
        (Completion(date(2026, 11, 25), "other"), {"completed_on": rules.FUTURE}),
        (Completion(date(2026, 11, 18), "no such"), {"late_because": NOT_OFFERED}),
        (Completion(date(2026, 11, 18), "", "x" * 201), {"late_note": TOO_LONG}),
    ],
)
def test_what_may_be_wrong_with_the_end(
    family: Family, period: CarePeriod, end: Completion, wrong: dict[str, str]
) -> None:
    """It ends on its day or later and not in the future, late for a reason from the list."""
    review = _add(family)
    with pytest.raises(BadInput) as refused:
        _end(family, family.viewer("iro"), review.id, end)
    assert _wrong(refused) == wrong
    assert family.look(reviews.get, SYSTEM, review.id) == review


def test_adjourned_within_twenty_working_days(family: Family, period: CarePeriod) -> None:
    """It goes on by the twentieth working day, its links with it, and is then in time."""
    review, last = _add(family), datetime(2026, 12, 16, 10, 0, tzinfo=UTC)
    with pytest.raises(BadInput) as refused:
        _adjourn(family, review, last + timedelta(days=1))
    assert _wrong(refused) == {"adjourned_to": rules.TOO_LONG_ADJOURNED}
    with pytest.raises(BadInput) as refused:
        _adjourn(family, review, AT_TEN)
    assert _wrong(refused) == {"adjourned_to": rules.NOT_LATER}
    adjourned = _adjourn(family, review, last)
    assert adjourned.links_end_at == last + timedelta(days=28)
    due = family.look(reviews.due_of, SYSTEM, family.amara.id, TODAY, BOOK)
    assert due is not None
    assert (due.kind, due.day) == ("first", last.date())
    end = Completion(last.date())
    held = _end(family, family.viewer("iro"), review.id, end, last.date())
    assert (held.completed_on, held.late_because) == (last.date(), "")
    after = family.look(reviews.due_of, SYSTEM, family.amara.id, last.date(), BOOK)
    assert after is not None
    assert after.day == date(2027, 2, 18), "three months from the day it began"


def test_adjourned_once(family: Family, period: CarePeriod) -> None:
    """Until the day it goes on that day may be changed, and from then on not put off again."""
    review, to = _add(family), datetime(2026, 12, 2, 10, 0, tzinfo=UTC)
    _adjourn(family, review, to)
    changed = _adjourn(family, review, to + timedelta(days=1))
    assert changed.adjourned_to == to + timedelta(days=1)
    with pytest.raises(BadInput) as refused:
        _adjourn(family, review, to + timedelta(days=5), date(2026, 12, 3))
    assert _wrong(refused) == {"adjourned_to": rules.ADJOURNED_TWICE}


def test_an_adjournment_does_not_mend_a_late_beginning(family: Family, period: CarePeriod) -> None:
    """A review that began after it was due is late, however soon it went on."""
    review = _add(family, datetime(2026, 11, 24, 8, 0, tzinfo=UTC))
    _adjourn(family, review, datetime(2026, 11, 24, 15, 0, tzinfo=UTC))
    with pytest.raises(BadInput) as refused:
        _complete(family, review, TODAY)
    assert _wrong(refused) == {"late_because": rules.SAY_WHY_LATE}


def test_only_a_planned_review_is_adjourned(family: Family, period: CarePeriod) -> None:
    """One that was held is over, and one that was cancelled was not held."""
    held, cancelled = _add(family), _add(family, status="cancelled")
    _complete(family, held, date(2026, 11, 18))
    for review in (held, cancelled):
        with pytest.raises(BadInput) as refused:
            _adjourn(family, review, AT_TEN + timedelta(days=1))
        assert _wrong(refused) == {"adjourned_to": rules.NO_LONGER_PLANNED}
    with pytest.raises(BadInput) as refused:
        _complete(family, cancelled, date(2026, 11, 18))
    assert _wrong(refused) == {"completed_on": rules.NO_LONGER_PLANNED}


@pytest.mark.parametrize("who", ["other_iro", "duty", "support", "owner"])
def test_only_the_childs_own_iro(family: Family, period: CarePeriod, who: str) -> None:
    """To every other officer there is nothing that could be completed or adjourned."""
    review = _add(family)
    with pytest.raises(NotFound):
        _complete(family, review, date(2026, 11, 18), who=who)
    to = AT_TEN + timedelta(days=1)
    with pytest.raises(NotFound):
        family.do(reviews.adjourn, family.viewer(who), review.id, to, TODAY, BOOK)
    covering = Viewer("officer", new_id(), frozenset({"iro"}), frozenset({family.amara.iro_id}))
    end = Completion(date(2026, 11, 18))
    held = _end(family, covering, review.id, end)
    assert held.status == "held"


def test_planned_again_it_has_not_ended(family: Family, period: CarePeriod) -> None:
    """Put back to planned it forgets its end, and moved past the day it goes on, that too."""
    held = _complete(family, _add(family), date(2026, 11, 24), "other")
    again = family.do(reviews.correct, SYSTEM, replace(held, status="planned"), TODAY)
    assert (again.completed_on, again.late_because) == (None, "")
    to = _adjourn(family, again, AT_TEN + timedelta(days=9)).adjourned_to
    assert to is not None
    moved = replace(again, adjourned_to=to, starts_at=to)
    assert family.do(reviews.correct, SYSTEM, moved, TODAY).adjourned_to is None


def test_reviews_that_nobody_entered_are_counted_by_number(family: Family) -> None:
    """A child who came to Sayso late has a fifth review first: no day is guessed for it."""
    began = CarePeriod(new_id(), family.amara.id, date(2023, 1, 9))
    family.do(care.add, SYSTEM, began, TODAY)
    fifth = _add(family, number=5)
    assert fifth.due_on is None
    assert family.look(reviews.due_of, SYSTEM, family.amara.id, TODAY, BOOK) is None
    _complete(family, fifth, date(2026, 11, 18))
    due = family.look(reviews.due_of, SYSTEM, family.amara.id, TODAY, BOOK)
    assert due is not None
    assert (due.kind, due.day) == ("subsequent", date(2027, 5, 18))
    assert _add(family, AT_TEN + timedelta(days=150)).due_on == date(2027, 5, 18)


def test_numbers_go_on_from_an_earlier_time_in_care(family: Family, period: CarePeriod) -> None:
    """A fifth review within four weeks of coming back is the first of this time in care."""
    fifth = _add(family, number=5)
    assert fifth.due_on == FIRST_DUE
    _complete(family, fifth, date(2026, 11, 18))
    due = family.look(reviews.due_of, SYSTEM, family.amara.id, TODAY, BOOK)
    assert due is not None
    assert due.kind == "second"


def test_a_cancelled_review_is_no_missing_one(family: Family) -> None:
    """A number that a cancelled review took is not a review that was held and not entered."""
    began = CarePeriod(new_id(), family.amara.id, date(2026, 9, 7))
    family.do(care.add, SYSTEM, began, TODAY)
    _add(family, AT_TEN - timedelta(days=40), status="cancelled")
    second = _add(family)
    assert (second.number, second.due_on) == (2, date(2026, 10, 5))
