"""`sayso import` takes what a case system wrote out; `sayso api-key` lets it speak to us itself."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from backend.intake import service as intake
from backend.intake.rules import FIELDS, KINDS, Outcome
from backend.matching.rules import Change
from backend.platform.clock import Clock, system_clock
from backend.platform.database import Database, new_id, open_database
from backend.platform.errors import SaysoError
from backend.platform.keys.rules import KeyRing
from backend.platform.keys.service import BadKeyFile, load_key_ring
from backend.platform.machine_keys import service as machine_keys
from backend.platform.machine_keys.rules import MachineKey
from backend.platform.settings import load
from backend.readiness import key_fits, sqlite_file
from backend.sheets import rules as sheet_rules
from backend.sheets import service as sheets
from backend.sheets.rules import Layout, Problem, Report, Row

DONE, SOME_BAD, NOT_DONE = 0, 1, 2

_KEY = """The key for {name} is

    {secret}

It is not shown again. Put it where only that system can read it.
To revoke it: sayso api-key revoke {id}
"""


class _Stop(Exception):
    """Nothing could be done, and this is why."""


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands; each sets `run`, as `backend.commands` does.

    0 is well, 1 is that some rows could not be taken, 2 that nothing could be done.
    """
    taking = subparsers.add_parser("import", help="take children and reviews from the case system")
    taking.add_argument("paths", nargs="+", type=Path, help="CSV files, or a folder of them")
    taking.add_argument("--mapping", type=Path, help="which column is what; default: our own names")
    taking.add_argument("--kind", choices=[*KINDS], default="", help="of all files, whatever named")
    taking.add_argument("--dry-run", action="store_true", help="only show what would change")
    taking.set_defaults(run=_told(_import))
    key = subparsers.add_parser("api-key", help="keys by which another system may import")
    actions = key.add_subparsers(dest="action", required=True)
    make = actions.add_parser("make", help="make a key, which is shown once")
    make.add_argument("--name", required=True, help="which system it is for")
    make.set_defaults(run=_told(_make_key))
    listing = actions.add_parser("list", help="say which keys there are")
    listing.set_defaults(run=_told(_list_keys))
    revoke = actions.add_parser("revoke", help="let a key work no more, at once")
    revoke.add_argument("id", help="as the list has it")
    revoke.set_defaults(run=_told(_revoke_key))
    for each in (taking, make, listing, revoke):
        each.add_argument("--data", type=Path, help="the data folder")


def _told(command: Callable[[argparse.Namespace, Clock], int]) -> Callable[..., int]:
    """Say why nothing could be done, in words and not as a traceback."""

    def run(arguments: argparse.Namespace, clock: Clock = system_clock) -> int:
        try:
            return command(arguments, clock)
        except (_Stop, BadKeyFile, SaysoError, sheets.BadLayout, OSError) as error:
            print(error, file=sys.stderr)
        return NOT_DONE

    return run


@contextmanager
def _house(data: Path | None) -> Iterator[tuple[Database, KeyRing]]:
    """Open what is kept. Another process may be serving from it all the while."""
    settings = load(os.environ, data)
    path = sqlite_file(settings)
    if path is not None and not path.exists():
        raise _Stop(f"There is no database in {settings.data}. Name the folder with --data.")
    ring = load_key_ring(settings.key_file)
    database = open_database(settings.database_url)
    try:
        if not key_fits(database, ring):
            raise _Stop("The key is not the one of this database.")
        yield database, ring
    finally:
        database.close()


def _import(arguments: argparse.Namespace, clock: Clock) -> int:
    layout = sheet_rules.plain(KINDS)
    if arguments.mapping:
        layout = sheets.load(arguments.mapping, FIELDS)
    files = _files(arguments.paths, layout, arguments.kind)
    rows: list[Row] = []
    problems: list[Problem] = []
    for path, report in files:
        read, wrong = sheets.read(path, layout, report, FIELDS)
        rows += read
        problems += wrong
    if not rows:
        _say_problems(problems)
        raise _Stop("There is no row to take. Nothing was changed.")
    with _house(arguments.data) as (database, ring):
        outcomes = intake.take(
            database,
            ring,
            clock,
            rows,
            dates=layout.dates,
            dry_run=arguments.dry_run,
        )
    return _report(outcomes, problems, dry_run=arguments.dry_run)


