"""Leaving quickly: the screen is gone at once, and nobody gets back in without the code."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.places import FamilyBrowser, Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_leaving_takes_the_page_away(browser: Browser, running: Running, scripts: bool) -> None:
    """One press leads to another site; neither Back nor the address shows the screen again."""
    child = FamilyBrowser(browser, running.link("Leo", "Leo"), scripts=scripts)
    elsewhere = "<title>Weather</title>"
    child.context.route("http://127.0.0.1:1/**", lambda route: route.fulfill(body=elsewhere))
    child.enter()
    screen = child.page.url
    child.page.click("button.leave")
    expect(child.page).to_have_title("Weather")
    assert child.complaints == []
    child.page.go_back()
    expect(child.page.locator("form.screen")).to_have_count(0)
    child.page.goto(screen)
    expect(child.page.locator("form.screen")).to_have_count(0)
