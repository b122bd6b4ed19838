from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from backend.people import rules
from backend.people import service as people
from backend.people.rules import SYSTEM, Viewer, participant_viewer
from backend.platform.database import new_id
from backend.platform.errors import BadInput, NotFound
from tests.backend.people.family import NOBODY, TODAY, Family, a_child, a_home, a_person

SEES_AMARA = ("iro", "support", "owner")
SEES_NOTHING = ("other_iro", "duty")


def _looks(family: Family) -> dict[str, tuple[Callable[..., Any], str, str]]:
    """Each way of looking at Amara: the service, her id, and an id of nothing."""
    nothing = new_id()
    return {
        "child": (people.get_child, family.amara.id, nothing),
        "homes": (people.list_placements, family.amara.id, nothing),
        "participant": (people.get_participant, family.carer.id, nothing),
    }


@pytest.mark.parametrize("who", SEES_AMARA)
def test_who_may_know_of_a_child(family: Family, who: str) -> None:
    """A child's own IRO, business support and the owner know of a child."""
    viewer = family.viewer(who)
    for look, there, _nothing in _looks(family).values():
        assert family.look(look, viewer, there)
    assert family.amara in family.look(people.list_children, viewer)
    names = [one.name for one in family.look(people.list_participants, viewer, family.amara.id)]
    assert names == ["Amara", "Jo Marsh"]


@pytest.mark.parametrize("who", [*SEES_NOTHING, "nobody"])
def test_not_yours_is_not_there(family: Family, who: str) -> None:
    """To another IRO, the duty officer and nobody, Amara is like a child who does not exist."""
    viewer = NOBODY if who == "nobody" else family.viewer(who)
    for look, there, nothing in _looks(family).values():
        told = []
        for asked in (there, nothing):
            with pytest.raises(NotFound) as refused:
                family.look(look, viewer, asked)
            told.append((refused.value.args, vars(refused.value)))
        assert told[0] == told[1]
    assert family.amara not in family.look(people.list_children, viewer)
    assert family.look(people.list_participants, viewer, family.amara.id) == ()


def test_an_iro_sees_own_children(family: Family) -> None:
    """An IRO's list holds their own children, the owner's all, the duty officer's none."""
    seen = {
        who: [child.first_name for child in family.look(people.list_children, family.viewer(who))]
        for who in family.officers
    }
    assert seen == {
        "iro": ["Amara"],
        "other_iro": ["Ben"],
        "duty": [],
        "support": ["Amara", "Ben"],
        "owner": ["Amara", "Ben"],
    }


def test_who_may_read_what_was_said(family: Family) -> None:
    """Only the child's own IRO reads words: not support or the owner, nor a carer by that."""
    may = {
        who: family.look(people.may_read_words, family.viewer(who), family.amara.id)
        for who in family.officers
    }
    assert [who for who, reads in may.items() if reads] == ["iro"]
    for participant in (family.own, family.carer):
        viewer = participant_viewer(participant)
        assert not family.look(people.may_read_words, viewer, family.amara.id)
    assert family.look(people.may_read_words, SYSTEM, family.amara.id)
    with pytest.raises(NotFound):
        family.look(people.require_words, family.viewer("support"), family.amara.id)


def test_two_roles(family: Family) -> None:
    """An IRO who also keeps the records knows of all children and reads the words of her own."""
    officer = replace(family.officers["iro"], roles=frozenset({"iro", "support"}))
    family.add(people.correct_officer, officer)
    viewer = rules.officer_viewer(officer)
    assert len(family.look(people.list_children, viewer)) == 2
    assert family.look(people.may_read_words, viewer, family.amara.id)
    assert not family.look(people.may_read_words, viewer, family.ben.id)


def test_an_iro_who_left(family: Family) -> None:
    """An IRO who is not active any more sees nothing of the children still in that name."""
    gone = replace(family.officers["iro"], active=False)
    family.add(people.correct_officer, gone)
    assert family.look(people.list_children, rules.officer_viewer(gone)) == ()


def test_a_participant_knows_one_child(family: Family) -> None:
    """A carer knows of the child they care for and of themselves, and of nobody else."""
    viewer = participant_viewer(family.carer)
    assert family.look(people.get_child, viewer, family.amara.id) == family.amara
    assert family.look(people.list_participants, viewer, family.amara.id) == (family.carer,)
    for look, asked in ((people.get_child, family.ben.id), (people.get_participant, family.own.id)):
        with pytest.raises(NotFound):
            family.look(look, viewer, asked)


def test_a_withheld_address(family: Family) -> None:
    """No list holds an address; those who keep the records and the own IRO may ask for it."""
    for who in SEES_AMARA:
        homes = family.look(people.list_placements, family.viewer(who), family.amara.id)
        assert [(home.name, home.address) for home in homes] == [("Jo and Sam", "")]
        assert family.look(people.address_of, family.viewer(who), homes[0]) == "12 Mill Lane"


def test_an_address_is_for_officers(family: Family) -> None:
    """No participant, no other officer and no script gets an address."""
    viewers: list[Viewer] = [family.viewer(who) for who in SEES_NOTHING]
    viewers += [participant_viewer(family.own), participant_viewer(family.carer), SYSTEM, NOBODY]
    for viewer in viewers:
        with pytest.raises(NotFound):
            family.look(people.address_of, viewer, family.home)


