"""The duty page, the banners on every page, tests of the way, the rota and the numbers."""

from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from backend.concerns import service as concerns
from backend.concerns.tables import concerns as concerns_table
from backend.duty.rules import on_call_of
from backend.duty.tables import duty_test_pages, duty_tests
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.clock import SettableClock
from backend.platform.holidays import bank_holidays
from backend.platform.runtime import Runtime
from bot.serving import House, application
from tests.backend.consultations.household import desk_of
from tests.backend.web.conftest import SignIn
from tests.backend.web.people import Family, Staff
from tests.backend.web.typed import a_day
from tests.backend.web.worried import WORDS, Worry, raise_more


@pytest.fixture
def app(runtime: Runtime) -> FastAPI:
    """The whole application as it is served, with the bank holidays."""
    on_call = on_call_of(runtime.settings, bank_holidays(), frozenset({"email"}))
    return application(House(runtime, replace(desk_of(runtime), on_call=on_call), {}))


@pytest.fixture
def dee(signed_in: SignIn, worry: Worry) -> TestClient:
    """A browser in which the duty officer is signed in."""
    assert worry.concern_id
    return signed_in("duty")


def test_what_is_open_is_shown_without_a_word_of_it(dee: TestClient, worry: Worry) -> None:
    """The list has first name and initial, since when, who is called next, and no words."""
    page = dee.get("/duty").text
    assert ">Amara O.</bdi>" in page
    assert "Okoye" not in page
    assert all(line not in page for line in WORDS.split("\n"))
    assert "Asked for help" in page
    assert "Waits since 9.00 am" in page
    assert "(just now)" in page
    assert "Called: <bdi>Dee Okoro</bdi> 9.00 am" in page
    # Nobody is second on the rota, and there is no other duty officer: so all are called.
    assert "Passes to Dee Okoro, Mo Ellis at 9.15 am, unless someone takes it." in page
    assert f'action="{worry.path}"' in page


def test_the_most_pressing_stands_first(
    dee: TestClient, worry: Worry, family: Family, clock: SettableClock
) -> None:
    """Urgent concerns come before others that have waited longer."""
    bullying = raise_more(worry, family, "bullying", "concern")
    clock.advance(timedelta(minutes=5))
    raise_more(worry, family, "missing", "urgent")
    page = dee.get("/duty").text
    order = [page.index(each) for each in ("Asked for help", "Missing or running", "Bullying")]
    assert order == sorted(order)
    dee.post(f"/concerns/{bullying.id}", data={"times": "1"})
    page = dee.get("/duty").text
    assert page.index("Somebody has these") < page.index("Bullying")


def test_one_tap_takes_it(dee: TestClient, worry: Worry) -> None:
    """Pressed on the list, "I have this" is kept, and the words are shown next."""
    answer = dee.post(worry.path, data={"times": str(worry.now.times)})
    assert answer.headers["location"] == f"{worry.path}?done=taken"
    assert not worry.now.waiting
    assert "Dee Okoro has this" in dee.get("/duty").text
    page = dee.get(f"{worry.path}?done=taken").text
    assert "Dee Okoro has this" in page
    assert "You have this now." in page


def test_what_was_said_since_is_shown_first(dee: TestClient, worry: Worry, family: Family) -> None:
    """Where more was said since the list was shown, it stays open and the page asks again."""
    raise_more(worry, family, "help", "urgent")
    answer = dee.post(worry.path, data={"times": "1"})
    assert answer.status_code == 409
    assert "More was said while you were reading." in answer.text
    assert 'name="times" value="2"' in answer.text
    assert worry.now.waiting


def test_the_page_renews_itself_and_can_be_told_not_to(dee: TestClient) -> None:
    """Without a script the browser asks for the page again each minute, unless told to stop."""
    page = dee.get("/duty")
    assert page.headers["refresh"] == "60; url=/duty?again=1"
    assert "As it was at 9.00 am." in page.text
    still = dee.get("/duty?refresh=no")
    assert "refresh" not in still.headers


def test_a_page_that_renews_itself_keeps_nobody_signed_in(
    dee: TestClient, clock: SettableClock
) -> None:
    """Who does nothing for 15 minutes is signed out, however often the page asked for itself."""
    for _ in range(7):
        clock.advance(timedelta(minutes=2))
        assert dee.get("/duty?again=1").status_code == 200
    clock.advance(timedelta(minutes=2))
    answer = dee.get("/duty?again=1")
    assert answer.headers["location"] == "/sign-in?next=%2Fduty"


