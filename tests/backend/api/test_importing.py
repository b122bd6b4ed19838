"""What a case system sends by itself, with a key and without."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from backend.api.importing import PATHS, RATE, Imports, error
from backend.matching import rules as matching
from backend.people import rules as people_rules
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.clock import SettableClock
from backend.platform.database import new_id
from backend.platform.machine_keys import service as machine_keys
from backend.platform.runtime import Runtime
from backend.sheets import rules as sheets
from backend.web.app import create_app
from backend.web.security import HEADERS, LONGEST_BODY_BYTES
from tests.backend.intake.case_system import AMARA, HOME, PRIYA
from tests.backend.web.people import add_staff, sign_in

CHILDREN = "/api/import/children"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite is enough: what differs between the engines is tested below the pages."""
    return sqlite_url


@pytest.fixture
def seconds() -> list[float]:
    """What the clock of the pace shows, to be moved on."""
    return [1000.0]


@pytest.fixture
def app(runtime: Runtime, seconds: list[float]) -> FastAPI:
    """The application with the doors for the case system."""
    imports = Imports(lambda: seconds[0])
    looks = {"/api/": error}
    return create_app(runtime, [imports.router()], error_pages=looks, machines=PATHS)


@pytest.fixture
def secret(runtime: Runtime) -> str:
    """The secret of a key that works."""
    secret = machine_keys.new_secret()
    runtime.database.write(
        lambda t: machine_keys.make(
            t, runtime.ring, key_id=new_id(), name="LCS", secret=secret, at=runtime.clock()
        )
    )
    return secret


@pytest.fixture
def machine(app: FastAPI, runtime: Runtime, secret: str) -> TestClient:
    """A case system: it has a key, and neither cookies nor a page it comes from."""
    headers = {"Authorization": f"Bearer {secret}"}
    return TestClient(app, base_url=runtime.settings.public_url, headers=headers)


@pytest.fixture
def keyless(app: FastAPI, runtime: Runtime) -> TestClient:
    """A machine without a key."""
    return TestClient(app, base_url=runtime.settings.public_url)


def names(runtime: Runtime) -> list[str]:
    """What the children are called who are kept."""
    found = runtime.database.read(lambda t: people.list_children(t, SYSTEM))
    return [child.called for child in found]


def test_rows_are_taken(machine: TestClient, runtime: Runtime) -> None:
    """Rows in JSON are answered one by one, by field, and the same again changes nothing."""
    assert machine.post("/api/import/officers", json=[PRIYA]).json()["summary"]["new"] == 1
    bad = {**AMARA, "case_number": "E2", "first_name": None, "short_breaks": 3}
    answer = machine.post(CHILDREN, json=[AMARA, bad])
    assert answer.status_code == 200
    told = answer.json()
    assert told["dry_run"] is False
    assert told["summary"] == {"new": 1, "changed": 0, "unchanged": 0, "bad": 1}
    first, second = told["rows"]
    assert (first["row"], first["state"]) == (1, "new")
    assert {"first_name", "iro", "became_looked_after"} <= set(first["changed"])
    assert (second["row"], second["state"]) == (2, "bad")
    assert {"field": "first_name", "reason": people_rules.MUST_SAY} in second["problems"]
    assert names(runtime) == ["Amara"]
    again = machine.post(CHILDREN, json=[AMARA]).json()
    assert again["rows"] == [{"row": 1, "state": "unchanged"}]


def test_a_dry_run_keeps_nothing_and_reads_nothing(machine: TestClient, runtime: Runtime) -> None:
    """A try says which fields would change, never from what, and changes none."""
    machine.post("/api/import/officers", json=[PRIYA])
    machine.post(CHILDREN, json=[AMARA])
    answer = machine.post(f"{CHILDREN}?dry_run=true", json=[{**AMARA, "first_name": "Mari"}])
    assert answer.json()["rows"] == [{"row": 1, "state": "changed", "changed": ["first_name"]}]
    assert names(runtime) == ["Amara"]
    assert machine.post(f"{CHILDREN}?dry_run=perhaps", json=[AMARA]).status_code == 422


