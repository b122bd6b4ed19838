"""Two children on one phone, and two carers in one home: each page says about whom it is."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI

from backend.platform.clock import SettableClock
from tests.backend.consultations.household import CODE, Household
from tests.backend.consultations.talk import Talk
from tests.backend.web.people import sign_in
from tests.bot.webchat.around import ANY_DAY, aged, asked_by, on_any_day, with_person
from tests.bot.webchat.browser import Browser
from tests.bot.webchat.walking import after_send, every_screen

SAYS = '<p class="about">{}</p>'
ABOUT, FOR = "This is about Amara.", "This is for Amara."


def everything(browser: Browser, who: str, clock: SettableClock) -> Iterator[tuple[str, str]]:
    """Show all there is of one conversation, from the first question on, by its address."""
    screens = every_screen(browser, who)
    next(screens)  # who has only a link is asked for the code, and nothing is said of anybody
    for shown in screens:
        yield str(shown.page.url), shown.page.text
        if shown.place == "with_you":
            yield from pausing_and_asking_for_help(shown)
    path = browser.form.action
    for shown in after_send(browser):
        yield str(shown.page.url), shown.page.text
    clock.advance(timedelta(minutes=20))
    yield "left alone", browser.get(path).text
    yield "left alone, wrong code", browser.send(f"{path}/code", [("code", "999999")]).text
    yield "back again", browser.send(f"{path}/code", [("code", CODE)]).text


def pausing_and_asking_for_help(browser: Browser) -> Iterator[tuple[str, str]]:
    """Show what those two buttons lead to, and go on."""
    for move in ("pause", "help"):
        browser.press(move=move)
        yield move, browser.page.text
        browser.press(move="resume")


@pytest.mark.parametrize("who", ["amara", "five", "symbols", "seventeen", "amara_carer", ANY_DAY])
def test_with_two_children_every_page_says_about_whom(
    browser: Browser, household: Household, clock: SettableClock, who: str
) -> None:
    """A browser that holds two conversations says on each page of one about whom it is."""
    ages = {"five": 5, "seventeen": 17}
    browser.household = aged(household, ages[who]) if who in ages else on_any_day(household)
    if who == "symbols":
        asked_by(household, "child_symbols")
    link = who if who in browser.household.asked else "amara"
    browser.enter("mia_carer" if who == "amara_carer" else "mia")
    expected = SAYS.format(ABOUT if who == "amara_carer" else FOR)
    # Whoever says what they like to be called is called so from then on, until it is sent.
    called = expected.replace("Amara", "something")
    pages = list(everything(browser, link, clock))
    missing = [name for name, html in pages if not ({expected, called} & _said(html))]
    assert missing == []
    assert all(html.count('class="about"') == 1 for _, html in pages)
    assert len(pages) > 15


def _said(html: str) -> set[str]:
    return set(re.findall(r'<p class="about">[^<]*</p>', html))


@pytest.mark.parametrize("who", ["amara", "amara_carer"])
def test_about_one_child_no_page_says_it(browser: Browser, clock: SettableClock, who: str) -> None:
    """Where a browser holds one conversation, no page of it says about whom it is."""
    for name, html in everything(browser, who, clock):
        assert 'class="about"' not in html, name


def test_each_is_led_to_by_a_name(browser: Browser, household: Household) -> None:
    """The page between two conversations names each child, and has no default."""
    household = on_any_day(household)
    browser.household = household
    browser.enter("amara").enter("mia").enter(ANY_DAY)
    page = browser.get("/chat").text
    assert "Who is this about?" in page
    for who, name in (("amara", "Amara"), ("mia", "Mia"), (ANY_DAY, "Amara")):
        assert f'href="/chat/{household.asked[who].id}">{name}' in page
    assert page.count(">Amara, on any day</a>") == 1, "two of one child are told apart"


@pytest.fixture
def both(household: Household) -> Household:
    """Amara lives with Jo and Sam, and each of them is asked."""
    return with_person(household, "sam", "foster_carer", "Sam Marsh")


def test_each_of_two_carers_answers(app: FastAPI, both: Household) -> None:
    """Both carers of one home answer for themselves, and neither sees what the other said."""
    jo, sam = Browser(app, both), Browser(app, both)
    jo.enter("amara_carer").go_to("changes_since").press("Jo: a new school")
    sam.enter("sam")
    assert sam.place == "hello"
    sam.go_to("changes_since")
    assert "Jo:" not in sam.page.text
    sam.press("Sam: a new dog")
    pages = []
    for carer, other in ((jo, "Sam: a new dog"), (sam, "Jo: a new school")):
        path = carer.form.action
        pages += [(carer.get(f"{path}/said").text, other)]
        carer.get(path)
        carer.to_the_end()
        carer.get(f"{path}/take-back")
        pages += [(carer.give_code(CODE).text, other)]
    for page, others in pages:
        assert others not in page
    assert [("Jo: a new school" in page, "Sam: a new dog" in page) for page, _ in pages] == [
        (True, False),
        (True, False),
        (False, True),
        (False, True),
    ]
    assert jo.get(f"/chat/{both.asked['sam'].id}").status_code == 404
    assert Talk(both, "amara_carer").words_at("changes_since") == ["Jo: a new school"]
    assert Talk(both, "sam").words_at("changes_since") == ["Sam: a new dog"]


def test_both_carers_stand_in_the_pack(app: FastAPI, both: Household) -> None:
    """The officer reads each of two carers under their own name."""
    for who, words in (("amara_carer", "Jo: a new school"), ("sam", "Sam: a new dog")):
        browser = Browser(app, both).enter(who)
        browser.go_to("changes_since").press(words)
        browser.to_the_end()
    officer = Browser(app, both)
    sign_in(officer.client, both.runtime, both.officers["iro"])
    page = officer.get(f"/reviews/{both.reviews['amara'].id}").text
    for each in ("Jo: a new school", "Sam: a new dog", "Jo Marsh", "Sam Marsh"):
        assert each in page


def test_two_carers_may_share_one_phone(browser: Browser, both: Household) -> None:
    """Both carers on one phone hold two conversations, told apart by their own names."""
    browser.household = both
    browser.enter("amara_carer").enter("sam")
    page = browser.get("/chat").text
    assert f'href="/chat/{both.asked["amara_carer"].id}">Amara, Jo Marsh</a>' in page
    assert f'href="/chat/{both.asked["sam"].id}">Amara, Sam Marsh</a>' in page
