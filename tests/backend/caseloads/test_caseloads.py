"""What each IRO has, beside the guide for the time they work."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from backend.caseloads import rules
from backend.caseloads import service as caseloads
from backend.caseloads.rules import Guide, Load
from backend.holdings.rules import Change
from backend.people import service as people
from backend.people.rules import SYSTEM, Officer, Viewer
from backend.platform.database import Database, new_id
from backend.platform.errors import BadInput, NotFound
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from tests.backend.people.family import TODAY, Family, a_child

MANAGER = Viewer("officer", "f" * 32, frozenset({"manager"}))
GUIDE = Guide(50, 70, "somebody", None)
PRIYA = Officer("p", "Priya", "p@example.org", frozenset({"iro"}))
DAY = timedelta(days=1)


@pytest.fixture
def family(database: Database) -> Family:
    """Amara with Priya, and Ben with Tom."""
    return Family(database)


def loads(family: Family, viewer: Viewer = MANAGER) -> dict[str, Load]:
    """Give what each IRO has, by name."""
    every = family.look(caseloads.loads, viewer, TODAY)
    return {each.officer.name: each for each in every}


def a_review(day: date, due_on: date | None, child_id: str = "c") -> Review:
    """Make a review at noon; nothing is kept."""
    at = datetime.combine(day, time(12), UTC)
    return Review(new_id(), child_id, 1, at, "", due_on)


@pytest.mark.parametrize(
    ("children", "percent", "least", "most", "state"),
    [
        (49, 100, 50, 70, "under"),
        (50, 100, 50, 70, "within"),
        (70, 100, 50, 70, "within"),
        (71, 100, 50, 70, "over"),
        (42, 60, 30, 42, "within"),
        (43, 60, 30, 42, "over"),
        (29, 60, 30, 42, "under"),
        (36, 50, 25, 35, "over"),
        (8, 15, 8, 11, "within"),
    ],
)
def test_beside_the_guide(children: int, percent: int, least: int, most: int, state: str) -> None:
    """The guide is for a full week; whoever works a part of it has that part, rounded."""
    every = [a_child(PRIYA.id) for _ in range(children)]
    load = rules.load(PRIYA, [*every, a_child("another")], [], percent, GUIDE, TODAY)
    assert (load.children, load.least, load.most, load.state) == (children, least, most, state)


@pytest.mark.parametrize(
    ("day", "due_on", "soon", "overdue"),
    [
        (TODAY + 9 * DAY, TODAY - DAY, 0, 1),
        (TODAY + 9 * DAY, TODAY, 1, 0),
        (TODAY, TODAY + 30 * DAY, 1, 0),
        (TODAY, TODAY + 31 * DAY, 0, 0),
        (TODAY + 30 * DAY, None, 1, 0),
        (TODAY - DAY, None, 0, 1),
    ],
)
def test_what_is_due(day: date, due_on: date | None, soon: int, overdue: int) -> None:
    """The last day in law counts where it is known, else the day planned; both ends included."""
    child = a_child(PRIYA.id)
    planned = [a_review(day, due_on, child.id), a_review(day, due_on, "another's")]
    load = rules.load(PRIYA, [child], planned, 100, GUIDE, TODAY)
    assert (load.due_soon, load.overdue) == (soon, overdue)


def test_a_manager_sees_all_and_an_iro_their_own(family: Family) -> None:
    """An IRO's line counts the same for both; nobody else has a line."""
    amara = family.amara.id
    family.do(reviews.add, SYSTEM, a_review(TODAY + DAY, None, amara), TODAY)
    every = loads(family)
    assert {name: load.children for name, load in every.items()} == {"Priya Shah": 1, "Tom Bell": 1}
    assert [load.due_soon for load in every.values()] == [1, 0]
    assert loads(family, family.viewer("iro")) == {"Priya Shah": every["Priya Shah"]}
    assert loads(family, family.viewer("duty")) == {}


def test_covering_is_no_caseload_of_one_s_own(family: Family) -> None:
    """Whoever covers has the same line as before: the children stay the absent IRO's."""
    tom = family.officers["other_iro"]
    covering = Viewer("officer", tom.id, tom.roles, frozenset({family.officers["iro"].id}))
    assert loads(family, covering)["Tom Bell"].children == 1


def test_who_left_is_shown_until_the_children_are_moved(family: Family) -> None:
    """An IRO who reviews no more keeps their line for as long as they have children."""
    priya, tom = family.officers["iro"], family.officers["other_iro"]
    gone = Officer(priya.id, priya.name, priya.email, priya.roles, active=False)
    family.add(people.correct_officer, gone)
    assert loads(family)["Priya Shah"].children == 1
    change = Change(TODAY, "officer", MANAGER.id, "left")
    family.do(caseloads.move, MANAGER, family.amara.id, tom.id, change)
    assert {name: load.children for name, load in loads(family).items()} == {"Tom Bell": 2}


def test_a_part_of_the_week(family: Family) -> None:
    """A manager says how much of the week somebody works, and may say it anew."""
    priya = family.officers["iro"].id
    for percent in (60, 80):
        family.do(caseloads.set_share, MANAGER, priya, percent)
    load = loads(family)["Priya Shah"]
    assert (load.percent, load.least, load.most) == (80, 40, 56)
    for wrong in (9, 101):
        with pytest.raises(BadInput) as refused:
            family.do(caseloads.set_share, MANAGER, priya, wrong)
        assert refused.value.fields == {"percent": rules.NO_SUCH_SHARE}
    with pytest.raises(NotFound):
        family.do(caseloads.set_share, family.viewer("iro"), priya, 50)


def test_what_is_wrong_with_a_move(family: Family) -> None:
    """All that is wrong is said at once; another's child is not among those that can be moved."""
    priya, tom = family.officers["iro"].id, family.officers["other_iro"].id

    def asked(children: tuple[str, ...], to_id: str, why: str) -> tuple[str, ...]:
        return family.look(caseloads.require_move, MANAGER, priya, children, to_id, why)

    assert asked((family.amara.id, family.ben.id), tom, "caseload") == (family.amara.id,)
    with pytest.raises(BadInput) as refused:
        asked((family.ben.id,), priya, "")
    assert set(refused.value.fields) == {"children", "to_id", "why"}
    with pytest.raises(NotFound):
        family.look(
            caseloads.require_move, family.viewer("iro"), priya, (family.amara.id,), tom, "left"
        )


def test_the_guide_says_where_it_is_from() -> None:
    """The numbers are the field's guide, with a source and the day it was looked at."""
    found = caseloads.guide()
    assert (found.least, found.most) == (50, 70)
    assert "IRO Handbook" in found.source
    assert found.checked_on is not None
