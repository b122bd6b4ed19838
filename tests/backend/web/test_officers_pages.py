"""The owner decides who may sign in."""

import re
from dataclasses import replace
from datetime import timedelta

from starlette.testclient import TestClient

from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.clock import SettableClock
from backend.platform.delivery.rules import OpenedMessage
from backend.platform.delivery.service import deliver_due
from backend.platform.runtime import Runtime
from backend.web.app import create_app
from tests.backend.web.conftest import SignIn, browser
from tests.backend.web.people import PASSWORD, Family, Staff, sign_in

LINK = re.compile(r"http://127\.0\.0\.1:8000(/password/[A-Za-z0-9_-]{43})")
NIA = {"name": "Nia Evans", "email": "Nia@Northshire.example", "roles": ["iro", "duty"]}


def test_a_new_officer_gets_in_by_a_link(owner: TestClient, anybody: TestClient) -> None:
    """An officer is added, handed a link that is shown once, chooses a password and signs in."""
    page = owner.post("/officers/new", data=NIA).headers["location"].partition("?")[0]
    assert "no password yet" in owner.get(page).text
    assert owner.post(f"{page}/link").headers["location"] == f"{page}?done=link-made"
    (link,) = LINK.findall(owner.get(page).text)
    anybody.post(link, data={"password": PASSWORD, "again": PASSWORD})
    answer = anybody.post(
        "/sign-in", data={"email": "nia@northshire.example", "password": PASSWORD}
    )
    assert answer.status_code == 303
    assert anybody.get("/").headers["location"] == "/reviews"
    assert "no password yet" not in owner.get(page).text


def test_a_link_is_not_shown_for_long(owner: TestClient, clock: SettableClock) -> None:
    """After ten minutes the page no longer shows the link."""
    page = owner.post("/officers/new", data=NIA).headers["location"].partition("?")[0]
    owner.post(f"{page}/link")
    clock.advance(timedelta(minutes=11))
    assert not LINK.search(owner.get(page).text)


def test_with_mail_the_owner_never_sees_the_link(runtime: Runtime, staff: Staff) -> None:
    """Where e-mail is set up the link goes to the officer and to nobody else."""
    settings = replace(runtime.settings, smtp_host="mail.northshire.example")
    client = browser(create_app(replace(runtime, settings=settings)), runtime)
    sign_in(client, runtime, staff["owner"])
    page = f"/officers/{staff['iro'].id}"
    assert client.post(f"{page}/link").headers["location"] == f"{page}?done=link-sent"
    assert not LINK.search(client.get(page).text)
    sent: list[OpenedMessage] = []
    deliver_due(runtime.database, runtime.ring, {"email": sent.append}, runtime.clock)
    assert [(message.recipient, message.template) for message in sent] == [
        (staff["iro"].email, "account_link")
    ]
    assert LINK.search(sent[0].values["url"])


def test_a_closed_sign_in_is_closed_at_once(
    owner: TestClient, support: TestClient, staff: Staff
) -> None:
    """An officer whose sign-in is closed is out at the next request, and can be let in again."""
    page = f"/officers/{staff['support'].id}"
    assert support.get("/children").status_code == 200
    owner.post(f"{page}/disable")
    assert support.get("/children").status_code == 303
    assert "closed" in owner.get("/officers").text
    owner.post(f"{page}/enable")
    assert support.get("/children").status_code == 303, "only a new link lets them in"


def test_children_of_an_officer_who_left_need_another(
    owner: TestClient, staff: Staff, family: Family
) -> None:
    """Whether an IRO's sign-in is closed or their role taken, the pages count whom they leave."""
    page, needs = f"/officers/{staff['iro'].id}", "1 child needs another reviewing officer"
    assert needs not in owner.get("/officers").text
    owner.post(f"{page}/disable")
    for shown in ("/officers", page):
        assert needs in owner.get(shown).text
    owner.post(f"{page}/enable")
    assert needs not in owner.get(page).text
    form = {"name": "Priya Shah", "email": staff["iro"].email, "roles": ["duty"]}
    owner.post(f"{page}/edit", data=form)
    assert needs in owner.get(page).text
    assert "pick another" in owner.get("/children").text
    assert "pick another" in owner.get(f"/children/{family.child.id}").text


def test_new_roles_count_from_the_next_page(
    owner: TestClient, signed_in: SignIn, staff: Staff
) -> None:
    """Somebody who is given other work sees the pages of that work and no more the old ones."""
    support = signed_in("support")
    form = {"name": "Sam Hill", "email": staff["support"].email, "roles": ["duty"]}
    owner.post(f"/officers/{staff['support'].id}/edit", data=form)
    assert support.get("/children").status_code == 404
    assert support.get("/").headers["location"] == "/duty"


def test_an_owner_cannot_lock_the_door_from_outside(
    owner: TestClient, runtime: Runtime, staff: Staff
) -> None:
    """Owners cannot take the role or the sign-in from themselves, so that one always remains."""
    page = f"/officers/{staff['owner'].id}"
    form = {"name": "Olu", "email": staff["owner"].email, "roles": ["iro"]}
    assert owner.post(f"{page}/edit", data=form).status_code == 422
    assert owner.post(f"{page}/disable").status_code == 422
    kept = runtime.database.read(lambda t: people.get_officer(t, SYSTEM, staff["owner"].id))
    assert kept == staff["owner"]