def test_csv_is_taken_too(machine: TestClient, runtime: Runtime) -> None:
    """CSV in our own names is taken, and answered by the line on which a row begins."""
    machine.post("/api/import/officers", json=[PRIYA])
    heading, values = ",".join(AMARA), ",".join(AMARA.values())
    csv = f"{heading}\n{values}\n{values},more\n"
    answer = machine.post(CHILDREN, content=csv, headers={"Content-Type": "text/csv"}).json()
    assert [(each["row"], each["state"]) for each in answer["rows"]] == [(2, "new"), (3, "bad")]
    assert answer["summary"] == {"new": 1, "changed": 0, "unchanged": 0, "bad": 1}
    strange = machine.post(
        CHILDREN, content="case_number,Hair\n1,red\n", headers={"Content-Type": "text/csv"}
    )
    assert {"field": "", "reason": sheets.NOT_OURS} in [
        problem for each in strange.json()["rows"] for problem in each["problems"]
    ]
    assert "Hair" not in strange.text


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer sayso_wrong", "Basic {secret}", "Bearer x{secret}"],
)
def test_without_a_key_nothing_is_taken(
    keyless: TestClient, runtime: Runtime, secret: str, authorization: str
) -> None:
    """Whoever shows no key that works is told so in JSON, whatever they send."""
    headers = {"Authorization": authorization.format(secret=secret)} if authorization else {}
    for path in PATHS:
        answer = keyless.post(path, content=b"\xff", headers=headers)
        assert (path, answer.status_code) == (path, 401)
        assert answer.json()["error"] == "sign-in-needed"
        assert answer.headers["www-authenticate"] == "Bearer"
        assert "set-cookie" not in answer.headers
    assert runtime.database.read(lambda t: people.list_officers(t, SYSTEM)) == ()


@pytest.mark.parametrize("who", ["owner", "support"])
def test_a_machines_door_opens_for_no_officer(
    keyless: TestClient, runtime: Runtime, who: str
) -> None:
    """Being signed in is no key: the door asks an officer's browser for one, too."""
    sign_in(keyless, runtime, add_staff(runtime)[who])
    for path in PATHS:
        answer = keyless.post(path, json=[], headers={"Sec-Fetch-Site": "same-origin"})
        assert (path, answer.status_code) == (path, 401)
        assert "set-cookie" not in answer.headers


def test_a_revoked_key_works_no_more(
    machine: TestClient, runtime: Runtime, clock: SettableClock
) -> None:
    """A key's last use is noted, and revoking it closes the door at once."""
    assert machine.post(CHILDREN, json=[]).status_code == 200
    (key,) = runtime.database.read(machine_keys.every)
    assert key.used_at == clock()
    runtime.database.write(lambda t: machine_keys.revoke(t, key.id, clock()))
    assert machine.post(CHILDREN, json=[AMARA]).status_code == 401


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"{",
        b"\xff",
        b'{"case_number": "Hush"}',
        b'["Hush"]',
        b'[{"case_number": ["Hush"]}]',
        b'[{"case_number": 1.5}]',
        b"[" * 100_000,
    ],
)
def test_what_is_no_list_of_rows_is_refused(machine: TestClient, sent: bytes) -> None:
    """What cannot be read is refused as a whole, and nothing of it is said back."""
    answer = machine.post(CHILDREN, content=sent, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]) == (422, "bad-input")
    assert "Hush" not in answer.text


def test_nothing_sent_comes_back(machine: TestClient) -> None:
    """An answer holds our words about a row, and neither its values nor fields we don't know."""
    told = machine.post(
        "/api/import/placements",
        json=[{**HOME, "case_number": "Hush", "kind": "Hush"}, {**HOME, "Hush": "Hush"}],
    )
    assert "Hush" not in told.text
    first, second = told.json()["rows"]
    assert first["problems"] == [{"field": "case_number", "reason": matching.NO_CHILD}]
    assert [problem["field"] for problem in second["problems"]] == [""]


def test_too_much_is_refused(machine: TestClient) -> None:
    """More than the limit of a body is refused before anything is done."""
    answer = machine.post(CHILDREN, content=b"[" + b" " * LONGEST_BODY_BYTES + b"]")
    assert (answer.status_code, answer.json()["error"]) == (413, "too-large")


def test_too_often_is_refused(machine: TestClient, seconds: list[float]) -> None:
    """A key may come thirty times at once and once a second after that."""
    for _ in range(RATE.burst):
        assert machine.post(CHILDREN, json=[]).status_code == 200
    answer = machine.post(CHILDREN, json=[])
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    seconds[0] += 1
    assert machine.post(CHILDREN, json=[]).status_code == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_there_is_nothing_to_read(machine: TestClient, method: str, runtime: Runtime) -> None:
    """The door takes rows and gives none, and what is beside it is not there."""
    for path in (CHILDREN, "/api/import/cats", "/api/"):
        answer = machine.request(method, path)
        assert answer.status_code in {403, 404}
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert answer.json()["error"] in {"not-found", "from-elsewhere"}
    post = machine.post("/api/import/cats", json=[])
    assert post.json()["error"] == "from-elsewhere"
