"""Who is in the middle of which version, and carrying them over by a button."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from starlette.testclient import TestClient

from backend.platform.keys.service import erase_child_key
from backend.platform.runtime import Runtime
from backend.web.app import create_app
from backend.web.routes.versions import VersionPages
from dialogs.loading import load_all
from tests.backend.consultations.household import Household, desk_of, make_household
from tests.backend.consultations.talk import Talk
from tests.backend.releases.rewriting import Draft, folder_with, next_version
from tests.backend.web.conftest import browser
from tests.backend.web.people import sign_in

LIST, ONE = "/versions", "/versions/child_8_11"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the first version of two scripts."""
    return folder_with(tmp_path / "scripts", "child_8_11", "foster_carer")


@pytest.fixture
def household(runtime: Runtime, folder: Path) -> Household:
    """Families who are asked by version 1."""
    return make_household(replace(runtime, scripts=load_all(folder)))


@pytest.fixture
def talks(household: Household) -> list[Talk]:
    """Two children in the middle of their questions; the desk knows the new version from now on."""
    return [Talk(household, who).begin().go_to("school_feel") for who in ("amara", "mia")]


@pytest.fixture
def app(talks: list[Talk], household: Household, folder: Path) -> FastAPI:
    """The pages, started again once a second version was put into the folder."""
    next_version(folder, "child_8_11", changed)
    runtime = replace(household.runtime, scripts=load_all(folder))
    for talk in talks:
        talk.desk = desk_of(runtime)
    return create_app(runtime, [VersionPages(desk_of(runtime)).router()])


@pytest.fixture
def owner(app: FastAPI, household: Household) -> TestClient:
    """A browser in which the system owner is signed in."""
    client = browser(app, household.runtime)
    sign_in(client, household.runtime, household.officers["owner"])
    return client


def changed(draft: Draft) -> None:
    """Ask about home in other words, no more about the plan, and something new."""
    draft.reword("home_feel")
    draft.remove("plan_know")
    draft.add("home", "home_feel", step="pets", kind="words", question="home.pets", ask="Pets?")


def shown(page: str) -> str:
    """Give the words of a page, without its marks."""
    inside = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", inside).split())


def carries(household: Household) -> list[tuple[str, str | None]]:
    """Give who pressed the button, and for what: officer and words of each row of the record."""
    query = text("SELECT officer_id, what FROM audit_reads WHERE what LIKE 'carry over%'")
    rows = household.runtime.database.read(lambda t: t.execute(query).all())
    return [(row.officer_id, row.what) for row in rows]


def test_every_version_is_listed_with_its_people(owner: TestClient) -> None:
    """Each version says whether it is a draft, who is in its middle, and what can be done."""
    said = shown(owner.get(LIST).text)
    assert "child_8_11 1 draft 2 child_8_11 2 new conversations begin with it draft 0" in said
    assert "Carry 2 people over : child_8_11" in said
    assert said.count("people over") == 1


def test_what_changes_is_shown_first(owner: TestClient, talks: list[Talk]) -> None:
    """Before anybody is carried over one reads what is asked again, what is new, what is gone."""
    said = shown(owner.get(ONE).text)
    assert "2 people are in the middle of version 1" in said
    assert "Changed, and asked again In other words:" in said
    assert "New Pets?" in said
    assert "No longer asked; what was said to it stays with the reviewing officer" in said
    assert [talk.now.version for talk in talks] == [1, 1]


def test_the_button_carries_everybody_over_once(
    owner: TestClient, talks: list[Talk], household: Household
) -> None:
    """They are carried over, it is on record who said so, and pressing it again does no more."""
    talks[0].pick("home_feel", "good", words="the dog")
    said = shown(owner.post(ONE).text)
    assert "2 people have been carried over." in said
    assert "Nobody is in the middle of an older version." in said
    assert [talk.now.version for talk in talks] == [2, 2]
    assert "In other words" in said.partition("Asked again")[2]
    events = [talk.events for talk in talks]
    assert "0 people have been carried over." in shown(owner.post(ONE).text)
    assert [talk.events for talk in talks] == events
    whose = household.officers["owner"].id
    assert carries(household) == [(whose, "carry over to 2 of child_8_11")] * 2


def test_who_could_not_be_carried_over_is_told(
    owner: TestClient, talks: list[Talk], household: Household
) -> None:
    """Whose words are erased is counted apart, with the reason."""
    at, child = household.runtime.clock(), talks[0].invitation.child_id
    household.runtime.database.write(lambda t: erase_child_key(t, child, at))
    said = shown(owner.post(ONE).text)
    assert "1 person has been carried over." in said
    assert "1 could not be: everything said about the child has been erased." in said


def test_nobody_is_behind(owner: TestClient) -> None:
    """A script whose current version everybody is on has nothing to press."""
    page = owner.get("/versions/foster_carer").text
    assert "Nobody is in the middle of an older version." in shown(page)
    assert 'action="/versions/foster_carer"' not in page


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_there_is_no_such_script(owner: TestClient, household: Household, method: str) -> None:
    """A script there is not is not found, and nothing is written down."""
    assert owner.request(method, "/versions/nothing").status_code == 404
    assert carries(household) == []
