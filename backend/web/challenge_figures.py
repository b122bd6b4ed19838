"""What IROs raised and what came of it, counted: by kind, by officer, by team."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from backend.challenges.rules import CAFCASS, Challenge
from backend.platform.calendar import Calendar
from backend.platform.clock import day_in_england
from backend.stages.rules import Terms

HEADERS = (
    "kind",
    "officer",
    "team",
    "raised_on",
    "stage_reached",
    "stages",
    "ran_out",
    "outcome",
    "closed_on",
    "working_days",
    "cafcass_considered",
    "cafcass_referred",
)
# A spreadsheet takes what begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Line:
    """The figures of one group; ``days`` is the median of working days to the end, or None."""

    name: str
    raised: int
    praised: int
    still_open: int
    overdue: int
    formal: int
    outcomes: Mapping[str, int]
    cafcass: int
    referred: int
    days: float | None


def lines(
    challenges: Iterable[Challenge],
    group: Callable[[Challenge], str],
    calendar: Calendar,
    today: date,
) -> list[Line]:
    """Give the figures of each group by its name, the group of the empty name last."""
    found: dict[str, list[Challenge]] = {}
    for each in challenges:
        found.setdefault(group(each), []).append(each)
    names = sorted(found, key=lambda name: (not name, name.casefold()))
    return [_line(name, found[name], calendar, today) for name in names]


def _line(name: str, every: list[Challenge], calendar: Calendar, today: date) -> Line:
    raised = [each for each in every if not each.praises]
    days = [taken for each in raised if (taken := days_taken(each, calendar)) is not None]
    steps = [{step.kind for step in each.steps} for each in raised]
    return Line(
        name=name,
        raised=len(raised),
        praised=len(every) - len(raised),
        still_open=sum(each.is_open for each in raised),
        overdue=sum(each.overdue_on(today) for each in raised),
        formal=sum(any(step.formal for step in each.steps) for each in raised),
        outcomes=Counter(each.outcome for each in raised if each.outcome),
        cafcass=sum(bool(taken & CAFCASS) for taken in steps),
        referred=sum("cafcass_referred" in taken for taken in steps),
        days=median(days) if days else None,
    )


def days_taken(challenge: Challenge, calendar: Calendar) -> int | None:
    """Give in how many working days it was closed, not counting the first; None while it is not."""
    if challenge.closed_on is None:
        return None
    first, last = day_in_england(challenge.raised_at), challenge.closed_on
    days = range(first.toordinal() + 1, last.toordinal() + 1)
    return sum(calendar.is_working_day(date.fromordinal(day)) for day in days)


def stage_reached(challenge: Challenge, terms: Terms) -> str:
    """Give the code of the furthest stage a challenge was at, "" for good practice."""
    order = [each.code for each in terms.stages]
    been = [each.stage for each in challenge.steps if each.stage]
    return max(been, key=lambda code: order.index(code) if code in order else -1, default="")


def as_csv(
    challenges: Iterable[Challenge],
    names: Mapping[str, str],
    terms: Terms,
    calendar: Calendar,
    today: date,
) -> str:
    """Give a row for each, in codes and dates, and nothing that says about which child it is."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(HEADERS)
    for each in challenges:
        kinds = {step.kind for step in each.steps}
        row = (
            each.kind,
            names.get(each.raised_by, ""),
            each.team,
            day_in_england(each.raised_at),
            stage_reached(each, terms),
            sum(1 for spell in each.spells if spell.begun.stage),
            sum(spell.ran_out_by(today) for spell in each.spells),
            each.outcome,
            each.closed_on or "",
            days_taken(each, calendar) if each.closed_on else "",
            int(bool(kinds & CAFCASS)),
            int("cafcass_referred" in kinds),
        )
        table.writerow([_plain(str(cell)) for cell in row])
    return written.getvalue()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
