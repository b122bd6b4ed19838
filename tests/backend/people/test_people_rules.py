from dataclasses import replace
from datetime import date

import pytest

from backend.people import rules
from backend.people.rules import Officer, age_on, may_use, officer_viewer, wrong_texts
from tests.backend.people.family import TODAY, a_child, a_home, a_person

BORN = date(2010, 11, 24)
LEAP = date(2008, 2, 29)
CHILD = a_child("1" * 32)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (BORN, date(2026, 11, 23), 15),
        (BORN, date(2026, 11, 24), 16),
        (BORN, date(2028, 11, 23), 17),
        (BORN, date(2028, 11, 24), 18),
        (LEAP, date(2024, 2, 28), 15),
        (LEAP, date(2024, 2, 29), 16),
        (LEAP, date(2026, 2, 28), 17),
        (LEAP, date(2026, 3, 1), 18),
        (BORN, BORN, 0),
    ],
)
def test_age(born: date, day: date, age: int) -> None:
    """A birthday counts from its first hour; one of 29 February comes on 1 March."""
    assert age_on(born, day) == age
    assert replace(CHILD, date_of_birth=born).age_on(day) == age


@pytest.mark.parametrize(
    ("born", "least", "day", "may"),
    [
        (BORN, 18, date(2028, 11, 23), False),
        (BORN, 18, date(2028, 11, 24), True),
        (BORN, 16, date(2026, 11, 23), False),
        (BORN, 16, date(2026, 11, 24), True),
        (LEAP, 18, date(2026, 2, 28), False),
        (LEAP, 18, date(2026, 3, 1), True),
        (LEAP, 16, date(2024, 2, 28), False),
        (LEAP, 16, date(2024, 2, 29), True),
    ],
)
def test_a_child_on_telegram(born: date, least: int, day: date, may: bool) -> None:
    """A child may use Telegram from the birthday the authority sets, and not a day before."""
    assert may_use("telegram", "child", born, least, day) is may


@pytest.mark.parametrize("least", [-1, 0, 10, 15])
def test_never_under_16(least: int) -> None:
    """Whatever the setting says, nobody under 16 is on Telegram."""
    assert not may_use("telegram", "child", BORN, least, date(2026, 11, 23))
    assert may_use("telegram", "child", BORN, least, date(2026, 11, 24))


def test_an_unknown_birthday() -> None:
    """A child whose date of birth is not known is refused on Telegram and welcome on the web."""
    assert not may_use("telegram", "child", None, 16, TODAY)
    assert may_use("web", "child", None, 16, TODAY)


def test_every_role_is_of_one_kind() -> None:
    """A role is the child's, a parent's, of a home or a professional's, and never two of these."""
    kinds = [{"child"}, {"parent"}, rules.OF_A_HOME, rules.PROFESSIONALS]
    assert sorted(role for kind in kinds for role in kind) == sorted(rules.PARTICIPANT_ROLES)


@pytest.mark.parametrize("role", [role for role in rules.PARTICIPANT_ROLES if role != "child"])
def test_adults_by_role(role: str) -> None:
    """Adults may use Telegram by their role: nobody asks when a carer was born."""
    assert may_use("telegram", role, None, 18, TODAY)


def test_the_web_is_for_everyone() -> None:
    """A child of four may use the web."""
    assert may_use("web", "child", date(2022, 11, 24), 18, TODAY)


def test_all_that_is_wrong_at_once() -> None:
    """A child's form says everything that is wrong, and never what was typed."""
    wrong = rules.wrong_child(
        replace(
            CHILD,
            first_name=" \u200b",
            last_name="x" * 201,
            known_as="A\0mara",
            date_of_birth=date(2026, 11, 25),
            case_number="E" * 61,
            language="../../etc",
        ),
        TODAY,
    )
    assert wrong == {
        "first_name": rules.MUST_SAY,
        "last_name": rules.TOO_LONG,
        "known_as": rules.STRANGE,
        "date_of_birth": rules.FUTURE_BIRTH,
        "case_number": rules.TOO_LONG,
        "language": rules.NOT_OFFERED,
    }


