"""Children, their IROs and their time in care, as the case system tells of them."""

from datetime import date

import pytest

from backend.care import rules as care_rules
from backend.intake import rules
from backend.matching import rules as matching
from backend.people import rules as people_rules
from backend.people import service as people
from backend.people.rules import Officer
from backend.platform.database import new_id
from backend.platform.keys.service import open_child_key
from tests.backend.intake.case_system import AMARA, PRIYA, TOM, CaseSystem


def test_a_new_child(case_system: CaseSystem) -> None:
    """A child comes with a key for their words, their own part, an IRO and their time in care."""
    case_system.send("officers", PRIYA)
    (outcome,) = case_system.send("children", {**AMARA, "email": "amara@home.example"})
    assert outcome.state == "new"
    assert ("iro", "", "Priya Shah") in [
        (each.name, each.old, each.new) for each in outcome.changes
    ]
    child, ring = case_system.child, case_system.runtime.ring
    assert (child.case_number, child.called, child.date_of_birth) == (
        "E10001", "Amara", date(2017, 3, 27),
    )  # fmt: skip
    key = case_system.runtime.database.read(lambda t: open_child_key(t, ring, child.id))
    assert key.child_id == child.id
    (own,) = case_system.people("child")
    assert (own.name, own.email) == ("Amara", "amara@home.example")
    (period,) = case_system.care
    assert (period.began_on, period.legal_status) == (date(2025, 9, 1), "interim_order")


def test_the_same_again_changes_nothing(sent: CaseSystem) -> None:
    """A row that says what is known is unchanged, and an empty cell takes nothing away."""
    sent.send_one("children", AMARA, known_as="Mari")
    assert sent.send_one("children", AMARA, known_as="", became_looked_after="2025-09-01") == (
        "unchanged"
    )
    assert sent.child.called == "Mari"


def test_what_has_changed_is_told(sent: CaseSystem) -> None:
    """Another name, another IRO by name, and another legal status are told old and new."""
    changed = {**AMARA, "known_as": "Mari", "iro": "Tom Bell", "legal_status": "care_order"}
    (outcome,) = sent.send("children", changed)
    assert outcome.state == "changed"
    assert [(each.name, each.old, each.new) for each in outcome.changes] == [
        ("known_as", "", "Mari"),
        ("iro", "Priya Shah", "Tom Bell"),
        ("legal_status", "interim_order", "care_order"),
    ]
    tom = sent.runtime.database.read(lambda t: people.find_officer(t, TOM["email"]))
    assert tom is not None
    assert (sent.child.iro_id, sent.people("child")[0].name) == (tom.id, "Mari")
    assert sent.care[0].legal_status == "care_order"


def test_back_in_care(sent: CaseSystem) -> None:
    """A time in care ends, and a later one begins, beside it and not in its place."""
    assert sent.send_one("children", AMARA, stopped_looked_after="01/03/2026") == "changed"
    assert sent.send_one("children", AMARA, became_looked_after="01/10/2026") == "changed"
    assert [(each.began_on, each.ended_on) for each in sent.care] == [
        (date(2026, 10, 1), None),
        (date(2025, 9, 1), date(2026, 3, 1)),
    ]


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"first_name": " "}, {"first_name": people_rules.MUST_SAY}),
        ({"date_of_birth": "2017-27-03"}, {"date_of_birth": rules.WHICH_DAY}),
        ({"date_of_birth": "27/03/17"}, {"date_of_birth": rules.WHICH_DAY}),
        ({"date_of_birth": "27/03/2027"}, {"date_of_birth": people_rules.FUTURE_BIRTH}),
        ({"iro": "nobody@northshire.example"}, {"iro": matching.NO_IRO}),
        ({"legal_status": "C1"}, {"legal_status": care_rules.NOT_OFFERED}),
        ({"short_breaks": "perhaps"}, {"short_breaks": rules.YES_OR_NO}),
        ({"became_looked_after": ""}, {"became_looked_after": people_rules.MUST_SAY}),
        ({"became_looked_after": "1/1/2016"}, {"became_looked_after": care_rules.BEFORE_BIRTH}),
        ({"became_looked_after": "1/1/2026"}, {"became_looked_after": care_rules.OVERLAPS}),
        ({"language": "Klingon!"}, {"language": people_rules.NOT_OFFERED}),
        ({"last_name": "Oko\x00ye"}, {"last_name": people_rules.STRANGE}),
        ({"case_number": "9" * 61}, {"case_number": people_rules.TOO_LONG}),
        ({"weather": "rain"}, {"": rules.UNKNOWN}),
    ],
)
def test_a_row_that_is_wrong_is_kept_in_no_part(
    sent: CaseSystem, more: dict[str, str], wrong: dict[str, str]
) -> None:
    """Why is said by column, and not even what was right in the row is kept."""
    assert sent.refused("children", {**AMARA, "known_as": "Mari"}, **more) == wrong
    assert sent.child.called == "Amara"


