"""The form of a review, for siblings who are reviewed in one meeting."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.database import Transaction, new_id
from backend.platform.keys.service import make_child_key
from backend.platform.runtime import Runtime
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from backend.web.app import create_app
from backend.web.routes.packs import PackPages
from tests.backend.consultations.household import TODAY, Household, desk_of
from tests.backend.consultations.talk import Talk
from tests.backend.web.conftest import SignIn, browser
from tests.backend.web.people import Family, Staff, sign_in

MEETING = {
    "starts_at-day": "10",
    "starts_at-month": "12",
    "starts_at-year": "2026",
    "time": "9:00",
    "place": "at home with Jo and Sam",
    "status": "planned",
}
LATER = MEETING | {"starts_at-day": "17"}


@pytest.fixture
def app(runtime: Runtime) -> FastAPI:
    """The staff pages and packs."""
    return create_app(runtime, [PackPages(desk_of(runtime)).router()])


@pytest.fixture
def ben(runtime: Runtime, family: Family, staff: Staff) -> Review:
    """The review of Amara's brother, four weeks after hers."""
    child = replace(family.child, id=new_id(), first_name="Ben", case_number="E9")
    starts_at = family.review.starts_at + timedelta(days=28)
    review = Review(new_id(), child.id, 1, starts_at, "at school", None)

    def unit(transaction: Transaction) -> None:
        today = runtime.clock().date()
        people.add_child(transaction, SYSTEM, child, today)
        make_child_key(transaction, runtime.ring, child.id, runtime.clock())
        reviews.add(transaction, SYSTEM, review, today)

    runtime.database.write(unit)
    return review


def edit(family: Family) -> str:
    """Give the form of Amara's review."""
    return f"/children/{family.child.id}/reviews/{family.review.id}/edit"


def now(runtime: Runtime, review: Review) -> Review:
    """Give a review as it is kept."""
    return runtime.database.read(lambda t: reviews.get(t, SYSTEM, review.id))


def test_a_brother_is_ticked(
    support: TestClient, runtime: Runtime, family: Family, ben: Review
) -> None:
    """A sibling of one last name is offered; ticked, he has the same day, time and place."""
    page = support.get(edit(family)).text
    assert "Reviewed together with" in page
    assert "Ben Okoye" in page
    assert "Does this go for the others" not in page
    answer = support.post(edit(family), data=MEETING | {"together": ben.id})
    assert answer.status_code == 303
    moved, own = now(runtime, ben), now(runtime, family.review)
    assert (moved.meeting, moved.starts_at, moved.place) == (own.meeting, own.starts_at, own.place)
    page = support.get(edit(family)).text
    assert f'value="{ben.id}" checked' in page
    assert "Does this go for the others" in page


def test_moving_asks_and_loses_nothing(
    support: TestClient, runtime: Runtime, family: Family, ben: Review
) -> None:
    """A new day without a word about the others is kept on the page, with what is missing."""
    support.post(edit(family), data=MEETING | {"together": ben.id})
    answer = support.post(edit(family), data=LATER | {"together": ben.id})
    assert answer.status_code == 422
    assert "Say whether this goes for the others of the meeting too." in answer.text
    assert 'value="17"' in answer.text
    assert now(runtime, ben).day.day == 10
    answer = support.post(edit(family), data=LATER | {"together": ben.id, "others": "all"})
    assert answer.status_code == 303
    assert (now(runtime, ben).day.day, now(runtime, family.review).day.day) == (17, 17)


def test_a_sister_of_another_name_is_found_by_number(
    support: TestClient, runtime: Runtime, family: Family, ben: Review
) -> None:
    """A case number brings in whoever is not listed; one that nobody has is said so."""
    answer = support.post(edit(family), data=MEETING | {"case_number": "E77"})
    assert answer.status_code == 422
    assert "No planned review of another child has this case number." in answer.text
    assert 'value="E77"' in answer.text
    support.post(edit(family), data=MEETING | {"case_number": "E9"})
    assert now(runtime, ben).meeting == now(runtime, family.review).meeting != ""


def test_a_new_review_joins_a_meeting_at_once(
    support: TestClient, runtime: Runtime, family: Family, ben: Review
) -> None:
    """The form of a new review offers siblings too."""
    path = f"/children/{family.child.id}/reviews/new"
    assert "Ben Okoye" in support.get(path).text
    support.post(path, data=LATER | {"together": ben.id})
    assert now(runtime, ben).day.day == 17
    assert now(runtime, family.review).meeting == ""


def test_the_list_shows_one_meeting(
    support: TestClient, signed_in: SignIn, family: Family, ben: Review
) -> None:
    """The IRO sees which reviews are one meeting, and each leads to a pack of its own."""
    assert "one meeting with" not in signed_in("iro").get("/reviews").text
    support.post(edit(family), data=MEETING | {"together": ben.id})
    page = signed_in("iro").get("/reviews").text
    assert page.count("one meeting with") == 2
    assert f"/reviews/{ben.id}" in page


def test_a_pack_holds_nothing_of_the_other_child(
    app: FastAPI, runtime: Runtime, household: Household
) -> None:
    """Of two sisters in one meeting, neither's pack shows what the other said."""
    for child in ("amara", "mia"):
        review = replace(household.reviews[child], meeting="f" * 32)
        correct = partial(reviews.correct, viewer=SYSTEM, review=review, today=TODAY)
        runtime.database.write(correct)
    said = {"amara": "I love the grey cat", "mia": "My bike is broken"}
    for child, words in said.items():
        talk = Talk(household, child).begin().go_to("proud")
        talk.say("proud", words)
        talk.send()
    client = browser(app, runtime)
    sign_in(client, runtime, household.officers["iro"])
    for child, other in (("amara", "mia"), ("mia", "amara")):
        page = client.get(f"/reviews/{household.reviews[child].id}").text
        assert said[child] in page
        assert said[other] not in page
