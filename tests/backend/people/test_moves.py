"""A move ends a home and the parts that come from it."""

from datetime import date, timedelta

import pytest

from backend.people import rules
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.errors import BadInput
from tests.backend.people.family import TODAY, Family, a_home


def test_a_move(family: Family) -> None:
    """A move ends the home and the parts that come from it, and begins the new home."""
    parent = family.person("Ada", "parent")
    new = a_home(family.amara, name="Kim")
    ended = family.do(people.move_placement, family.viewer("support"), TODAY, new, TODAY)
    assert ended == (family.carer.id,)
    homes = family.look(people.list_placements, SYSTEM, family.amara.id)
    assert [(home.name, home.starts_on, home.ends_on) for home in homes] == [
        ("Kim", TODAY, None),
        ("Jo and Sam", date(2025, 9, 1), TODAY),
    ]
    people_now = family.look(people.list_participants, SYSTEM, family.amara.id)
    assert {one.id: one.ends_on for one in people_now} == {
        family.own.id: None, parent.id: None, family.carer.id: TODAY,
    }  # fmt: skip


def test_two_moves_on_one_day(family: Family) -> None:
    """A child who moves twice on one day lives in the last home, and the middle one's part ends."""
    middle = a_home(family.amara, name="For a night")
    family.do(people.move_placement, SYSTEM, TODAY, middle, TODAY)
    carer = family.person("Kim", "foster_carer", placement_id=middle.id, starts_on=TODAY)
    last = a_home(family.amara, name="Last")
    ended = family.do(people.move_placement, SYSTEM, TODAY, last, TODAY)
    assert ended == (carer.id,)
    homes = family.look(people.list_placements, SYSTEM, family.amara.id)
    assert [home.name for home in homes if home.holds_on(TODAY)] == ["Last"]


def test_a_move_that_cannot_be(family: Family) -> None:
    """A move into a home without a name, before the last move, or tomorrow, changes nothing."""
    tomorrow = TODAY + timedelta(days=1)
    for day, name, wrong in (
        (TODAY, " ", {"name": rules.MUST_SAY}),
        (date(2025, 8, 1), "Kim", {"starts_on": rules.OVERLAPS}),
        (tomorrow, " ", {"name": rules.MUST_SAY, "starts_on": rules.NOT_YET}),
    ):
        home = a_home(family.amara, name=name)
        with pytest.raises(BadInput) as refused:
            family.do(people.move_placement, SYSTEM, day, home, TODAY)
        assert refused.value.fields == wrong
    assert len(family.look(people.list_placements, SYSTEM, family.amara.id)) == 1
    assert family.look(people.get_participant, SYSTEM, family.carer.id).ends_on is None


def test_a_part_from_a_home_that_is_over(family: Family) -> None:
    """Somebody added to a home the child has left is kept, with the part that is over."""
    family.do(people.move_placement, SYSTEM, TODAY, a_home(family.amara), TODAY)
    late = family.person("Sam", "foster_carer", placement_id=family.home.id)
    assert late.ends_on == TODAY
    assert family.look(people.get_participant, SYSTEM, late.id) == late
