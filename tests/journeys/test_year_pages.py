"""Every page of the year between two reviews, open on a desk and on the smallest phone."""

import re
import secrets
from collections.abc import Iterable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from backend.owners import service as owners
from backend.owners.rules import may_ask_at
from backend.platform.clock import system_clock
from backend.platform.database import Transaction
from backend.platform.settings import load
from bot import serving
from tests.journeys.places import OfficerBrowser, Running
from tests.journeys.test_access import complaints

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

ONE = "[0-9a-f]{32}"
TOP = (
    "/reviews",
    "/between",
    "/decisions",
    "/challenges",
    "/challenges/new",
    "/dates",
    "/dates?all=1",
    "/dates/month",
    "/dates/feed",
    "/caseload",
)
OF_A_CASE = (
    "",
    "/talks",
    "/talks/new",
    "/care",
    "/permanence",
    "/permanence/new",
    "/decisions",
    "/proceedings",
    "/proceedings/new",
    "/proceedings/talk",
    "/challenges",
)
BEFORE_IT = ("", "/talk", "/round", "/reminders", "/questions", "/decisions", "/decisions/new")
AFTER_IT = ("", "/held", "/attendance", "/decisions", "/reply", "/midway")
OF_A_CHALLENGE = ("", "/answer", "/outcome", "/move", "/cafcass", "/close")
OF_A_MANAGER = ("/challenges", "/challenges/summary", "/dates", "/caseload", "/decisions/counts")
CODE = "246802"


def found_on(officer: OfficerBrowser, page: str, pattern: str, of: str = "") -> str:
    """Give the first address on a page that ends like a pattern, in a link with these words."""
    officer.page.goto(f"{officer.running.url}{page}")
    links = officer.page.locator("a", has_text=of) if of else officer.page.locator("a")
    hrefs = (str(link.get_attribute("href")) for link in links.all())
    return next(href for href in hrefs if re.fullmatch(pattern, href))


def wrong_on(officer: OfficerBrowser, pages: Iterable[str]) -> list[str]:
    """Open pages one after the other; give what is wrong with them."""
    found = []
    for path in dict.fromkeys(pages):
        answer = officer.page.goto(f"{officer.running.url}{path}")
        name = re.sub(ONE, "…", path)
        if answer is None or answer.status != 200:
            found.append(f"{name}: not shown")
        found += complaints(officer.page, name)
        if officer.page.locator(".bar__places [aria-current], .govuk-breadcrumbs a").count() == 0:
            found.append(f"{name}: says no way back")
    return found


def test_every_page_of_the_officers_year_can_be_used_by_everyone(
    browser: Browser, running: Running
) -> None:
    """No page of a case or a review breaks a rule of WCAG 2.2 AA or scrolls sideways at 320 px."""
    officer = OfficerBrowser(browser, running, "Priya Shah")
    officer.sign_in()
    case = found_on(officer, "/dates?all=1", f"/cases/{ONE}", "Mia")
    coming = found_on(officer, "/reviews", f"/reviews/{ONE}", "Mia")
    past = found_on(officer, case, f"/reviews/{ONE}", "Review 5")
    talk = found_on(officer, f"{case}/talks", f"/talks/{ONE}")
    decision = found_on(officer, f"{past}/decisions", f"{past}/decisions/{ONE}")
    pages = [*TOP, *(f"{case}{each}" for each in OF_A_CASE), case.replace("cases", "between")]
    pages += [*(f"{coming}{each}" for each in BEFORE_IT), *(f"{past}{each}" for each in AFTER_IT)]
    pages += [talk, decision, f"{decision}/remove", f"/decisions/{decision[-32:]}/progress"]
    assert "\n".join(wrong_on(officer, pages)) == ""
    officer.page.goto(f"{running.url}{coming}/decisions/new")
    expect(officer.page.get_by_label("Their name")).to_be_hidden()
    officer.page.get_by_label("Somebody else").check()
    expect(officer.page.get_by_label("Their name")).to_be_visible()


def test_courts_and_challenges_can_be_used_by_everyone(browser: Browser, running: Running) -> None:
    """The pages of proceedings and of an open challenge break no rule, the manager's neither."""
    officer = OfficerBrowser(browser, running, "Daniel Osei")
    officer.sign_in()
    case = found_on(officer, "/dates?all=1", f"/cases/{ONE}", "Tyler")
    court = f"{case}/proceedings"
    hearing = found_on(officer, court, f"{court}/{ONE}/hearing")
    challenge = found_on(officer, "/challenges", f"/challenges/{ONE}", "Leo")
    pages = [found_on(officer, "/reviews", f"/reviews/{ONE}", "Tyler"), court, hearing]
    pages += [f"{court}/talk", *(f"{challenge}{each}" for each in OF_A_CHALLENGE)]
    found = wrong_on(officer, pages)
    manager = OfficerBrowser(browser, running, "Helen Ward")
    manager.sign_in()
    load_of = found_on(manager, "/caseload", f"/caseload/{ONE}")
    pages = [*OF_A_MANAGER, load_of, case, f"{case}/care", challenge, f"{challenge}/answer"]
    found += wrong_on(manager, pages)
    assert "\n".join(found) == ""


def test_rounds_can_be_used_by_everyone(browser: Browser, running: Running) -> None:
    """The pages on which rounds and times in care are kept break no rule and fit 320 px."""
    support = OfficerBrowser(browser, running, "Sam Okafor")
    support.sign_in()
    rounds = found_on(support, "/rounds", f"/children/{ONE}/reviews/{ONE}/round", "Amara")
    child = rounds[:42]
    pages = ["/rounds", rounds, child, f"{child}/care", f"{child}/care/new", f"{child}/reviews/new"]
    found = wrong_on(support, pages)
    owner = next(each["name"] for each in running.ways["staff"] if each["role"] == "system owner")
    keeper = OfficerBrowser(browser, running, owner)
    keeper.sign_in()
    assert "\n".join([*found, *wrong_on(keeper, ["/rounds/settings"])]) == ""


def asked_for_progress(running: Running) -> str:
    """Ask the first person there is to ask, at ten on a weekday; give their link's token."""
    house = serving.open_house(load({}, running.folder / "data"), system_clock, {})
    token, now = secrets.token_urlsafe(16), system_clock()
    days = (now.replace(hour=11) + timedelta(days=n) for n in range(7))
    at = next(each for each in days if may_ask_at(each))
    ring, way = house.runtime.ring, owners.Way(house.runtime.ring, running.url)

    def unit(transaction: Transaction) -> None:
        group = max(owners.due(transaction, ring, at), key=lambda it: len(it.decision_ids))
        assert owners.ask(transaction, way, group, token, at)
        assert owners.send_code(transaction, ring, token, CODE, now) == "sent"

    house.runtime.database.write(unit)
    house.runtime.database.close()
    return token


def test_whoever_was_asked_by_email_can_use_their_pages(browser: Browser, running: Running) -> None:
    """The door, the code, the list and the form of whoever has something in hand break no rule."""
    page = browser.new_context(java_script_enabled=True).new_page()
    page.goto(f"{running.url}/progress/{asked_for_progress(running)}")
    found = complaints(page, "door")
    page.get_by_role("button", name="Send me the code").click()
    page.wait_for_selector("#code")
    found += complaints(page, "code")
    page.fill("#code", CODE)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_selector(".decided")
    found += complaints(page, "in hand")
    page.locator(".decided .govuk-button").first.click()
    page.get_by_role("button", name="Send").click()
    page.wait_for_selector(".govuk-error-summary")
    found += complaints(page, "said nothing")
    assert "\n".join(found) == ""
