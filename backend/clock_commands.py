"""`sayso clock`: by when a review is due, for a spreadsheet or another system; a line a child."""

import argparse
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from backend.clock import rules
from backend.clock.rules import Case, Due, Rulebook, Sitting
from backend.clock.service import rulebook
from backend.platform.settings import BadSettings, load

DONE, SOME_BAD = 0, 1
# The working days of these years are known, and what is due after them as well.
YEARS = range(1990, 2100)
BIRTHS = range(1970, 2100)
LONGEST_LINE = 100_000
"""Bytes. One child has a few dozen reviews; a longer line is some other file."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FLAGS = ("short_breaks",)
_DAYS = ("long_term_foster", "needed_by", "date_of_birth")
_KNOWN = {"became_looked_after", "reviews", *_FLAGS, *_DAYS}
_OF_A_REVIEW = {"date", "adjourned", "completed", "meeting"}


class _BadLine(Exception):
    """A line that cannot be used, and what is wrong with it in our words alone."""


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `clock`; it sets `run`, which gives 1 where any line was bad, else 0."""
    clock = subparsers.add_parser("clock", help="say by when reviews are due, from lines of JSON")
    own = "a data folder whose periods.toml and bank holidays to count by; default: none"
    clock.add_argument("--data", type=Path, help=own)
    clock.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    return answer(sys.stdin.buffer, sys.stdout, _book(arguments.data))


def _book(data: Path | None) -> Rulebook:
    try:
        if data is None:
            return rulebook()
        return rulebook(data, load(os.environ, data).bank_holidays)
    except ValueError as error:
        raise BadSettings([str(error)]) from None


def answer(lines: BinaryIO, out: TextIO, book: Rulebook) -> int:
    """Answer each line of JSON with one, as it comes; blank lines are passed over."""
    bad = False
    for number, line in enumerate(_lines(lines), 1):
        if line is not None and not line.strip():
            continue
        try:
            said = due(case_of(line), book)
        except _BadLine as wrong:
            said, bad = {"error": str(wrong), "line": number}, True
        print(json.dumps(said), file=out, flush=True)
    return SOME_BAD if bad else DONE


def due(case: Case, book: Rulebook) -> dict[str, Any]:
    """Give the next review as JSON has it, with the assessment at 16 where there is a birthday."""
    answered = _as_json(rules.next_review(case, book))
    if case.born and not case.short_breaks:
        assessed = rules.needs_assessment([(case.began, None)], case.born, book)
        answered[assessed.kind] = {k: v for k, v in _as_json(assessed).items() if k != "kind"}
    return answered


def case_of(line: bytes | None) -> Case:
    """Read one line. Raises an error that says what is wrong and repeats nothing of it."""
    given = _object(_parsed(line), _KNOWN, "the line")
    began = _day(given, "became_looked_after", YEARS)
    if began is None:
        raise _BadLine("became_looked_after is missing: give a date such as 2025-12-01")
    # The name of ours for each optional day of theirs.
    spans = {"long_term_foster": YEARS, "needed_by": YEARS, "date_of_birth": BIRTHS}
    long_term, needed_by, born = (_day(given, name, spans[name]) for name in _DAYS)
    if born and born > began:
        raise _BadLine("became_looked_after is before date_of_birth")
    for name, day in (("long_term_foster", long_term), ("needed_by", needed_by)):
        if day and day < began:
            raise _BadLine(f"{name} is before became_looked_after")
    sittings = tuple(_in_order(_reviews(given), began))
    return Case(began, sittings, _flag(given, "short_breaks"), long_term, needed_by, born)


def _reviews(given: Mapping[str, Any]) -> Iterator[Sitting]:
    listed = given.get("reviews")
    if listed is None:
        return
    if not isinstance(listed, list):
        raise _BadLine("reviews is not a list")
    for each in listed:
        one = _object(each, _OF_A_REVIEW, "a review")
        day = _day(one, "date", YEARS)
        if day is None:
            raise _BadLine("a review has no date: give one such as 2025-12-29")
        completed = _day(one, "completed", YEARS)
        if completed and completed < day:
            raise _BadLine("a review was completed before its date")
        yield Sitting(day, _flag(one, "adjourned"), completed, _flag(one, "meeting", True))


def _in_order(sittings: Iterable[Sitting], began: date) -> Iterator[Sitting]:
    """Give them by their days, whatever the order they were given in."""
    last: Sitting | None = None
    for each in sorted(sittings, key=lambda sitting: sitting.day):
        if each.day < began:
            raise _BadLine("a review is before became_looked_after")
        if last and each.day == last.day:
            raise _BadLine("two reviews have the same date")
        if last and last.completed and each.day < last.completed:
            raise _BadLine("a review is before the one before it was completed")
        yield each
        last = each


def _parsed(line: bytes | None) -> object:
    if line is None:
        raise _BadLine(f"the line is longer than {LONGEST_LINE} bytes")
    try:
        return json.loads(line.decode("utf-8-sig"), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise _BadLine("the line is not JSON") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _value in pairs}) < len(pairs):
        raise _BadLine("a key is there twice")
    return dict(pairs)


def _object(given: object, known: set[str], what: str) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise _BadLine(f"{what} is not a JSON object")
    if given.keys() - known:
        raise _BadLine(f"{what} has a key that is not known; there are {', '.join(sorted(known))}")
    return given


def _day(given: Mapping[str, Any], name: str, years: range) -> date | None:
    text = given.get(name)
    if text is None:
        return None
    try:
        if not isinstance(text, str) or not _DAY.fullmatch(text):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        raise _BadLine(f"{name} is not a real date such as 2025-12-01") from None
    if day.year not in years:
        raise _BadLine(f"{name} is not from {years.start} to {years.stop - 1}")
    return day


def _flag(given: Mapping[str, Any], name: str, otherwise: bool = False) -> bool:
    value = given.get(name)
    if value is None:
        return otherwise
    if not isinstance(value, bool):
        raise _BadLine(f"{name} is neither true nor false")
    return value


def _as_json(found: Due) -> dict[str, Any]:
    day = found.day.isoformat()
    return {"kind": found.kind, "due": day, "rule": found.rule, "why": found.why}


def _lines(lines: BinaryIO) -> Iterator[bytes | None]:
    """Give line by line, and None for one too long to be held."""
    while line := lines.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = lines.readline(LONGEST_LINE)
        yield None
