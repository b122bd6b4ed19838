"""The page of reminders: what went, what comes, and one button to leave somebody in peace."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI

from backend.invitations import service as invitations
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.clock import SettableClock
from backend.platform.delivery.service import deliver_due
from backend.platform.runtime import Runtime
from backend.timetable import JOBS, Timetable, Tools
from backend.web.app import create_app
from backend.web.routes.reminders import ReminderPages
from tests.backend.consultations.household import ask, desk_of
from tests.backend.web.conftest import SignIn, browser
from tests.backend.web.people import Family, Staff, sign_in

NIGHT = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
WHO = re.compile(r'name="who" value="([0-9a-f]{32})"')
MAIL = frozenset({"email"})


@pytest.fixture
def app(runtime: Runtime) -> FastAPI:
    """The staff pages with those of reminders, where e-mail is set up."""
    settings = replace(runtime.settings, smtp_host="mail.example", smtp_sender="s@mail.example")
    with_mail = replace(runtime, settings=settings)
    return create_app(with_mail, [ReminderPages(desk_of(runtime), MAIL).router()])


@pytest.fixture
def invited(runtime: Runtime, family: Family) -> Family:
    """The carer, who has an address, and the child, who has none, have both been asked."""
    for one in (family.carer, family.own):
        ask(runtime, one, family.review.id, f"{one.id:.22}")
    return family


def page_of(family: Family) -> str:
    """Give where the reminders of the next review are."""
    return f"/reviews/{family.review.id}/reminders"


def remind(runtime: Runtime, at: datetime) -> None:
    """Let the timetable do its job at a moment, and let what is due go out."""
    assert isinstance(runtime.clock, SettableClock)
    runtime.clock.set(at)
    Timetable(Tools(runtime, desk_of(runtime), MAIL)).run(JOBS[0])
    deliver_due(runtime.database, runtime.ring, {"email": lambda _message: None}, runtime.clock)


def test_what_comes_and_what_went_is_shown(
    signed_in: SignIn, runtime: Runtime, invited: Family
) -> None:
    """The page says when the next goes, then when the last went, and who cannot be reached."""
    page = signed_in("support").get(page_of(invited)).text
    assert "The next goes out on Tuesday 1 December 2026, 10.00 am." in page
    assert "There is no way to reach them here. Remind them yourself." in page
    assert "The last went out" not in page
    remind(runtime, datetime(2026, 12, 1, 10, 0, tzinfo=UTC))
    page = signed_in("support").get(page_of(invited)).text
    assert "The last went out on Tuesday 1 December 2026, 10.00 am." in page
    assert "The next goes out on Monday 7 December 2026, 10.00 am." in page
    remind(runtime, datetime(2026, 12, 7, 10, 0, tzinfo=UTC))
    asking = f"/children/{invited.child.id}/reviews/{invited.review.id}/asking"
    for path in (asking, f"/children/{invited.child.id}"):
        page = signed_in("support").get(path).text
        assert page.count("reminded 7 December 2026") == 1
        assert "reminded 1 December" not in page
    assert "No more will go out." in signed_in("support").get(page_of(invited)).text


@pytest.mark.parametrize("who", ["iro", "support", "owner"])
def test_one_button_leaves_somebody_in_peace(
    signed_in: SignIn, runtime: Runtime, invited: Family, who: str
) -> None:
    """The child's IRO and who keeps the records switch reminders off, and on again."""
    client, path = signed_in(who), page_of(invited)
    asked = next(
        one.id
        for one in runtime.database.read(
            lambda t: invitations.for_review(t, SYSTEM, invited.review.id)
        )
        if one.participant_id == invited.carer.id
    )
    assert asked in WHO.findall(client.get(path).text)
    answer = client.post(path, data={"who": asked, "reminders": "off"})
    assert answer.headers["location"] == f"{path}?done=reminders-off"
    page = client.get(answer.headers["location"]).text
    assert "No more reminders go out to them." in page
    assert "They are switched off." in page
    remind(runtime, datetime(2026, 12, 1, 10, 0, tzinfo=UTC))
    assert "The last went out" not in signed_in(who).get(path).text
    signed_in(who).post(path, data={"who": asked, "reminders": "on"})
    assert "They are switched off." not in signed_in(who).get(path).text


