"""The pages of challenges as an IRO and a manager use them."""

import csv
import io
from datetime import timedelta

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from backend.platform.audit.tables import audit_reads
from backend.platform.clock import SettableClock
from backend.platform.runtime import Runtime
from bot.serving import House, application
from tests.backend.consultations.household import desk_of
from tests.backend.web.challenged import RAISED, challenged
from tests.backend.web.conftest import SignIn
from tests.backend.web.people import Family, Staff

TYPED = {"kind": "drift", "words": "No plan since June.", "team": "East", "stage": "informal"}
SOMEBODY = {
    "owner_id": "",
    "owner_name": "Ray Cole",
    "owner_role": "head of service",
    "owner_email": "ray@north.example",
}


@pytest.fixture
def app(runtime: Runtime) -> FastAPI:
    """The whole application as it is served."""
    return application(House(runtime, desk_of(runtime), {}))


@pytest.fixture
def raised(runtime: Runtime, family: Family, staff: Staff) -> str:
    """Where something raised about Amara's care is shown; Mo is to answer."""
    return f"/challenges/{challenged(runtime, family, staff)}"


def today(day: str = "24") -> dict[str, str]:
    """A day of November 2026 as it is typed."""
    return {"happened_on-day": day, "happened_on-month": "11", "happened_on-year": "2026"}


def test_raising_one_from_the_case(signed_in: SignIn, family: Family, staff: Staff) -> None:
    """The case leads to the form, with the child known; what was raised is then in every list."""
    priya, child = signed_in("iro"), family.child.id
    form = f"/challenges/new?child={child}"
    assert form in priya.get(f"/cases/{child}").text
    assert "Amara" in priya.get(form).text
    sent = {**TYPED, "child": child, "owner_id": staff["manager"].id}
    made = priya.post("/challenges/new", data=sent)
    assert made.status_code == 303
    page = priya.get(made.headers["location"]).text
    assert "No plan since June." in page
    assert "Answer due 1 December 2026" in page
    for client in (priya, signed_in("manager")):
        for path in ("/challenges", f"/cases/{child}/challenges"):
            assert "drift or delay" in client.get(path).text.lower()
    assert "drift or delay" not in signed_in("other_iro").get("/challenges").text


def test_a_review_and_a_worry_lead_there_too(
    signed_in: SignIn, family: Family, staff: Staff
) -> None:
    """From a review the form knows the child and the review, and the page names it."""
    priya, child, review = signed_in("iro"), family.child.id, family.review.id
    form = f"/challenges/new?child={child}&amp;review={review}"
    assert form in priya.get(f"/reviews/{review}").text
    asked = priya.get(form.replace("&amp;", "&")).text
    assert f'name="review" value="{review}"' in asked
    sent = {**TYPED, **SOMEBODY, "child": child, "review": review}
    made = priya.post("/challenges/new", data=sent)
    assert f'href="/reviews/{review}"' in priya.get(made.headers["location"]).text
    assert priya.post("/challenges/new", data={**sent, "review": "f" * 32}).status_code == 404
    assert priya.post("/challenges/new", data={**sent, "review": "\x00"}).status_code == 404


def test_bad_input_is_said_beside_the_field(signed_in: SignIn, family: Family) -> None:
    """All that is wrong is said at once, nothing typed is lost, and nothing is kept."""
    priya = signed_in("iro")
    sent = {**TYPED, **SOMEBODY, "child": family.child.id, "owner_email": "ray", "kind": "x"}
    answer = priya.post("/challenges/new", data=sent)
    assert answer.status_code == 422
    for shown in ('id="kind-error"', 'id="owner_email-error"', "No plan since June.", "Ray Cole"):
        assert shown in answer.text
    assert "Nothing has been raised." in priya.get("/challenges").text
    nobody = priya.post("/challenges/new", data={**TYPED, "child": "f" * 32})
    assert nobody.status_code == 422
    assert 'id="child-error"' in nobody.text


def test_a_manager_answers_in_their_own_name(signed_in: SignIn, raised: str) -> None:
    """Mo finds it first in the list, reads it, answers; Priya sees whose answer it is."""
    mo = signed_in("manager")
    assert "Waiting for your answer" in mo.get("/challenges").text
    page = mo.get(raised).text
    assert "The plan says &lt;b&gt;every&lt;/b&gt; six weeks &amp; more." in page
    assert f"{raised}/outcome" not in page
    sent = {**today(), "words": "Kim comes on Monday.", "who": "somebody else"}
    assert mo.post(f"{raised}/answer", data=sent).status_code == 303
    assert "Waiting for your answer" not in mo.get("/challenges").text
    seen = signed_in("iro").get(raised).text
    assert "Answer of Mo Ellis" in seen
    assert "Kim comes on Monday." in seen


def test_the_steps_are_the_iros(signed_in: SignIn, raised: str) -> None:
    """For a manager no form exists but the answer's, and for a duty officer not even that."""
    for deed in ("move", "outcome", "cafcass", "close", "reopen", "anything"):
        assert signed_in("manager").get(f"{raised}/{deed}").status_code == 404
        sent = {"words": "x", "outcome": "changed", "cafcass": "referred", **today()}
        assert signed_in("manager").post(f"{raised}/{deed}", data=sent).status_code == 404
    assert signed_in("duty").post(f"{raised}/answer", data=today()).status_code == 404


