"""A whole year of one child: three reviews, what came of each, and what was late."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import first_review as first
from tests.journeys.first_review import WHAT, hold, plan
from tests.journeys.night import link_in
from tests.journeys.year import Desk, Year, running_year

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

DRIFT = "The assessment of contact was promised for May and has not begun."


@pytest.fixture
def year(tmp_path: Path) -> Iterator[Year]:
    """A Sayso on the day on which a child came into care."""
    with running_year(tmp_path) as running:
        yield running


def drifts(priya: Desk, mo: Desk, year: Year) -> None:
    """A challenge that nobody answers in time is late by itself, and the manager is told."""
    year.it_is(date(2026, 6, 1), 10)
    priya.open(f"/challenges/new?child={year.child.id}")
    priya.pick("kind", "drift")
    priya.fill(words=DRIFT)
    priya.pick("stage", "informal")
    priya.choose("owner_id", year.staff["manager"].id)
    priya.press("Raise it")
    priya.says("Answer due 8 June 2026")
    raised = year.mail_to(year.staff["manager"].email, "/challenges/")
    assert link_in(raised) == priya.page.url.split("?")[0]
    known = len(year.mail.taken)
    year.it_is(date(2026, 6, 8), 23)
    year.timed("challenges")
    year.it_is(date(2026, 6, 9), 9)
    year.timed("challenges")
    year.timed("challenges")
    late = year.mail_to(year.staff["manager"].email, "/challenges/", known)
    year.mail_to(year.staff["iro"].email, "/challenges/", known)
    assert len(year.mail.taken) == known + 2
    for words in ("Amara", "Okoye", DRIFT):
        assert words not in late
    mo.come_by(late)
    assert DRIFT in mo.text
    mo.says("No answer by 8 June 2026")


def is_taken_on(priya: Desk, mo: Desk, year: Year) -> None:
    """The manager answers late; the IRO takes it to the formal stage, where it is put right."""
    year.it_is(date(2026, 6, 10), 11)
    mo.open("/challenges")
    mo.follow("Amara Okoye")
    mo.follow("Write down the answer")
    mo.fill(words="It begins in July.")
    mo.press("Write it down")
    challenge = mo.page.url.split("?")[0].removeprefix(year.url)
    assert mo.page.get_by_role("link", name="Take it to another stage").count() == 0
    priya.open(challenge)
    priya.says("Answered 10 June 2026")
    assert "It begins in July." in priya.text
    priya.follow("Take it to another stage")
    priya.pick("stage", "formal_1")
    priya.choose("owner_id", year.staff["manager"].id)
    priya.fill(words="July is too late for her.")
    priya.press("Write it down")
    priya.says("Answer due 17 June 2026")
    priya.says("The formal process is to end by 8 July 2026.")
    year.it_is(date(2026, 6, 16), 11)
    priya.open(challenge)
    priya.follow("Write down what came of it")
    priya.pick("outcome", "changed")
    priya.fill(words="It began on 15 June.")
    priya.press("Write it down")
    priya.open("/challenges")
    expect(priya.page.locator("table", has_text="Closed")).to_contain_text("Amara Okoye")


def has_no_plan(sam: Desk, priya: Desk, year: Year) -> None:
    """A second review without a plan for permanence is flagged until a plan is recorded."""
    plan(sam, year, date(2026, 7, 10), due=date(2026, 7, 14))
    priya.open(year.review)
    last = priya.page.locator("aside section", has_text="Last time we decided")
    expect(last).to_contain_text("Done")
    expect(last).to_contain_text(WHAT)
    hold(priya, year, date(2026, 7, 10))
    pages = (year.case, year.review, f"{year.case}/permanence")
    for day in (date(2026, 7, 11), date(2026, 7, 20)):
        year.it_is(day, 10)
        for page in pages:
            priya.open(page)
            priya.says("No plan for permanence has been recorded since review 2, 10 July 2026.")
    priya.follow("Record a plan")
    priya.pick("kind", "long_term_fostering")
    priya.fill(words="With Jo and Sam, who want her to stay.")
    priya.choose("review", year.reviews[-1])
    priya.press("Record it")
    for page in pages:
        priya.open(page)
        assert "No plan for permanence" not in priya.text
    assert "With Jo and Sam, who want her to stay." in priya.text


def is_looked_at_midway(priya: Desk, year: Year) -> None:
    """Three months later the midway check is asked for, recorded, and asked for no more."""
    year.it_is(date(2026, 10, 9), 10)
    priya.open("/decisions")
    midway = priya.page.locator('section[aria-labelledby="midway"]')
    expect(midway).to_contain_text("Due by 10 October 2026")
    midway.get_by_role("link", name="Amara Okoye").click()
    assert priya.day_in("checked_on") == date(2026, 10, 9)
    priya.fill(words="She sees Tobi every Saturday; the plan is on track.")
    priya.press("Write it down")
    priya.says("She sees Tobi every Saturday; the plan is on track.")
    priya.open("/decisions")
    assert midway.count() == 0


def is_in_time(sam: Desk, priya: Desk, year: Year) -> None:
    """The third review is prepared and held in time; nothing of the year is late then."""
    year.it_is(date(2026, 12, 10), 10)
    plan(sam, year, date(2027, 1, 5), due=date(2027, 1, 10))
    priya.open("/dates")
    done = priya.page.get_by_role("button", name="It is done")
    assert done.count() == 2
    for _ in range(2):
        priya.press("It is done")
    assert done.count() == 0
    hold(priya, year, date(2027, 1, 5))
    priya.open("/dates")
    priya.says("No review is late.")
    priya.says("5 July 2027")
    assert priya.late().count() == 0
    priya.open(year.case)
    assert priya.late().count() == 0
    assert priya.page.get_by_text("Completed on").count() == 3


def test_a_year(browser: Browser, year: Year) -> None:
    """From coming into care to the third review, everybody does their part on their own pages."""
    names = ("Sam Hill", "Priya Shah", "Mo Ellis")
    sam, priya, mo = (Desk(browser, year.running, name) for name in names)
    first.comes_into_care(sam, year)
    child = first.is_asked(browser, sam, year)
    first.answers(child, year)
    first.is_read_and_heard(priya, year)
    first.is_held(priya, year)
    first.is_decided(priya, year)
    first.is_told(priya, child, year)
    first.says_if_listened(priya, child, year)
    first.owner_says_done(browser, year)
    first.is_confirmed(browser, priya, child, year)
    first.is_seen_to(priya, year)
    drifts(priya, mo, year)
    is_taken_on(priya, mo, year)
    has_no_plan(sam, priya, year)
    is_looked_at_midway(priya, year)
    is_in_time(sam, priya, year)
    assert child.complaints == []
