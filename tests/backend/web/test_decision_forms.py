"""The forms in which a review's decisions are written: picked, checked, and never lost."""

import re
from datetime import timedelta
from html import unescape

import pytest
from starlette.testclient import TestClient

from backend.platform.clock import SettableClock
from tests.backend.consultations.household import Household
from tests.backend.decisions.deciding import Deciding
from tests.backend.web.decision_browser import (
    ODD,
    as_shown,
    asked_for,
    open_as,
    path,
    say_why,
    shown,
    text,
    typed,
    wishes,
)


@pytest.fixture
def deciding(household: Household) -> Deciding:
    """Amara has asked for five things, two of them for everybody's eyes."""
    return asked_for(household)


@pytest.fixture
def iro(deciding: Deciding) -> TestClient:
    """A browser in which Amara's reviewing officer is signed in."""
    return open_as(deciding.household, "iro")


def test_a_wish_is_one_tap_from_a_decision(iro: TestClient, deciding: Deciding) -> None:
    """The way from a wish leads to a form in which that wish is ticked, and no other."""
    page = iro.get(path(deciding)).text
    ways = re.findall(r'href="(\S+/new\?wish=\w+)"', page)
    form = iro.get(ways[1]).text
    assert len(ways) == 6
    assert re.findall(r'value="(\w+)" checked', form) == [wishes(page)[1], "decided"]
    assert iro.get(path(deciding, "/new?wish=x")).status_code == 200
    assert "Where Amara lives is withheld" in form


def test_a_wish_stands_as_it_was_said(household: Household) -> None:
    """Lines and spaces of a child stand beside the box as they were typed, not one more."""
    deciding = asked_for(household, talk_about=("", "Tobi.\n He is my brother.\n\nAnd chess."))
    form = open_as(household, "iro").get(path(deciding, "/new")).text
    said = next(q for q in re.findall(r"<q[^>]*>(.*?)</q>", form, re.DOTALL) if "Tobi" in q)
    assert unescape(said) == "Tobi.\n He is my brother.\n\nAnd chess."


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"owner": "carer"}, ("Jo Marsh", "amara_carer", "")),
        ({"owner": "other", "owner_name": "Ms Ali", "owner_email": "ali@oak.example"},
         ("Ms Ali", "", "ali@oak.example")),
        ({"owner": "", "owner_name": "Ms Ali"}, ("Ms Ali", "", "")),
        ({"owner": "nobody"}, ("", "", "")),
    ],
)  # fmt: skip
def test_an_owner_is_picked_or_typed(
    iro: TestClient, deciding: Deciding, given: dict[str, str], expected: tuple[str, str, str]
) -> None:
    """Somebody around the child, the officer, or anybody by name; the form shows them again."""
    people = deciding.household.people
    carer = people["amara_carer"].id
    given = {**given, "owner": carer if given["owner"] == "carer" else given["owner"]}
    iro.post(path(deciding, "/new"), data=typed(**given))
    (kept,) = deciding.kept()
    name, who, email = expected
    assert (kept.owner, kept.owner_email) == (name, email)
    assert kept.owner_id == (people[who].id if who else "")
    form = iro.get(path(deciding, f"/{kept.id}")).text
    iro.post(path(deciding, f"/{kept.id}"), data=as_shown(form))
    assert deciding.kept() == (kept,)


def test_what_cannot_be_read_keeps_what_was_typed(iro: TestClient, deciding: Deciding) -> None:
    """Each mistake stands beside its field, everything typed is still there, nothing is kept."""
    wish = wishes(iro.get(path(deciding)).text)[3]
    bad = {"due_on-month": "13", "owner_email": "x", "owner_name": "Bo", "owner": "other"}
    answer = iro.post(path(deciding, "/new"), data=typed(what=" ", why=ODD, wishes=wish, **bad))
    assert answer.status_code == 422
    page = answer.text
    assert page.count("Enter a real date, such as 27 3 2027.") == 2
    assert page.count("Enter an e-mail address such as name@example.org.") == 2
    assert page.count("Enter this.") == 2
    again = as_shown(page)
    assert (again["due_on-month"], again["owner_name"]) == (["13"], ["Bo"])
    assert (again["wishes"], again["why"]) == ([wish], [ODD])
    assert deciding.kept() == ()
    wrong = iro.post(path(deciding, "/new"), data={"owner": "x", "part": "y", "kind": "z"})
    assert wrong.text.count("Pick one of the choices.") == 6


