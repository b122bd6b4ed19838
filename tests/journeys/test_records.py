"""Business support brings a child in, asks and records a move; the owner adds an officer."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.places import FamilyBrowser, OfficerBrowser, Running
from tests.journeys.test_access import complaints

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def fill_day(page: Page, name: str, day: str, month: str, year: str) -> None:
    """Type a day into its three fields."""
    for part, value in {"day": day, "month": month, "year": year}.items():
        page.fill(f"input[name={name}-{part}]", value)


def save(page: Page, words: str = "Save") -> None:
    """Press the button of the form and wait for what it says was done."""
    page.get_by_role("button", name=words, exact=True).click()
    expect(page.locator(".govuk-notification-banner")).to_be_focused()


def add_a_child(page: Page, url: str) -> list[str]:
    """Add a nine-year-old, after forgetting something; give what is wrong with the pages."""
    page.goto(f"{url}/children")
    found = complaints(page, "children")
    page.get_by_role("button", name="Add a child").click()
    page.fill("#first_name", "Robin")
    fill_day(page, "date_of_birth", "3", "4", "2017")
    page.select_option("#iro_id", label="Priya Shah")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    found += complaints(page, "a child, wrong")
    page.get_by_role("link", name="Last name").click()
    expect(page.locator("#last_name")).to_be_focused()
    page.keyboard.type("Marsh")
    save(page)
    return found + complaints(page, "a new child")


def bring_in_what_is_around(page: Page) -> list[str]:
    """Add home, carer and review; give what is wrong with the pages."""
    page.get_by_role("button", name="Add where they live").click()
    found = complaints(page, "home")
    page.fill("#name", "Kit's")
    page.get_by_label("Foster home").check()
    page.get_by_label("This address is withheld").check()
    save(page)
    page.get_by_role("button", name="Add a person").click()
    found += complaints(page, "person")
    page.fill("#name", "Kit")
    page.get_by_label("Foster carer").check()
    page.select_option("#placement_id", index=1)
    save(page)
    page.get_by_role("button", name="Add a review").click()
    found += complaints(page, "review")
    fill_day(page, "starts_at", *soon(page))
    page.fill("#time", "4 pm")
    page.fill("#place", "at Kit's")
    save(page)
    return found + complaints(page, "a whole child")


def soon(page: Page) -> tuple[str, str, str]:
    """A day in three weeks."""
    script = "() => new Date(Date.now() + 21 * 864e5).toISOString().slice(0, 10)"
    year, month, day = page.evaluate(script).split("-")
    return day, month, year


def ask_both(page: Page) -> tuple[list[str], list[dict[str, str]]]:
    """Make cards for child and carer; give what is wrong with the pages, and the cards."""
    page.get_by_role("button", name="Ask people").click()
    found = complaints(page, "asking")
    for box in page.locator("input[name=who]").all():
        box.check()
    save(page, "Make links and codes")
    found += complaints(page, "cards")
    cards = [
        {
            "url": card.locator(".card__url").inner_text(),
            "code": card.locator(".card__code").inner_text(),
        }
        for card in page.locator(".card").all()
    ]
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_hidden()
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator(".card svg").first).to_be_visible()
    page.emulate_media(media="screen")
    return found, cards


def test_a_child_is_brought_in_asked_and_moved(browser: Browser, running: Running) -> None:
    """From an empty form to a card that opens the chat, and a move that closes the carer's."""
    support = OfficerBrowser(browser, running, "Sam Okafor")
    support.sign_in()
    page = support.page
    found = add_a_child(page, running.url)
    child_page = page.url.partition("?")[0]
    found += bring_in_what_is_around(page)
    said, (childs, carers) = ask_both(page)
    found += said

    FamilyBrowser(browser, childs).enter()
    page.goto(f"{child_page}/move")
    found += complaints(page, "move")
    page.fill("#name", "Ann's")
    page.get_by_label("Foster home").check()
    save(page, "Save the move and stop the links")
    found += complaints(page, "a moved child")
    expect(page.get_by_text("stopped: their part has ended")).to_be_visible()
    carer = FamilyBrowser(browser, carers)
    carer.page.goto(carers["url"])
    carer.page.fill("#code", carers["code"])
    carer.page.click(".go")
    expect(carer.page.locator("form.screen")).to_have_count(0)

    page.goto(f"{running.url}/messages")
    found += complaints(page, "messages")
    page.get_by_role("button", name="Sign out").click()
    page.goto(child_page)
    expect(page).to_have_title(re.compile("^Sign in "))
    assert found == []


def test_an_owner_adds_an_officer(browser: Browser, running: Running) -> None:
    """A new officer is added, handed a link, chooses a password and sees their own pages."""
    owner = OfficerBrowser(browser, running, "Morgan Reed")
    owner.sign_in()
    page = owner.page
    page.goto(f"{running.url}/officers")
    found = complaints(page, "officers")
    page.get_by_role("button", name="Add an officer").click()
    found += complaints(page, "a new officer")
    page.fill("#name", "Nia Evans")
    page.fill("#email", "nia@eastmarch.example")
    page.get_by_label("Duty officer").check()
    save(page)
    save(page, "Make a link to choose a password")
    found += complaints(page, "an officer")
    new = browser.new_page()
    new.goto(page.locator(".once").inner_text())
    found += complaints(new, "password")
    for field in ("#password", "#again"):
        new.fill(field, "a long walk by the river")
    save(new, "Set this password")
    new.fill("#email", "nia@eastmarch.example")
    new.fill("#password", "a long walk by the river")
    new.get_by_role("button", name="Sign in").click()
    new.wait_for_url("**/duty")
    assert found == []
