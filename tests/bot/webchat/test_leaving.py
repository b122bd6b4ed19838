"""Leaving: a screen left alone, "leave quickly", stopping for now, and after Send."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.platform.clock import SettableClock
from bot.serving import House, application
from tests.backend.consultations.household import CODE, Household
from tests.backend.consultations.talk import Talk
from tests.bot.webchat.browser import Browser

QUARTER = timedelta(minutes=15)
SAID = {
    "home_feel": "Xylophones keep me awake",
    "friends_feel": "Zebras are kind",
    "proud": "I swam to the wreck",
    "talk_about": "quinces on Saturdays",
}


@pytest.fixture
def path(household: Household) -> str:
    """The address of Amara's conversation."""
    return f"/chat/{household.asked['amara'].id}"


def answered(browser: Browser) -> Browser:
    """Let Amara say several things."""
    browser.enter()
    for place, words in SAID.items():
        browser.go_to(place)
        browser.press(words, *browser.form.choices[:1])
    return browser


def shows_nothing(browser: Browser) -> bool:
    """Say whether the page that is shown holds none of what was said."""
    return not any(words in browser.page.text for words in SAID.values())


def test_a_screen_left_alone_asks_for_the_code(
    browser: Browser, clock: SettableClock, path: str
) -> None:
    """After a quarter of an hour nothing is shown until the code is given, and then all goes on."""
    answered(browser)
    clock.advance(QUARTER)
    for where in ("", "/said", "/1", "/6", "/check", "/code"):
        browser.get(path + where)
        assert 'name="code"' in browser.page.text
        assert "Hello again" in browser.page.text
        assert shows_nothing(browser)
    wrong = browser.send(f"{path}/code", [("code", "999999")])
    assert wrong.status_code == 403
    assert "do not fit together" in wrong.text
    browser.send(f"{path}/code", [("code", CODE)])
    assert browser.place == "not_talk"


def test_whoever_keeps_going_is_not_asked(browser: Browser, clock: SettableClock) -> None:
    """Someone who takes fourteen minutes over every answer is never asked for the code."""
    browser.enter()
    while browser.place != "check":
        clock.advance(QUARTER - timedelta(minutes=1))
        browser.press(move="skip" if "skip" in browser.form.moves else "answer")
    assert "Check what you said" in browser.page.text


def test_what_was_typed_before_is_taken(
    browser: Browser, household: Household, clock: SettableClock
) -> None:
    """What was typed on a screen left alone is kept when it is sent; then the code is asked for."""
    browser.enter().go_to("home_feel")
    clock.advance(timedelta(hours=3))
    browser.press(SAID["home_feel"], "good")
    assert Talk(household).words_at("home_feel") == [SAID["home_feel"]]
    assert 'name="code"' in browser.page.text
    assert shows_nothing(browser)


def test_help_on_a_screen_left_alone_is_heard(
    browser: Browser, household: Household, clock: SettableClock
) -> None:
    """The help button works after hours as well: the worry is raised before any code."""
    browser.enter().go_to("home_feel")
    clock.advance(timedelta(hours=3))
    browser.press(move="help")
    assert [each.source for each in Talk(household).concerns] == ["help"]


@pytest.mark.parametrize("place", ["home_feel", "check", "share", "send"])
@pytest.mark.parametrize("move", ["skip", "back", "change:home_feel", "share", "send", "pause"])
def test_nothing_is_undone_without_the_code(
    browser: Browser, household: Household, clock: SettableClock, place: str, move: str
) -> None:
    """Whoever finds the phone later cannot take an answer back, choose who sees it, or send it."""
    answered(browser).go_to("check")
    for pressed in ("check", "share"):
        if place in {"check", "home_feel"} or browser.place == place:
            break
        browser.press(move=pressed)
    before = Talk(household).now
    fields = [(name, value) for name, value in browser.fill(move=move) if name != "place"]
    clock.advance(QUARTER)
    browser.send(browser.form.action, [*fields, ("place", place)])
    assert Talk(household).now == before
    assert 'name="code"' in browser.page.text


def test_wrong_codes_are_counted_here_too(
    browser: Browser, clock: SettableClock, path: str
) -> None:
    """Ten wrong codes on a screen left alone close it; the open page no longer helps."""
    browser.enter()
    clock.advance(QUARTER)
    for _ in range(10):
        browser.send(f"{path}/code", [("code", "999999")])
    assert "tried too many times" in browser.send(f"{path}/code", [("code", CODE)]).text
    assert 'name="code"' in browser.get(path).text


def test_leaving_quickly_forgets(browser: Browser, path: str) -> None:
    """The answer empties the page, the browser's stores and its cookie, and leads elsewhere."""
    answered(browser)
    left = browser.client.post("/chat/leave")
    assert left.status_code == 200
    assert not any(words in left.text for words in SAID.values())
    assert left.headers["refresh"].startswith("0; url=https://www.bbc.co.uk/")
    assert set(left.headers["clear-site-data"].split(", ")) == {'"cache"', '"cookies"', '"storage"'}
    assert left.headers["cache-control"] == "no-store"
    assert not browser.client.cookies
    assert browser.get(path).status_code == 404
    assert browser.enter().place == "not_talk"