def test_a_reason_that_says_nothing_is_asked_for_again(iro: TestClient, deciding: Deciding) -> None:
    """Beside the wish it was for, the form is open with what is wrong."""
    wish, other, *_more = wishes(iro.get(path(deciding)).text)
    url = f"/reviews/{deciding.review.id}/wishes/{wish}"
    long = "x" * 1001
    for why, said in ((" ", "Enter this."), (long, "This is too long.")):
        answer = iro.post(url, data={f"why-{wish}": why, f"why-{other}": "nothing"})
        assert (answer.status_code, answer.text.count(said)) == (422, 2)
        assert answer.text.count('<details class="wish__why" open>') == 1
    assert f">{long}</textarea>" in answer.text
    assert say_why(iro, deciding, "f" * 32) == "404"


def test_advice_is_given_before_and_after_saving(iro: TestClient, deciding: Deciding) -> None:
    """The check says what could be clearer and keeps nothing; saving always works and says it."""
    vague = typed(what="Professionals to monitor contact.", owner="nobody", part="")
    checked = iro.post(path(deciding, "/new"), data={**vague, "check": "yes"})
    assert checked.status_code == 200
    assert text(checked.text).count("This could be clearer") == 1
    assert "Professionals to monitor contact.</textarea>" in checked.text
    assert deciding.kept() == ()
    fragment = iro.post(path(deciding, "/advice"), data=vague).text
    assert "Nobody is named yet." in fragment
    assert "<html" not in fragment
    iro.post(path(deciding, "/new"), data=vague)
    for said in ("Nobody is named yet.", 'does: "Jo will weigh Amara', '"time with Mum"'):
        assert said in shown(iro, deciding)
    clear = iro.post(path(deciding, "/new"), data=typed(check="yes"))
    assert "Clear: who, what and by when." in clear.text
    assert iro.post(path(deciding, "/advice"), data=typed()).text.strip() == ""
    assert iro.post(path(deciding, "/advice"), data={}).text.strip() == ""
    unreadable = iro.post(path(deciding, "/advice"), data=typed(**{"due_on-day": "x"})).text
    assert unreadable.strip() == ""


def test_what_was_not_agreed_needs_a_why(iro: TestClient, deciding: Deciding) -> None:
    """It is kept without one, and asks for it until it is there."""
    iro.post(path(deciding, "/new"), data=typed(kind="not_agreed", owner=""))
    assert "The child is owed a reason." in shown(iro, deciding)
    (kept,) = deciding.kept()
    data = typed(kind="not_agreed", owner="", why="Dad does not want it.")
    iro.post(path(deciding, f"/{kept.id}"), data=data)
    assert "could not be agreed" in shown(iro, deciding)
    assert "The child is owed a reason." not in shown(iro, deciding)


def test_a_wish_that_was_taken_back_is_not_lost_by_a_change(
    iro: TestClient, deciding: Deciding
) -> None:
    """What is not on the page any more stays tied to the decision that answered it."""
    made = deciding.add("one", wishes=("f" * 32,))
    wish = wishes(iro.get(path(deciding)).text)[0]
    iro.post(path(deciding, f"/{made}"), data=typed(wishes=wish))
    (kept,) = deciding.kept()
    assert set(kept.wishes) == {"f" * 32, wish}


def test_who_was_signed_out_while_typing_loses_nothing(
    iro: TestClient, deciding: Deciding, clock: SettableClock
) -> None:
    """What was typed goes with them, sealed, to the sign-in, which leads back to the same form."""
    clock.advance(timedelta(minutes=20))
    for url, data in (
        (path(deciding, "/new"), typed()),
        (f"/reviews/{deciding.review.id}/wishes/{'a' * 32}", {f"why-{'a' * 32}": "mend it"}),
    ):
        answer = iro.post(url, data=data)
        assert answer.status_code == 401
        assert f'value="{url}"' in answer.text
        assert 'name="kept"' in answer.text
        assert "mend" not in answer.text
