"""Since when a child is looked after, and how a review ended: who enters it, and what follows."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from backend.care import service as care
from backend.invitations import service as invitations
from backend.people.rules import SYSTEM
from backend.platform.audit.service import reads_of_child
from backend.platform.clock import SettableClock
from backend.platform.runtime import Runtime
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from tests.backend.consultations.household import ask
from tests.backend.web.conftest import SignIn
from tests.backend.web.people import Family


def day(name: str, year: int, month: int, number: int) -> dict[str, str]:
    """Give the three fields of a day."""
    parts = {"day": number, "month": month, "year": year}
    return {f"{name}-{part}": str(value) for part, value in parts.items()}


def review_of(runtime: Runtime, family: Family) -> Review:
    """Give the review as it is kept."""
    return runtime.database.read(lambda t: reviews.get(t, SYSTEM, family.review.id))


@pytest.fixture
def after(runtime: Runtime, signed_in: SignIn, family: Family) -> TestClient:
    """Priya's browser on the afternoon of the review, 10 December 2026."""
    assert isinstance(runtime.clock, SettableClock)
    runtime.clock.set(datetime(2026, 12, 10, 15, 0, tzinfo=UTC))
    return signed_in("iro")


def test_a_time_in_care_is_put_right(support: TestClient, runtime: Runtime, family: Family) -> None:
    """Business support changes the beginning, and the planned review is due by another day."""
    path = f"/children/{family.child.id}/care/{family.care.id}/edit"
    page = support.get(path).text
    assert 'value="2025"' in page
    changed = day("began_on", 2026, 11, 2) | day("iro_named_on", 2026, 11, 4)
    answer = support.post(path, data=changed | {"legal_status": "care_order"})
    assert answer.headers["location"] == f"/children/{family.child.id}/care?done=care-kept"
    page = support.get(f"/children/{family.child.id}/care").text
    assert "2 November 2026" in page
    assert "Care order (section 31)" in page
    assert "The next review is due by 30 November 2026." in page
    assert review_of(runtime, family).due_on == date(2026, 11, 30)


def test_a_time_in_care_is_ended_and_another_added(support: TestClient, family: Family) -> None:
    """A child who left care and came back has two times, and the clock counts from the second."""
    here = f"/children/{family.child.id}/care"
    began = day("began_on", 2025, 10, 20) | {"legal_status": ""}
    support.post(f"{here}/{family.care.id}/edit", data=began | day("ended_on", 2026, 5, 1))
    assert "not looked after now, so no review is due" in support.get(here).text
    support.post(f"{here}/new", data=day("began_on", 2026, 11, 2) | {"legal_status": "other"})
    page = support.get(here).text
    assert "From 20 October 2025 to 1 May 2026" in page
    assert "The next review is due by 30 November 2026." in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (day("began_on", 2026, 11, 31), "Enter a real date"),
        ({}, "Enter a date."),
        (day("began_on", 2026, 12, 31), "This day has not come yet."),
        (day("began_on", 2026, 11, 1), "The child was looked after on this day already."),
    ],
)
def test_what_is_wrong_is_said_beside_it(
    support: TestClient, runtime: Runtime, family: Family, typed: dict[str, str], said: str
) -> None:
    """A day that cannot be is told of, what was typed is still there, and nothing is kept."""
    path = f"/children/{family.child.id}/care/new"
    answer = support.post(path, data=typed | {"legal_status": "interim_order"})
    assert answer.status_code == 422
    assert said in answer.text
    assert '<option value="interim_order" selected' in answer.text
    kept = runtime.database.read(lambda t: care.of_child(t, SYSTEM, family.child.id))
    assert kept == (family.care,)


def test_another_childs_time_is_not_found(support: TestClient, family: Family) -> None:
    """An id that is no time of this child's leads nowhere, to look at or to change."""
    path = f"/children/{family.child.id}/care/{family.child.id}/edit"
    assert support.get(path).status_code == 404
    sent = day("began_on", 2026, 11, 2) | {"legal_status": ""}
    assert support.post(path, data=sent).status_code == 404


def test_iro_and_manager_look_and_change_nothing(
    signed_in: SignIn, runtime: Runtime, family: Family
) -> None:
    """They see since when, without a way to change it, and that they looked is written down."""
    for who in ("iro", "manager"):
        page = signed_in(who).get(f"/cases/{family.child.id}/care").text
        assert "20 October 2025" in page
        assert "/edit" not in page
    read = runtime.database.read(lambda t: reads_of_child(t, family.child.id))
    assert [each.what for each in read] == ["dates of care"] * 2


def test_a_late_review_says_why(after: TestClient, runtime: Runtime, family: Family) -> None:
    """Without a reason it is not taken and nothing typed is lost; with one the record shows it."""
    path = f"/reviews/{family.review.id}/held"
    assert "Due by 17 November 2025." in after.get(path).text
    sent: dict[str, Any] = {"how": "held", "late_because": "", "late_note": "the taxi came late"}
    sent |= day("completed_on", 2026, 12, 10)
    refused = after.post(path, data=sent)
    assert refused.status_code == 422
    assert "This is later than the law has it. Say why." in refused.text
    assert "the taxi came late" in refused.text
    assert review_of(runtime, family).status == "planned"
    kept = after.post(path, data=sent | {"late_because": "child_unable"})
    assert kept.headers["location"] == f"/reviews/{family.review.id}?done=review-held"
    page = after.get(f"/cases/{family.child.id}").text
    for said in ("Completed on 10 December 2026.", "Late", "ill or could not come", "the taxi"):
        assert said in page
    due = after.get("/dates").text
    assert "10 March 2027" in due, "three months on"
    assert "Decisions of the review written" in due


def test_a_review_is_adjourned(after: TestClient, runtime: Runtime, family: Family) -> None:
    """It goes on within 20 working days, and whoever was asked may answer until after that."""
    ask(runtime, family.carer, family.review.id, "t" * 22)
    path = f"/reviews/{family.review.id}/held"
    assert "by 12 January 2027 at the latest" in after.get(path).text
    sent = {"how": "adjourned", "time": "4 pm"}
    late = after.post(path, data=sent | day("adjourned_to", 2027, 1, 13))
    assert late.status_code == 422
    assert "may not be adjourned for so long" in late.text
    assert 'value="4 pm"' in late.text
    kept = after.post(path, data=sent | day("adjourned_to", 2027, 1, 8))
    assert kept.headers["location"] == f"/reviews/{family.review.id}?done=review-adjourned"
    review = review_of(runtime, family)
    assert review.adjourned_to == datetime(2027, 1, 8, 16, 0, tzinfo=UTC)
    [made] = runtime.database.read(lambda t: invitations.for_review(t, SYSTEM, review.id))
    assert made.expires_at == datetime(2027, 2, 5, 16, 0, tzinfo=UTC)
    assert "Adjourned to Friday 8 January 2027" in after.get(f"/cases/{family.child.id}").text
    assert "12 January 2027" in after.get("/dates").text


def test_a_time_that_is_none(after: TestClient, runtime: Runtime, family: Family) -> None:
    """A day and time that cannot be read are told of together, and nothing is kept."""
    sent = {"how": "adjourned", "time": "soon"} | day("adjourned_to", 2027, 2, 30)
    answer = after.post(f"/reviews/{family.review.id}/held", data=sent)
    assert answer.status_code == 422
    assert "Enter a time" in answer.text
    assert "Enter a real date" in answer.text
    assert review_of(runtime, family).adjourned_to is None
