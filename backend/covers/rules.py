"""Who covers for an IRO who is away, and who therefore holds a case at a moment. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.people.rules import Officer
from backend.platform.clock import day_in_england
from backend.platform.msgids import _

LONGEST = timedelta(days=366)
"""Of one cover; whoever is away for longer hands their cases over."""

NO_SUCH_COVER = _("Pick an IRO who is active, and not the one who is away.")
CIRCLE = _("They are away themselves then, and this officer would cover for them.")
IN_THE_PAST = _("The first day is over. Begin with today, or later.")
ENDS_FIRST = _("The last day is before the first.")
TOO_LONG = _("This is more than a year. Move the children to another officer instead.")
COVERED = _("Somebody covers on one of these days already. Stop that first.")

# Said in the chat where another reads than whoever was named before.
AWAY = _(
    "{away} is away. {iro} reads what you say here until {day}. "
    "When {away} is back, {away} can read it too."
)
NOW_READS = _("{iro} reads what you say here now, in the place of {before}.")


@dataclass(frozen=True)
class Cover:
    """That one officer covers for another, from a day until a day, both included, in England.

    It counts from when it was entered until it was stopped, if it was.
    """

    id: str
    iro_id: str
    cover_id: str
    starts_on: date
    ends_on: date
    entered_at: datetime
    entered_by: str
    ended_at: datetime | None = None
    ended_by: str = ""

    def holds_on(self, day: date) -> bool:
        """Say whether it is for this day."""
        return self.starts_on <= day <= self.ends_on

    def in_force(self, at: datetime) -> bool:
        """Say whether it holds at a moment, as far as was known then."""
        stopped = self.ended_at is not None and self.ended_at <= at
        return self.entered_at <= at and not stopped and self.holds_on(day_in_england(at))


@dataclass(frozen=True)
class Reader:
    """Who holds a case at a moment; ``until`` is the last day of a cover, None of their own."""

    iro_id: str
    reader_id: str
    until: date | None = None


@dataclass(frozen=True)
class News:
    """That another reads than before; ``away`` is whoever is covered for, None where nobody is."""

    reader: Officer
    before: Officer
    away: Officer | None = None
    until: date | None = None


def reader(
    iro_id: str, covers: Collection[Cover], may_review: Collection[str], at: datetime
) -> Reader:
    """Say who holds the cases of an IRO at a moment, through a cover who is away as well.

    A cover who may review no more drops out: the cases fall back to whom they covered for.
    """
    passed, until = [iro_id], None
    while True:
        found = _cover_of(passed[-1], covers, may_review, at)
        if found is None or found.cover_id in passed:
            return Reader(iro_id, passed[-1], until)
        passed.append(found.cover_id)
        until = min(until or found.ends_on, found.ends_on)


def _cover_of(
    iro_id: str, covers: Collection[Cover], may_review: Collection[str], at: datetime
) -> Cover | None:
    for each in covers:
        if each.iro_id == iro_id and each.in_force(at) and each.cover_id in may_review:
            return each
    return None


def covered_by(
    officer_id: str, covers: Collection[Cover], may_review: Collection[str], at: datetime
) -> frozenset[str]:
    """Give the IROs whose cases this officer holds at a moment, beside their own."""
    away = {each.iro_id for each in covers} - {officer_id}
    return frozenset(
        each for each in away if reader(each, covers, may_review, at).reader_id == officer_id
    )


def wrong_cover(
    cover: Cover, standing: Collection[Cover], may_review: Collection[str], today: date
) -> dict[str, str]:
    """Give what is wrong with a new cover beside those that stand, by field; {} where nothing."""
    wrong = {}
    if cover.starts_on < today:
        wrong["starts_on"] = IN_THE_PAST
    if cover.ends_on < cover.starts_on:
        wrong["ends_on"] = ENDS_FIRST
    elif "starts_on" not in wrong and cover.ends_on - cover.starts_on > LONGEST:
        wrong["ends_on"] = TOO_LONG
    elif any(each.iro_id == cover.iro_id and _meet(each, cover) for each in standing):
        wrong["starts_on"] = wrong.get("starts_on", COVERED)
    if cover.cover_id not in may_review or cover.cover_id == cover.iro_id:
        wrong["cover_id"] = NO_SUCH_COVER
    elif _goes_round(cover, standing):
        wrong["cover_id"] = CIRCLE
    return wrong


def _meet(one: Cover, other: Cover) -> bool:
    return one.starts_on <= other.ends_on and other.starts_on <= one.ends_on


def _goes_round(cover: Cover, standing: Iterable[Cover]) -> bool:
    """A circle can only begin on a day on which one of its covers does."""
    near = [each for each in standing if _meet(each, cover)]
    days = {max(each.starts_on, cover.starts_on) for each in near}
    return any(_leads_back(cover, [each for each in near if each.holds_on(day)]) for day in days)


def _leads_back(cover: Cover, on_the_day: Iterable[Cover]) -> bool:
    onward = {each.iro_id: each.cover_id for each in on_the_day if each.iro_id != cover.iro_id}
    here = cover.cover_id
    while here in onward:
        here = onward.pop(here)
    return here == cover.iro_id
