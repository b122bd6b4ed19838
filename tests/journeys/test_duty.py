"""From a child's worrying line at nine in the evening to a concern that is closed."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.journeys.night import Night, Phone, link_in, running_night
from tests.journeys.places import FamilyBrowser, OfficerBrowser, Running
from tests.journeys.test_access import complaints
from tests.notify.fake_notify import FakeNotify, settings_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

WORRY = "Sam hits me when Jo is at work\nplease dont tell him"
BEFORE = "I like my room. It has a big window"


@pytest.fixture
def notify() -> Iterator[FakeNotify]:
    """A GOV.UK Notify of our own, over real HTTP."""
    with FakeNotify() as running:
        yield running


@pytest.fixture
def night(tmp_path: Path, notify: FakeNotify) -> Iterator[Night]:
    """A Sayso at nine in the evening, with a real mail server, and text messages by Notify."""
    with running_night(tmp_path, settings_of(notify)) as running:
        yield running


def write_it(browser: Browser, night: Night) -> FamilyBrowser:
    """Answer in the chat as far as the worrying line."""
    child = FamilyBrowser(browser, night.link())
    child.enter()
    child.answer_until("safe_feel", {"home_feel": (("mixed",), BEFORE)})
    child.answer({"safe_feel": ((), WORRY)})
    return child


def take_it(phone: Phone) -> None:
    """Read the words, take it, and see that it is taken."""
    page = phone.page
    assert page.locator(".concern-page__words .wants > .own q").text_content() == WORRY
    page.locator("summary", has_text="What came before and after").click()
    expect(page.get_by_text(BEFORE)).to_be_visible()
    phone.press("I have this")
    expect(page.get_by_role("heading", name="Dee Okoro has this")).to_be_visible()


def handle_it(phone: Phone, night: Night) -> None:
    """Write down what was done, where the child is and who was told; mark whom it is about."""
    page = phone.page
    phone.write_down("where", "With me at the office in Mill Street.")
    night.later(20 / 60)
    phone.write_down("done", "Rang Amara and fetched her. She is safe tonight.")
    phone.write_down("told", who="PC Ade Bello, police", how="by phone")
    phone.follow_link("Say whom it is about")
    page.check("input[name=about][value=carer]")
    page.get_by_label("Jo", exact=True).check()
    phone.press("Save")
    expect(page.get_by_text("Due by the end of Wednesday 25 November 2026")).to_be_visible()
    phone.follow_link("Write down that the LADO was told")
    page.fill("#who", "Kim Ash, LADO")
    phone.press("Write it down")
    expect(page.get_by_text("Told Tuesday 24 November 2026")).to_be_visible()


def close_it(phone: Phone) -> None:
    """Say that it was acted on, and close it."""
    phone.press("It was acted on")
    phone.follow_link("Close it")
    phone.press("Close this concern")
    expect(phone.page.locator("#reason-error")).to_contain_text("Say why it is closed.")
    phone.page.fill("#reason", "Strategy discussion tomorrow at ten. Section 47 has begun.")
    phone.press("Close this concern")
    expect(phone.page.get_by_role("heading", name="Closed", exact=True)).to_be_visible()


def test_a_word_at_night_is_heard_taken_and_closed(
    browser: Browser, night: Night, notify: FakeNotify
) -> None:
    """A line in the chat calls the officer on duty by real e-mail and by text message; on a small
    phone without a script they read, take, note, mark as about a carer, and close it; the IRO sees
    it closed.
    """
    child = write_it(browser, night)
    expect(child.page.get_by_text("999").first).to_be_visible()
    called = night.mail_to("duty", "/concerns/")
    text_message = night.text_to(notify, "duty")
    for message in (called, text_message):
        assert link_in(message) == link_in(called)
        assert "Amara" not in message
        assert "hits" not in message
    night.later(4)
    phone = Phone(browser, night, "duty")
    phone.follow(called)
    assert phone.page.url == link_in(called)
    take_it(phone)
    night.later(5)
    handle_it(phone, night)
    close_it(phone)
    record = phone.context.request.get(f"{link_in(called)}/record.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(record.body())).pages)
    assert "Sam hits me when Jo is at work" in text
    assert "PC Ade Bello, police" in text
    iro = Phone(browser, night, "iro")
    iro.follow(called)
    expect(iro.page.get_by_text("Strategy discussion tomorrow at ten.").first).to_be_visible()
    expect(iro.page.get_by_role("heading", name="Closed", exact=True)).to_be_visible()


def test_whoever_does_not_answer_is_passed_over(
    browser: Browser, night: Night, notify: FakeNotify
) -> None:
    """While Notify is away the e-mail goes all the same; after an hour a manager is called too,
    and what Notify could not take comes when it is back.
    """
    notify.stop()
    write_it(browser, night)
    night.mail_to("duty", "/concerns/")
    night.later(61)
    assert "Amara" not in night.mail_to("manager", "/concerns/")
    notify.start()
    night.later(2)
    assert "/concerns/" in night.text_to(notify, "duty")


def test_more_that_is_said_has_to_be_read_first(browser: Browser, night: Night) -> None:
    """One tap takes it; where more was said meanwhile, that is shown and asked again."""
    child = write_it(browser, night)
    phone = Phone(browser, night, "duty")
    phone.page.goto(f"{night.url}/duty")
    phone.sign_in()
    expect(phone.page.get_by_text("Amara O.").first).to_be_visible()
    assert WORRY.split("\n", maxsplit=1)[0] not in phone.page.content()
    night.later(1)
    more = "he hits me with a belt"
    child.answer({child.place: ((), more)})
    phone.page.locator(".worry", has_text="Harm by someone").get_by_role("button").click()
    expect(phone.page.get_by_role("alert")).to_contain_text("More was said")
    expect(phone.page.locator(".wants > .own q").last).to_have_text(more)
    phone.press("I have this")
    expect(phone.page.get_by_role("heading", name="Dee Okoro has this")).to_be_visible()


def test_who_is_signed_in_need_not_sign_in_again_from_a_message(
    browser: Browser, night: Night
) -> None:
    """A link in web mail, which is another site, leads straight on to whoever is signed in."""
    write_it(browser, night)
    link = link_in(night.mail_to("duty", "/concerns/"))
    phone = Phone(browser, night, "duty")
    phone.page.goto(f"{night.url}/duty")
    phone.sign_in()
    mail = f'<a href="{link}">Sign in</a>'
    phone.context.route(
        "http://mail.example/**", lambda it: it.fulfill(body=mail, content_type="text/html")
    )
    phone.page.goto("http://mail.example/inbox")
    phone.page.get_by_role("link", name="Sign in").click()
    phone.page.wait_for_url(link)
    assert phone.page.locator(".wants .own q").first.text_content() == WORRY


def handled(page: Page, concern: str) -> list[str]:
    """Go through every form of a concern, with a slip in each note; give what is wrong."""
    found: list[str] = []
    for kind in ("where", "done", "told", "strategy"):
        page.goto(f"{concern}/notes/{kind}")
        page.get_by_role("button", name="Write it down").click()
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        found += complaints(page, f"{kind}, wrong")
        page.fill("#who" if kind == "told" else "#words", "so it is")
        page.get_by_role("button", name="Write it down").click()
    page.goto(f"{concern}/about")
    found += complaints(page, "about")
    page.check("input[name=about][value=carer]")
    page.get_by_role("button", name="Save").click()
    found += complaints(page, "concern, taken")
    page.get_by_role("button", name="It was acted on").click()
    for path in ("hand-over", "close", "record"):
        page.goto(f"{concern}/{path}")
        found += complaints(page, path)
    page.goto(f"{concern}/close")
    page.fill("#reason", "so it is")
    page.get_by_role("button", name="Close this concern").click()
    found += complaints(page, "concern, closed")
    return found


def test_the_duty_pages_can_be_used_by_everyone(browser: Browser, running: Running) -> None:
    """No page of the people on duty breaks a rule of WCAG 2.2 AA or scrolls sideways at 320 px."""
    child = FamilyBrowser(browser, running.link("Amara", "Amara"))
    child.enter()
    child.answer_until("safe_feel", {})
    child.answer({"safe_feel": (("not_good",), WORRY)})
    officer = OfficerBrowser(browser, running, "Grace Lin")
    officer.sign_in()
    page, url = officer.page, running.url
    found = complaints(page, "duty")
    page.locator(".worry a", has_text="Amara").first.click()
    page.wait_for_selector(".concern-page")
    concern = page.url
    found += complaints(page, "concern, waiting")
    page.get_by_role("button", name="I have this").click()
    page.wait_for_selector("text=You have this now")
    found += handled(page, concern)
    for path in ("rota", "rota/new", "tests", "numbers"):
        page.goto(f"{url}/duty/{path}")
        found += complaints(page, path)
    page.goto(f"{url}/duty/tests")
    page.get_by_role("button", name="Send a test").click()
    page.locator("h2 a").first.click()
    found += complaints(page, "a test")
    assert "\n".join(found) == ""
