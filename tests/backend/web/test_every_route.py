"""Every route there is, against everybody who must not get in.

A route that is not in the table fails a test, so a new one has to say whose it is.
"""

from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from backend.platform.accounts import service as accounts
from backend.platform.database import new_id
from backend.platform.runtime import Runtime
from backend.web.security import HEADERS, LONGEST_BODY_BYTES
from backend.web.visits import SignedIn, SignedInTyping
from bot.serving import House, application
from tests.backend.consultations.household import desk_of
from tests.backend.web.challenged import challenge_ids
from tests.backend.web.conftest import SignIn
from tests.backend.web.decided import decided
from tests.backend.web.followed import Followed
from tests.backend.web.people import Family, Staff
from tests.backend.web.route_table import ANYBODY, EVERY_OFFICER, MACHINES, TABLE
from tests.backend.web.settled import talked
from tests.backend.web.worried import worried

# Gives method and path of a route, filled in with what is really there.
Address = Callable[[str], tuple[str, str]]

# The families' chat has its own ways in: what it lets in is tested beside it.
FAMILIES = ("/c/", "/chat")
STAFF = {route: roles for route, roles in TABLE.items() if roles not in (ANYBODY, MACHINES)}
UNSAFE = [r for r, roles in TABLE.items() if not r.startswith("GET") and roles != MACHINES]


@pytest.fixture
def app(runtime: Runtime) -> FastAPI:
    """The whole application as it is served."""
    return application(House(runtime, desk_of(runtime), {}))


@pytest.fixture
def address(runtime: Runtime, staff: Staff, family: Family) -> Address:
    """Gives method and path of a route, filled in with what is really there."""
    worry = worried(runtime, family, staff)
    token = accounts.new_link_token()
    runtime.database.write(
        lambda t: accounts.make_link(
            t, runtime.ring, officer_id=staff["duty"].id, token=token, at=runtime.clock()
        )
    )
    known = {
        "child_id": family.child.id,
        "home_id": family.home.id,
        "participant_id": family.carer.id,
        "review_id": family.review.id,
        "decision_id": Followed(runtime, family, staff).decide().id,
        "officer_id": staff["duty"].id,
        "iro_id": staff["iro"].id,
        "cover_id": new_id(),
        "concern_id": worry.concern_id,
        **decided(runtime, family),
        "test_id": worry.test_id,
        "shift_id": worry.shift_id,
        "kind": "done",
        "invitation_id": new_id(),
        "period_id": family.care.id,
        "mark_id": new_id(),
        "which": "meeting",
        **challenge_ids(runtime, family, staff),
        "script_id": "after_review",
        "where": "said",
        "token": token,
        "talk_id": talked(runtime, staff, family),
    }

    def fill(route: str) -> tuple[str, str]:
        method, path = route.split(" ")
        return method, path.format(**known)

    return fill


def routes(app: FastAPI) -> set[str]:
    """Every route of the application but the folders of files, as `METHOD /path`."""
    return {
        f"{method} {route.path}"
        for route in iter_route_contexts(app.routes)
        for method in (route.methods or set()) - {"HEAD"}
    }


def test_every_route_says_whose_it_is(app: FastAPI) -> None:
    """Each route is in the table or the families' own, and the table holds no other."""
    staff_routes = {r for r in routes(app) if not r.split(" ")[1].startswith(FAMILIES)}
    assert staff_routes == set(TABLE)


def roles_asked(dependant: Dependant) -> list[frozenset[str]]:
    """Give the roles that each of a route's doors lets in, its router's too."""
    inner = [roles for each in dependant.dependencies for roles in roles_asked(each)]
    door = dependant.call
    return [*inner, *([door.roles] if isinstance(door, SignedIn | SignedInTyping) else [])]


def test_no_route_is_closed_to_everybody(app: FastAPI) -> None:
    """Of the doors in front of each form and page, somebody has a role that opens them all."""
    for route in iter_route_contexts(app.routes):
        dependant = getattr(route, "dependant", None)
        asked = roles_asked(dependant) if dependant else []
        if asked:
            open_to = frozenset.intersection(*asked)
            assert (route.path, bool(open_to)) == (route.path, True)


