"""Measure the screening on the labelled lines: counts, 95 % intervals, and every miss.

`python -m tests.dialogs.measure` writes docs/screening-measured.md; `tuning en` prints the lines
of one language that the tables are tuned on.
"""

import json
import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dialogs.cues import CueTable
from dialogs.loading_cues import load_table
from dialogs.screening import Finding, level_of, screen_in_all

WORRIES = Path(__file__).parent / "worries"
PUBLISHED = Path(__file__).parents[2] / "docs" / "screening-measured.md"
_Z = 1.96  # 95 %

_HEAD = """# How well the screening finds worries, measured

Written by `python -m tests.dialogs.measure`, and kept true by a test. The lines are those of
`tests/dialogs/worries/aside`: a third of all, chosen by a digest and read by nobody who writes the
tables. *Raised* is urgent or concern for a line that a person called either. *Urgent* is urgent for
a line a person called urgent. *False alarm* is anything raised for an ordinary line. Intervals are
Wilson's, 95 %. Ordinary lines are more than half hard ones: play, sport, idiom, negation.
"""


@dataclass(frozen=True)
class Line:
    """One labelled line, and what the screening made of it."""

    text: str
    language: str
    audience: str
    level: str
    categories: tuple[str, ...]
    kind: str
    findings: tuple[Finding, ...]

    @property
    def given(self) -> str:
        """The level the screening gave it."""
        return level_of(self.findings)


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    def __str__(self) -> str:
        if not self.whole:
            return "none"
        low, high = wilson(self.part, self.whole)
        percent = 100 * self.part / self.whole
        return f"{self.part}/{self.whole} = {percent:.1f} % ({100 * low:.1f}-{100 * high:.1f})"


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Give the 95 % interval of a share after Wilson."""
    share, square = part / whole, _Z * _Z
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    spread = math.sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    half = _Z * spread / (1 + square / whole)
    return max(0.0, middle - half), min(1.0, middle + half)


@cache
def lines(part: str, language: str) -> tuple[Line, ...]:
    """Screen every labelled line of one part and language, with its own table and English."""
    tables = {name: load_table(name) for name in dict.fromkeys((language, "en"))}
    rows = (WORRIES / part / f"{language}.jsonl").read_text("utf-8").splitlines()
    return tuple(_line(tables, json.loads(row)) for row in rows)


def _line(tables: Mapping[str, CueTable], raw: dict[str, Any]) -> Line:
    found = screen_in_all(tables, raw["text"], raw["language"], raw["audience"])
    return Line(**{**raw, "categories": tuple(raw["categories"])}, findings=found)


def languages() -> list[str]:
    """Give every language there are lines of, English first."""
    every = {path.stem for path in (WORRIES / "aside").glob("*.jsonl")}
    return ["en", *sorted(every - {"en"})]


def raised(every: tuple[Line, ...]) -> Share:
    """Give how many worries were raised at all."""
    worries = [line for line in every if line.level != "none"]
    return Share(sum(line.given != "none" for line in worries), len(worries))


def urgent(every: tuple[Line, ...]) -> Share:
    """Give how many urgent lines were raised as urgent."""
    worries = [line for line in every if line.level == "urgent"]
    return Share(sum(line.given == "urgent" for line in worries), len(worries))


def false_alarms(every: tuple[Line, ...]) -> Share:
    """Give how many ordinary lines raised something."""
    ordinary = [line for line in every if line.level == "none"]
    return Share(sum(line.given != "none" for line in ordinary), len(ordinary))


def table() -> str:
    """Give the published page."""
    rows = ["| language | raised | urgent | false alarms |", "|---|---|---|---|"]
    missed = ["", "## Every miss", ""]
    for language in languages():
        every = lines("aside", language)
        rows.append(f"| {language} | {raised(every)} | {urgent(every)} | {false_alarms(every)} |")
        missed += [
            f"- {language}, {line.audience}, {line.level} ({', '.join(line.categories)}), "
            f"found {line.given}: {line.text}"
            for line in every
            if line.given == "none" != line.level
            or (line.level, line.given) == ("urgent", "concern")
        ]
    wrong = ["", "## Every false alarm", ""]
    wrong += [
        f"- {line.language}, {line.audience}, {line.kind}: {line.text}"
        for language in languages()
        for line in lines("aside", language)
        if line.level == "none" != line.given
    ]
    return "\n".join([_HEAD, *rows, *missed, *wrong, ""])


if __name__ == "__main__":
    if sys.argv[1:]:
        for line in lines(sys.argv[1], sys.argv[2]):
            if line.given != line.level:
                sys.stdout.write(f"{line.level} {line.given} {line.text} {line.findings}\n")
        for each in (raised, urgent, false_alarms):
            sys.stdout.write(f"{each.__name__} {each(lines(*sys.argv[1:3]))}\n")
    else:
        PUBLISHED.write_text(table(), "utf-8")