def test_two_rows_that_contradict_each_other(sent: CaseSystem) -> None:
    """Of two rows about one child that say different things, the second is refused each time."""
    for expected in ("changed", "unchanged"):
        first, second, third = sent.send(
            "children",
            {**AMARA, "known_as": "Mari"},
            {**AMARA, "known_as": "Mary"},
            {**AMARA, "known_as": "Mari"},
        )
        assert (first.state, third.state) == (expected, "unchanged")
        assert second.problems == {"case_number": rules.REPEATED}


def test_a_case_number_that_two_children_have(sent: CaseSystem) -> None:
    """Where it is not clear who is meant, nobody is changed."""
    other = people_rules.Child(
        new_id(), "Ben", "Cole", "", date(2015, 1, 1), "en", sent.child.iro_id, "E10001"
    )
    today = date(2026, 11, 24)
    sent.runtime.database.write(lambda t: people.add_child(t, people_rules.SYSTEM, other, today))
    assert sent.refused("children", AMARA) == {"case_number": matching.TWO_CHILDREN}


def test_an_officer_becomes_an_iro_and_nothing_else(case_system: CaseSystem) -> None:
    """The case system makes IROs, and corrects their name and phone."""
    assert case_system.send_one("officers", PRIYA) == "new"
    assert case_system.send_one("officers", PRIYA, phone="+447700900101") == "changed"
    assert case_system.send_one("officers", PRIYA, phone="") == "unchanged"
    (officer,) = case_system.look(people.list_officers)
    assert (officer.email, officer.roles, officer.phone) == (
        "priya.shah@northshire.example", frozenset({"iro"}), "+447700900101",
    )  # fmt: skip


@pytest.mark.parametrize(
    "known",
    [
        Officer(new_id(), "Dee", TOM["email"], frozenset({"duty", "iro"}), True, "07700900999"),
        Officer(new_id(), "Olu", TOM["email"], frozenset({"owner"})),
        Officer(new_id(), "Tom", TOM["email"], frozenset({"iro"}), active=False),
    ],
    ids=["duty", "owner", "closed"],
)
def test_who_does_more_here_is_not_changed(case_system: CaseSystem, known: Officer) -> None:
    """No import sends a worry to another phone, gives a role, or lets somebody in again."""
    case_system.runtime.database.write(lambda t: people.add_officer(t, known))
    assert case_system.send_one("officers", TOM, phone="07700 900666") == "unchanged"
    assert case_system.look(people.list_officers) == (known,)


def test_an_iro_whose_sign_in_is_closed_gets_no_child(case_system: CaseSystem) -> None:
    """A child is not given to somebody who can read nothing."""
    gone = Officer(new_id(), "Priya Shah", PRIYA["email"], frozenset({"iro"}), active=False)
    case_system.runtime.database.write(lambda t: people.add_officer(t, gone))
    assert case_system.refused("children", AMARA) == {"iro": matching.NO_IRO}
