"""The plan for permanence: missing from the second review on until one is recorded."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from backend.people.rules import Viewer, officer_viewer, participant_viewer
from backend.permanence import service
from backend.permanence.rules import Flag, Plan, missing
from backend.permanence.tables import permanence_plans
from backend.platform.database import new_id
from backend.platform.errors import BadInput, NotFound
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from tests.backend.challenges.raising import Case

A_DAY = timedelta(days=1)
SECOND = date(2026, 6, 15)


def a_review(number: int, day: date, status: str = "held", child: str = "c") -> Review:
    """Make a review on a day."""
    starts_at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    return Review(f"{number:032x}", child, number, starts_at, "", None, status)


def a_plan(day: date, child: str = "c", by: str = "priya", **more: str) -> Plan:
    """Make a plan recorded on a day."""
    given = {"kind": "adoption", "parallel": "", "review_id": "", "words": "With Jo.", **more}
    at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    return Plan(new_id(), child, recorded_on=day, at=at, by=by, **given)


FIRST = a_review(1, date(2026, 3, 15))
HELD = a_review(2, SECOND)


def test_it_is_missing_from_the_second_review_on() -> None:
    """Not after the first review, from the day of the second, and for ever after that."""
    flag = Flag(HELD.id, 2, SECOND)
    assert missing((FIRST,), (), SECOND + 900 * A_DAY) is None
    assert missing((FIRST, HELD), (), SECOND - A_DAY) is None
    assert missing((FIRST, HELD), (), SECOND) == flag
    later = a_review(3, SECOND + 180 * A_DAY)
    assert missing((later, HELD, FIRST), (), SECOND + 400 * A_DAY) == flag


@pytest.mark.parametrize("status", ["planned", "cancelled"])
def test_a_review_that_was_not_held_asks_for_none(status: str) -> None:
    """One that is planned or was cancelled is not the second one held."""
    assert missing((FIRST, a_review(2, SECOND, status)), (), SECOND + A_DAY) is None


def test_an_adjourned_review_counts_from_its_end() -> None:
    """What was completed later is missing from then."""
    ended = Review(**{**vars(HELD), "completed_on": SECOND + 9 * A_DAY})
    assert missing((ended,), (), SECOND + 8 * A_DAY) is None
    assert missing((ended,), (), SECOND + 9 * A_DAY) == Flag(HELD.id, 2, SECOND + 9 * A_DAY)


def test_where_only_later_reviews_are_known() -> None:
    """A child whose first reviews were held before Sayso is not let off."""
    fifth = a_review(5, SECOND)
    assert missing((fifth,), (), SECOND) == Flag(fifth.id, 5, SECOND)


def test_a_plan_ends_it_whenever_it_was_recorded() -> None:
    """One from the first review, or long after the second, is a plan; one from tomorrow is not."""
    for day in (FIRST.day, SECOND + 200 * A_DAY):
        assert missing((FIRST, HELD), (a_plan(day),), SECOND + 200 * A_DAY) is None
    assert missing((HELD,), (a_plan(SECOND + A_DAY),), SECOND) is not None


@pytest.fixture
def held(case: Case) -> Review:
    """Amara's second review, which was held."""
    review = a_review(2, SECOND, child=case.amara.id)
    case.database.write(lambda t: reviews.add(t, case.eyes("iro"), review, SECOND))
    return review


def record(case: Case, plan: Plan, who: str = "iro") -> None:
    """Record a plan as somebody."""
    viewer, today = case.eyes(who), date(2026, 11, 24)
    case.database.write(lambda t: service.record(t, case.key, viewer, plan, today))


def plans(case: Case, viewer: Viewer) -> tuple[Plan, ...]:
    """Read the plans of Amara as somebody."""
    return case.database.read(lambda t: service.plans(t, case.key, viewer, case.amara.id))


def flag(case: Case, viewer: Viewer) -> Flag | None:
    """Ask whether a plan is missing, as somebody."""
    today = date(2026, 11, 24)
    return case.database.read(lambda t: service.flag(t, viewer, case.amara.id, today))


def test_the_iro_and_managers_see_that_it_is_missing(case: Case, held: Review) -> None:
    """Priya, who covers for her, and Mo are told; nobody else is."""
    tom = case.family.officers["other_iro"]
    covering = Viewer("officer", tom.id, tom.roles, frozenset({case.amara.iro_id}))
    for viewer in (case.eyes("iro"), case.eyes("manager"), covering):
        assert flag(case, viewer) == Flag(held.id, 2, SECOND)
    family = participant_viewer(case.family.carer)
    others = [case.eyes(who) for who in ("other_iro", "duty", "support", "owner")]
    assert [flag(case, each) for each in (*others, family)] == [None] * 5


def test_a_plan_is_recorded_by_the_iro_alone(case: Case, held: Review) -> None:
    """Priya records it at the review and reads it back; the newest is the one that holds."""
    priya = case.eyes("iro")
    older = a_plan(SECOND, case.amara.id, priya.id, review_id=held.id)
    newer = a_plan(SECOND + A_DAY, case.amara.id, priya.id, kind="family", parallel="adoption")
    for plan in (newer, older):
        record(case, plan)
    assert plans(case, priya) == (newer, older)
    assert flag(case, priya) is None
    mo = officer_viewer(case.mo)
    known = case.database.read(lambda t: service.newest(t, mo, case.amara.id))
    assert known is not None
    assert (known.kind, known.words) == ("family", "")
    for who in ("manager", "other_iro", "support", "duty"):
        with pytest.raises(NotFound):
            record(case, a_plan(SECOND, case.amara.id, priya.id), who)
        with pytest.raises(NotFound):
            plans(case, case.eyes(who))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": "x"}, "kind"),
        ({"parallel": "x"}, "parallel"),
        ({"parallel": "adoption"}, "parallel"),
        ({"words": " "}, "words"),
    ],
)
def test_a_plan_that_cannot_be(case: Case, typed: dict[str, str], field: str) -> None:
    """What is wrong is said by field."""
    with pytest.raises(BadInput) as wrong:
        record(case, a_plan(SECOND, case.amara.id, case.amara.iro_id, **typed))
    assert set(wrong.value.fields) == {field}


def test_a_plan_of_another_day_or_child(case: Case, held: Review) -> None:
    """It is not recorded on a day to come or before the child was born, nor at another's review."""
    for day in (date(2026, 11, 25), date(2010, 1, 1)):
        with pytest.raises(BadInput) as wrong:
            record(case, a_plan(day, case.amara.id, case.amara.iro_id))
        assert set(wrong.value.fields) == {"recorded_on"}
    bens = a_review(7, SECOND, child=case.family.ben.id)
    case.database.write(lambda t: reviews.add(t, case.eyes("other_iro"), bens, SECOND))
    with pytest.raises(NotFound):
        record(case, a_plan(SECOND, case.amara.id, case.amara.iro_id, review_id=bens.id))


def test_why_is_sealed(case: Case) -> None:
    """No row holds why the plan was chosen."""
    record(case, a_plan(SECOND, case.amara.id, case.amara.iro_id))
    rows = case.database.read(lambda t: t.execute(select(permanence_plans.c.words)).scalars().all())
    assert len(rows) == 1
    assert b"Jo" not in bytes(rows[0])
