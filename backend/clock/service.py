"""The public face of the clock: its rulebook, and what is due of one child."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from backend.care.rules import CarePeriod
from backend.clock import rules, store
from backend.clock.rules import MARKED, UNITS, Case, Due, Mark, Period, Rulebook, Sitting
from backend.people import service as people
from backend.people.rules import SYSTEM, Officer, Viewer
from backend.platform.calendar import Calendar
from backend.platform.database import Transaction
from backend.platform.errors import NotFound, or_not_found
from backend.platform.holidays import every_bank_holiday
from backend.platform.ids import derived_id
from backend.platform.keys.rules import KeyRing

PERIODS = Path(__file__).parent / "periods.toml"
OWN = "periods.toml"
_LONGEST = 400


@cache
def rulebook(data: Path | None = None, closed: frozenset[date] = frozenset()) -> Rulebook:
    """Give the periods and working days by which an authority counts, read once in a process.

    ``data`` is the data folder, ``closed`` the bank holidays of the settings. Raises ValueError
    as ``read_periods`` does.
    """
    return Rulebook(read_periods(data), Calendar(holidays=every_bank_holiday() | closed))


def read_periods(data: Path | None) -> Mapping[str, Period]:
    """Read the periods, with the authority's own in the place of ours.

    Raises ValueError for a file that cannot be used; it names the file and never a value.
    """
    periods = _read(PERIODS)
    own = data / OWN if data else None
    if own and own.exists():
        periods = _with_own(periods, _raw(own), own.name)
    return periods


def due_of(
    period: CarePeriod | None, sittings: Iterable[Sitting], book: Rulebook, earlier: int = 0
) -> Due | None:
    """Give by when the next review of a time in care is due.

    ``earlier`` is how many were held before these that nobody entered. None for a child who is not
    looked after, or of whose reviews none is known. A move from one home to another begins nothing
    anew; coming back into care does.
    """
    if period is None:
        return None
    case = Case(
        period.began_on,
        tuple(each for each in sittings if each.day >= period.began_on),
        period.short_breaks,
        period.long_term_on,
        earlier=earlier,
    )
    return None if earlier and not case.sittings else rules.next_review(case, book)


def owed_to_child(
    periods: Sequence[CarePeriod], born: date, today: date, book: Rulebook
) -> tuple[Due, ...]:
    """Give what else is due of a child who is looked after: IRO named, the assessment at 16.

    Short breaks lead to no assessment at 16 (SI 2010/959 reg 40 leaves them out).
    """
    now = in_care(periods, today)
    if now is None:
        return ()
    due = [] if now.iro_named_on else [rules.iro_named(now.began_on, book)]
    if not now.short_breaks and today < rules.birthday(born, 18):
        spans = [(each.began_on, each.ended_on) for each in periods if not each.short_breaks]
        due.append(rules.needs_assessment(spans, born, book))
    return tuple(due)


def mark(
    transaction: Transaction, viewer: Viewer, child_id: str, about: str, kind: str, today: date
) -> None:
    """Note that something that was due is done; ``about`` is the id of the review, or the child's.

    Raises NotFound.
    """
    people.get_child(transaction, viewer, child_id)
    if viewer.kind != "officer" or kind not in MARKED:
        raise NotFound
    row = Mark(derived_id("clock", about, kind), child_id, about, kind, today, viewer.id)
    store.keep_mark(transaction, row)


def unmark(transaction: Transaction, viewer: Viewer, mark_id: str) -> None:
    """Take back what was noted by mistake. Raises NotFound."""
    if viewer.kind != "officer" or all(each.id != mark_id for each in marks(transaction, viewer)):
        raise NotFound
    store.remove_mark(transaction, mark_id)


def marks(transaction: Transaction, viewer: Viewer) -> tuple[Mark, ...]:
    """Give what has been noted as done, newest first."""
    return store.marks(transaction, viewer)


def open_feed(
    transaction: Transaction, ring: KeyRing, officer: Officer, token: str, at: datetime
) -> None:
    """Let whoever holds the token read the officer's dates; an earlier token ends with it."""
    store.keep_feed(transaction, officer.id, ring.digest("feed", token), at)


def close_feed(transaction: Transaction, officer: Officer) -> None:
    """Let nobody read the officer's dates by a token any more."""
    store.remove_feed(transaction, officer.id)


def feed_since(transaction: Transaction, officer: Officer) -> datetime | None:
    """Give when the token that works was made, or None where there is none."""
    return store.feed_since(transaction, officer.id)


def whose_feed(transaction: Transaction, ring: KeyRing, token: str) -> Officer:
    """Give whose dates a token opens. Raises NotFound, also if that officer has been disabled."""
    officer_id = or_not_found(store.whose_feed(transaction, ring.digest("feed", token)))
    officer = people.get_officer(transaction, SYSTEM, officer_id)
    if not officer.active:
        raise NotFound
    return officer


def in_care(periods: Sequence[CarePeriod], today: date) -> CarePeriod | None:
    """Give the time of being looked after that holds on this day, or None."""
    return next((each for each in periods if each.holds_on(today)), None)


def _with_own(
    periods: Mapping[str, Period], own: Mapping[str, Any], name: str
) -> Mapping[str, Period]:
    changed = dict(periods)
    for section, values in own.items():
        known = periods.get(section)
        if known is None or known.tag == "law":
            raise ValueError(f"{name}: a section is not a period that an authority may change.")
        try:
            period = replace(known, **({"checked_on": None} | values))
        except TypeError:
            raise ValueError(f"{name}, {section}: give value, source and checked_on.") from None
        if period.tag != "guidance" or period.unit != known.unit:
            raise ValueError(f"{name}, {section}: its unit and tag stay as they are.")
        changed[section] = _checked(period, name, section)
    return changed


def _read(path: Path) -> Mapping[str, Period]:
    return {
        section: _checked(Period(**values), path.name, section)
        for section, values in _raw(path).items()
    }


def _raw(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise ValueError(f"{path.name} cannot be read ({type(error).__name__}).") from None


def _checked(period: Period, name: str, section: str) -> Period:
    counted = type(period.value) is int and 0 < period.value <= _LONGEST
    dated = period.checked_on is None or type(period.checked_on) is date
    if not (counted and dated and period.unit in UNITS and isinstance(period.source, str)):
        raise ValueError(f"{name}, {section}: give a whole number, a source and a real day.")
    return period
