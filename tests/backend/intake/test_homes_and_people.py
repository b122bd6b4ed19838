"""Where children live and who is around them, as the case system tells of it."""

from datetime import date

import pytest

from backend.matching import rules as matching
from backend.people import rules as people_rules
from backend.people import service as people
from tests.backend.intake.case_system import AMARA, HOME, JO, LENA, CaseSystem

TODAY = date(2026, 11, 24)
NEW_HOME = {**HOME, "starts_on": "20/11/2026", "name": "Kim's", "address": "3 Hill Road"}


def test_a_new_home_is_a_move(sent: CaseSystem) -> None:
    """A home that begins ends the one before, and the link of who lives there, in one unit."""
    (jo,) = sent.people("foster_carer")
    link, own = sent.ask(jo), sent.ask(sent.people("child")[0])
    assert sent.send_one("placements", NEW_HOME) == "new"
    assert [(home.name, home.ends_on) for home in sent.homes] == [
        ("Kim's", None),
        ("Jo and Sam's", date(2026, 11, 20)),
    ]
    assert (sent.works(link), sent.works(own)) == (False, True)
    assert sent.people("foster_carer")[0].ends_on == date(2026, 11, 20)
    assert sent.send_one("placements", NEW_HOME) == "unchanged"
    assert sent.send_one("placements", HOME) == "unchanged"
    assert sent.send_one("participants", JO) == "unchanged"


def test_a_move_told_as_an_end_and_a_beginning(sent: CaseSystem) -> None:
    """Rows of all homes, the newest first, come to the same as the move, and again to nothing."""
    link = sent.ask(sent.people("foster_carer")[0])
    left = {**HOME, "ends_on": "20/11/2026"}
    assert [each.state for each in sent.send("placements", NEW_HOME, left)] == ["new", "changed"]
    assert not sent.works(link)
    assert [home.ends_on for home in sent.homes] == [None, date(2026, 11, 20)]
    again = sent.send("placements", NEW_HOME, left)
    assert [each.state for each in again] == ["unchanged", "unchanged"]


def test_a_home_is_corrected(sent: CaseSystem) -> None:
    """Name and address are put right, and the address of a home stays withheld until it is said."""
    assert sent.homes[0].address_withheld
    link = sent.ask(sent.people("foster_carer")[0])
    (outcome,) = sent.send(
        "placements", {**HOME, "address": "14 Mill Lane", "address_withheld": "no"}
    )
    assert [(each.name, each.old, each.new) for each in outcome.changes] == [
        ("address", "12 Mill Lane", "14 Mill Lane"),
        ("address_withheld", "yes", "no"),
    ]
    assert sent.works(link)


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"kind": "tent"}, {"kind": people_rules.NOT_OFFERED}),
        ({"starts_on": "01/12/2026"}, {"starts_on": people_rules.NOT_YET}),
        ({"starts_on": "01/06/2025"}, {"starts_on": people_rules.OVERLAPS}),
        # A few nights elsewhere are no move: whoever is at home keeps their link.
        (
            {"starts_on": "01/10/2026", "ends_on": "05/10/2026"},
            {"starts_on": people_rules.OVERLAPS},
        ),
        ({"ends_on": "01/12/2026"}, {"ends_on": matching.NOT_YET}),
        ({"ends_on": "01/08/2025"}, {"ends_on": people_rules.ENDS_FIRST}),
        ({"case_number": "E9"}, {"case_number": matching.NO_CHILD}),
    ],
)
def test_a_home_that_cannot_be(
    sent: CaseSystem, more: dict[str, str], wrong: dict[str, str]
) -> None:
    """What is wrong with a home is said by its column, and nobody moves."""
    before = sent.homes
    assert sent.refused("placements", HOME, **more) == wrong
    assert sent.homes == before


def test_a_carer_comes_from_a_home(sent: CaseSystem) -> None:
    """A carer without a home named is tied to today's, and one in none is refused."""
    assert sent.send_one("participants", JO, name="Sam", email="", home_starts_on="") == "new"
    assert {one.placement_id for one in sent.people("foster_carer")} == {sent.homes[0].id}
    wrong = sent.refused("participants", JO, name="Kim", email="", home_starts_on="01/01/2026")
    assert wrong == {"home_starts_on": people_rules.WHICH_HOME}


