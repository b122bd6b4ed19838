"""Every page of the chat: who will read it, nothing from elsewhere, nothing kept by a browser."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest

from backend.platform.translations import load as load_translations
from bot.serving import House, application
from dialogs.routing import route
from tests.backend.consultations.household import Household, desk_of
from tests.backend.consultations.talk import Talk
from tests.bot.webchat.around import ANY_DAY, aged, asked_by, on_any_day, with_person
from tests.bot.webchat.browser import Browser
from tests.bot.webchat.walking import every_page, every_screen

DRAFT = "These words are a draft. Nobody has checked them yet."
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}


class Elements(HTMLParser):
    """What a page is made of: every element with its attributes, and the text of scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.inline = ""
        self._within = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in one element."""
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        self._within = tag

    def handle_data(self, data: str) -> None:
        """Take in what stands within a script or a style."""
        if self._within in {"script", "style"}:
            self.inline += data.strip()


# Whose pages, and the sentence that says on each screen who will read it.
READERS = {
    "amara": "Priya, your reviewing officer, will read this before your review.",
    "five": "Priya will read this.",
    "symbols": "Priya will read this.",
    "seventeen": "Priya, your reviewing officer, reads this before your review.",
    "amara_carer": "Priya Shah, the reviewing officer, will read this before",
    "school": "Priya Shah, the reviewing officer, will read this before",
    ANY_DAY: "Priya, your reviewing officer, will read this.",
}
each_of_them = pytest.mark.parametrize("who", READERS)


def of(browser: Browser, who: str) -> tuple[Browser, str]:
    """Give a browser for one of those above, and by whose link they come."""
    changes: dict[str, Callable[[Household], Household]] = {
        "five": lambda household: aged(household, 5),
        "symbols": lambda household: asked_by(household, "child_symbols"),
        "seventeen": lambda household: aged(household, 17),
        "school": lambda household: with_person(household, "school", "education", "Mrs Lloyd"),
        ANY_DAY: on_any_day,
    }
    if who in changes:
        browser.household = changes[who](browser.household)
    return browser, who if who in browser.household.asked else "amara"


@each_of_them
def test_every_page_is_sound(browser: Browser, who: str) -> None:
    """Each page asks nobody else for anything, has its headers, can be left and be read out.

    Its address says nothing of what is asked or said, and all that it shows is there.
    """
    browser, link = of(browser, who)
    shown, wanted = 0, set[str]()
    for page in every_page(browser, link):
        asks_nobody_else(page)
        has_its_headers(page)
        can_be_left_quickly(page)
        can_be_read_out(page)
        is_made_of_words(page)
        says_nothing_in_its_address(page, link)
        wanted |= files_of(page)
        shown += 1
    assert shown > 20
    assert {"/static/chat/chat.css", "/static/chat/chat.js", "/static/chat/drawing.js"} <= wanted
    for path in wanted:
        answer = browser.client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["cache-control"] == "public, max-age=3600"


def asks_nobody_else(shown: Browser) -> None:
    """No page holds a script or a style of its own, or asks another site for anything."""
    page = Elements(shown.page.text)
    assert page.inline == ""
    for tag, held in page.found:
        assert tag not in {"style", "iframe", "object", "embed", "base"}
        assert not any(name == "style" or name.startswith("on") for name in held)
        assert tag != "script" or held["src"].startswith("/static/chat/")
        for name in ("src", "href", "action", "hx-post"):
            assert held.get(name, "/").startswith("/")
            assert not held.get(name, "").startswith("//")


def has_its_headers(shown: Browser) -> None:
    """Every page is in nobody's frame, kept in no cache, and allows nothing from elsewhere."""
    headers = shown.page.headers
    assert set(headers["content-security-policy"].split("; ")) >= POLICY
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert headers["content-type"] == "text/html; charset=utf-8"


def can_be_left_quickly(shown: Browser) -> None:
    """ "Leave quickly" is on every page, with and without a script."""
    leave = ('action="/chat/leave"', "data-leave=", ">Leave quickly</button>")
    assert all(each in shown.page.text for each in leave)


def can_be_read_out(shown: Browser) -> None:
    """Every field has a label or stands in one, and every screen has one main heading."""
    page = Elements(shown.page.text)
    labels = {held.get("for") for tag, held in page.found if tag == "label"}
    for tag, held in page.found:
        typed = tag == "textarea" or (tag == "input" and held.get("type") is None)
        assert not typed or held["id"] in labels
    assert [tag for tag, _ in page.found].count("h1") == 1
    assert [tag for tag, _ in page.found].count("main") == 1


def is_made_of_words(shown: Browser) -> None:
    """No name of a program, and no gap that a name should fill, stands on a page.

    Where something is typed or ticked, the key Enter presses what takes it.
    """
    assert "built-in" not in shown.page.text
    assert re.search(r"\{[a-z_]+\}", shown.page.text) is None
    form = shown.form
    if form.choices or form.words is not None:
        assert form.moves[0] in {"answer", "add"}


def says_nothing_in_its_address(shown: Browser, link: str) -> None:
    """An address holds ids and numbers: no name of a question, an answer or a person."""
    address = str(shown.page.url).casefold().replace(shown.household.token(link), "")
    for word in ("home", "safe", "feel", "amara_", "something", "good", "?"):
        assert word not in address


def files_of(shown: Browser) -> set[str]:
    """Give the address of each picture, style and script that a page asks for."""
    return {
        held[name]
        for _tag, held in Elements(shown.page.text).found
        for name in ("src", "href")
        if held.get(name, "").startswith("/static/")
    }