@pytest.mark.parametrize(
    ("born", "wrong"),
    [
        (date(2026, 11, 24), None),
        (date(2026, 11, 25), rules.FUTURE_BIRTH),
        (date(2000, 11, 25), None),
        (date(2000, 11, 24), rules.TOO_OLD),
    ],
)
def test_a_date_of_birth(born: date, wrong: str | None) -> None:
    """A child born today is taken, one of tomorrow or of 26 years is not."""
    found = rules.wrong_child(replace(CHILD, date_of_birth=born), TODAY)
    assert found.get("date_of_birth") == wrong


@pytest.mark.parametrize("name", ["Zoë", "أمارا", "سیما\u200cنور", "O'Neill-Óg", "明", "x" * 200])
def test_names_of_the_world(name: str) -> None:
    """Names of any script are kept as they are, joiners and all."""
    assert wrong_texts({"name": name}, ("name",)) == {}


@pytest.mark.parametrize("sign", ["\0", "\x07", "\x1b", "\n", "\r", "\u2028", "\ud800", "\x85"])
def test_signs_that_cannot_be_kept(sign: str) -> None:
    """A control character, a line break in a name and half a character are refused."""
    assert wrong_texts({"name": f"A{sign}a"}, ("name",)) == {"name": rules.STRANGE}


def test_an_address_has_several_lines() -> None:
    """An address may have line breaks, and no other control character."""
    assert wrong_texts({"address": "1 Mill Lane\r\nEastmarch"}, ()) == {}
    assert wrong_texts({"address": "1 Mill Lane\0"}, ()) == {"address": rules.STRANGE}


@pytest.mark.parametrize("email", ["", "jo@home.example", "jo.o'neil+x@a-b.co.uk", "J_O@X.ORG"])
def test_email_addresses(email: str) -> None:
    """Ordinary addresses are taken, and so is having none."""
    assert wrong_texts({"email": email}, ()) == {}


@pytest.mark.parametrize(
    "email",
    [
        "jo", "jo@home", "@home.example", "jo@", "jo@home.example, sam@home.example",
        "jo@home.example;sam@x.org", "<jo@home.example>", "jo@@home.example", "j o@home.example",
        ".jo@home.example", "jo.@home.example", "jo@home..example", "jö@home.example",
        "jo@home.example\nBcc: all@x.org",
    ],
)  # fmt: skip
def test_bad_email_addresses(email: str) -> None:
    """What no server could be asked to deliver to, or to more than one person, is refused."""
    assert "email" in wrong_texts({"email": email}, ())


def test_an_email_address_has_an_end() -> None:
    """An address of 254 characters is taken, and a longer one is too long."""
    name = "x" * (254 - len("@home.example"))
    assert wrong_texts({"email": f"{name}@home.example"}, ()) == {}
    assert wrong_texts({"email": f"x{name}@home.example"}, ()) == {"email": rules.TOO_LONG}


HOME = a_home(CHILD, starts_on=date(2026, 3, 1), ends_on=date(2026, 6, 1))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "wrong"),
    [
        (date(2026, 6, 1), None, {}),
        (date(2026, 1, 1), date(2026, 3, 1), {}),
        (date(2026, 5, 31), None, {"starts_on": rules.OVERLAPS}),
        (date(2026, 1, 1), date(2026, 3, 2), {"starts_on": rules.OVERLAPS}),
        (date(2026, 1, 1), None, {"starts_on": rules.OVERLAPS}),
        (date(2026, 4, 1), date(2026, 4, 2), {"starts_on": rules.OVERLAPS}),
        (date(2026, 7, 1), date(2026, 6, 30), {"ends_on": rules.ENDS_FIRST}),
        (date(2026, 7, 1), date(2026, 7, 1), {}),
    ],
)
def test_homes_beside_each_other(
    starts_on: date, ends_on: date | None, wrong: dict[str, str]
) -> None:
    """A child lives in one home on any day, moves on a day, and leaves none before it began."""
    new = a_home(CHILD, starts_on=starts_on, ends_on=ends_on)
    assert rules.wrong_placement(new, (HOME,)) == wrong