def test_who_uses_the_page_stays_signed_in(dee: TestClient, clock: SettableClock) -> None:
    """Opening the page oneself counts as doing something."""
    for _ in range(3):
        clock.advance(timedelta(minutes=14))
        assert dee.get("/duty").status_code == 200


@pytest.mark.parametrize(("who", "path"), [("duty", "/scripts"), ("manager", "/duty/rota")])
def test_what_waits_is_counted_on_every_page(
    signed_in: SignIn, worry: Worry, who: str, path: str
) -> None:
    """Duty officers and managers see on any page how many wait, until somebody takes them."""
    client = signed_in(who)
    waiting = len(worry.runtime.database.read(lambda t: concerns.list_waiting(t, SYSTEM)))
    assert waiting > 1
    assert f"{waiting} worries wait for somebody to take them" in client.get(path).text
    client.post(worry.path, data={"times": str(worry.now.times)})
    assert f"{waiting - 1} worr" in client.get(path).text


@pytest.mark.parametrize("who", ["support", "owner", "iro"])
def test_others_are_not_told_how_many_wait(signed_in: SignIn, worry: Worry, who: str) -> None:
    """Whoever is not called for worries is not told that one waits."""
    assert worry.now.waiting
    assert "to take them" not in signed_in(who).get("/scripts").text


def test_a_worry_that_nobody_could_be_told_of_is_said_to_all_but_whom_it_is_about(
    signed_in: SignIn, worry: Worry, staff: Staff
) -> None:
    """Everybody sees that nobody could be told, but an officer who is named in it does not."""
    alone = concerns_table.update().values(nobody_left=True)
    worry.write(lambda t: t.execute(alone))
    said = "nobody on duty could be told of it"
    for who in ("duty", "owner", "iro", "support"):
        assert (who, said in signed_in(who).get("/scripts").text) == (who, True)
    named = {"about": "worker", "named": f"officer:{staff['owner'].id}"}
    manager = signed_in("manager")
    for each in (worry.path, *_others(manager, worry)):
        manager.post(each, data={"times": "1"})
        assert manager.post(f"{each}/about", data=named).status_code == 303
    again = concerns_table.update().values(nobody_left=True, waiting_since=worry.runtime.clock())
    worry.write(lambda t: t.execute(again))
    assert said in signed_in("support").get("/scripts").text
    assert said not in signed_in("owner").get("/scripts").text


def _others(client: TestClient, worry: Worry) -> list[str]:
    page = client.get("/duty").text
    parts = [each.partition('"')[0] for each in page.split('href="')[1:]]
    return [each for each in parts if each.startswith("/concerns/") and each != worry.path]


def test_an_untested_way_is_said_on_every_page(
    signed_in: SignIn, worry: Worry, clock: SettableClock
) -> None:
    """Never tested, tested and not tested for 30 days: each is said, or nothing, on any page."""
    worry.write(lambda t: (t.execute(duty_test_pages.delete()), t.execute(duty_tests.delete())))
    assert "has never been tested" in signed_in("iro").get("/scripts").text
    support = signed_in("support")
    support.post("/duty/tests")
    dee = signed_in("duty")
    [path] = _tests(dee)
    assert dee.post(path).headers["location"] == f"{path}?done=test-arrived"
    assert "tested" not in signed_in("iro").get("/scripts").text
    clock.advance(timedelta(days=30, minutes=1))
    assert "not been tested for 30 days" in signed_in("iro").get("/scripts").text


def _tests(client: TestClient) -> list[str]:
    page = client.get("/duty/tests").text
    parts = [each.partition('"')[0] for each in page.split('href="')[1:]]
    return [each for each in parts if each.startswith("/duty/tests/")]


def test_without_anybody_on_duty_every_page_says_so(
    signed_in: SignIn, staff: Staff, runtime: Runtime
) -> None:
    """Where no active officer is a duty officer, that is said before anything else."""
    gone = replace(staff["duty"], active=False)
    runtime.database.write(lambda t: people.correct_officer(t, gone))
    assert "Nobody on duty can be reached." in signed_in("support").get("/children").text


