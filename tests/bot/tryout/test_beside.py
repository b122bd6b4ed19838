"""What stands beside the phone: Telegram, who would be told, and whose page it is at all."""

from dataclasses import replace
from datetime import date

import pytest
from fastapi import FastAPI

from backend.platform.runtime import Runtime
from backend.platform.translations import load as load_translations
from backend.web.security import HEADERS
from bot.serving import House, application
from tests.backend.consultations.household import desk_of
from tests.backend.web.people import Staff
from tests.bot.elements import Elements
from tests.bot.tryout.officer import Officer

OURS = ("/static/", "#", "/")


@pytest.fixture
def bilingual(runtime: Runtime, staff: Staff) -> Officer:
    """An officer where Welsh is offered too, and Telegram from sixteen on."""
    translations = load_translations(("en", "cy"), include_drafts=True)
    settings = replace(runtime.settings, languages=("en", "cy"), telegram_min_age=16)
    fuller = replace(runtime, settings=settings, translations=translations)
    app = application(House(fuller, desk_of(fuller), {}))
    return Officer(app, fuller, staff["iro"])


def test_telegram_is_for_whom_the_authority_says(officer: Officer, bilingual: Officer) -> None:
    """A child under the authority's age is led to their own page, one of that age is asked."""
    officer.begin("child_16_17", "?age=17")
    assert "A child of 17 is not asked on Telegram: here it is used from 18 on." in (
        officer.beside.text
    )
    assert "Telegram is not the place for this." in officer.beside.text
    bilingual.begin("child_16_17", "?age=16")
    assert "Hello, Tyler." in bilingual.beside.text
    assert "is not asked on Telegram" not in bilingual.beside.text
    bilingual.begin("child_symbols", "?age=15")
    assert "A child of 15 is not asked on Telegram: here it is used from 16 on." in (
        bilingual.beside.text
    )


def test_every_language_that_is_offered_can_be_tried(bilingual: Officer) -> None:
    """It begins in Welsh, is changed to English on the phone as a child would, and stays there."""
    bilingual.begin("child_8_11", "?language=cy")
    assert "Helo, Amara." in bilingual.screen
    bilingual.press("language:en")
    assert "Hello, Amara." in bilingual.screen
    bilingual.press("answer")
    assert "Who will read this?" in bilingual.screen


@pytest.mark.parametrize("query", ["?language=xx", "?language=cy", "?age=99", "?age=-1", "?age=x"])
def test_what_is_not_offered_is_left_aside(officer: Officer, query: str) -> None:
    """A language or an age there is not begins in the authority's language, at the youngest age."""
    officer.begin("child_8_11", query)
    assert "Hello, Amara." in officer.screen
    assert "A child of 8 is not asked on Telegram" in officer.beside.text


def test_the_list_names_every_script(officer: Officer) -> None:
    """Each script is in the list with its version, a way to try it and a way to print it."""
    page = Elements(officer.client.get("/scripts").text)
    links = {link["href"] for link in page.named("a")}
    for script in officer.runtime.scripts.ids:
        assert script in page.text
        paper = f"/scripts/{script}/booklet.pdf?version=1&language=en"
        assert {f"/scripts/{script}/try?version=1", paper} <= links
    assert "A child of 4 to 17 who communicates with symbols" in page.text


def test_the_list_says_what_is_released(officer: Officer) -> None:
    """Of each version it is told whether families are asked it, and since when or not yet."""
    scripts = officer.runtime.scripts
    newer = replace(scripts.newest("parent"), version=2)
    older = {("parent", 1): date(2026, 11, 2)}
    known = replace(scripts, versions={**scripts.versions, ("parent", 2): newer}, released=older)
    app = application(House(officer.runtime, replace(desk_of(officer.runtime), scripts=known), {}))
    told = Elements(Officer(app, officer.runtime, officer.somebody).client.get("/scripts").text)
    assert "2 parent draft , not released" in told.text
    assert "1 parent in use , released 2 November 2026" in told.text


def test_a_page_that_is_not_there(officer: Officer) -> None:
    """A script or a screen that there is not is not found, whatever is sent to it."""
    for path in ("/scripts/nobody/try", "/scripts/universal/try", "/scripts/../try"):
        assert officer.client.get(path).status_code == 404
        assert officer.client.get(f"{path}?version=1").status_code == 404
        assert officer.client.post(path, data={"state": "{}"}).status_code == 404
    assert officer.client.post("/scripts/parent/try/nothing").status_code == 404
    for number in ("0", "2", "x", "-1"):
        assert officer.client.get(f"/scripts/parent/try?version={number}").status_code == 404


def test_the_policy_is_that_of_every_page(officer: Officer) -> None:
    """A try-out has the headers of every page, and runs and shows nothing from elsewhere."""
    officer.begin("child_4_7").press("answer")
    assert {name: officer.page.headers[name] for name in HEADERS} == HEADERS
    assert officer.page.headers["cache-control"] == "no-store"
    for page in (officer.beside, Elements(officer.phone)):
        for tag, attributes in page.found:
            assert "style" not in attributes
            assert not any(name.startswith("on") for name in attributes)
            addresses = {attributes.get(name, "/") for name in ("src", "href", "action")}
            assert all(each.startswith(OURS) for each in addresses), (tag, attributes)
    assert Elements(officer.phone).named("base") == [{"target": "_top"}]
    scripts = {each["src"] for each in Elements(officer.phone).named("script")}
    assert "/static/chat/htmx.min.js" not in scripts


def test_families_see_none_of_it(app: FastAPI, officer: Officer) -> None:
    """Without an officer's session every address leads to the sign-in, and posts do nothing."""
    officer.client.cookies.clear()
    for path in ("/scripts", "/scripts/child_4_7/try", "/scripts/child_4_7/booklet.pdf"):
        answer = officer.client.get(path)
        assert (path, answer.status_code) == (path, 303)
        assert answer.headers["location"].startswith("/sign-in")
    for path in ("/scripts/child_4_7/try", "/scripts/child_4_7/try/said"):
        answer = officer.client.post(path, data={"state": "{}"})
        assert (path, answer.status_code, answer.text) == (path, 303, "")
