"""Somebody who goes through every screen of the chat, and shows each one on the way."""

from collections.abc import Iterator

from tests.backend.consultations.household import CODE
from tests.bot.webchat.browser import Browser

STROKES = "blue 10,10 500,900\nred 300,300"
ADDED = "one thing more"


def every_screen(browser: Browser, who: str = "amara") -> Iterator[Browser]:
    """Show every screen there is on the way to Send, one after another."""
    browser.get("/c/" + browser.household.token(who))
    yield browser
    browser.enter(who)
    while browser.place != "check":
        yield browser
        answer(browser)
    path = browser.form.action
    while browser.place != "sent":
        yield browser
        browser.get(f"{path}/said")
        yield browser
        browser.get(path)
        browser.press(move=browser.place)
    yield browser


def answer(browser: Browser) -> None:
    """Answer the screen that is shown, with words, the last choice, or a drawing."""
    tiles = [move for move in browser.form.moves if move.startswith("pick:")]
    if tiles:
        browser.press(move=tiles[-1])
    elif browser.form.draws:
        browser.draw(STROKES, "something")
    else:
        browser.press("something", *browser.form.choices[-1:])


def after_send(browser: Browser) -> Iterator[Browser]:
    """Show every page there is once it is sent, from the last one on, and end there."""
    path = browser.form.action
    browser.get(f"{path}/add")
    yield browser
    browser.press(" ", move="add")
    yield browser
    browser.press(ADDED, move="add")
    yield browser
    browser.get(f"{path}/take-back")
    yield browser
    browser.give_code("999999")
    yield browser
    browser.give_code(CODE)
    yield browser
    browser.press(move=next(move for move in browser.form.moves if move.startswith("take:")))
    yield browser
    browser.press(move="help")
    yield browser
    browser.press(move="resume")
    yield browser


def every_page(browser: Browser, who: str = "amara") -> Iterator[Browser]:
    """Show every kind of page, the unhappy ones as well."""
    yield from every_screen(browser, who)
    yield from after_send(browser)
    browser.enter("mia").press(move="pause")
    yield browser
    for path in ("/chat", "/chat/nothing", "/c/nothing", "/chat/a/b/c/d", "/c/a/b"):
        browser.get(path)
        yield browser
    browser.enter(code="999999")
    yield browser
    browser.send("/chat/nothing", [("move", "help")])
    yield browser