def test_behind_https_the_cookie_is_let_go_as_it_was_given(household: Household) -> None:
    """A browser takes back a cookie of this kind only with the marks it was given with."""
    url = "https://sayso.northshire.example"
    runtime = household.runtime
    runtime = replace(runtime, settings=replace(runtime.settings, public_url=url))
    browser = Browser(
        application(House(runtime, household.desk, {})), replace(household, runtime=runtime)
    )
    answer = browser.client.post(f"/c/{household.token('amara')}", data={"code": CODE})
    given = answer.headers["set-cookie"]
    taken = browser.client.post("/chat/leave").headers["set-cookie"]
    for cookie in (given, taken):
        assert cookie.startswith("__Host-sayso-chat=")
        assert {"HttpOnly", "Path=/", "SameSite=strict", "Secure"} <= set(cookie.split("; "))
    assert "Max-Age=0" in taken
    assert not browser.client.cookies


def test_a_cookie_that_was_kept_opens_nothing(browser: Browser, path: str) -> None:
    """A browser that does not forget its cookie is asked for the code all the same."""
    answered(browser)
    kept = dict(browser.client.cookies)
    browser.client.post("/chat/leave")
    browser.client.cookies.update(kept)
    assert 'name="code"' in browser.get(path).text
    assert shows_nothing(browser)


def test_a_page_that_still_loads_undoes_no_leaving(
    browser: Browser, path: str, clock: SettableClock
) -> None:
    """A page that was on its way when they left shows nothing and lets nobody back in."""
    answered(browser)
    kept = dict(browser.client.cookies)
    browser.client.post("/chat/leave")
    browser.client.cookies.update(kept)
    clock.advance(timedelta(minutes=2))
    for where in ("", "/said", "/6"):
        browser.get(path + where)
        assert shows_nothing(browser)
        assert 'name="code"' in browser.page.text


def test_leaving_what_one_never_entered(browser: Browser) -> None:
    """Someone who presses "leave quickly" before any code is led away as well."""
    assert browser.client.post("/chat/leave").headers["refresh"].startswith("0; url=")


def test_leaving_leaves_every_conversation(browser: Browser, household: Household) -> None:
    """A phone that holds two conversations is asked for the code of each."""
    browser.enter("amara_carer").enter("mia_carer")
    kept = dict(browser.client.cookies)
    browser.client.post("/chat/leave")
    browser.client.cookies.update(kept)
    for who in ("amara_carer", "mia_carer"):
        assert 'name="code"' in browser.get(f"/chat/{household.asked[who].id}").text


def test_stopping_for_now_keeps_everything(browser: Browser, path: str) -> None:
    """Pause shows that all is kept and nothing of it; carrying on leads back to the question."""
    answered(browser).press(move="pause")
    assert "we have stopped" in browser.page.text
    assert shows_nothing(browser)
    browser.get(path)
    assert "we have stopped" in browser.page.text
    browser.press(move="resume")
    assert browser.place == "not_talk"


def test_resuming_on_the_same_device_the_next_day(
    browser: Browser, clock: SettableClock, path: str
) -> None:
    """A day later the link and the code lead back to where they stopped."""
    answered(browser).press(move="pause")
    clock.advance(timedelta(days=1))
    browser.enter()
    assert "we have stopped" in browser.page.text
    browser.press(move="resume")
    assert browser.place == "not_talk"


def test_after_send_nothing_said_is_shown(
    browser: Browser, household: Household, clock: SettableClock, path: str
) -> None:
    """Once it is sent no page shows a word that was said: not the steps, the list, nor the code."""
    answered(browser)
    browser.get(f"{path}/said")
    assert not shows_nothing(browser)
    browser.get(path)
    browser.to_the_end()
    numbers = range(len(Talk(household).script.steps) + 2)
    for where in ("", "/said", "/check", "/share", "/send", "/sent", *[f"/{n}" for n in numbers]):
        browser.get(path + where)
        assert browser.page.status_code == 200
        assert "Thank you. It is sent." in browser.page.text
        assert shows_nothing(browser)
    assert shows_nothing(browser.enter())
    browser.press(move="help")
    assert shows_nothing(browser)


def test_words_from_an_old_page_after_send_are_heard(
    browser: Browser, household: Household
) -> None:
    """A form of before, sent after Send, is kept and screened; they are told, and shown nothing."""
    browser.enter().go_to("home_feel")
    old = (browser.form.action, browser.fill("he hits me, Xylophones", "good"))
    browser.to_the_end()
    browser.send(*old)
    assert [each.category for each in Talk(household).concerns] == ["harm"]
    assert "Thank you. It is sent." in browser.page.text
    assert "I have told the people on duty" in browser.page.text
    assert "Xylophones" not in browser.page.text


def test_help_after_send_leads_back(browser: Browser) -> None:
    """Help after Send is answered, and the way back leads to the last page."""
    browser.enter().to_the_end()
    browser.press(move="help")
    assert "I have told the people on duty" in browser.page.text
    assert "999" in browser.page.text
    browser.press(move="resume")
    assert "Thank you. It is sent." in browser.page.text