@pytest.mark.parametrize("who", ["iro", "other_iro", "duty", "carer"])
def test_who_may_not_change_records(family: Family, who: str) -> None:
    """Only support and the owner change records; to anybody else there is nothing to change."""
    viewer = participant_viewer(family.carer) if who == "carer" else family.viewer(who)
    changes: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [
        (people.add_child, (a_child(family.officers["iro"].id), TODAY)),
        (people.correct_child, (family.amara, TODAY)),
        (people.add_placement, (a_home(family.ben),)),
        (people.correct_placement, (family.home,)),
        (people.move_placement, (TODAY, a_home(family.amara), TODAY)),
        (people.add_participant, (a_person(family.amara),)),
        (people.correct_participant, (family.carer,)),
    ]
    for change, given in changes:
        with pytest.raises(NotFound):
            family.do(change, viewer, *given)


@pytest.mark.parametrize("who", ["support", "owner"])
def test_records_are_corrected(family: Family, who: str) -> None:
    """Those who keep the records put a child, a home and a person right."""
    viewer = family.viewer(who)
    amara = replace(family.amara, known_as="Mimi", language="cy")
    home = replace(family.home, name="Jo, Sam and Fig", address="1 High St")
    carer = replace(family.carer, email="", phone="01234 567890")
    family.do(people.correct_child, viewer, amara, TODAY)
    family.do(people.correct_placement, viewer, home)
    family.do(people.correct_participant, viewer, carer)
    assert family.look(people.get_child, viewer, amara.id) == amara
    assert family.look(people.address_of, viewer, home) == "1 High St"
    assert family.look(people.get_participant, viewer, carer.id) == carer


def test_nothing_to_correct(family: Family) -> None:
    """What is not there cannot be corrected, nor can somebody be given to another child."""
    viewer = family.viewer("support")
    strangers: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [
        (people.correct_child, (replace(family.amara, id=new_id()), TODAY)),
        (people.correct_placement, (replace(family.home, id=new_id()),)),
        (people.correct_placement, (replace(family.home, child_id=family.ben.id),)),
        (people.correct_participant, (replace(family.carer, id=new_id()),)),
        (people.correct_participant, (replace(family.carer, child_id=family.ben.id),)),
        (people.add_participant, (a_person(family.ben, placement_id=family.home.id),)),
    ]
    for correct, given in strangers:
        with pytest.raises(NotFound):
            family.do(correct, viewer, *given)


def test_bad_input_keeps_nothing(family: Family) -> None:
    """A child with three mistakes is told of all three, in our words, and is not kept."""
    bad = a_child(family.officers["duty"].id, "\0", date_of_birth=date(2027, 1, 1))
    with pytest.raises(BadInput) as refused:
        family.do(people.add_child, family.viewer("support"), bad, TODAY)
    assert refused.value.fields == {
        "first_name": rules.MUST_SAY,
        "date_of_birth": rules.FUTURE_BIRTH,
        "iro_id": rules.NO_SUCH_IRO,
    }
    assert len(family.look(people.list_children, SYSTEM)) == 2


def test_a_child_needs_an_active_iro(family: Family) -> None:
    """A child cannot be given to an IRO who has left."""
    family.add(people.correct_officer, replace(family.officers["iro"], active=False))
    with pytest.raises(BadInput) as refused:
        family.do(people.correct_child, SYSTEM, family.amara, TODAY)
    assert refused.value.fields == {"iro_id": rules.NO_SUCH_IRO}


def test_two_homes_at_once(family: Family) -> None:
    """A second home on the same day is refused and points to the move."""
    with pytest.raises(BadInput) as refused:
        family.do(people.add_placement, SYSTEM, a_home(family.amara, starts_on=TODAY))
    assert refused.value.fields == {"starts_on": rules.OVERLAPS}


def test_there_is_one_child_to_a_child(family: Family) -> None:
    """Nobody is added as the child, or made so afterwards, beside the child who is there."""
    with pytest.raises(BadInput) as refused:
        family.person("Amara again", "child")
    assert refused.value.fields == {"role": rules.ONE_CHILD}
    with pytest.raises(BadInput):
        family.do(people.correct_participant, SYSTEM, replace(family.carer, role="child"))
    family.do(people.correct_participant, SYSTEM, replace(family.own, name="Mimi"))


def test_who_takes_part(family: Family) -> None:
    """A part that comes from a home is over once the child has left it."""

    def taking_part(day: date) -> set[str]:
        def work(transaction: Any) -> set[str]:
            return set(transaction.execute(people.taking_part(day)).scalars())

        return family.database.read(work)

    parent = family.person("Ada", "parent", ends_on=date(2026, 12, 24))
    everyone = {family.own.id, family.carer.id, parent.id}
    assert taking_part(TODAY) == everyone
    family.do(people.correct_placement, SYSTEM, replace(family.home, ends_on=date(2026, 12, 1)))
    assert taking_part(date(2026, 11, 30)) == everyone
    assert taking_part(date(2026, 12, 1)) == {family.own.id, parent.id}
    assert taking_part(date(2026, 12, 24)) == {family.own.id}
    assert taking_part(date(2025, 8, 31)) == set()


def test_one_address_one_officer(family: Family) -> None:
    """Two officers cannot have one e-mail address, however it is written."""
    twin = replace(family.officers["iro"], id=new_id(), email=" OWNER@Example.org ")
    with pytest.raises(BadInput) as refused:
        family.add(people.add_officer, twin)
    assert refused.value.fields == {"email": rules.EMAIL_TAKEN}
    found = family.add(people.find_officer, "Owner@Example.org")
    assert found == family.officers["owner"]


def test_officers_with_a_role(family: Family) -> None:
    """Only active officers count for a role."""
    family.add(people.correct_officer, replace(family.officers["other_iro"], active=False))
    found = family.look(people.officers_with_role, SYSTEM, "iro")
    assert found == (family.officers["iro"],)
    assert len(family.look(people.list_officers, SYSTEM)) == len(family.officers)
