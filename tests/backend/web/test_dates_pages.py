"""What is due of whom: the list, the month, and the calendar that is read by an address."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from starlette.testclient import TestClient

from backend.care import service as care
from backend.people import service as people
from backend.people.rules import SYSTEM, Officer, officer_viewer
from backend.platform.database import new_id
from backend.platform.runtime import Runtime
from backend.reviews import service as reviews
from backend.web import ical
from backend.web.due_list import book_of, due_list, due_soon
from tests.backend.web.conftest import SignIn
from tests.backend.web.people import Family, Staff

HOUR = datetime(2026, 12, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def priya(signed_in: SignIn, family: Family) -> TestClient:
    """A browser in which the child's own IRO is signed in."""
    return signed_in("iro")


ITEM = re.compile(r'name="about" value="(\w+)"><input type="hidden" name="kind" value="(\w+)"')


def _items(page: str) -> list[tuple[str, str]]:
    return ITEM.findall(page)


def _feed_path(client: TestClient) -> str:
    """Make an address and give its path, as it is shown once."""
    page = client.get(client.post("/dates/feed").headers["location"]).text
    return str(re.findall(r"/feeds/[\w-]+\.ics", page)[0])


def test_the_list_says_how_late(priya: TestClient, family: Family) -> None:
    """A child in care for a year without a review stands there with the day, and how long ago."""
    page = priya.get("/dates").text
    assert "Amara Okoye" in page
    # 20 working days from Monday 20 October 2025, a year before the clock of the tests.
    assert "17 November 2025" in page
    assert "372 days late" in page
    assert "SI 2010/959 reg 33(1)" in page
    assert "1 review is late." in page
    assert "after it is due" in page


def test_what_else_is_due(priya: TestClient, family: Family, runtime: Runtime) -> None:
    """The talk, the reports and the naming of the IRO are there, and go once they are done."""
    page = priya.get("/dates").text
    talk, reports = _items(page)
    assert (talk, reports) == (
        (family.review.id, "talk_before"),
        (family.review.id, "reports_before"),
    )
    assert "Child told who their reviewing officer is" in page
    answer = priya.post("/dates/done", data=dict(zip(("about", "kind"), talk, strict=True)))
    assert answer.headers["location"] == "/dates?done=due-done"
    page = priya.get("/dates").text
    assert _items(page) == [reports]
    [undo] = re.findall(r'action="(/dates/done/\w+/remove)"', page)
    priya.post(undo)
    assert _items(priya.get("/dates").text) == [talk, reports]
    named = replace(family.care, iro_named_on=date(2025, 10, 22))
    runtime.database.write(lambda t: care.correct(t, SYSTEM, named, date(2026, 11, 24)))
    assert "Child told who their reviewing officer is" not in priya.get("/dates").text


def test_what_is_not_due_cannot_be_done(priya: TestClient, family: Family) -> None:
    """A made-up kind, another's review, or what was done already, leads nowhere."""
    for about, kind in (
        (family.review.id, "first"),
        (new_id(), "talk_before"),
        (family.child.id, "iro_named"),
        (family.review.id, "decisions_written"),
    ):
        assert priya.post("/dates/done", data={"about": about, "kind": kind}).status_code == 404


def test_who_sees_which_child(signed_in: SignIn, family: Family) -> None:
    """A manager sees every child and who leads their reviews, another's IRO none of them."""
    for path in ("/dates", "/dates/month?month=2026-12"):
        assert "Amara" in signed_in("manager").get(path).text
        assert "Amara" not in signed_in("other_iro").get(path).text
    assert "Priya Shah" in signed_in("manager").get("/dates").text


def test_a_month(priya: TestClient, family: Family) -> None:
    """The review stands on its day with its time, and the months beside lead on."""
    page = priya.get("/dates/month?month=2026-12").text
    assert re.search(r"Amara</bdi></a>: review, 9.00.am", page)
    assert "?month=2026-11" in page
    assert "?month=2027-01" in page
    assert "November 2025" in priya.get("/dates/month?month=2025-11").text
    assert "review due" in priya.get("/dates/month?month=2025-11").text
    assert "Nothing is planned" in priya.get("/dates/month?month=2030-02").text


@pytest.mark.parametrize("wrong", ["", "2026-13", "1999-01", "x", "2026-1", "2026-12-01"])
def test_no_such_month_is_this_one(priya: TestClient, wrong: str) -> None:
    """Whatever is no month of this century shows the present one."""
    assert "<title>November 2026" in priya.get(f"/dates/month?month={wrong}").text