@each_of_them
def test_every_screen_says_who_will_read_it(browser: Browser, who: str) -> None:
    """Every screen of a conversation names whoever will read it, by the name they go by."""
    walked = every_screen(*of(browser, who))
    _code, *screens, sent = [(shown.place, unescape(shown.page.text)) for shown in walked]
    for place, html in screens:
        assert READERS[who] in html, place
    assert "Priya" in sent[1]
    assert "will read it" in sent[1]


def test_pausing_says_who_will_read_it(browser: Browser) -> None:
    """Whoever stops for now is told who will read it, and that it is kept."""
    browser.enter().go_to("home_feel").press(move="pause")
    assert "Priya, your reviewing officer, will read this" in browser.page.text


def test_help_says_honestly_what_happens(browser: Browser, household: Household) -> None:
    """Help names 999 and Childline, promises no hour, and lets them go on."""
    browser.enter().go_to("home_feel").press(move="help")
    for told in (
        "people on duty",
        "ring 999",
        household.desk.childline,
        "I can\u2019t say how soon",
    ):
        assert told in browser.page.text
    browser.press(move="resume")
    assert browser.place == "home_feel"
    assert "people on duty" not in browser.page.text


def test_a_worry_is_answered_above_the_next_question(browser: Browser) -> None:
    """A child whose words raised a concern is told above the next screen, once, and can go on."""
    browser.enter().go_to("home_feel").press("he hits me", "good")
    assert browser.place == "safe_feel"
    assert "Thank you for telling me." in browser.page.text
    assert "999" in browser.page.text
    browser.press("", "good")
    assert browser.place == "school_feel"
    assert "Thank you for telling me." not in browser.page.text


@pytest.mark.parametrize("who", ["amara", "symbols"])
def test_the_screens_follow_the_route(browser: Browser, who: str) -> None:
    """One question to a screen, in the order of the script, branches only where they are open."""
    browser, link = of(browser, who)
    places = [shown.place for shown in every_screen(browser, link)]
    talk = Talk(browser.household, link)
    asked = [step.id for step in route(talk.script, talk.now.state.by_step)]
    assert [place for place in dict.fromkeys(places) if place in asked] == asked


def test_what_is_no_page_is_said_kindly(browser: Browser) -> None:
    """An address of the chat that there is not, or a method, is answered in the chat's own look."""
    for path in ("/chat/nothing", "/chat/nothing/said", "/c", "/c/a/b", "/chat/a/b/c"):
        assert browser.get(path).status_code == 404
    assert "This page is not here" in browser.get("/chat/nothing").text
    assert browser.client.delete("/chat/nothing").status_code == 404
    assert browser.client.put("/c/nothing", content=b"x").status_code == 404


@pytest.fixture
def bilingual(household: Household) -> Browser:
    """A browser in a house that offers draft Welsh beside English."""
    runtime = household.runtime
    settings = replace(runtime.settings, languages=("en", "cy"), draft_languages=True)
    translations = load_translations(("en", "cy"), include_drafts=True)
    runtime = replace(runtime, settings=settings, translations=translations)
    both = replace(household, runtime=runtime, desk=desk_of(runtime))
    return Browser(application(House(runtime, both.desk, {})), both)


def in_welsh(browser: Browser, words: str, context: str | None = None) -> str:
    """Give words as they stand in the Welsh catalogue."""
    found = browser.household.runtime.translations.text("cy", words, context)
    assert found != words
    return found


def test_a_language_can_be_chosen_with_the_code(bilingual: Browser) -> None:
    """Whoever chooses Welsh is asked in Welsh, under a banner that it is a draft."""
    page = bilingual.get("/c/" + bilingual.household.token("amara")).text
    assert '<option value="cy" lang="cy">Cymraeg</option>' in page
    bilingual.enter(language="cy")
    assert '<html lang="cy" dir="ltr">' in bilingual.page.text
    shown = unescape(bilingual.page.text)
    assert in_welsh(bilingual, DRAFT) in shown
    assert in_welsh(bilingual, "Leave quickly") in shown
    assert "Hello, Amara." not in shown


def test_a_language_can_be_changed_and_changed_back(bilingual: Browser) -> None:
    """The first screens offer the other language; nothing that was said is lost by it."""
    bilingual.enter()
    assert DRAFT not in bilingual.page.text
    bilingual.press(move="language:cy")
    assert '<html lang="cy"' in bilingual.page.text
    assert bilingual.place == "hello"
    bilingual.press(move="language:en")
    assert "Hello, Amara." in bilingual.page.text


def test_an_answer_in_welsh_is_kept_as_it_was_asked(bilingual: Browser) -> None:
    """The words as asked and the labels as shown are kept in Welsh beside the answer."""
    bilingual.enter(language="cy").go_to("home_feel").press("y ci", "good")
    kept = Talk(bilingual.household).revisions[-1].kept
    assert kept.language == "cy"
    assert kept.labels == (in_welsh(bilingual, "Good", "child_8_11.scale.feeling.good"),)
    assert kept.asked != "How do you feel about where you live now?"
    assert kept.words == "y ci"


def test_one_language_offers_no_choice(browser: Browser) -> None:
    """Where there is one language nobody is asked for it, and no draft is shown."""
    page = browser.get("/c/" + browser.household.token("amara")).text
    assert "<select" not in page
    browser.enter(language="cy")
    assert '<html lang="en"' in browser.page.text
    assert "language:" not in browser.page.text
