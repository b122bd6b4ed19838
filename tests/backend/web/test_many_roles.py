"""Somebody with every role is still not the IRO of a child whom another holds."""

from dataclasses import replace

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from backend.people import service as people
from backend.platform.runtime import Runtime
from bot.serving import House, application
from tests.backend.consultations.household import desk_of
from tests.backend.web.conftest import SignIn
from tests.backend.web.people import Staff
from tests.backend.web.route_table import TABLE
from tests.backend.web.test_every_route import Address, address

__all__ = ["address"]

OF_THE_IRO = [route for route, roles in TABLE.items() if roles == {"iro"}]


WRITTEN = ("Ring Dad about Sunday visits", "Jo will ring Mum.", "About school.", "Northtown")
"""What her IRO wrote down: in decisions, in a talk, and about the court."""


@pytest.fixture
def app(runtime: Runtime) -> FastAPI:
    """The whole application as it is served."""
    return application(House(runtime, desk_of(runtime), {}))


@pytest.fixture
def tom(runtime: Runtime, staff: Staff, signed_in: SignIn) -> TestClient:
    """A browser of an IRO who manages, keeps the records and is on duty, too."""
    every = frozenset({"iro", "manager", "support", "owner", "duty"})
    runtime.database.write(
        lambda t: people.correct_officer(t, replace(staff["other_iro"], roles=every))
    )
    return signed_in("other_iro")


def test_what_is_the_iros_alone_is_not_there(tom: TestClient, address: Address) -> None:
    """Of the pages and forms of the child's own IRO none is there for whoever is not that."""
    assert len(OF_THE_IRO) > 50
    for route in OF_THE_IRO:
        answer = tom.request(*address(route))
        assert (route, answer.status_code) == (route, 404)


@pytest.mark.parametrize("who", ["other_iro", "duty", "manager", "support", "owner"])
def test_what_the_iro_wrote_is_on_nobody_elses_page(
    signed_in: SignIn, address: Address, who: str
) -> None:
    """Of decisions, talks and the court no other officer reads a word, nor what the child said."""
    client = signed_in(who)
    for route, roles in TABLE.items():
        if who in roles and route.startswith("GET"):
            page = client.request(*address(route)).text
            shut = WRITTEN if "/concerns/" in route else (*WRITTEN, "Sam hits me")
            assert (route, [words for words in shut if words in page]) == (route, [])
