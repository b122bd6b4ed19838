"""What is due of every child an officer knows of: the next review first, then all else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.care import service as care
from backend.care.rules import CarePeriod
from backend.clock import service as clock
from backend.clock.rules import (
    Due,
    Mark,
    Rulebook,
    after_review,
    before_review,
    gone_on,
    needs_meeting,
)
from backend.people import service as people
from backend.people.rules import Child, Viewer
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction
from backend.platform.runtime import Runtime
from backend.progress import service as progress
from backend.reviews import service as reviews
from backend.reviews.rules import Review, sittings_of

SOON = timedelta(days=30)
LONG_BEFORE = {"needs_assessment": timedelta(days=92)}
"""How long before its day something is shown; a review is always."""
NO_LONGER = timedelta(days=90)
"""How long what comes after a review is asked for: then it is known elsewhere or given up."""


@dataclass(frozen=True)
class Item:
    """Something that is due beside a review; ``about`` is the review's id or the child's."""

    child: Child
    about: str
    due: Due


@dataclass(frozen=True)
class Line:
    """One child: when the next review is due and planned; ``kind`` is "" where nobody knows.

    ``without_meeting`` says that it may be held without one, in a long-term foster home.
    """

    child: Child
    iro: str
    due_on: date | None
    kind: str
    rule: str
    planned: Review | None
    items: tuple[Item, ...]
    without_meeting: bool = False

    @property
    def planned_on(self) -> date | None:
        """The day on which it is planned to be, or to go on."""
        if self.planned is None:
            return None
        return day_in_england(self.planned.adjourned_to or self.planned.starts_at)

    @property
    def planned_too_late(self) -> bool:
        """Say whether it is planned for a day after it is due."""
        return bool(self.due_on and self.planned_on and self.planned_on > self.due_on)


@dataclass(frozen=True)
class Entry:
    """One thing in the calendar of a month: a review that is planned, or one that is due."""

    child: Child
    kind: str
    at: datetime | None = None


def book_of(runtime: Runtime) -> Rulebook:
    """Give the periods and working days of the authority."""
    return clock.rulebook(runtime.settings.data, runtime.settings.bank_holidays)


def due_list(
    transaction: Transaction, viewer: Viewer, today: date, book: Rulebook
) -> tuple[Line, ...]:
    """Give a line for every child who is looked after or has a review to come, soonest due first.

    A child of whom nobody knows when anything is due comes last.
    """
    in_care, held = care.of_all(transaction, viewer), reviews.of_all(transaction, viewer)
    iros = {each.id: each.name for each in people.list_officers(transaction, viewer)}
    done = {(each.about, each.kind) for each in clock.marks(transaction, viewer)}
    lines = []
    for child in people.list_children(transaction, viewer):
        periods, own = in_care.get(child.id, ()), held.get(child.id, ())
        planned = _planned(own)
        if planned is None and periods and clock.in_care(periods, today) is None:
            continue
        items = tuple(
            item
            for item in _items(child, periods, own, planned, today, book)
            if (item.about, item.due.kind) not in done
        )
        lines.append(
            _line(child, iros.get(child.iro_id, ""), periods, own, planned, items, today, book)
        )
    return tuple(sorted(lines, key=lambda line: (line.due_on or date.max, line.child.called)))


def midway_items(transaction: Transaction, viewer: Viewer, today: date) -> tuple[Item, ...]:
    """Give the checks midway between two reviews that this officer has to make soon or is late."""
    return tuple(
        Item(each.child, each.review.id, Due("midway", each.due_on, "", ""))
        for each in progress.midway_due(transaction, viewer, today)
        if each.due_on - today <= SOON
    )


def due_soon(lines: Sequence[Line], today: date) -> tuple[Line, ...]:
    """Give the lines in which something is due within sixty days, is late, or is not known."""
    soon = today + timedelta(days=60)
    return tuple(each for each in lines if each.items or (each.due_on or soon) <= soon)


def recently_done(
    transaction: Transaction, viewer: Viewer, today: date
) -> tuple[tuple[Child, Mark], ...]:
    """Give what was noted as done in the last two weeks, so that a slip can be taken back."""
    children = {each.id: each for each in people.list_children(transaction, viewer)}
    return tuple(
        (children[each.child_id], each)
        for each in clock.marks(transaction, viewer)
        if today - each.done_on <= timedelta(days=14)
    )


def entries(lines: Sequence[Line]) -> dict[date, list[Entry]]:
    """Give what stands in the calendar, by day."""
    found: dict[date, list[Entry]] = {}
    for line in lines:
        if line.planned is not None and line.planned_on is not None:
            at = line.planned.adjourned_to or line.planned.starts_at
            found.setdefault(line.planned_on, []).append(Entry(line.child, "planned", at))
        if line.due_on is not None:
            found.setdefault(line.due_on, []).append(Entry(line.child, "due"))
        for item in line.items:
            found.setdefault(item.due.day, []).append(Entry(line.child, item.due.kind))
    return found


def _line(
    child: Child,
    iro: str,
    periods: Sequence[CarePeriod],
    own: Sequence[Review],
    planned: Review | None,
    items: tuple[Item, ...],
    today: date,
    book: Rulebook,
) -> Line:
    now = clock.in_care(periods, today)
    due = reviews.next_due(now, tuple(own), book)
    entered = planned.due_on if planned and planned.adjourned_to is None else None
    days = [day for day in (due.day if due else None, entered) if day is not None]
    return Line(
        child=child,
        iro=iro,
        due_on=min(days, default=None),
        kind=due.kind if due else "",
        rule=due.rule if due else "",
        planned=planned,
        items=items,
        without_meeting=_may_do_without(now, own, due, book),
    )


def _may_do_without(
    period: CarePeriod | None, own: Sequence[Review], due: Due | None, book: Rulebook
) -> bool:
    """Say whether the lighter pattern of a long-term foster home lets the meeting be left out."""
    if period is None or due is None or period.long_term_on is None or due.kind != "subsequent":
        return False
    held = gone_on([each for each in sittings_of(own) if each.day >= period.began_on], book)
    return not needs_meeting(held, due.day, period.long_term_on, book)


def _planned(own: Sequence[Review]) -> Review | None:
    planned = [each for each in own if each.status == "planned"]
    return min(planned, key=lambda each: each.starts_at, default=None)


def _items(
    child: Child,
    periods: Sequence[CarePeriod],
    own: Sequence[Review],
    planned: Review | None,
    today: date,
    book: Rulebook,
) -> Iterator[Item]:
    owed = clock.owed_to_child(periods, child.date_of_birth, today, book)
    found = [Item(child, child.id, due) for due in owed]
    if planned is not None and planned.adjourned_to is None and planned.day >= today:
        found += [Item(child, planned.id, due) for due in before_review(planned.day, book)]
    for last in (each for each in own if each.status == "held"):
        if last.ended_on is not None and today - last.ended_on <= NO_LONGER:
            found += [Item(child, last.id, due) for due in after_review(last.ended_on, book)]
    for item in sorted(found, key=lambda each: each.due.day):
        if item.due.day - today <= LONG_BEFORE.get(item.due.kind, SOON):
            yield item
