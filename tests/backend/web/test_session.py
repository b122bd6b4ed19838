"""Signing in, staying signed in, and getting out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import escape
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from backend.people import service as people
from backend.platform.accounts import service as accounts
from backend.platform.clock import SettableClock
from backend.platform.runtime import Runtime
from backend.web.app import create_app
from tests.backend.web.conftest import browser
from tests.backend.web.people import PASSWORD, Staff

SignIn = Callable[[str], TestClient]


def link(runtime: Runtime, staff: Staff, who: str) -> str:
    """A one-time link for an officer, as a path."""
    token = accounts.new_link_token()
    runtime.database.write(
        lambda t: accounts.make_link(
            t, runtime.ring, officer_id=staff[who].id, token=token, at=runtime.clock()
        )
    )
    return f"/password/{token}"


def test_an_officer_chooses_a_password_and_signs_in(
    anybody: TestClient, runtime: Runtime, staff: Staff
) -> None:
    """An officer sets a password by the link, once, and signs in to where their work begins."""
    path = link(runtime, staff, "support")
    assert "Sam Hill" in anybody.get(path).text
    short = anybody.post(path, data={"password": "short", "again": "short"})
    assert short.status_code == 422
    assert "at least 12 characters" in short.text
    chosen = anybody.post(path, data={"password": PASSWORD, "again": PASSWORD})
    assert chosen.headers["location"] == "/sign-in?done=password-chosen"
    assert anybody.get(path).status_code == 404

    form = {"email": "Support@northshire.example ", "password": PASSWORD, "next": "/"}
    signed_in = anybody.post("/sign-in", data=form)
    assert (signed_in.status_code, signed_in.headers["location"]) == (303, "/")
    cookie = signed_in.headers["set-cookie"]
    assert {"HttpOnly", "Path=/", "SameSite=strict"} <= set(cookie.split("; "))
    assert anybody.get("/").headers["location"] == "/children"


def test_two_different_passwords_are_not_taken(
    anybody: TestClient, runtime: Runtime, staff: Staff
) -> None:
    """A slip in the second password is said, and the link still works."""
    path = link(runtime, staff, "iro")
    slip = anybody.post(path, data={"password": PASSWORD, "again": PASSWORD + "!"})
    assert slip.status_code == 422
    assert "not the same" in slip.text
    assert PASSWORD not in slip.text
    assert anybody.get(path).status_code == 200


def test_a_wrong_password_says_no_more_than_that(anybody: TestClient, staff: Staff) -> None:
    """Somebody unknown and somebody with a wrong password get the same page."""
    unknown, wrong = (
        anybody.post("/sign-in", data={"email": email, "password": "whatever it may be"})
        for email in ("nobody@northshire.example", staff["iro"].email)
    )
    assert unknown.status_code == wrong.status_code == 422
    assert "The e-mail address or the password is not right." in unknown.text
    assert unknown.text.replace("nobody@", "iro@") == wrong.text


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:1", "/\n/x"],
)
def test_sign_in_leads_to_no_other_site(anybody: TestClient, elsewhere: str) -> None:
    """An address to go on to that is not a path of ours becomes the first page."""
    page = anybody.get("/sign-in", params={"next": elsewhere})
    assert '<input type="hidden" name="next" value="/">' in page.text


def test_what_was_asked_for_comes_after_signing_in(anybody: TestClient) -> None:
    """A page asked for by nobody leads to a sign-in that knows of it; a form's page likewise."""
    asked = anybody.get("/children/new")
    assert asked.headers["location"] == "/sign-in?next=%2Fchildren%2Fnew"
    referer = f"{anybody.base_url}/children/new"
    sent = anybody.post("/children/new", headers={"Referer": referer})
    assert sent.headers["location"] == "/sign-in?next=%2Fchildren%2Fnew"


