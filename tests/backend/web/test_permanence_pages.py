"""The pages of the plan for permanence, and of proceedings, as the child's IRO uses them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from fastapi import FastAPI

from backend.people import service as people
from backend.people.rules import SYSTEM, Participant
from backend.platform.database import new_id
from backend.platform.runtime import Runtime
from backend.reviews import service as reviews
from bot.serving import House, application
from tests.backend.consultations.household import desk_of
from tests.backend.web.challenged import in_court
from tests.backend.web.conftest import SignIn
from tests.backend.web.people import Family, Staff
from tests.backend.web.typed import a_day

TODAY = date(2026, 11, 24)
PLAN = {
    "kind": "long_term_fostering",
    "parallel": "none",
    "words": "With Jo and Sam until she is grown.",
    "review": "none",
    **a_day("recorded_on", TODAY),
}
CASE = {
    "kind": "care",
    "court": "Northtown Family Court",
    "case_number": "NT26C00123",
    **a_day("issued_on", date(2026, 9, 1)),
}


@pytest.fixture
def app(runtime: Runtime) -> FastAPI:
    """The whole application as it is served."""
    return application(House(runtime, desk_of(runtime), {}))


@pytest.fixture
def second(runtime: Runtime, family: Family) -> str:
    """Amara's second review, held yesterday; its id."""
    starts_at = runtime.clock() - timedelta(days=1)
    held = replace(family.review, id=new_id(), number=2, starts_at=starts_at, status="held")
    runtime.database.write(lambda t: reviews.add(t, SYSTEM, held, TODAY))
    return held.id


@pytest.fixture
def rosa(runtime: Runtime, family: Family) -> Participant:
    """Amara's guardian."""
    since = date(2026, 9, 1)
    guardian = Participant(
        new_id(),
        family.child.id,
        "guardian",
        "Rosa Diaz",
        None,
        since,
        None,
        "rosa@guardians.example",
        "0191 496 0001",
        "en",
    )
    return runtime.database.write(lambda t: people.add_participant(t, SYSTEM, guardian))


def test_a_missing_plan_is_flagged_until_there_is_one(
    signed_in: SignIn, family: Family, second: str
) -> None:
    """The case says so to Priya and Mo; from there a plan is recorded, or a challenge raised."""
    priya, case = signed_in("iro"), f"/cases/{family.child.id}"
    missing = "No plan for permanence has been recorded since review 2, 23 November 2026."
    for path in (case, f"{case}/permanence", f"/reviews/{second}"):
        assert missing in priya.get(path).text
    seen = signed_in("manager").get(case).text
    assert missing in seen
    assert "permanence/new" not in seen
    raise_it = f"/challenges/new?child={family.child.id}&kind=no_permanence&review={second}"
    assert raise_it.replace("&", "&amp;") in priya.get(case).text
    form = priya.get(raise_it).text
    assert 'value="no_permanence" checked' in form
    made = priya.post(f"{case}/permanence/new", data={**PLAN, "review": second})
    assert made.status_code == 303
    assert missing not in priya.get(case).text
    assert "Plan for permanence: long-term fostering, recorded 24 November 2026." in (
        signed_in("manager").get(case).text
    )
    page = priya.get(f"{case}/permanence").text
    assert "With Jo and Sam until she is grown." in page
    assert "At review 2." in page


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"parallel": "x"}, "parallel"),
        ({"words": ""}, "words"),
        ({"recorded_on-day": "31"}, "recorded_on"),
        ({"review": "f" * 32}, "review"),
    ],
)
def test_a_plan_with_a_slip(
    signed_in: SignIn, family: Family, changed: dict[str, str], field: str
) -> None:
    """What is wrong is said beside the field, and nothing typed is lost."""
    path = f"/cases/{family.child.id}/permanence/new"
    answer = signed_in("iro").post(path, data={**PLAN, **changed})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert field == "words" or PLAN["words"] in answer.text


def test_proceedings_from_the_issue_to_the_end(signed_in: SignIn, family: Family) -> None:
    """They are added, a hearing is put down, and the final order ends them."""
    priya, here = signed_in("iro"), f"/cases/{family.child.id}/proceedings"
    assert priya.post(f"{here}/new", data=CASE).status_code == 303
    page = priya.get(here).text
    assert "Northtown Family Court" in page
    assert "under way" in page
    one = next(part for part in page.split('"') if part.endswith("/hearing"))
    hearing = {"words": "Final hearing", **a_day("held_on", date(2026, 12, 3))}
    assert priya.post(one, data=hearing).status_code == 303
    assert "to come" in priya.get(here).text
    edit = one.replace("/hearing", "/edit")
    assert "NT26C00123" in priya.get(edit).text
    ended = {**a_day("final_order_on", TODAY), **a_day("ended_on", TODAY), "order": "A care order."}
    assert priya.post(edit, data={**CASE, **ended}).status_code == 303
    page = priya.get(here).text
    assert "A care order." in page
    assert "under way" not in page


def test_the_guardian_and_when_they_spoke(
    signed_in: SignIn, family: Family, rosa: Participant
) -> None:
    """Rosa's address, whether she has been asked, and the last talk are on one page."""
    priya, here = signed_in("iro"), f"/cases/{family.child.id}/proceedings"
    page = priya.get(here).text
    for shown in ("Rosa Diaz", "rosa@guardians.example", "0191 496 0001", "not asked yet"):
        assert shown in page
    assert "not written down yet" in page
    talk = {"guardian_id": rosa.id, "words": "She wants her heard.", **a_day("spoken_on", TODAY)}
    assert priya.post(f"{here}/talk", data=talk).status_code == 303
    page = priya.get(here).text
    assert "not written down yet" not in page
    assert "She wants her heard." in page


def test_slips_about_proceedings(
    signed_in: SignIn, runtime: Runtime, family: Family, staff: Staff
) -> None:
    """Each form says what is wrong beside the field."""
    priya, here = signed_in("iro"), f"/cases/{family.child.id}/proceedings"
    one = f"{here}/{in_court(runtime, family, staff)}"
    slips = [
        (f"{here}/new", {**CASE, "court": ""}, "court"),
        (f"{here}/new", {**CASE, "issued_on-year": "26"}, "issued_on"),
        (f"{one}/edit", {**CASE, **a_day("ended_on", date(2026, 8, 1))}, "ended_on"),
        (f"{one}/hearing", {"words": "x", **a_day("held_on", date(2026, 8, 1))}, "held_on"),
        (f"{here}/talk", {"words": "x", **a_day("spoken_on", TODAY)}, "guardian_id"),
    ]
    for path, sent, field in slips:
        answer = priya.post(path, data=sent)
        assert (path, answer.status_code) == (path, 422)
        assert f'href="#{field}"' in answer.text or field == "guardian_id"


def test_other_officers_find_nothing(
    signed_in: SignIn, runtime: Runtime, family: Family, staff: Staff
) -> None:
    """Neither another IRO nor a manager reads a plan or proceedings, whatever they send."""
    case = f"/cases/{family.child.id}"
    one = f"{case}/proceedings/{in_court(runtime, family, staff)}"
    for who in ("other_iro", "manager", "duty", "support"):
        client = signed_in(who)
        for path in (f"{case}/permanence", f"{case}/proceedings", f"{one}/edit"):
            assert client.get(path).status_code == 404
        for path, sent in ((f"{case}/permanence/new", PLAN), (f"{case}/proceedings/new", CASE)):
            assert client.post(path, data=sent).status_code == 404
