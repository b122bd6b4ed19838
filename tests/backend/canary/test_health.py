"""What is told of health to anybody who asks, and what officers see of it."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from backend.platform.delivery.rules import PageOut
from backend.platform.delivery.service import page
from backend.platform.runs import service as runs
from backend.timetable import JOBS
from backend.watch import look
from bot import serving
from tests.backend.canary.trying import CANARY, House
from tests.backend.consultations.household import Household
from tests.backend.web.people import sign_in
from tests.reliability.outside import Mailbox

SAID = {
    *("ok", "at", "canary", "last_proven", "rounds_missing", "oldest_waiting_page"),
    *("timetable", "duty_route_tested_on"),
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite is enough: what differs between the engines is tested below the pages."""
    return sqlite_url


@pytest.fixture
def house(household: Household, mailbox: Mailbox) -> House:
    """A house that has the address of the trials in its settings, as it is served."""
    settings = replace(household.runtime.settings, canary_email=CANARY)
    runtime = replace(household.runtime, settings=settings)
    return House(replace(household, runtime=runtime), mailbox)


@pytest.fixture
def app(house: House) -> FastAPI:
    return serving.application(serving.House(house.runtime, house.desk, {}))


@pytest.fixture
def client(app: FastAPI, house: House) -> TestClient:
    return TestClient(app, base_url=house.runtime.settings.public_url)


@pytest.fixture
def ask(client: TestClient, house: House) -> Callable[[], tuple[int, dict[str, Any]]]:
    """Ask for health while every other job of the timetable has just run."""

    def asked() -> tuple[int, dict[str, Any]]:
        others = [job.name for job in JOBS if house.timetable or job.name == "reminders"]
        for name in others:
            runs_well(house, name)
        answer = client.get("/health/duty")
        return answer.status_code, answer.json()

    return asked


def runs_well(house: House, job: str) -> None:
    at = house.clock()
    house.database.write(lambda t: runs.take(t, job, "test", timedelta(minutes=5), at))
    house.database.write(lambda t: runs.finish(t, job, "test", "", at))


Ask = Callable[[], tuple[int, dict[str, Any]]]


def test_all_is_well(house: House, ask: Ask) -> None:
    """A proven round, a live timetable and nothing that waits is 200, with nothing else said."""
    house.look()
    house.go(1)
    status, said = ask()
    assert set(said) == SAID
    assert (status, said["ok"], said["canary"], said["timetable"]) == (200, True, "on", "alive")
    assert said["last_proven"] == said["at"] == house.clock().isoformat()
    assert (said["rounds_missing"], said["oldest_waiting_page"]) == (0, None)


def test_three_missing_rounds_are_503(house: House, ask: Ask, app: FastAPI) -> None:
    """With three rounds missing it answers 503, and every staff page says so across its top."""
    officer = TestClient(app, base_url=house.runtime.settings.public_url, follow_redirects=True)
    sign_in(officer, house.runtime, house.household.officers["owner"])
    house.desk = replace(house.desk, cues={})
    house.look()
    house.go(14)
    assert ask()[0] == 200
    assert "trials do not reach" not in officer.get("/children").text
    house.go(1)
    status, said = ask()
    assert (status, said["ok"], said["rounds_missing"]) == (503, False, 3)
    for path in ("/children", "/officers", "/messages", "/versions", "/scripts", "/no-such-page"):
        assert "trials do not reach" in officer.get(path).text
    assert "trials do not reach" not in officer.get("/sign-in").text


def test_a_dead_timetable_is_503(house: House, ask: Ask) -> None:
    """Where no timed job has ended well for two minutes, nobody is passed on to anybody: 503."""
    house.look()
    house.go(1)
    assert ask()[0] == 200
    house.timetable = False
    house.go(2)
    assert ask()[0] == 200
    house.go(1)
    status, said = ask()
    assert (status, said["timetable"]) == (503, "dead")


def test_a_page_that_waits_is_503(house: House, ask: Ask) -> None:
    """A call that waits is told of after a minute and no sooner; after five it is 503."""
    house.look()
    house.go(1)
    since = house.clock()
    call = PageOut("k", "duty@example.org", "", "concern", "https://s.example", since, None)
    house.courier = False
    house.database.write(lambda t: page(t, house.runtime.ring, call, ["email"]))
    assert ask()[1]["oldest_waiting_page"] is None
    house.go(4)
    status, said = ask()
    assert (status, said["oldest_waiting_page"]) == (200, since.isoformat())
    house.go(1)
    assert ask()[0] == 503


def test_without_a_canary_it_says_so(house: House, household: Household) -> None:
    """A house without an address for the trials says that they are off, and is not ill for it."""
    served = serving.House(household.runtime, house.desk, {})
    for job in JOBS:
        runs_well(house, job.name)
    answer = TestClient(serving.application(served)).get(
        f"{household.runtime.settings.public_url}/health/duty"
    )
    assert (answer.status_code, answer.json()["canary"]) == (200, "off")


def test_a_lost_database_is_no_200(house: House, client: TestClient, database_url: str) -> None:
    """Where what is kept cannot be reached, nobody is told that all is well."""
    house.database.close()
    Path(database_url.removeprefix("sqlite:///")).unlink()
    for path in ("/health", "/health/duty"):
        answer = client.get(path)
        assert answer.status_code >= 500
        assert '"ok"' not in answer.text


def test_a_watch_sees_the_same(house: House, app: FastAPI, ask: Ask) -> None:
    """Who looks over real HTTP finds the house well, and ill once three rounds are missing."""
    house.look()
    house.go(1)
    assert ask()[0] == 200
    with served(app) as url:
        assert look(url, house.clock) == ""
        house.desk = replace(house.desk, cues={})
        house.go(20)
        assert ask()[0] == 503
        assert look(url, house.clock) == "status-503"


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve the application on a port of this machine while the block runs."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