def test_nonsense_switches_nothing(signed_in: SignIn, invited: Family) -> None:
    """A choice that was not offered, and somebody who was not asked, are refused."""
    client, path = signed_in("support"), page_of(invited)
    (asked, *_rest) = WHO.findall(client.get(path).text)
    assert client.post(path, data={"who": asked, "reminders": "daily"}).status_code == 422
    assert client.post(path, data={"who": "0" * 32, "reminders": "off"}).status_code == 404
    assert client.post(path, data={"reminders": "off"}).status_code == 404
    assert "They are switched off." not in client.get(path).text


def test_it_is_found_from_the_page_of_the_review(signed_in: SignIn, invited: Family) -> None:
    """Who asks people finds the reminders of that review beside it."""
    asking = f"/children/{invited.child.id}/reviews/{invited.review.id}/asking"
    assert f'href="{page_of(invited)}"' in signed_in("support").get(asking).text


def test_nobody_to_remind_is_said(signed_in: SignIn, family: Family) -> None:
    """Where nobody has been asked the page says so and shows no empty table."""
    page = signed_in("support").get(page_of(family)).text
    assert "Nobody is waiting to be reminded" in page
    assert "<table" not in page


def ask_by_mail(app: FastAPI, runtime: Runtime, staff: Staff, family: Family, who: str) -> str:
    """Ask somebody by e-mail, and give the page that is shown then."""
    client = browser(app, runtime)
    sign_in(client, runtime, staff["support"])
    review = f"/children/{family.child.id}/reviews/{family.review.id}"
    client.post(f"{review}/asking", data={"who": [who], "way": "email"})
    return client.get(f"{review}/cards").text


def test_by_day_an_invitation_goes_at_once(
    app: FastAPI, runtime: Runtime, staff: Staff, family: Family
) -> None:
    """During the hours in which people may be disturbed it is on its way."""
    page = ask_by_mail(app, runtime, staff, family, family.carer.id)
    assert "The link is on its way to" in page
    assert "The link goes out on" not in page


def test_by_night_the_page_says_when_it_goes(
    app: FastAPI, runtime: Runtime, staff: Staff, family: Family, clock: SettableClock
) -> None:
    """Late in the evening it waits until eight, the page says so, and nothing goes before."""
    clock.set(NIGHT)
    page = ask_by_mail(app, runtime, staff, family, family.carer.id)
    assert "The link goes out on Wednesday 25 November 2026, 8.00 am to" in page
    assert "The link is on its way to" not in page
    gone: list[str] = []
    routes = {"email": lambda message: gone.append(message.recipient)}
    deliver_due(runtime.database, runtime.ring, routes, clock)
    assert gone == []
    clock.set(datetime(2026, 11, 25, 8, 0, tzinfo=UTC))
    deliver_due(runtime.database, runtime.ring, routes, clock)
    assert gone == ["jo@home.example"]


def test_a_child_is_disturbed_less_than_an_adult(
    app: FastAPI, runtime: Runtime, staff: Staff, family: Family, clock: SettableClock
) -> None:
    """At seven in the evening an adult's link goes at once and a nine-year-old's tomorrow."""
    own = replace(family.own, email="amara@home.example")
    runtime.database.write(lambda t: people.correct_participant(t, SYSTEM, own))
    clock.set(datetime(2026, 11, 24, 19, 0, tzinfo=UTC))
    assert "is on its way" in ask_by_mail(app, runtime, staff, family, family.carer.id)
    page = ask_by_mail(app, runtime, staff, family, own.id)
    assert "The link goes out on Wednesday 25 November 2026, 8.00 am to" in page