def test_a_carer_begins_again_in_another_home(sent: CaseSystem) -> None:
    """A carer who has the child again, from a later home on, is asked anew and not revived."""
    sent.send_one("placements", NEW_HOME)
    assert sent.send_one("participants", JO, home_starts_on="20/11/2026") == "new"
    before, after = sent.people("foster_carer")
    assert (before.ends_on, after.ends_on, after.starts_on) == (
        date(2026, 11, 20), None, date(2026, 11, 20),
    )  # fmt: skip
    assert sent.send_one("participants", JO, home_starts_on="20/11/2026") == "unchanged"


def test_two_carers_with_one_address(sent: CaseSystem) -> None:
    """A couple who share an e-mail address are two people, also the second time."""
    for states in (["unchanged", "new"], ["unchanged", "unchanged"]):
        told = sent.send("participants", JO, {**JO, "name": "Sam Marsh"})
        assert [each.state for each in told] == states
    assert [one.name for one in sent.people("foster_carer")] == ["Jo Marsh", "Sam Marsh"]


def test_somebody_is_known_by_name_address_or_id(sent: CaseSystem) -> None:
    """A new name, address or both are a correction as long as one of the three is known."""
    assert sent.send_one("participants", JO, email="Jo.Marsh@home.example") == "changed"
    assert sent.send_one("participants", JO, email="jo.marsh@home.example", name="Jo Lee") == (
        "changed"
    )
    assert sent.send_one("participants", JO, name="Jo Lee", external_id="P501") == "changed"
    again = {**JO, "name": "Joanna Lee", "email": "other@home.example", "external_id": "P501"}
    assert sent.send_one("participants", again) == "changed"
    assert sent.send_one("participants", again) == "unchanged"
    assert [one.name for one in sent.people("foster_carer")] == ["Joanna Lee"]


def test_the_childs_own_address(sent: CaseSystem) -> None:
    """A row for the child is about the one child there is, and makes no second one."""
    row = {"case_number": "E10001", "role": "child", "name": "Amara", "email": "a@home.example"}
    assert sent.send_one("participants", row) == "changed"
    assert [one.email for one in sent.people("child")] == ["a@home.example"]


def test_a_new_social_worker_takes_the_place(sent: CaseSystem) -> None:
    """There is one social worker at a time: the link of the one before ends at once."""
    sent.send_one("participants", LENA)
    link = sent.ask(sent.people("social_worker")[0])
    assert sent.send_one("participants", LENA, name="Max Roe") == "new"
    assert not sent.works(link)
    assert {one.name: one.ends_on for one in sent.people("social_worker")} == {
        "Lena Frost": TODAY,
        "Max Roe": None,
    }
    assert sent.send_one("participants", LENA) == "unchanged", "and is not back by an old row"


def test_a_part_ends(sent: CaseSystem) -> None:
    """A part that has ended closes its link; one that will end keeps it until then."""
    mother = {"case_number": "E10001", "role": "parent", "name": "Ada Okoye"}
    sent.send_one("participants", mother, starts_on="01/09/2025")
    link = sent.ask(sent.people("parent")[0])
    assert sent.send_one("participants", mother, ends_on="01/12/2026") == "changed"
    assert sent.works(link)
    assert sent.send_one("participants", mother, ends_on="24/11/2026") == "changed"
    assert not sent.works(link)


def test_nobody_is_added_to_a_child_who_is_not_known(sent: CaseSystem) -> None:
    """A row about a child who is not here, or is one made up to try the way, is refused."""
    assert sent.refused("participants", LENA, case_number="E9") == {
        "case_number": matching.NO_CHILD
    }


def test_the_childs_name_is_one(sent: CaseSystem) -> None:
    """What the child is called changes in their own part too, and nobody else's."""
    sent.send_one("children", AMARA, known_as="Mari")
    everyone = sent.look(people.list_participants, sent.child.id)
    assert [one.name for one in everyone] == ["Mari", "Jo Marsh"]
