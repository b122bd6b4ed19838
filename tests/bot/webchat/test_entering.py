"""The way in: a link and a code, one browser at a time, and nothing learnt by trying."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from fastapi import FastAPI

from backend.invitations import service as invitations
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.clock import SettableClock
from bot.serving import House, application
from tests.backend.consultations.household import CODE, Household
from tests.backend.consultations.talk import Talk
from tests.bot.webchat.browser import Browser

AMARA = "/c/amara" + "x" * 17


@pytest.fixture
def another(app: FastAPI, household: Household) -> Callable[[], Browser]:
    """Gives browsers that know nothing yet."""
    return lambda: Browser(app, household)


def test_a_link_and_its_code_lead_to_the_first_question(browser: Browser) -> None:
    """Whoever has both is asked the first question, under a name of their own."""
    assert 'name="code"' in browser.get(AMARA).text
    browser.enter()
    assert browser.page.status_code == 200
    assert "Hello, Amara." in browser.page.text
    assert browser.page.url.path == f"/chat/{browser.household.asked['amara'].id}/1"


def test_looking_uses_nothing_up(browser: Browser, household: Household) -> None:
    """A preview, a scanner or a curious look at the link begins and counts nothing."""
    pages = {browser.get(AMARA).text for _ in range(20)}
    assert len(pages) == 1
    assert "set-cookie" not in browser.page.headers
    assert Talk(household).rows("SELECT id FROM consultations") == []
    assert browser.enter().place == "hello"


def test_a_look_says_nothing_of_whose_it_is(browser: Browser) -> None:
    """Before the code the page names nobody, and looks the same for a link that never was."""
    known = browser.get(AMARA).text
    unknown = browser.get("/c/" + "y" * 22).text
    assert known.replace(AMARA, "") == unknown.replace("/c/" + "y" * 22, "")
    assert not any(name in known for name in ("Amara", "Cole", "Priya", "Northshire"))


@pytest.mark.parametrize("token", ["amara" + "x" * 17, "y" * 22, "a", "x" * 4000, "%22%3E%26"])
def test_every_link_leads_to_telegram_as_well(
    browser: Browser, household: Household, token: str
) -> None:
    """Grown-ups are shown the bot once its name is known, whatever the link: it tells nothing."""
    assert "Telegram" not in browser.get(f"/c/{token}").text
    household.runtime.bot.username = "sayso_test_bot"
    page = browser.get(f"/c/{token}").text
    assert "Are you a carer or another grown-up? You can also answer on Telegram." in page
    assert f'href="https://t.me/sayso_test_bot?start={token}" rel="noreferrer"' in page
    again = browser.send(f"/c/{token}", [("code", "999999")]).text
    assert f'href="https://t.me/sayso_test_bot?start={token}"' in again


def test_a_browser_that_was_left_is_not_led_away(
    browser: Browser, household: Household, clock: SettableClock
) -> None:
    """Whoever comes back to a conversation is asked for the code alone."""
    household.runtime.bot.username = "sayso_test_bot"
    browser.enter()
    clock.advance(timedelta(minutes=16))
    page = browser.get(f"/chat/{household.asked['amara'].id}").text
    assert 'name="code"' in page
    assert "Telegram" not in page


@pytest.mark.parametrize("token", ["y" * 22, "a", "%00", "x" * 4000, "%F0%9F%90%B6"])
def test_an_unknown_link_is_a_wrong_code(browser: Browser, token: str) -> None:
    """A link that never was answers as one with a wrong code does, kindly, and opens nothing."""
    browser.get(AMARA)
    wrong = browser.send(AMARA, [("code", "999999")])
    unknown = browser.send(f"/c/{token}", [("code", CODE)])
    assert (wrong.status_code, unknown.status_code) == (403, 403)
    assert "That link and code do not fit together." in unknown.text
    assert not browser.client.cookies


@pytest.mark.parametrize("code", ["012 345", " 0-1-2-3-4-5 ", "012345\n", "٠١٢٣٤٥", "0 1 2 3 4 5"])
def test_a_code_may_be_typed_as_people_type(browser: Browser, code: str) -> None:
    """Spaces, dashes and the digits of other scripts make no difference."""
    assert browser.enter(code=code).place == "hello"


@pytest.mark.parametrize("code", ["", "999999", "01234", "0123456", "abcdef", "\x00", "x" * 5000])
def test_a_wrong_code_is_said_kindly(browser: Browser, code: str) -> None:
    """A wrong code opens nothing, says so beside the field, and shows no code."""
    browser.enter(code=code)
    assert browser.page.status_code == 403
    assert "That link and code do not fit together." in browser.page.text
    assert 'aria-invalid="true"' in browser.page.text
    assert "012345" not in browser.page.text
    assert not browser.client.cookies


def test_ten_wrong_codes_close_the_link(browser: Browser, household: Household) -> None:
    """After ten wrong codes the right one opens nothing either, and the page says whom to ask."""
    for _ in range(10):
        assert "do not fit together" in browser.enter(code="999999").page.text
    assert "tried too many times" in browser.enter().page.text
    assert browser.page.status_code == 403
    assert not browser.client.cookies


def test_nine_wrong_codes_do_not(browser: Browser) -> None:
    """Nine slips are forgiven."""
    for _ in range(9):
        browser.enter(code="999999")
    assert browser.enter().place == "hello"


def test_a_closed_link_closes_no_other(browser: Browser) -> None:
    """Guessing at one link locks that one alone."""
    for _ in range(10):
        browser.enter(code="999999")
    assert browser.enter("mia").place == "hello"


def test_a_link_ends_28_days_after_the_review(
    browser: Browser, household: Household, clock: SettableClock
) -> None:
    """Until then it works; from that moment it is answered like one that never was."""
    ends = household.reviews["amara"].starts_at + timedelta(days=28)
    clock.set(ends - timedelta(seconds=1))
    assert browser.enter().place == "hello"
    clock.set(ends)
    assert browser.get(f"/chat/{household.asked['amara'].id}").status_code == 404
    assert "do not fit together" in browser.enter().page.text


def test_a_revoked_link_stops_at_once(browser: Browser, household: Household) -> None:
    """A carer whose child has moved is shown nothing more, in an open page either."""
    browser.enter("amara_carer").go_to("changes_since")
    at, carer = household.runtime.clock(), household.people["amara_carer"].id
    household.runtime.database.write(lambda t: invitations.revoke_participants(t, [carer], at))
    refused = browser.press("New school")
    assert refused.status_code == 404
    assert "This page is not here" in refused.text
    assert "ask the person who gave it to you" in refused.text
    assert "do not fit together" in browser.enter("amara_carer").page.text


def test_the_newest_browser_has_it(another: Callable[[], Browser], household: Household) -> None:
    """Link and code on another phone move the conversation there, where it goes on."""
    first, second = another(), another()
    first.enter().go_to("home_feel").press("the dog", "good")
    second.enter()
    assert second.place == "safe_feel"
    assert first.press("I said this on the old phone", "good").status_code == 404
    assert first.get("/chat").status_code == 404
    assert second.press("", "good").status_code == 200
    assert Talk(household).words_at("safe_feel") == [""]


def test_another_browser_cannot_look(another: Callable[[], Browser], household: Household) -> None:
    """Knowing the address of a conversation opens nothing: not to look, post, list or confirm."""
    another().enter()
    stranger, path = another(), f"/chat/{household.asked['amara'].id}"
    for where in ("", "/1", "/said", "/check", "/code", "/nothing"):
        assert stranger.get(path + where).status_code == 404
    assert stranger.send(path, [("move", "help"), ("message", "a" * 32)]).status_code == 404
    assert stranger.send(f"{path}/code", [("code", CODE)]).status_code == 403
    assert stranger.get("/chat").status_code == 404
    assert Talk(household).concerns == ()


def test_two_children_on_one_phone(browser: Browser, household: Household) -> None:
    """A phone that holds two conversations asks about whom, with no default, and mixes nothing."""
    browser.enter("amara_carer")
    assert browser.get("/chat").url.path.startswith("/chat/")
    browser.enter("mia_carer")
    page = browser.get("/chat")
    assert "Who is this about?" in page.text
    paths = {who: f"/chat/{household.asked[who].id}" for who in ("amara_carer", "mia_carer")}
    assert all(f'href="{path}"' in page.text for path in paths.values())
    assert ">Amara</a>" in page.text
    assert ">Mia</a>" in page.text
    browser.get(paths["amara_carer"])
    browser.go_to("changes_since").press("of Amara")
    browser.get(paths["mia_carer"])
    assert "about Mia" in browser.page.text
    browser.go_to("changes_since").press("of Mia")
    for who, words in (("amara_carer", "of Amara"), ("mia_carer", "of Mia")):
        assert Talk(household, who).words_at("changes_since") == [words]


def test_without_a_duty_route_a_child_is_shown_where_to_ring(
    household: Household,
) -> None:
    """A child is told that it cannot start now, with helplines; a carer starts all the same."""
    desk = replace(household.desk, mail_works=False)
    browser = Browser(application(House(household.runtime, desk, {})), household)
    browser.enter()
    assert browser.page.status_code == 503
    assert "start just now" in browser.page.text
    assert "999" in browser.page.text
    assert household.desk.childline in browser.page.text
    assert Talk(household).rows("SELECT holder FROM bindings") == []
    assert browser.enter("amara_carer").place == "hello"


def test_a_child_for_whom_there_are_no_words(browser: Browser, household: Household) -> None:
    """Someone under four, whom nobody asks, is told quietly, and nothing is kept."""
    young = replace(household.children["amara"], date_of_birth=date(2022, 11, 25))
    today = household.runtime.clock().date()
    household.runtime.database.write(lambda t: people.correct_child(t, SYSTEM, young, today))
    browser.enter()
    assert browser.page.status_code == 404
    assert Talk(household).rows("SELECT id FROM consultations") == []
