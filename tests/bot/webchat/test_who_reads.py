"""A child is told honestly who reads what they say, when another does."""

from datetime import timedelta

from backend.caseloads import service as caseloads
from backend.holdings.rules import Change
from backend.packs import service as packs
from backend.platform.clock import SettableClock
from tests.backend.consultations.household import TODAY, Household
from tests.backend.consultations.talk import Talk
from tests.backend.covers.away import MANAGER, enter
from tests.bot.webchat.browser import Browser
from tests.bot.webchat.sending import say_and_send

AWAY = (
    "Priya is away. Tom reads what you say here until 24 November 2026. "
    "When Priya is back, Priya can read it too."
)
TOM_NOW = "Tom reads what you say here now, in the place of Priya."


def test_the_opening_names_whoever_holds_the_case(browser: Browser, household: Household) -> None:
    """Who begins while the IRO is away is told both names, and the question below says Tom."""
    enter(household, TODAY, TODAY)
    page = browser.enter().page.text
    assert AWAY in page
    assert "Tom" in page.replace(AWAY, "")
    browser.press(move="answer")
    assert AWAY not in browser.page.text, "it is said once"
    assert "Priya" not in browser.page.text


def test_a_change_in_the_middle_is_told_once(
    browser: Browser, household: Household, clock: SettableClock
) -> None:
    """A child who had begun is told on the next screen they see, and no more after they went on."""
    browser.enter()
    browser.press(move="answer")
    clock.advance(timedelta(minutes=1))
    reassign(household)
    here = f"/chat/{household.asked['amara'].id}"
    assert TOM_NOW in browser.get(here).text
    browser.press(move="answer")
    assert TOM_NOW not in browser.page.text


def test_after_send_the_page_says_it(
    browser: Browser, household: Household, clock: SettableClock
) -> None:
    """Who has sent it is told that another holds it now, and whether that other has read it."""
    say_and_send(browser)
    review = household.reviews["amara"].id
    clock.advance(timedelta(minutes=1))
    household.runtime.database.write(
        lambda t: packs.note_opening(t, household.viewer("iro"), review, clock())
    )
    here = f"/chat/{household.asked['amara'].id}"
    assert "Priya has read it." in browser.get(here).text
    reassign(household)
    page = browser.get(here).text
    assert TOM_NOW in page
    assert "Tom has not read it yet." in page


def test_who_is_told_nothing_new(browser: Browser, household: Household) -> None:
    """Another IRO's absence is nothing to a child of somebody else's."""
    enter(household, TODAY, TODAY)
    assert "is away" not in browser.enter("leo").page.text
    assert Talk(household, "leo").now.events == 0


def reassign(household: Household) -> None:
    """Give Amara to Tom, now and for good."""
    change = Change(TODAY, "officer", MANAGER.id, "caseload", household.runtime.clock())
    amara, tom = household.children["amara"].id, household.officers["other_iro"].id
    household.runtime.database.write(lambda t: caseloads.move(t, MANAGER, amara, tom, change))
