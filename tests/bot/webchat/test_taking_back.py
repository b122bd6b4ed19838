"""After Send what was said is shown to whoever types the code, to take it back, and on no page."""

from datetime import timedelta

import pytest
from fastapi import FastAPI

from backend.platform.clock import SettableClock
from tests.backend.consultations.household import CODE, Household
from tests.backend.consultations.talk import Talk
from tests.bot.webchat.around import on_any_day
from tests.bot.webchat.browser import Browser
from tests.bot.webchat.sending import SAID, say_and_send, shows, with_code

QUARTER = timedelta(minutes=15)


@pytest.fixture
def talk(household: Household) -> Talk:
    """What is on file of Amara's conversation."""
    return Talk(household)


@pytest.fixture
def path(talk: Talk) -> str:
    """The address of her conversation."""
    return f"/chat/{talk.id}"


@pytest.fixture
def sent(browser: Browser) -> Browser:
    """A browser in which Amara has said three things and sent them."""
    return say_and_send(browser)


def test_to_take_back_the_code_is_needed(sent: Browser, talk: Talk, path: str) -> None:
    """A browser that knows them shows what was sent only to whoever types the code again."""
    sent.get(f"{path}/take-back")
    assert 'name="code"' in sent.page.text
    assert shows(sent) == []
    sent.give_code("999999")
    assert sent.page.status_code == 403
    assert "That code does not fit." in sent.page.text
    assert shows(sent) == []
    sent.give_code(CODE)
    assert shows(sent) == list(SAID)
    sent.press(move="take:home_feel")
    assert "You took that back. From now on Priya can" in sent.page.text
    assert shows(sent) == []
    assert talk.now.state.by_step["home_feel"].taken_back
    assert shows(with_code(sent, path)) == list(SAID[1:])
    assert talk.rebuilds()


def test_without_that_page_nothing_is_taken_back(sent: Browser, talk: Talk, path: str) -> None:
    """A forged post, or a page of another time, takes nothing back and leads to the code."""
    before = talk.now
    sent.press(move="take:home_feel")
    for mark in ("", "1.x", "9" * 400 + ".x", "x", "\x00", "-5.x", "\u0663.x"):
        message = dict(sent.form.hidden).get("message", "a" * 32)
        fields = [("message", message), ("move", "take:home_feel"), ("proof", mark)]
        sent.send(path, fields)
        assert 'name="code"' in sent.page.text
        assert shows(sent) == []
    assert talk.now == before


def test_a_page_left_open_takes_nothing_back(
    sent: Browser, talk: Talk, path: str, clock: SettableClock
) -> None:
    """After a quarter of an hour neither its buttons nor going back to its code do anything."""
    sent.get(f"{path}/take-back")
    asked = [*sent.form.hidden, ("code", CODE)]
    sent.give_code(CODE)
    clock.advance(QUARTER - timedelta(seconds=10))
    sent.client.get(path)
    sent.press(move="take:home_feel")
    assert talk.now.state.by_step["home_feel"].taken_back
    taking = with_code(sent, path).fill(move="take:safe_feel")
    clock.advance(QUARTER)
    sent.send(f"{path}/code", [("code", CODE)])
    sent.send(path, taking)
    assert not talk.now.state.by_step["safe_feel"].taken_back
    sent.send(f"{path}/take-back", asked)
    assert 'name="code"' in sent.page.text
    assert shows(sent) == []


def test_anothers_page_takes_nothing_back(
    sent: Browser, talk: Talk, path: str, app: FastAPI
) -> None:
    """What one browser was shown after the code is of no use to another that holds the link."""
    taking = with_code(sent, path).fill(move="take:home_feel")
    other = Browser(app, sent.household).enter()
    other.send(path, taking)
    assert 'name="code"' in other.page.text
    assert not talk.now.state.by_step["home_feel"].taken_back


def test_wrong_codes_count_and_lock(sent: Browser, path: str) -> None:
    """Ten wrong codes close it, and then the right one opens nothing, here or by the link."""
    for number in range(10):
        assert with_code(sent, path, f"{number:06d}").page.status_code == 403
        assert "That code does not fit." in sent.page.text
    with_code(sent, path)
    assert "That was tried too many times." in sent.page.text
    assert shows(sent) == []
    assert "tried too many times" in sent.enter().page.text


def test_no_page_after_send_shows_what_was_said(sent: Browser, talk: Talk, path: str) -> None:
    """Without the code no page shows a word or a name they gave: not even what they are called."""
    sent.household = on_any_day(sent.household)
    sent.enter("mia")
    numbers = range(len(talk.script.steps) + 2)
    words = ("add", "take-back", "said", "check", "share", "send", "sent", "code", "once-more", "x")
    for where in ("", *(f"/{each}" for each in (*words, *numbers))):
        sent.get(path + where)
        assert shows(sent) == [], where
        assert "for Amara." in sent.page.text or sent.page.status_code != 200
    sent.get(f"{path}/add")
    for move in ("add", "help", "pause", "resume", "take:home_feel", "change:home_feel", "check"):
        sent.send(path, [*sent.form.hidden, ("move", move), ("words", "")])
        assert shows(sent) == [], move
