"""Who held a case is written down, whoever changes it and by whichever way."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from backend.caseloads import service as caseloads
from backend.holdings.rules import Change, Holding, held_at
from backend.holdings.tables import iro_history
from backend.people import service as people
from backend.people.rules import SYSTEM, Viewer
from backend.platform.database import Database
from backend.platform.errors import NotFound
from tests.backend.people.family import NOBODY, TODAY, Family

MANAGER = Viewer("officer", "f" * 32, frozenset({"manager"}))
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def family(database: Database) -> Family:
    """Amara with Priya, and Ben with Tom."""
    return Family(database)


def history(family: Family, viewer: Viewer = MANAGER) -> tuple[Holding, ...]:
    """Give who held Amara's case, newest first."""
    return family.look(caseloads.history, viewer, family.amara.id)


def test_a_new_child_is_held_from_the_first_day(family: Family) -> None:
    """Adding a child is the first line, from nobody."""
    (first,) = history(family)
    assert (first.from_id, first.to_id) == (None, family.officers["iro"].id)
    assert (first.number, first.changed_on, first.by_kind) == (1, TODAY, "system")


def test_a_correction_by_business_support(family: Family) -> None:
    """Another IRO in the child's details is a line; the same one in other details is none."""
    support, tom = family.viewer("support"), family.officers["other_iro"]
    amara = replace(family.amara, known_as="Mara")
    family.do(people.correct_child, support, amara, TODAY)
    assert len(history(family)) == 1
    family.do(people.correct_child, support, replace(amara, iro_id=tom.id), TODAY)
    newest, _first = history(family)
    assert (newest.from_id, newest.to_id) == (family.officers["iro"].id, tom.id)
    assert (newest.by_kind, newest.by_id, newest.why) == ("officer", support.id, "")
    assert newest.changed_at is None


def test_a_correction_by_the_system(family: Family) -> None:
    """What comes in from another system is a line as well."""
    moved = replace(family.amara, iro_id=family.officers["other_iro"].id)
    family.do(people.correct_child, SYSTEM, moved, TODAY)
    assert [each.by_kind for each in history(family)] == ["system", "system"]


def test_a_move_by_a_manager(family: Family) -> None:
    """A manager's move says who, when and why; there and back again is two lines."""
    change = Change(TODAY, "officer", MANAGER.id, "siblings", AT)
    for who in ("other_iro", "iro"):
        family.do(caseloads.move, MANAGER, family.amara.id, family.officers[who].id, change)
    every = history(family)
    assert [each.number for each in every] == [3, 2, 1]
    assert [each.why for each in every] == ["siblings", "siblings", ""]
    assert (every[0].by_id, every[0].changed_at) == (MANAGER.id, AT)
    assert family.look(people.get_child, SYSTEM, family.amara.id) == family.amara


def test_the_same_move_twice_is_one(family: Family) -> None:
    """A move that was made already adds nothing."""
    change, tom = Change(TODAY, "officer", MANAGER.id, "left", AT), family.officers["other_iro"]
    for _ in range(2):
        family.do(caseloads.move, MANAGER, family.amara.id, tom.id, change)
    assert len(history(family)) == 2


def test_a_move_that_is_refused_is_no_line(family: Family) -> None:
    """Only a manager moves a child; for others it is not there, and nothing is written."""
    change, tom = Change(TODAY, "officer", MANAGER.id, "left", AT), family.officers["other_iro"]
    for who in ("iro", "support", "owner", "duty"):
        with pytest.raises(NotFound):
            family.do(caseloads.move, family.viewer(who), family.amara.id, tom.id, change)
    assert len(history(family)) == 1


def test_who_may_look(family: Family) -> None:
    """The history is for those who may know of the child; for others there is no such child."""
    for who in ("iro", "support", "owner"):
        assert len(history(family, family.viewer(who))) == 1
    for viewer in (family.viewer("other_iro"), family.viewer("duty"), NOBODY):
        with pytest.raises(NotFound):
            history(family, viewer)


@pytest.mark.parametrize("change", [update(iro_history).values(why="other"), delete(iro_history)])
def test_nothing_of_it_is_changed_or_removed(family: Family, change: Any) -> None:
    """The database itself refuses to change a line or to take one away."""
    with pytest.raises(IntegrityError):
        family.unit(lambda t: t.execute(change))
    assert len(history(family)) == 1


def test_who_held_it_at_a_moment() -> None:
    """The newest of what had passed by then counts; of a day alone, once that day is over."""
    day = date(2026, 11, 24)
    first = Holding("1", "c", 1, None, "priya", day, None, "system", "", "")
    second = Holding("2", "c", 2, "priya", "tom", day + timedelta(days=1), AT, "system", "", "")
    later = replace(second, changed_at=AT + timedelta(days=1))
    assert held_at((), AT) == ""
    assert held_at((later, first), AT - timedelta(days=9)) == "priya"
    assert held_at((later, first), AT) == "priya"
    assert held_at((later, first), datetime(2026, 11, 25, 0, 0, tzinfo=UTC)) == "priya"
    assert held_at((later, first), AT + timedelta(days=1)) == "tom"