def test_a_home_left_on_its_first_day() -> None:
    """A home that was left on the day it began is in the way of none that begins then."""
    day = date(2026, 6, 1)
    left, new = a_home(CHILD, starts_on=day, ends_on=day), a_home(CHILD, starts_on=day)
    assert rules.wrong_placement(new, (left,)) == {}
    assert rules.wrong_placement(left, (new,)) == {}


def test_a_home_is_not_in_its_own_way() -> None:
    """Correcting a home compares it with the others only."""
    assert rules.wrong_placement(replace(HOME, name="Jo"), (HOME,)) == {}


def test_a_home_needs_a_name_and_a_kind() -> None:
    """All that is wrong with a home is said at once."""
    wrong = rules.wrong_placement(replace(HOME, name="", kind="castle", address="x" * 401), ())
    assert wrong == {
        "name": rules.MUST_SAY, "kind": rules.NOT_OFFERED, "address": rules.TOO_LONG,
    }  # fmt: skip


def test_what_is_wrong_with_a_person() -> None:
    """All that is wrong with somebody around a child is said at once."""
    someone = a_person(
        CHILD, name="", role="king", email="x", phone="1" * 41, language="",
        ends_on=date(2025, 8, 31),
    )  # fmt: skip
    assert rules.wrong_participant(someone, None) == {
        "name": rules.MUST_SAY,
        "role": rules.NOT_OFFERED,
        "email": rules.NO_EMAIL,
        "phone": rules.TOO_LONG,
        "language": rules.NOT_OFFERED,
        "ends_on": rules.ENDS_FIRST,
    }


def test_a_part_that_comes_from_a_home() -> None:
    """A carer's part ends with the home it comes from, or before, and does not begin after."""
    carer = a_person(CHILD, starts_on=date(2026, 3, 1))
    assert rules.tied_to(carer, HOME).ends_on == HOME.ends_on
    sooner = replace(carer, ends_on=date(2026, 4, 1))
    assert rules.tied_to(sooner, HOME).ends_on == date(2026, 4, 1)
    assert rules.tied_to(carer, replace(HOME, ends_on=None)).ends_on is None
    late = replace(carer, starts_on=date(2026, 6, 2))
    assert rules.wrong_participant(late, HOME) == {"placement_id": rules.HOME_ENDED}


@pytest.mark.parametrize("role", rules.PARTICIPANT_ROLES)
def test_a_carer_belongs_to_a_home(role: str) -> None:
    """A carer or key worker has a home, or their link would outlive a move; others need none."""
    wrong = rules.wrong_participant(a_person(CHILD, role=role), None)
    carers = {"foster_carer", "kinship_carer", "residential_worker"}
    assert wrong == ({"placement_id": rules.WHICH_HOME} if role in carers else {})
    assert rules.wrong_participant(a_person(CHILD, role=role), replace(HOME, ends_on=None)) == {}


def test_the_days_of_a_part() -> None:
    """Somebody takes part from the first day on, and not on the day it ends."""
    someone = a_person(CHILD, starts_on=date(2026, 3, 1), ends_on=date(2026, 6, 1))
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1)]
    assert [someone.takes_part_on(day) for day in days] == [False, True, True, False]
    assert [HOME.holds_on(day) for day in days] == [False, True, True, False]


def test_an_officer_needs_a_role() -> None:
    """An officer has at least one role, and none that does not exist."""
    officer = Officer("1" * 32, "Priya", "priya@example.org", frozenset({"iro"}))
    assert rules.wrong_officer(officer) == {}
    for roles in (frozenset[str](), frozenset({"iro", "king"})):
        assert rules.wrong_officer(replace(officer, roles=roles)) == {"roles": rules.NOT_OFFERED}


def test_an_officer_who_left_sees_nothing() -> None:
    """The eyes of an officer who is not active have no role."""
    officer = Officer("1" * 32, "Priya", "p@example.org", frozenset({"owner"}), active=False)
    assert officer_viewer(officer).roles == frozenset()


def test_what_a_child_is_called() -> None:
    """A child is called what they like to be called, else by their first name."""
    assert CHILD.called == "Amara"
    assert replace(CHILD, known_as="Mimi").called == "Mimi"


def test_an_address_stays_out_of_sight() -> None:
    """A home that is printed, as in an error, does not tell where it is."""
    assert "Mill Lane" not in repr(a_home(CHILD))
