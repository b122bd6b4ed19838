"""The made-up child is in nothing that anybody is shown, and in no count."""

from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from backend.canary.rules import CHILD_ID, INVITATION_ID, PARTICIPANT_ID, WORDS
from backend.concerns import service as concerns
from backend.consultations import service as consultations
from backend.people import service as people
from backend.people.rules import OFFICER_ROLES, SYSTEM, Officer, officer_viewer
from backend.platform.database import new_id
from backend.platform.settings import load
from backend.readiness import findings
from backend.reminders import service as reminders
from bot import serving
from tests.backend.canary.trying import CANARY, House
from tests.backend.consultations.household import Household
from tests.backend.web.people import sign_in
from tests.reliability.outside import Mailbox, settings_for

SIGNS = ("Canary", "A TRIAL BY SAYSO", CANARY, CHILD_ID, INVITATION_ID, PARTICIPANT_ID)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is left out is left out in one query, which both engines are asked below."""
    return sqlite_url


@pytest.fixture
def house(household: Household, mailbox: Mailbox) -> House:
    """A house whose made-up child has said something in two rounds, which is open and closed."""
    settings = replace(household.runtime.settings, canary_email=CANARY)
    runtime = replace(household.runtime, settings=settings)
    tried = House(replace(household, runtime=runtime), mailbox)
    tried.look()
    tried.go(6)
    return tried


@pytest.fixture
def everybody(house: House) -> Officer:
    """An officer who has every role there is."""
    officer = Officer(new_id(), "Eve Ryder", "eve@example.org", frozenset(OFFICER_ROLES))
    house.database.write(lambda t: people.add_officer(t, officer))
    return officer


def application(house: House) -> FastAPI:
    return serving.application(serving.House(house.runtime, house.desk, {}))


def raised(house: House) -> list[str]:
    every = house.database.read(lambda t: concerns.list_all(t, SYSTEM))
    return [each.id for each in every if each.child_id == CHILD_ID]


def test_on_no_page(house: House, everybody: Officer) -> None:
    """Nothing of the child is on any page, and with its own ids no page of it is found."""
    app = application(house)
    client = TestClient(
        app, base_url=house.runtime.settings.public_url, raise_server_exceptions=False
    )
    sign_in(client, house.runtime, everybody)
    known = {
        "child_id": CHILD_ID,
        "participant_id": PARTICIPANT_ID,
        "concern_id": raised(house)[0],
        "officer_id": everybody.id,
        "script_id": "any_day",
    }
    seen = 0
    for route in iter_route_contexts(app.routes):
        path = route.path or ""
        if "GET" not in (route.methods or ()) or path.startswith(("/c/", "/chat", "/health")):
            continue
        for name in ("child_id", "concern_id", "participant_id", "officer_id", "script_id"):
            path = path.replace(f"{{{name}}}", known[name])
        if "{" in path:
            continue
        answer = client.get(path)
        seen += 1
        hidden = CHILD_ID in path or known["concern_id"] in path
        assert (path, answer.status_code == 404) == (path, hidden)
        assert (path, [sign for sign in SIGNS if sign in answer.text]) == (path, [])
    assert seen > 20


@pytest.mark.parametrize("role", [*OFFICER_ROLES])
def test_for_no_officer(house: House, role: str) -> None:
    """Whatever the role, no list or count of a service holds the child or what it raised."""
    viewer = officer_viewer(Officer(new_id(), "Eve", "eve@example.org", frozenset({role})))
    listed = house.database.read(
        lambda t: (
            *(each.id for each in people.list_children(t, viewer)),
            *(each.id for each in people.list_participants(t, viewer, CHILD_ID)),
            *(each.child_id for each in concerns.list_all(t, viewer)),
            *(each.child_id for each in concerns.list_closed(t, viewer)),
            *(child_id for child_id, _at in consultations.last_between(t, viewer)),
        )
    )
    assert CHILD_ID not in listed
    assert PARTICIPANT_ID not in listed
    assert house.database.read(lambda t: concerns.count_waiting(t, viewer)) == 0
    assert len(raised(house)) == 2


def test_in_no_list_of_the_system(house: House) -> None:
    """Nor is it in what the system counts: children, those left, those in the middle, reminders."""
    at = house.clock()
    children = house.database.read(lambda t: people.list_children(t, SYSTEM))
    assert {each.id for each in children} == {each.id for each in house.household.children.values()}
    assert house.database.read(lambda t: people.children_left(t, SYSTEM)) == ()
    assert house.database.read(lambda t: consultations.in_the_middle(t, at)) == ()
    assert INVITATION_ID not in house.database.read(lambda t: reminders.due(t, at))
    assert not house.database.read(concerns.nobody_left)


def test_in_no_output_of_a_command(
    house: House, mailbox: Mailbox, database_url: str, tmp_path: Path
) -> None:
    """What `sayso check` finds in such a database says nothing of the child."""
    environ = {**settings_for(mailbox, 8000), "SAYSO_DATABASE_URL": database_url}
    found = findings(load(environ, tmp_path / "data"), house.clock)
    said = " ".join(each.words for each in found)
    assert [sign for sign in SIGNS if sign in said] == []
    assert WORDS not in said
