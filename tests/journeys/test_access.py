"""Every screen of the chat and of the IRO's pages, on the smallest phone and on a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.places import FamilyBrowser, OfficerBrowser, Running, Said

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
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


def walked(child: FamilyBrowser, said: Said) -> list[str]:
    """Go through every screen there is, past Send, and give what is wrong with each."""
    child.page.goto(child.link["url"])
    found = complaints(child.page, "code")
    child.give_code()
    for _ in range(60):
        found += complaints(child.page, child.place)
        if child.place == "sent":
            break
        if child.place == "share":
            found += shared_with_people(child)
        elif child.place in {"check", "send"}:
            child.press(child.place)
        else:
            child.answer(said)
    child.press("help")
    found += complaints(child.page, "help")
    child.press("resume")
    return found + afterwards(child)


def shared_with_people(child: FamilyBrowser) -> list[str]:
    """Pick "only some people", forget to tick one, and then do; give what is wrong."""
    topic = child.page.locator(".scope").first
    if child.page.locator("details.scope").count():
        topic.locator("summary").click()
    topic.locator("input[value=people]").check()
    found = complaints(child.page, "people")
    child.press("share")
    expect(child.page.get_by_role("alert")).to_be_visible()
    found += complaints(child.page, "nobody ticked")
    child.page.locator(".scope").first.locator("input[type=checkbox]").first.check()
    child.press("share")
    return found


def afterwards(child: FamilyBrowser) -> list[str]:
    """Add something and take something back; give what is wrong with the pages for it."""
    child.open("add")
    found = complaints(child.page, "add")
    child.press("add")
    expect(child.page.get_by_role("alert")).to_be_visible()
    found += complaints(child.page, "nothing added")
    child.page.fill("#words", "one thing more")
    child.press("add")
    found += complaints(child.page, "added")
    child.open("take-back")
    found += complaints(child.page, "code again")
    for code in ("999999", child.link["code"]):
        child.page.fill("#code", code)
        child.page.click(".code-form .go")
        child.page.wait_for_selector(".wrong" if code == "999999" else ".take")
        found += complaints(child.page, f"after {code}")
    child.page.locator(".take").first.click()
    child.page.wait_for_selector(".told")
    return found + complaints(child.page, "taken back")


def test_every_screen_of_the_chat_can_be_used_by_everyone(
    browser: Browser, running: Running
) -> None:
    """No screen of the chat breaks a rule of WCAG 2.2 AA or scrolls sideways at 320 px."""
    child = FamilyBrowser(browser, running.link("Amara", "Amara"))
    found = walked(child, SAID)
    child.page.goto(f"{running.url}/c/nobody")
    child.page.fill("#code", "123456")
    child.page.click(".go")
    found += complaints(child.page, "wrong code")
    child.page.goto(f"{running.url}/chat/nobody")
    found += complaints(child.page, "not here")
    assert "\n".join(found) == ""


def test_any_day_can_be_used_by_everyone(browser: Browser, running: Running) -> None:
    """A card for any day, a second thing said, and the choice between two chats fit everyone."""
    child = FamilyBrowser(browser, running.link("Amara, on any day", "Amara"))
    child.enter()
    found = []
    for what in ("good_news", "worry"):
        child.answer_until("what", {})
        found += complaints(child.page, f"any day: {what}")
        child.answer({"what": ((what,), "")})
        found += complaints(child.page, f"any day: {child.place}")
        child.answer_until("check", {"good_words": ((), "a goal!"), "worry_words": ((), "the bus")})
        child.share_and_send()
        found += complaints(child.page, f"any day: {what} sent")
        if what == "good_news":
            child.page.click("text=Say something else")
            child.page.wait_for_selector("input[name=place][value=hello]", state="attached")
    child.link = running.link("Mia", "Mia")
    child.enter()
    found += complaints(child.page, "sent, of two")
    child.page.goto(f"{running.url}/chat")
    found += complaints(child.page, "about whom")
    assert "\n".join(found) == ""


def test_the_officers_pages_can_be_used_by_everyone(browser: Browser, running: Running) -> None:
    """The IRO's list, pack, reminders and concerns break no rule and fit 320 px."""
    officer = OfficerBrowser(browser, running, "Priya Shah")
    officer.page.goto(running.ways["sign_in"])
    found = complaints(officer.page, "sign in")
    officer.sign_in()
    found += complaints(officer.page, "my reviews")
    officer.open_pack("Mia Evans")
    found += complaints(officer.page, "pack")
    officer.open_pack("Amara")
    officer.page.click('a[href$="/reminders"]')
    officer.page.wait_for_selector("table form")
    found += complaints(officer.page, "reminders")
    officer.page.get_by_role("button", name="No reminders").first.click()
    officer.page.wait_for_selector("text=They are switched off.")
    found += complaints(officer.page, "reminders switched off")
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