def test_to_the_end_by_way_of_cafcass(signed_in: SignIn, raised: str, clock: SettableClock) -> None:
    """Late, taken to a formal stage, not put right, Cafcass considered, and at last put right."""
    clock.advance(timedelta(days=15))
    priya = signed_in("iro")
    assert "No answer by 8 December 2026" in priya.get("/challenges").text
    assert "The next stage would be: Formal, first stage." in priya.get(raised).text
    formal = {"stage": "formal_1", **SOMEBODY}
    assert priya.post(f"{raised}/move", data=formal).status_code == 303
    unsolved = {"outcome": "not_resolved", "words": "Nobody came."}
    assert priya.post(f"{raised}/outcome", data=unsolved).status_code == 303
    ask = "Write down that you considered a referral to Cafcass"
    assert ask in priya.get(raised).text
    thought = {"cafcass": "considered", "words": "The director answers today."}
    dated = {"happened_on-day": "9", "happened_on-month": "12", "happened_on-year": "2026"}
    assert priya.post(f"{raised}/cafcass", data={**thought, **dated}).status_code == 303
    assert ask not in priya.get(raised).text
    solved = {"outcome": "changed", "words": "Kim comes each week."}
    assert priya.post(f"{raised}/outcome", data=solved).status_code == 303
    page = priya.get(raised).text
    assert "Put right: something changed" in page
    assert f"{raised}/reopen" in page


@pytest.mark.parametrize(
    ("deed", "sent", "field"),
    [
        ("answer", {"words": "", "who": "Mo", **today()}, "words"),
        ("answer", {"words": "yes", "who": "", **today()}, "who"),
        ("answer", {"words": "yes", "who": "Mo", **today("31")}, "happened_on"),
        ("answer", {"words": "yes", "who": "Mo", **today("25")}, "happened_on"),
        ("outcome", {"words": "yes", "outcome": "x"}, "outcome"),
        ("cafcass", {"words": "yes", "cafcass": "x", **today()}, "cafcass"),
        ("move", {"stage": "alert", **SOMEBODY}, "stage"),
        ("move", {"stage": "formal_1", "owner_id": ""}, "owner_id"),
        ("close", {"words": " "}, "words"),
    ],
)
def test_a_step_that_cannot_be_taken(
    signed_in: SignIn, raised: str, deed: str, sent: dict[str, str], field: str
) -> None:
    """What is wrong is said beside the field, and the challenge stays as it was."""
    priya = signed_in("iro")
    answer = priya.post(f"{raised}/{deed}", data=sent)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert 'class="govuk-error-message"' in answer.text
    assert "Answer due 8 December 2026" in priya.get(raised).text


def test_it_cannot_be_opened_again_while_open(signed_in: SignIn, raised: str) -> None:
    """Opening an open one again is refused with the reason."""
    again = signed_in("iro").post(f"{raised}/reopen", data={"stage": "alert", **SOMEBODY})
    assert again.status_code == 422
    assert "It is open already." in again.text


def test_good_practice_is_listed_by_itself(
    signed_in: SignIn, runtime: Runtime, family: Family, staff: Staff
) -> None:
    """It has its own place in the list, and its page offers no stage."""
    path = f"/challenges/{challenged(runtime, family, staff, 'good_practice')}"
    priya = signed_in("iro")
    assert "Good practice" in priya.get("/challenges").text
    page = priya.get(path).text
    assert RAISED.partition("\n")[0] in page
    assert f"{path}/move" not in page


def test_the_figures_name_no_child(
    signed_in: SignIn, runtime: Runtime, family: Family, staff: Staff
) -> None:
    """A manager sees what was raised by kind, officer and team, and gets it as a table."""
    for kind in ("visits", "visits", "good_practice"):
        challenged(runtime, family, staff, kind)
    mo = signed_in("manager")
    page = mo.get("/challenges/summary").text
    for shown in ("Visits that were missed", "Priya Shah", "North", "Management alert"):
        assert shown in page
    answer = mo.get("/challenges/summary.csv")
    assert "text/csv" in answer.headers["content-type"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["kind"] for row in rows].count("visits") == 2
    assert {row["stage_reached"] for row in rows} == {"alert", ""}
    assert not {"Amara", "Okoye", family.child.id} & {cell for row in rows for cell in row.values()}


def test_every_look_is_written_down(signed_in: SignIn, runtime: Runtime, raised: str) -> None:
    """A page of a challenge leaves a line of who read about which child."""
    signed_in("manager").get(raised)
    rows = runtime.database.read(lambda t: t.execute(audit_reads.select()).mappings().all())
    assert "challenge" in [row["what"] for row in rows]


def test_the_record_is_a_pdf(signed_in: SignIn, raised: str) -> None:
    """The record of one challenge can be printed."""
    answer = signed_in("iro").get(f"{raised}/print/record.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_who_was_signed_out_loses_nothing(anybody: TestClient, raised: str) -> None:
    """A form sent after the session ended leads to the sign-in."""
    answer = anybody.post(f"{raised}/answer", data={"words": "Kim comes.", **today()})
    assert answer.headers["location"].startswith("/sign-in")
