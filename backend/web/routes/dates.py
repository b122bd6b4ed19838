"""What is due of whom and by when: as a list, as a month, and as a calendar to subscribe to."""

import re
import secrets
from datetime import date, timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from backend.clock import rules
from backend.clock import service as clock
from backend.clock.rules import MARKED
from backend.people.rules import Officer, officer_viewer
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction
from backend.platform.errors import NotFound
from backend.platform.ids import derived_id
from backend.platform.msgids import _
from backend.platform.runtime import Runtime
from backend.web import ical
from backend.web.clock_words import DUE
from backend.web.due_list import (
    Line,
    book_of,
    due_list,
    due_soon,
    entries,
    midway_items,
    recently_done,
)
from backend.web.forms import Typed
from backend.web.once import show_once, shown_once
from backend.web.visits import CaseHolder, Id, staff_router

router = staff_router("iro", "manager")
open_router = APIRouter()

SHOWN_AT_ONCE = 200
"""With more children than this, those of whom nothing is due soon wait behind a link."""
_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
_FEED = "/dates/feed"


@router.get("/dates")
def dates(visit: CaseHolder) -> Response:
    """List every child of the officer's, whose review is late first."""
    book = book_of(visit.runtime)
    lines = visit.read(lambda t: due_list(t, visit.viewer, visit.today, book))
    done = visit.read(lambda t: recently_done(t, visit.viewer, visit.today))
    shown = lines
    if len(lines) > SHOWN_AT_ONCE and "all" not in visit.request.query_params:
        shown = due_soon(lines, visit.today)
    late = sum(1 for each in lines if each.due_on and each.due_on < visit.today)
    midway = visit.read(lambda t: midway_items(t, visit.viewer, visit.today))
    found = (*(item for line in lines for item in line.items), *midway)
    items = sorted(found, key=lambda item: item.due.day)
    return visit.page(
        "dates/list.html",
        lines=shown,
        children=len(lines),
        late=late,
        items=items,
        done=done,
        due_words=DUE,
        marked=MARKED,
        # Whoever covers for an IRO says how their reviews ended.
        holds={visit.viewer.id, *visit.viewer.covers},
    )


@router.get("/dates/month")
def month(visit: CaseHolder) -> Response:
    """Show one month: what is planned, and by when what is due."""
    asked = visit.request.query_params.get("month", "")
    first = visit.today.replace(day=1)
    if _MONTH.fullmatch(asked):
        first = date.fromisoformat(f"{asked}-01")
    book = book_of(visit.runtime)
    found = entries(visit.read(lambda t: due_list(t, visit.viewer, visit.today, book)))
    after = rules.add_months(first, 1)
    days = [first + timedelta(days=n) for n in range((after - first).days)]
    return visit.page(
        "dates/month.html",
        first=first,
        before=rules.add_months(first, -1),
        after=after,
        days=[(day, found.get(day, ()), book.calendar.is_working_day(day)) for day in days],
        due_words=DUE,
    )


@router.post("/dates/done")
def mark(visit: CaseHolder, form: Typed) -> Response:
    """Note that something that is due is done."""
    about, kind, book = form.value("about"), form.value("kind"), book_of(visit.runtime)

    def unit(transaction: Transaction) -> None:
        lines = due_list(transaction, visit.viewer, visit.today, book)
        items = [item for line in lines for item in line.items]
        found = [each for each in items if (each.about, each.due.kind) == (about, kind)]
        if not found:
            raise NotFound
        clock.mark(transaction, visit.viewer, found[0].child.id, about, kind, visit.today)

    visit.write(unit)
    return visit.go("/dates", "due-done")


@router.post("/dates/done/{mark_id}/remove")
def unmark(visit: CaseHolder, mark_id: Id) -> Response:
    """Take back that something was noted as done."""
    visit.write(lambda t: clock.unmark(t, visit.viewer, mark_id))
    return visit.go("/dates", "due-undone")


@router.get(_FEED)
def feed_page(visit: CaseHolder) -> Response:
    """Say what a calendar shows that is read by an address, and show the address just made."""
    since = visit.read(lambda t: clock.feed_since(t, visit.officer))
    url = visit.runtime.settings.public_url
    made = [f"{url}/feeds/{token}.ics" for (token,) in shown_once(visit, _FEED)]
    return visit.page("dates/feed.html", since=since, made=made)


@router.post(_FEED)
def make_feed(visit: CaseHolder) -> Response:
    """Make a new address; an earlier one stops at once."""
    token, ring = secrets.token_urlsafe(32), visit.runtime.ring
    visit.write(lambda t: clock.open_feed(t, ring, visit.officer, token, visit.at))
    return show_once(visit.go(_FEED, "feed-made"), visit, _FEED, [[token]])


@router.post(f"{_FEED}/stop")
def stop_feed(visit: CaseHolder) -> Response:
    """Let the address work no more."""
    visit.write(lambda t: clock.close_feed(t, visit.officer))
    return visit.go(_FEED, "feed-closed")


@open_router.get("/feeds/{token}.ics")
def feed(request: Request, token: str) -> Response:
    """Give the dates of an officer to whoever holds the token: that there is a review, not whose.

    Of an officer who was disabled, or has other work now, there is nothing any more.
    """
    runtime: Runtime = request.app.state.runtime
    at, book = runtime.clock(), book_of(runtime)

    def work(transaction: Transaction) -> tuple[Line, ...]:
        officer: Officer = clock.whose_feed(transaction, runtime.ring, token)
        if not officer.roles & {"iro", "manager"}:
            raise NotFound
        return due_list(transaction, officer_viewer(officer), day_in_england(at), book)

    lines = runtime.database.read(work)
    language = runtime.settings.languages[0]
    name = runtime.translations.text(language, _("Reviews"))
    text = ical.calendar(name, _events(runtime, lines, language), at)
    return Response(text, media_type="text/calendar; charset=utf-8")


def _events(runtime: Runtime, lines: tuple[Line, ...], language: str) -> list[ical.Event]:
    review = runtime.translations.text(language, _("A review"))
    due = runtime.translations.text(language, _("A review is due"))
    found = []
    for line in lines:
        url = f"{runtime.settings.public_url}/cases/{line.child.id}"
        if line.planned is not None:
            at = line.planned.adjourned_to or line.planned.starts_at
            uid = derived_id("feed", "planned", line.planned.id)
            found.append(ical.Event(f"{uid}@sayso", at, review, url))
        if line.due_on is not None:
            uid = derived_id("feed", "due", line.child.id)
            found.append(ical.Event(f"{uid}@sayso", line.due_on, due, url))
    return found
