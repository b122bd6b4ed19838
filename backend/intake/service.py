"""The public face of intake: takes rows of the case system, each in a unit of its own.

What is under way otherwise goes on between two rows, so this takes the database and not a
transaction.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from backend.intake import rules
from backend.intake.rules import Given, Outcome
from backend.matching import service as matching
from backend.matching.rules import Taken, Values
from backend.matching.service import Moment
from backend.platform.clock import Clock
from backend.platform.database import Database, Transaction, new_id
from backend.platform.errors import BadInput, NotFound, Unavailable
from backend.platform.keys.rules import KeyRing
from backend.platform.msgids import _
from backend.sheets.rules import USUAL_DATES, Row

NOT_NOW = _("This could not be kept just now. Run the import again.")
NOT_THERE = _("This does not fit what is known here.")

# So many units wait together, and SQLite takes what waits into one commit.
AT_ONCE = 2
# After them nothing is done for half as long as they took, and for so long at least: what people
# write is kept meanwhile, also by another process.
PAUSE_SHARE, SHORTEST_PAUSE_SECONDS = 0.5, 0.004

_TAKEN_BY: Mapping[str, Callable[[Transaction, Moment, Values], Taken]] = {
    "officers": matching.officer,
    "children": matching.child,
    "placements": matching.placement,
    "participants": matching.participant,
    "reviews": matching.review,
}


class _OnlyTried(Exception):
    """Undoes a unit in which everything was only tried, and carries what it came to."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        super().__init__()
        self.outcomes = outcomes


def take(
    database: Database,
    ring: KeyRing,
    clock: Clock,
    rows: Iterable[Row],
    *,
    dates: Sequence[str] = USUAL_DATES,
    dry_run: bool = False,
    pause: Callable[[float], object] = time.sleep,
) -> list[Outcome]:
    """Take rows of any kinds, in the order in which they build on each other; give each outcome.

    A row is kept whole or, where anything is wrong with it, not at all. A dry run does the same,
    a child at a time, and undoes it. It pauses after every few units, so that a child who is
    answering does not wait behind the whole.
    """
    given = [rules.understand(row, new_id(), dates) for row in rows]
    given = rules.with_shared_emails(rules.without_contradictions(given))
    outcomes = [each.bad(each.wrong) for each in given if each.wrong]
    good = rules.in_order(each for each in given if not each.wrong)
    officers = [each for each in good if each.row.kind == "officers"]
    units = rules.by_child(good) if dry_run else [[each] for each in good]

    def do(unit: Sequence[Given]) -> list[Outcome]:
        if dry_run:
            return _try(database, ring, clock(), _with_officers(unit, officers))
        return [_keep(database, ring, clock(), unit[0])]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for units_at_once in rules.apart(units, AT_ONCE):
            began = time.monotonic()
            outcomes += [each for done in pool.map(do, units_at_once) for each in done]
            pause(max(SHORTEST_PAUSE_SECONDS, PAUSE_SHARE * (time.monotonic() - began)))
    return sorted(outcomes, key=lambda outcome: (outcome.row.file, outcome.row.line))


def counted(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """Count the rows that are new, changed, unchanged and bad."""
    found = Counter(outcome.state for outcome in outcomes)
    return {state: found[state] for state in rules.STATES}


def _keep(database: Database, ring: KeyRing, at: datetime, given: Given) -> Outcome:
    try:
        return database.write(lambda transaction: _one(transaction, ring, at, given))
    except (BadInput, NotFound, Unavailable) as error:
        return _bad(given, error)


def _try(
    database: Database, ring: KeyRing, at: datetime, group: Sequence[tuple[Given, bool]]
) -> list[Outcome]:
    """Take the rows of one child after each other, and undo it all; give those that are told."""

    def unit(transaction: Transaction) -> None:
        outcomes = []
        for given, told in group:
            try:
                with transaction.begin_nested():
                    outcome = _one(transaction, ring, at, given)
            except (BadInput, NotFound) as error:
                outcome = _bad(given, error)
            if told:
                outcomes.append(outcome)
        raise _OnlyTried(outcomes)

    try:
        database.write(unit)
    except _OnlyTried as tried:
        return tried.outcomes
    except Unavailable as error:
        return [_bad(given, error) for given, told in group if told]
    return []


def _with_officers(group: Sequence[Given], officers: Sequence[Given]) -> list[tuple[Given, bool]]:
    """Put before a child's rows the IROs they name, who are not kept in a dry run either."""
    named = {given.values["iro"].casefold() for given in group if "iro" in given.values}
    before = [
        given
        for given in officers
        if named & {given.values["email"], given.values["name"].casefold()}
    ]
    return [*((given, False) for given in before), *((given, True) for given in group)]


def _one(transaction: Transaction, ring: KeyRing, at: datetime, given: Given) -> Outcome:
    take_it = _TAKEN_BY[given.row.kind]
    taken = take_it(transaction, Moment(ring, at, given.id), given.values)
    if taken.new:
        return Outcome(given.row, "new", taken.changes)
    return Outcome(given.row, "changed" if taken.changes else "unchanged", taken.changes)


def _bad(given: Given, error: BadInput | NotFound | Unavailable) -> Outcome:
    if isinstance(error, BadInput):
        return given.bad(error.fields)
    return given.bad({"": NOT_NOW if isinstance(error, Unavailable) else NOT_THERE})