def test_what_a_link_filled_in_is_there_after_signing_in(anybody: TestClient) -> None:
    """Which child and what kind come along; what was typed, or was to be said once, does not."""
    filled = "child=0a1b&kind=no_permanence"
    asked = anybody.get(f"/children/new?{filled}&done=raised&again=1&words=Jo+hit+me&next=//evil")
    (wanted,) = parse_qs(urlsplit(asked.headers["location"]).query)["next"]
    assert wanted == f"/children/new?{filled}"
    page = anybody.get(asked.headers["location"]).text
    assert f'<input type="hidden" name="next" value="{escape(wanted)}">' in page


def test_a_session_ends_when_nobody_is_there(support: TestClient, clock: SettableClock) -> None:
    """After fifteen minutes without a request the officer has to sign in again."""
    clock.advance(timedelta(minutes=14))
    assert support.get("/").headers["location"] == "/children"
    clock.advance(timedelta(minutes=14))
    assert support.get("/").headers["location"] == "/children"
    clock.advance(timedelta(minutes=16))
    assert support.get("/").headers["location"] == "/sign-in"


def test_signing_out_ends_the_session(support: TestClient) -> None:
    """Signed out, the browser's old cookie opens nothing."""
    kept = dict(support.cookies)
    left = support.post("/sign-out")
    assert left.headers["location"] == "/sign-in?done=signed-out"
    assert left.headers["clear-site-data"] == '"cache"'
    support.cookies.update(kept)
    assert support.get("/").headers["location"] == "/sign-in"


def test_an_officer_who_left_is_out_at_once(
    support: TestClient, runtime: Runtime, staff: Staff
) -> None:
    """An officer who is no longer active is signed in nowhere."""
    gone = replace(staff["support"], active=False)
    runtime.database.write(lambda t: people.correct_officer(t, gone))
    assert support.get("/").headers["location"] == "/sign-in"


def test_behind_https_nobody_else_can_set_our_cookie(runtime: Runtime, staff: Staff) -> None:
    """With an encrypted address the cookie has the prefix and the flag that browsers enforce."""
    settings = replace(runtime.settings, public_url="https://sayso.northshire.example")
    safe = replace(runtime, settings=settings)
    client = browser(create_app(safe), safe)
    path = link(safe, staff, "owner")
    client.post(path, data={"password": PASSWORD, "again": PASSWORD})
    email = staff["owner"].email
    answer = client.post("/sign-in", data={"email": email, "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-sayso=")
    assert "Secure" in cookie
    assert "Domain" not in cookie
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_too_many_tries_have_to_wait(anybody: TestClient, app: FastAPI, staff: Staff) -> None:
    """After ten wrong passwords the next one is not even looked at, and the page says so."""
    form = {"email": staff["duty"].email, "password": "no"}
    for _ in range(10):
        assert anybody.post("/sign-in", data=form).status_code == 422
    waiting = anybody.post("/sign-in", data=form)
    assert waiting.status_code == 429
    assert int(waiting.headers["retry-after"]) > 0
    assert "wait a few minutes" in waiting.text


def test_who_is_signed_in_goes_straight_on(support: TestClient) -> None:
    """A sign-in page that leads somewhere takes whoever is signed in there at once."""
    answer = support.get("/sign-in?next=/children/new")
    assert (answer.status_code, answer.headers["location"]) == (303, "/children/new")
    assert support.get("/sign-in").status_code == 200


def test_a_link_on_another_site_is_asked_for_once_more(anybody: TestClient) -> None:
    """From another site a browser keeps our cookie back, so it asks once more, and only then."""
    there = {"Sec-Fetch-Site": "cross-site"}
    first = anybody.get("/sign-in?next=/duty", headers=there)
    assert first.headers["refresh"] == "0; url=/sign-in?next=%2Fduty"
    assert "refresh" not in anybody.get("/sign-in?next=/duty").headers
    assert "refresh" not in anybody.get("/sign-in", headers=there).headers
    elsewhere = anybody.get("/sign-in?next=//evil.example", headers=there)
    assert "refresh" not in elsewhere.headers
