"""The try-out in a real browser: on the smallest phone, on a desk, by keyboard, with a pencil."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.journeys.places import OfficerBrowser, Running
from tests.journeys.test_access import RULES, complaints

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def open_tryout(browser: Browser, running: Running, script: str) -> Page:
    """Sign in as the duty officer and begin a try-out; whatever the browser complains of fails."""
    officer = OfficerBrowser(browser, running, "Grace Lin")
    officer.sign_in()
    officer.page.goto(f"{running.url}/scripts/{script}/try")
    return officer.page


def phone(page: Page) -> FrameLocator:
    """What is in the phone."""
    return page.frame_locator("iframe.phone")


def press(page: Page, move: str) -> None:
    """Press a button of the phone and wait for the page it leads to."""
    with page.expect_navigation():
        phone(page).locator(f'form.screen button:not(.hidden)[name=move][value="{move}"]').click()


def in_phone(page: Page, name: str) -> list[str]:
    """What is wrong with the page in the phone, which the rules do not look into from outside."""
    (frame,) = page.frames[1:]
    frame.wait_for_load_state()
    broken = Axe().run(frame, options=RULES).response["violations"]
    found = [f"{name}: {rule['id']} {rule['nodes'][0]['html'][:90]}" for rule in broken]
    if frame.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"{name}: the phone scrolls sideways")
    return found


def test_the_pages_about_scripts_can_be_used_by_everyone(
    browser: Browser, running: Running
) -> None:
    """The list and a try-out break no rule and fit 320 px, and so does the page in the phone."""
    page = open_tryout(browser, running, "child_4_7")
    found = complaints(page, "begun")
    for move in ("answer", "answer", "answer", "skip", "pick:helping", "skip", "help"):
        press(page, move)
        found += complaints(page, move)
        page.set_viewport_size({"width": 320, "height": 640})
        found += in_phone(page, move)
    page.goto(f"{running.url}/scripts")
    found += complaints(page, "list")
    assert "\n".join(found) == ""


def test_nothing_is_refused_and_a_drawing_is_kept(browser: Browser, running: Running) -> None:
    """With JavaScript a child's drawing travels along, and no policy of the page is broken."""
    page = open_tryout(browser, running, "child_symbols")
    complained: list[str] = []
    page.on("console", lambda message: complained.append(message.text))
    while phone(page).locator("canvas").count() == 0:
        tiles = phone(page).locator("form.screen button[value=skip]").count()
        press(page, "skip" if tiles else "answer")
    sheet = phone(page).locator("canvas")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 140)
    page.mouse.up()
    press(page, "answer")
    press(page, "skip")
    expect(phone(page).locator(".drawn polyline")).to_have_count(1)
    assert complained == []


def test_a_keyboard_is_enough(browser: Browser, running: Running) -> None:
    """After each press the phone has the keyboard, so that the next thing is a few tabs away."""
    page = open_tryout(browser, running, "child_8_11")
    (frame,) = page.frames[1:]
    for _ in range(60):
        page.keyboard.press("Tab")
        if frame.evaluate("document.activeElement.className") == "go":
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(phone(page).locator("h1")).to_have_text("Who will read this?")
    assert page.evaluate("document.activeElement.tagName") == "IFRAME"


def test_it_works_without_javascript(browser: Browser, running: Running) -> None:
    """Without a script the phone is shown and answered all the same."""
    who = next(each for each in running.ways["staff"] if each["name"] == "Sam Okafor")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(running.ways["sign_in"])
    page.fill("input[name=email]", who["email"])
    page.fill("input[name=password]", who["password"])
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{running.url}/scripts/foster_carer/try")
    for heading in ("Who will read this?", "What can\u2019t stay with Priya Shah alone?"):
        press(page, "answer")
        expect(phone(page).locator("h1")).to_have_text(heading)
    context.close()