def test_a_child_out_of_care_is_not_listed(
    priya: TestClient, family: Family, runtime: Runtime
) -> None:
    """Nothing is due of a child who left care, once no review is planned either."""
    today = date(2026, 11, 24)
    ended = replace(family.care, ended_on=date(2026, 11, 1))
    runtime.database.write(lambda t: care.correct(t, SYSTEM, ended, today))
    assert "Amara" in priya.get("/dates").text
    over = replace(family.review, status="cancelled")
    runtime.database.write(lambda t: reviews.correct(t, SYSTEM, over, today))
    assert "Amara" not in priya.get("/dates").text


def test_the_calendar_names_nobody(priya: TestClient, anybody: TestClient, family: Family) -> None:
    """Whoever holds the address reads that there is a review and when, and no more."""
    answer = anybody.get(_feed_path(priya))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    lines = answer.text.split("\r\n")
    assert "SUMMARY:A review" in lines
    assert "SUMMARY:A review is due" in lines
    assert "DTSTART:20261210T090000Z" in lines
    assert "DTSTART;VALUE=DATE:20251117" in lines
    for name in ("Amara", "Okoye", "E72254", "Jo", "Sam", "Priya", "home"):
        assert name not in answer.text
    [url] = {line.removeprefix("URL:") for line in lines if line.startswith("URL:")}
    assert anybody.get(url).status_code == 303, "the link asks to sign in"


def test_the_address_is_shown_once_and_can_be_renewed(
    priya: TestClient, anybody: TestClient, family: Family
) -> None:
    """Only right after it was made, and a new one ends it; stopping ends it too."""
    first = _feed_path(priya)
    second = _feed_path(priya)
    assert anybody.get(first).status_code == 404
    assert anybody.get(second).status_code == 200
    assert second not in signed_page(priya)
    priya.post("/dates/feed/stop")
    assert anybody.get(second).status_code == 404
    assert "You have no address yet." in priya.get("/dates/feed").text


def signed_page(client: TestClient) -> str:
    """Give the page of the address as it is for somebody who did not just make it."""
    client.cookies.delete(next(name for name in client.cookies if name.endswith("-once")))
    return client.get("/dates/feed").text


@pytest.mark.parametrize(
    "change",
    [lambda one: replace(one, active=False), lambda one: replace(one, roles=frozenset({"duty"}))],
    ids=["disabled", "other work"],
)
def test_the_calendar_ends_with_the_officers_work(
    priya: TestClient,
    anybody: TestClient,
    runtime: Runtime,
    staff: Staff,
    family: Family,
    change: Callable[[Officer], Officer],
) -> None:
    """Of an officer who is disabled, or leads no reviews any more, nobody reads anything."""
    path = _feed_path(priya)
    runtime.database.write(lambda t: people.correct_officer(t, change(staff["iro"])))
    assert anybody.get(path).status_code == 404


def test_a_long_line_goes_on_in_the_next() -> None:
    """No line is longer than 75 octets, whatever its letters, and commas are marked."""
    words = "Adolygiad, â'r plentyn; " * 8
    event = ical.Event("1@sayso", HOUR.date(), words, "https://sayso.example/cases/1")
    text = ical.calendar("Reviews", [event], HOUR)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    escaped = words.replace(",", "\\,").replace(";", "\\;")
    assert f"SUMMARY:{escaped}\r\n" in text.replace("\r\n ", "")
    assert "DTEND;VALUE=DATE:20261211\r\n" in text
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 1


def test_with_very_many_children_the_far_ones_wait(
    runtime: Runtime, staff: Staff, family: Family
) -> None:
    """Of too many to read, those come first of whom something is due soon, or nobody knows what."""
    book, today = book_of(runtime), date(2026, 11, 24)
    viewer = officer_viewer(staff["manager"])
    [line] = runtime.database.read(lambda t: due_list(t, viewer, today, book))
    far, near = date(2027, 1, 24), date(2027, 1, 23)
    without = replace(line, items=())
    lines = tuple(replace(without, due_on=day) for day in (far, near, None))
    assert due_soon(lines, today) == lines[1:]
    assert due_soon((replace(line, due_on=far),), today), "something else is due"


def test_a_long_term_home_may_do_without_a_meeting(
    priya: TestClient, family: Family, runtime: Runtime
) -> None:
    """A year after it was agreed, and where a meeting is still to be had within the year."""
    today = date(2026, 11, 24)

    def said(agreed: date) -> bool:
        period = replace(family.care, began_on=date(2024, 1, 8), long_term_on=agreed)
        runtime.database.write(lambda t: care.correct(t, SYSTEM, period, today))
        return "It may be without a meeting." in priya.get("/dates").text

    for number, day in ((1, datetime(2024, 2, 1, 9, tzinfo=UTC)), (2, HOUR - timedelta(days=30))):
        one = replace(family.review, id=new_id(), number=number, starts_at=day, status="held")
        runtime.database.write(partial(reviews.add, viewer=SYSTEM, review=one, today=today))
    assert said(date(2025, 1, 8))
    assert not said(date(2026, 9, 1))