def test_nobody_is_asked_to_sign_in(anybody: TestClient, address: Address) -> None:
    """Somebody who is not signed in is sent to the sign-in, whatever page it was."""
    for route in STAFF:
        answer = anybody.request(*address(route))
        assert (route, answer.status_code) == (route, 303)
        assert answer.headers["location"].partition("?")[0] == "/sign-in"
        assert answer.text == ""


@pytest.mark.parametrize("who", sorted(EVERY_OFFICER))
def test_the_wrong_officer_finds_nothing(signed_in: SignIn, address: Address, who: str) -> None:
    """An officer for whom a page is not gets the page for what does not exist, and no more."""
    client = signed_in(who)
    nothing = client.get("/no-such-page")
    for route, allowed in STAFF.items():
        if who not in allowed:
            answer = client.request(*address(route))
            assert (route, answer.status_code) == (route, 404)
            assert (route, answer.text) == (route, nothing.text)


@pytest.mark.parametrize("who", sorted(EVERY_OFFICER))
def test_the_right_officer_gets_in(signed_in: SignIn, address: Address, who: str) -> None:
    """The table's examples are real: an officer who may see a page is shown it."""
    client = signed_in(who)
    for route, allowed in STAFF.items():
        if who in allowed and route.startswith("GET"):
            method, path = address(route)
            expected = 303 if path == "/" else 200
            assert (route, client.request(method, path).status_code) == (route, expected)


@pytest.mark.parametrize("wrong", ["f" * 32, "one", "0" * 40, "%00", "' OR 1=1"])
def test_a_child_who_is_not_there_is_not_found(
    support: TestClient, address: Address, family: Family, wrong: str
) -> None:
    """An id that nobody has and one that is none at all both lead nowhere."""
    for route in STAFF:
        method, path = address(route)
        if family.child.id in path:
            answer = support.request(method, path.replace(family.child.id, wrong))
            assert (route, answer.status_code) in {(route, 404), (route, 422)}
            assert (route, wrong in answer.text) == (route, False)


ELSEWHERE = {
    "cross-site": {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    "origin only": {"Origin": "https://evil.example"},
    "our name, their port": {"Origin": "http://127.0.0.1:9"},
    "null": {"Origin": "null"},
    "site only": {"Sec-Fetch-Site": "cross-site"},
    "same-site": {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:8000"},
    "typed": {"Sec-Fetch-Site": "none"},
    "silence": {},
}


@pytest.mark.parametrize("sent", ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_comes_from_elsewhere_changes_nothing(
    app: FastAPI, owner: TestClient, address: Address, sent: dict[str, str]
) -> None:
    """Whatever does not show that it comes from our own pages is refused, signed in or not."""
    url, cookies = str(owner.base_url), dict(owner.cookies)
    elsewhere = TestClient(app, base_url=url, headers=sent, cookies=cookies, follow_redirects=False)
    families = [route for route in routes(app) if route.startswith("POST /c")]
    for route in {*UNSAFE, *families}:
        answer = elsewhere.request(*address(route))
        assert (route, answer.status_code) == (route, 403)
        assert "set-cookie" not in answer.headers
    assert owner.get("/").headers["location"] == "/children", "still signed in"


def test_every_answer_has_the_headers(owner: TestClient, address: Address) -> None:
    """Each answer, an error too, carries the whole set, and is not kept unless it is a file."""
    for route in [*TABLE, "GET /no-such-page", "GET /static/staff/icon.svg"]:
        answer = owner.request(*address(route))
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        for_all = address(route)[1].startswith(("/static/", "/favicon.ico"))
        kept = "public, max-age=3600" if for_all else "no-store"
        assert (route, answer.headers["cache-control"]) == (route, kept)
        if route == "POST /sign-out":
            owner.cookies.clear()


def test_too_much_is_refused_kindly(owner: TestClient, address: Address) -> None:
    """More than any form of ours holds is refused before anything is done, announced or not."""
    too_much = b"name=" + b"a" * LONGEST_BODY_BYTES

    def unannounced() -> Iterator[bytes]:
        yield from (too_much[:100_000], too_much[100_000:])

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for route in UNSAFE:
        announced = owner.request(*address(route), content=too_much, headers=form)
        assert (route, announced.status_code) == (route, 413)
    streamed = owner.request(*address("POST /children/new"), content=unannounced(), headers=form)
    assert streamed.status_code == 413
    assert "nothing was saved" in streamed.text
