"""Every route there is, against everybody who must not get in.

A route that is not in the table fails a test, so a new one has to say whose it is.
"""

from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from backend.platform.accounts import service as accounts
from backend.platform.database import new_id
from backend.platform.runtime import Runtime
from backend.web.security import HEADERS, LONGEST_BODY_BYTES
from bot.serving import House, application
from tests.backend.consultations.household import desk_of
from tests.backend.web.conftest import SignIn
from tests.backend.web.decided import DECISION_ROUTES, decided
from tests.backend.web.people import Family, Staff
from tests.backend.web.round_routes import ROUND_ROUTES
from tests.backend.web.settled import talked
from tests.backend.web.worried import worried

ANYBODY = frozenset({"anybody"})
KEEPERS = frozenset({"support", "owner"})
OWNER = frozenset({"owner"})
IRO = frozenset({"iro"})
DUTY = frozenset({"duty", "manager"})
ROTA = DUTY | KEEPERS
OWN_IRO_TOO = DUTY | IRO
EVERY_IRO_TOO = OWN_IRO_TOO | {"other_iro"}
EVERY_OFFICER = frozenset({"iro", "other_iro", "duty", "manager", "support", "owner"})

# Gives method and path of a route, filled in with what is really there.
Address = Callable[[str], tuple[str, str]]

CHILD = "/children/{child_id}"
CONCERN = "/concerns/{concern_id}"
TABLE = {
    "GET /": EVERY_OFFICER,
    "GET /health": ANYBODY,
    "GET /health/duty": ANYBODY,
    "GET /favicon.ico": ANYBODY,
    "GET /sign-in": ANYBODY,
    "POST /sign-in": ANYBODY,
    "POST /sign-out": ANYBODY,
    "GET /password/{token}": ANYBODY,
    "POST /password/{token}": ANYBODY,
    "GET /children": KEEPERS,
    "GET /children/new": KEEPERS,
    "POST /children/new": KEEPERS,
    f"GET {CHILD}": KEEPERS,
    f"GET {CHILD}/edit": KEEPERS,
    f"POST {CHILD}/edit": KEEPERS,
    f"GET {CHILD}/homes/new": KEEPERS,
    f"POST {CHILD}/homes/new": KEEPERS,
    f"GET {CHILD}/homes/{{home_id}}/edit": KEEPERS,
    f"POST {CHILD}/homes/{{home_id}}/edit": KEEPERS,
    f"GET {CHILD}/move": KEEPERS,
    f"POST {CHILD}/move": KEEPERS,
    f"GET {CHILD}/people/new": KEEPERS,
    f"POST {CHILD}/people/new": KEEPERS,
    f"GET {CHILD}/people/{{participant_id}}/edit": KEEPERS,
    f"POST {CHILD}/people/{{participant_id}}/edit": KEEPERS,
    f"GET {CHILD}/reviews/new": KEEPERS,
    f"POST {CHILD}/reviews/new": KEEPERS,
    f"GET {CHILD}/reviews/{{review_id}}/edit": KEEPERS,
    f"POST {CHILD}/reviews/{{review_id}}/edit": KEEPERS,
    **ROUND_ROUTES,
    f"GET {CHILD}/any-day": KEEPERS,
    f"POST {CHILD}/any-day": KEEPERS,
    "GET /cases/{child_id}": IRO | {"manager"},
    "GET /cases/{child_id}/talks": IRO,
    "GET /cases/{child_id}/talks/new": IRO,
    "POST /cases/{child_id}/talks/new": IRO,
    "GET /talks/{talk_id}": IRO,
    "POST /talks/{talk_id}": IRO,
    "GET /reviews/{review_id}/talk": IRO,
    "POST /reviews/{review_id}/talk": IRO,
    "GET /reviews/{review_id}/attendance": IRO,
    "POST /reviews/{review_id}/attendance": IRO,
    "POST /reviews/{review_id}/attendance/code": IRO,
    "GET /messages": ROTA,
    "GET /officers": OWNER,
    "GET /officers/new": OWNER,
    "POST /officers/new": OWNER,
    "GET /officers/{officer_id}": OWNER,
    "GET /officers/{officer_id}/edit": OWNER,
    "POST /officers/{officer_id}/edit": OWNER,
    "POST /officers/{officer_id}/link": OWNER,
    "POST /officers/{officer_id}/disable": OWNER,
    "POST /officers/{officer_id}/enable": OWNER,
    "GET /versions": OWNER,
    "GET /versions/{script_id}": OWNER,
    "POST /versions/{script_id}": OWNER,
    "GET /reviews": IRO | {"other_iro"},
    "GET /reviews/{review_id}": IRO,
    "GET /reviews/{review_id}/{which}.pdf": IRO,
    "POST /reviews/{review_id}/notes": IRO,
    **DECISION_ROUTES,
    "GET /reviews/{review_id}/questions": IRO,
    "POST /reviews/{review_id}/questions": IRO,
    "GET /reviews/{review_id}/reminders": IRO | KEEPERS,
    "POST /reviews/{review_id}/reminders": IRO | KEEPERS,
    "GET /between": IRO | {"other_iro"},
    "GET /between/{child_id}": IRO,
    "GET /concerns": EVERY_IRO_TOO,
    f"GET {CONCERN}": OWN_IRO_TOO,
    f"POST {CONCERN}": OWN_IRO_TOO,
    f"GET {CONCERN}/record": OWN_IRO_TOO,
    f"GET {CONCERN}/record.pdf": OWN_IRO_TOO,
    f"GET {CONCERN}/notes/{{kind}}": OWN_IRO_TOO,
    f"POST {CONCERN}/notes/{{kind}}": OWN_IRO_TOO,
    f"POST {CONCERN}/act": OWN_IRO_TOO,
    f"GET {CONCERN}/close": OWN_IRO_TOO,
    f"POST {CONCERN}/close": OWN_IRO_TOO,
    f"GET {CONCERN}/hand-over": OWN_IRO_TOO,
    f"POST {CONCERN}/hand-over": OWN_IRO_TOO,
    f"GET {CONCERN}/about": OWN_IRO_TOO,
    f"POST {CONCERN}/about": OWN_IRO_TOO,
    "GET /duty": DUTY,
    "GET /duty/rota": ROTA,
    "GET /duty/rota/new": ROTA,
    "POST /duty/rota/new": ROTA,
    "POST /duty/rota/{shift_id}/remove": ROTA,
    "GET /duty/tests": ROTA,
    "POST /duty/tests": ROTA,
    "GET /duty/tests/{test_id}": ROTA,
    "POST /duty/tests/{test_id}": ROTA,
    "GET /duty/numbers": ROTA,
    "GET /scripts": EVERY_OFFICER,
    "GET /scripts/{script_id}/booklet.pdf": EVERY_OFFICER,
    "GET /scripts/{script_id}/try": EVERY_OFFICER,
    "POST /scripts/{script_id}/try": EVERY_OFFICER,
    "POST /scripts/{script_id}/try/{where}": EVERY_OFFICER,
}
# The families' chat has its own ways in: what it lets in is tested beside it.
FAMILIES = ("/c/", "/chat")
STAFF = {route: roles for route, roles in TABLE.items() if roles != ANYBODY}
UNSAFE = [route for route in TABLE if not route.startswith("GET")]


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
        "officer_id": staff["duty"].id,
        "concern_id": worry.concern_id,
        **decided(runtime, family),
        "test_id": worry.test_id,
        "shift_id": worry.shift_id,
        "kind": "done",
        "invitation_id": new_id(),
        "which": "meeting",
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
