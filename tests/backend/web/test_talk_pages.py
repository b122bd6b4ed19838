"""The IRO's pages of talks and of who was at a meeting."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from backend.platform.audit.service import reads_of_child
from backend.platform.clock import SettableClock
from backend.platform.runtime import Runtime
from bot.serving import House, application
from tests.backend.consultations.household import desk_of
from tests.backend.web.conftest import SignIn
from tests.backend.web.people import Family
from tests.backend.web.typed import a_day

PLANNED = {"state": "planned", "time": "4.00 pm", "words": "", "agreed": "", "way": "visit"}


@pytest.fixture
def app(runtime: Runtime) -> FastAPI:
    """The whole application as it is served."""
    return application(House(runtime, desk_of(runtime), {}))


@pytest.fixture
def iro(signed_in: SignIn) -> TestClient:
    """A browser in which the child's own IRO is signed in."""
    return signed_in("iro")


def test_a_private_talk_is_planned_then_held(
    signed_in: SignIn, family: Family, runtime: Runtime, clock: SettableClock
) -> None:
    """What was planned is shown when the page is opened again, and becomes what was held."""
    iro, path = signed_in("iro"), f"/reviews/{family.review.id}/talk"
    day = runtime.clock().date() + timedelta(days=2)
    answer = iro.post(path, data=PLANNED | a_day("planned_for", day))
    assert answer.headers["location"] == f"/reviews/{family.review.id}?done=talk-kept"
    assert 'value="16:00"' in iro.get(path).text
    clock.advance(timedelta(days=3))
    iro = signed_in("iro")
    held = {"state": "held", "alone": "yes", "words": "About Tobi.", "agreed": "", "way": "visit"}
    assert iro.post(path, data=held | a_day("held_on", day)).status_code == 303
    page = iro.get(f"/cases/{family.child.id}/talks").text
    assert "About Tobi." in page
    assert page.count("in private, before a review") == 1, "one talk, put right"
    looks = runtime.database.read(lambda t: reads_of_child(t, family.child.id))
    assert {"talk", "talks"} <= {each.what for each in looks}


def test_a_slip_loses_nothing_of_what_was_typed(iro: TestClient, family: Family) -> None:
    """A day that cannot be read is named, and the words stay in the form."""
    typed = {"state": "held", "words": "About school.", "agreed": "", "way": "visit"}
    wrong = {"held_on-day": "31", "held_on-month": "2", "held_on-year": "2026"}
    answer = iro.post(f"/cases/{family.child.id}/talks/new", data=typed | wrong)
    assert answer.status_code == 422
    assert "Enter a real date" in answer.text
    assert "About school." in answer.text
    assert "No talk is written down yet." in iro.get(f"/cases/{family.child.id}/talks").text


def test_the_code_is_suggested_and_confirmed(
    signed_in: SignIn, family: Family, clock: SettableClock
) -> None:
    """Who was there is asked after the meeting; the officer confirms the code it suggests."""
    path = f"/reviews/{family.review.id}/attendance"
    there = {"attended": "room", "spoke": "self", f"other-{family.carer.id}": "room"}
    early = signed_in("iro").post(path, data=there)
    assert "Say this once the review has been held." in early.text
    clock.advance(timedelta(days=17))
    iro = signed_in("iro")
    assert iro.post(path, data=there).status_code == 303
    page = iro.get(path).text
    assert "The facts suggest PN1," in page
    assert "You confirmed" not in page
    assert "rule 440" in iro.post(f"{path}/code", data={"code": "PN0"}).text
    assert iro.post(f"{path}/code", data={"code": "PN2"}).status_code == 303
    assert "You confirmed PN2 on 11 December 2026." in iro.get(path).text
