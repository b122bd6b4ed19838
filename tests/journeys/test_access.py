"""Every screen of the chat and of the IRO's pages, on the smallest phone and on a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.places import FamilyBrowser, OfficerBrowser, Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
WIDTHS = (320, 1280)
SAID = {
    "safe_feel": (("not_good",), ""),
    "home_feel": (("good",), "ok"),
    "talk_about": ((), "Tobi"),
}


def complaints(page: Page, name: str) -> list[str]:
    """What is wrong with a page: rules it breaks, and whether it scrolls sideways at 320 px."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 640})
        broken = Axe().run(page, options=RULES).response["violations"]
        found += [
            f"{name} at {width}: {rule['id']} {rule['nodes'][0]['html'][:90]}" for rule in broken
        ]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{name} at {width}: scrolls sideways")
    return found


def test_every_screen_of_the_chat_can_be_used_by_everyone(
    browser: Browser, running: Running
) -> None:
    """No screen of the chat breaks a rule of WCAG 2.2 AA or scrolls sideways at 320 px."""
    child = FamilyBrowser(browser, running.link("Mia", "Mia"))
    child.page.goto(child.link["url"])
    found = complaints(child.page, "code")
    child.give_code()
    for _ in range(60):
        found += complaints(child.page, child.place)
        if child.place == "sent":
            break
        if child.place in {"check", "share", "send"}:
            child.press(child.place)
        else:
            child.answer(SAID)
    child.press("help")
    found += complaints(child.page, "help")
    child.page.goto(f"{running.url}/c/nobody")
    child.page.fill("#code", "123456")
    child.page.click(".go")
    found += complaints(child.page, "wrong code")
    child.page.goto(f"{running.url}/chat/nobody")
    found += complaints(child.page, "not here")
    assert "\n".join(found) == ""


def test_the_officers_pages_can_be_used_by_everyone(browser: Browser, running: Running) -> None:
    """The IRO's list, pack and concerns break no rule and fit 320 px."""
    officer = OfficerBrowser(browser, running, "Priya Shah")
    officer.page.goto(running.ways["sign_in"])
    found = complaints(officer.page, "sign in")
    officer.sign_in()
    found += complaints(officer.page, "my reviews")
    officer.page.get_by_role("link", name="Mia Evans").first.click()
    found += complaints(officer.page, "pack")
    officer.page.goto(f"{running.url}/concerns")
    found += complaints(officer.page, "concerns")
    officer.page.locator(".concern a").first.click()
    found += complaints(officer.page, "concern")
    assert "\n".join(found) == ""


def test_a_keyboard_is_enough(browser: Browser, running: Running) -> None:
    """With Tab, arrows, Space and Enter alone, a screen is answered and the next one is heard."""
    child = FamilyBrowser(browser, running.link("Leo", "Leo"))
    child.enter()
    child.answer_until("with_you", {})
    child.page.keyboard.press("Tab")
    for _ in range(30):
        if child.page.evaluate("document.activeElement.name") == "choice":
            break
        child.page.keyboard.press("Tab")
    child.page.keyboard.press("Space")
    child.page.keyboard.press("Enter")
    expect(child.page.locator("input[name=place]")).not_to_have_value("with_you")
    expect(child.page.locator("h1")).to_be_focused()