def test_a_test_shows_whom_it_reached(dee: TestClient, worry: Worry, signed_in: SignIn) -> None:
    """Each test says to whom it went, by which way, and who pressed; only they can press."""
    path = f"/duty/tests/{worry.test_id}"
    assert _tests(dee) == [path]
    page = dee.get(path).text
    assert "I got it</" in page.replace("\n", "")
    assert "e-mail" in page
    assert "not pressed" in page
    dee.post(path)
    page = dee.get(path).text
    assert "You said at 9.00 am that it reached you." in page
    assert "pressed 9.00 am" in page
    manager = signed_in("manager")
    assert "This test was not sent to you." in manager.get(path).text
    assert manager.post(path).status_code == 404
    assert dee.get(f"/duty/tests/{'0' * 32}").status_code == 404


def a_shift(staff: Staff, clock: SettableClock, **changed: str) -> dict[str, str]:
    """A shift as it is typed: tomorrow from five in the afternoon until midnight."""
    day = clock().date() + timedelta(days=1)
    return {
        "officer_id": staff["manager"].id,
        "position": "1",
        **a_day("starts_at", day),
        "start_time": "5 pm",
        **a_day("ends_at", day + timedelta(days=1)),
        "end_time": "0:00",
        **changed,
    }


def test_a_shift_is_added_and_taken_off(
    dee: TestClient, staff: Staff, clock: SettableClock
) -> None:
    """The rota shows who is on, and when nobody is; what is taken off leaves a gap again."""
    whole_day = "Nobody all day"
    before = dee.get("/duty/rota").text
    assert "Dee Okoro" in before
    assert before.count(whole_day) == 13
    answer = dee.post("/duty/rota/new", data=a_shift(staff, clock))
    assert answer.headers["location"] == "/duty/rota?done=shift-added"
    page = dee.get("/duty/rota").text
    assert "<bdi>Mo Ellis</bdi>, 5.00 pm until Thursday, 12.00 am" in page
    assert "Nobody from 12.00 am until 5.00 pm" in page
    assert page.count(whole_day) == 12
    removing = page.partition("Mo Ellis</bdi>")[2].partition('action="')[2].partition('"')[0]
    assert dee.post(removing).headers["location"] == "/duty/rota?done=shift-removed"
    assert dee.get("/duty/rota").text.count(whole_day) == 13
    assert dee.post(removing).status_code == 404


def test_a_wrong_shift_says_what_is_wrong_and_keeps_what_was_typed(
    dee: TestClient, staff: Staff, clock: SettableClock
) -> None:
    """Every mistake stands beside its field, and nothing that was typed is lost."""
    wrong = a_shift(staff, clock, officer_id=staff["support"].id, position="", end_time="half 5")
    answer = dee.post("/duty/rota/new", data=wrong)
    assert answer.status_code == 422
    for said in (
        "is a duty officer or a manager.",
        "Say whether they are first or second.",
        "Enter a time, such as 4.00 pm or 16:00.",
    ):
        assert answer.text.count(said) == 2, said
    assert 'value="half 5"' in answer.text
    backwards = a_shift(staff, clock, **a_day("ends_at", clock().date()))
    assert "The end has to be after the start." in dee.post("/duty/rota/new", data=backwards).text


def test_the_steps_and_the_office_hours_are_said(dee: TestClient) -> None:
    """The rota says in words after how long whom a worry passes to, and when the office is open."""
    page = dee.get("/duty/rota").text
    for said in ("After 15 minutes", "After 1 hour", "After 4 hours", "again every 30 minutes"):
        assert said in page
    assert "Monday to Friday, 09:00\u201317:00" in page
    assert "The last step then reaches managers only." in page


def test_a_bank_holiday_is_said(dee: TestClient, signed_in: SignIn, clock: SettableClock) -> None:
    """A bank holiday in the next two weeks is marked as one."""
    assert "bank holiday" not in dee.get("/duty/rota").text.partition("When a worry")[0]
    clock.advance(timedelta(days=25))
    page = signed_in("duty").get("/duty/rota").text
    assert page.partition("Friday 25 December 2026")[2].strip().startswith('<span class="state')


def test_old_numbers_are_marked(support: TestClient) -> None:
    """A number that nobody has checked for six months is marked, a fresh one is not."""
    page = support.get("/duty/numbers").text
    childline = page.partition("Childline")[2].partition("</tr>")[0]
    samaritans = page.partition("Samaritans")[2].partition("</tr>")[0]
    assert "0800 1111" in childline
    assert "1 November 2026" in childline
    assert "check it again" not in childline
    assert "never" in samaritans
    assert "check it again" in samaritans
    assert "Your authority has not given these numbers" in page