def _files(paths: Sequence[Path], layout: Layout, kind: str) -> list[tuple[Path, Report]]:
    """Give every file with every report it holds. Raises `_Stop` for one that is none."""
    found: list[tuple[Path, Report]] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.iterdir() if each.suffix.lower() == ".csv")
            held = [(each, r) for each in inside for r in _reports(each, layout, kind)]
            if not held:
                raise _Stop(f"{path}: no file in this folder is named as the mapping says.")
        else:
            held = [(path, report) for report in _reports(path, layout, kind)]
            if not held:
                raise _Stop(f"{path}: the mapping does not say what this file holds; see --kind.")
        found += held
    return found


def _reports(path: Path, layout: Layout, kind: str) -> list[Report]:
    return sheets.reports_in(layout, path.name, kind)


def _report(outcomes: Sequence[Outcome], problems: Sequence[Problem], *, dry_run: bool) -> int:
    for outcome in outcomes if dry_run else []:
        if outcome.state in {"new", "changed"}:
            said = "; ".join(_change(change, outcome.state) for change in outcome.changes)
            print(f"{outcome.row.file}:{outcome.row.line}: {outcome.state}: {said}")
    bad = [
        Problem(outcome.row.file, outcome.row.line, column, reason)
        for outcome in outcomes
        for column, reason in outcome.problems.items()
    ]
    _say_problems([*problems, *bad])
    counts = intake.counted(outcomes)
    lost = {(each.file, each.line) for each in problems}
    counts["bad"] += len(lost)
    print("".join(["Nothing was changed. It would be: "] * dry_run), end="")
    print(", ".join(f"{number} {state}" for state, number in counts.items()))
    return SOME_BAD if counts["bad"] else DONE


def _change(change: Change, state: str) -> str:
    new = change.new.replace("\n", ", ")
    if state == "new":
        return f"{change.name} {new}"
    return f"{change.name} {change.old.replace(chr(10), ', ') or '(nothing)'} -> {new}"


def _say_problems(problems: Sequence[Problem]) -> None:
    for each in sorted(problems, key=lambda problem: (problem.file, problem.line)):
        where = f"{each.file}:{each.line}" if each.line else each.file
        column = f" {each.column}:" if each.column else ""
        print(f"{where}:{column} {each.reason}")


def _make_key(arguments: argparse.Namespace, clock: Clock) -> int:
    secret, key_id, at = machine_keys.new_secret(), new_id(), clock()
    with _house(arguments.data) as (database, ring):
        key = database.write(
            lambda t: machine_keys.make(
                t, ring, key_id=key_id, name=arguments.name, secret=secret, at=at
            )
        )
    print(_KEY.format(name=key.name, secret=secret, id=key.id))
    return DONE


def _list_keys(arguments: argparse.Namespace, clock: Clock) -> int:
    with _house(arguments.data) as (database, _ring):
        keys = database.read(machine_keys.every)
    for key in keys:
        print(f"{key.id}  made {key.made_at:%Y-%m-%d}  {_use(key)}  {key.name}")
    return DONE


def _use(key: MachineKey) -> str:
    if key.revoked_at:
        return f"revoked {key.revoked_at:%Y-%m-%d}"
    return f"last used {key.used_at:%Y-%m-%d %H:%M} UTC" if key.used_at else "never used"


def _revoke_key(arguments: argparse.Namespace, clock: Clock) -> int:
    at = clock()
    with _house(arguments.data) as (database, _ring):
        try:
            database.write(lambda t: machine_keys.revoke(t, arguments.id, at))
        except SaysoError:
            raise _Stop("There is no key of that id that works.") from None
    print("It works no more.")
    return DONE
