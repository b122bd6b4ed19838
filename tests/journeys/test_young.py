"""The youngest, and who answers by symbols: pictures to tap, a sheet to draw on, few words."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.places import FamilyBrowser, OfficerBrowser, Running, Said
from tests.journeys.test_access import complaints, walked

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

WISHES = "a dog 🐶\nsee Nan. and <b>stay up late</b>"
HOUSE = (((0.2, 0.4), (0.5, 0.1), (0.8, 0.4), (0.8, 0.9), (0.2, 0.9), (0.2, 0.4)),)
SAID: Said = {
    "call_me": ((), "Elly"),
    "with_you": (("helping",), ""),
    "with_who": ((), "Jo"),
    "with_words": (("me",), ""),
    "home_feel": (("good",), ""),
    "safe_feel": (("mixed",), ""),
    "school_feel": (("not_good",), ""),
    "play_with": (("pet",), ""),
    "most_days": (("happy",), ""),
    "family_feel": (("mixed",), ""),
    "worker_comes": (("unsure",), ""),
    "wishes": ((), WISHES),
    "meeting_come": (("part",), ""),
}
LABELS = {
    "Home": "Good",
    "Feeling safe": "Sometimes",
    "School": "Not good",
    "Social worker": "I don",
}


def draws(child: FamilyBrowser) -> None:
    """Draw a house and a sun with the mouse, after a line too many and a whole sheet too many."""
    child.draw(((0.1, 0.1), (0.9, 0.9)))
    child.page.click("[data-clear]")
    assert child.drawn == []
    child.draw(*HOUSE, colour="blue")
    child.draw(((0.5, 0.5), (0.6, 0.6)), colour="red")
    child.page.click("[data-undo]")
    child.draw(((0.8, 0.2),), colour="orange")
    assert [stroke.split(" ")[0] for stroke in child.drawn] == ["blue", "orange"]
    assert len(child.drawn[0].split(" ")) > 20
    child.page.fill("#words", "our house")


def says_everything(child: FamilyBrowser) -> None:
    """Tap every answer, draw, look at it again from the check, and send it."""
    child.enter()
    child.answer_until("drawing", SAID)
    assert child.page.locator(".tile").count() == 0
    draws(child)
    drawn = child.drawn
    child.press("answer")
    child.answer_until("check", SAID)
    expect(child.page.locator("svg.drawn polyline")).to_have_count(2)
    assert child.page.locator(".verbatim").all_text_contents() == [
        "Elly",
        "Jo",
        WISHES,
        "our house",
    ]
    child.press("change:drawing")
    assert child.drawn == drawn, "the sheet is as it was left"
    child.press("answer")
    child.answer_until("check", SAID)
    child.press("check")
    home = child.page.locator("details.scope", has_text="Home")
    home.locator("summary").click()
    home.locator("input[value=people]").check()
    home.get_by_label("Jo Taylor").check()
    expect(home.locator("summary")).to_contain_text("Only some people")
    child.press("share")
    assert "Jo Taylor" in child.page.locator(".part", has_text="Only some people").inner_text()
    child.press("send")


def test_the_youngest_taps_and_draws(browser: Browser, running: Running) -> None:
    """A child of five answers by tapping and by mouse; the IRO reads it all, with the drawing."""
    child = FamilyBrowser(browser, running.link("Ella", "Ella"))
    says_everything(child)
    expect(child.page.locator(".read")).to_have_text("Daniel has not read it yet.")
    officer = OfficerBrowser(browser, running, "Daniel Osei")
    officer.sign_in()
    officer.open_pack("Ella")
    for topic, label in LABELS.items():
        assert label in officer.on(topic).locator(".pick").inner_text(), topic
    expect(officer.on("A drawing").locator("svg.drawn polyline")).to_have_count(2)
    assert officer.words_in("A drawing") == ["our house"]
    assert officer.page.locator(".wants q").all_text_contents() == [WISHES]
    expect(officer.on("Home").locator(".tag--only")).to_have_text("for you and Jo Taylor")
    child.page.reload()
    expect(child.page.locator(".read")).to_have_text("Daniel has read it.")
    child.add("and a cat")
    expect(child.page.locator(".read")).to_have_text("Daniel has not read it yet.")
    child.take_back("drawing")
    officer.open_pack("Ella")
    assert officer.page.locator(".wants q").all_text_contents() == [WISHES, "and a cat"]
    expect(officer.page.locator("svg.drawn")).to_have_count(0)
    assert officer.page.locator(".voices li").first.inner_text().count("1 taken back") == 1
    assert child.complaints == []


def test_the_youngest_without_a_script(browser: Browser, running: Running) -> None:
    """Without JavaScript each picture still answers, and words stand in for the drawing."""
    officer = OfficerBrowser(browser, running, "Daniel Osei")
    officer.sign_in()
    officer.choose_questions("Leo", "child_4_7")
    child = FamilyBrowser(browser, running.link("Leo", "Leo"), scripts=False)
    child.enter()
    child.answer_until("drawing", SAID)
    expect(child.page.locator("canvas")).to_be_hidden()
    child.press("answer")
    expect(child.page.get_by_role("alert")).to_have_text(
        "Draw or write something first, or press Skip."
    )
    child.page.fill("#words", "a house with a blue door")
    child.press("answer")
    child.answer_until("check", SAID)
    child.press("back")
    child.press("pick:yes")
    child.press("check")
    school = child.page.locator("details.scope", has_text="School")
    school.locator("summary").click()
    school.locator("input[value=review]").check()
    child.press("share")
    child.press("send")
    child.add("and a cat")
    child.take_back("school_feel")
    officer.open_pack("Leo")
    assert officer.words_in("A drawing") == ["a house with a blue door"]
    assert officer.page.locator(".wants q").all_text_contents() == [WISHES, "and a cat"]
    assert "Not good" not in officer.page.locator(".topics").inner_text()
    assert "Yes" in officer.page.locator("aside section", has_text="Leo asks").inner_text()


def to(child: FamilyBrowser, selector: str) -> None:
    """Press Tab until this has the focus."""
    wanted = child.page.locator(selector).first
    for _ in range(40):
        child.page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{selector} is not to be reached at {child.place}")


def strike(child: FamilyBrowser, key: str) -> None:
    """Press a key that leads on, and wait for the next screen."""
    before = child.page.locator("input[name=message]").get_attribute("value")
    child.page.keyboard.press(key)
    expect(child.page.locator("input[name=message]")).not_to_have_value(str(before))


def types(child: FamilyBrowser, selector: str, words: str = "") -> None:
    """Come to a field and type, then to the button that leads on, and press it."""
    if words:
        to(child, selector)
        child.page.keyboard.type(words)
    to(child, ".go")
    strike(child, "Enter")


def answers_by_keyboard(child: FamilyBrowser) -> None:
    """Press the last picture of each question, and type where something can be typed."""
    for turn in range(60):
        here = child.place
        if here == "check":
            return
        if child.page.locator(".tile").count():
            to(child, ".tile:last-child")
            strike(child, "Space" if turn % 2 else "Enter")
        elif child.page.locator("#words").count():
            types(child, "#words", f"words for {here}")
        else:
            types(child, "")
        expect(child.page.locator("h1").first).to_be_focused()
    raise AssertionError("the check was never reached")


def test_a_keyboard_is_enough_for_the_youngest(browser: Browser, running: Running) -> None:
    """With Tab, Space, Enter and letters alone a child of this age answers everything and sends."""
    officer = OfficerBrowser(browser, running, "Priya Shah")
    officer.sign_in()
    officer.choose_questions("Noah", "child_4_7")
    child = FamilyBrowser(browser, running.link("Noah", "Noah"))
    child.enter()
    answers_by_keyboard(child)
    typed = [f"words for {step}" for step in ("call_me", "with_who", "wishes", "drawing")]
    assert child.page.locator(".verbatim").all_text_contents() == typed
    types(child, "")
    to(child, "details.scope summary")
    child.page.keyboard.press("Enter")
    to(child, "input[type=radio]")
    child.page.keyboard.press("ArrowDown")
    expect(child.page.locator("details.scope summary").first).to_contain_text("Everyone")
    for stage in ("send", "sent"):
        types(child, "")
        assert child.place == stage
    to(child, 'a[href$="/add"]')
    child.page.keyboard.press("Enter")
    child.page.wait_for_selector("#words")
    types(child, "#words", "and a cat")
    expect(child.page.locator(".told")).to_contain_text("I kept that.")


def test_symbols_can_be_used_by_everyone(browser: Browser, running: Running) -> None:
    """Every screen for symbols is sound; who helped is read apart from the child's own answers."""
    child = FamilyBrowser(browser, running.link("Kai", "Kai"))
    said: Said = {
        "with_you": (("helping",), ""),
        "with_words": (("both",), ""),
        "home_feel": (("good",), ""),
        "safe_feel": (("not_good",), ""),
        "observer_who": ((), "Ann, his foster carer"),
        "observer_saw": ((), "He smiles at the dog and turns away from the bus."),
        "observer_sure": (("fairly",), ""),
    }
    found = walked(child, said)
    assert "\n".join(found) == ""
    officer = OfficerBrowser(browser, running, "Daniel Osei")
    officer.sign_in()
    officer.open_pack("Kai")
    observed = officer.page.locator(".observed")
    assert "Not Kai's own words." in observed.inner_text()
    assert observed.locator("q").all_text_contents() == [
        "Ann, his foster carer",
        "He smiles at the dog and turns away from the bus.",
    ]
    assert "Not safe" in officer.on("Feeling safe").locator(".pick").inner_text()
    expect(officer.on("Feeling safe").locator(".tag--worry")).to_be_visible()
    assert "dog" not in " ".join(officer.page.locator(".own q").all_text_contents())


def test_the_youngest_screens_can_be_used_by_everyone(browser: Browser, running: Running) -> None:
    """No screen of the youngest breaks a rule of WCAG 2.2 AA or scrolls sideways at 320 px."""
    officer = OfficerBrowser(browser, running, "Priya Shah")
    officer.sign_in()
    officer.choose_questions("Amara", "child_4_7")
    found = complaints(officer.page, "pack")
    child = FamilyBrowser(browser, running.link("Amara", "Amara"))
    found += walked(child, SAID)
    assert "\n".join(found) == ""
