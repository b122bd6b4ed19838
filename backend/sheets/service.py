"""The public face of sheets: reads how a case system writes its reports, and the reports."""

import tomllib
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from backend.sheets import rules
from backend.sheets.rules import Layout, Problem, Report, Row

Fields = Mapping[str, Mapping[str, bool]]
"""By kind, the fields there are, and whether each is required."""

_OF_A_LAYOUT = {"name", "encoding", "delimiter", "dates", "report"}
_OF_A_REPORT = {"kind", "file", "columns", "fixed", "values", "skip_without"}


class BadLayout(ValueError):
    """The mapping cannot be used; `problems` says everything that is wrong with it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load(path: Path, fields: Fields) -> Layout:
    """Read a mapping from a TOML file. Raises BadLayout."""
    try:
        raw = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError:
        raise BadLayout([f"{path}: there is no such file that can be read."]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadLayout([f"{path}: this is not TOML: {error}"]) from None
    problems = _wrong_layout(raw)
    reports = raw.get("report", [])
    if not isinstance(reports, list) or not reports:
        problems.append("There is no [[report]].")
        reports = []
    for number, report in enumerate(reports, start=1):
        problems += [f"report {number}: {said}" for said in _wrong_report(report, fields)]
    if problems:
        raise BadLayout([f"{path}: {said}" for said in problems])
    return Layout(
        tuple(_report(each) for each in reports),
        raw.get("encoding", "utf-8"),
        rules.DELIMITERS.get(raw.get("delimiter", ""), ""),
        tuple(raw.get("dates", rules.USUAL_DATES)),
    )


def reports_in(layout: Layout, file: str, kind: str = "") -> list[Report]:
    """Give the reports that a file of this name holds, or those of one kind whatever its name."""
    if kind:
        return [each for each in layout.reports if each.kind == kind]
    return [each for each in layout.reports if fnmatch(file.casefold(), each.file.casefold())]


def read(
    path: Path, layout: Layout, report: Report, fields: Fields
) -> tuple[list[Row], list[Problem]]:
    """Read one file as one report. Raises OSError."""
    return rules.rows_of(path.read_bytes(), path.name, layout, report, fields[report.kind])


def _wrong_layout(raw: Mapping[str, Any]) -> list[str]:
    wrong = [f"{key}: this is none that is known here." for key in raw if key not in _OF_A_LAYOUT]
    if raw.get("encoding", "utf-8") not in rules.ENCODINGS:
        wrong.append(f"encoding: one of {', '.join(rules.ENCODINGS)}.")
    if raw.get("delimiter", ",") not in rules.DELIMITERS:
        wrong.append(f"delimiter: one of {' '.join(rules.DELIMITERS)}.")
    dates = raw.get("dates", [*rules.USUAL_DATES])
    if not isinstance(dates, list) or not dates or any(each not in rules.DATES for each in dates):
        wrong.append(f"dates: a list of {', '.join(rules.DATES)}.")
    return wrong


def _wrong_report(raw: Any, fields: Fields) -> list[str]:
    if not isinstance(raw, dict) or raw.get("kind") not in fields:
        return [f"kind: one of {', '.join(fields)}."]
    known = fields[raw["kind"]]
    wrong = [f"{key}: this is none that is known here." for key in raw if key not in _OF_A_REPORT]
    if not isinstance(raw.get("file"), str):
        wrong.append('file: the name of its files, such as "children*.csv".')
    named: set[str] = set()
    for part, fits in (("columns", _is_columns), ("fixed", _is_text), ("values", _is_values)):
        given = raw.get(part, {})
        if not isinstance(given, dict):
            wrong.append(f"{part}: a table.")
            continue
        named |= set(given) if part != "values" else set()
        wrong += [f"{part}.{name}: there is no such field." for name in given if name not in known]
        wrong += [
            f"{part}.{name}: this is not as it should be."
            for name in given
            if not fits(given[name])
        ]
    if raw.get("columns"):
        missing = [name for name, required in known.items() if required and name not in named]
        wrong += [f"columns.{name}: this is needed." for name in missing]
    skipped = raw.get("skip_without", [])
    if not isinstance(skipped, list) or any(name not in known for name in skipped):
        wrong.append("skip_without: a list of fields.")
    return wrong


def _is_text(given: Any) -> bool:
    return isinstance(given, str)


def _is_columns(given: Any) -> bool:
    every = given if isinstance(given, list) else [given]
    return bool(every) and all(isinstance(one, str) and one for one in every)


def _is_values(given: Any) -> bool:
    return isinstance(given, dict) and all(isinstance(one, str) for one in given.values())


def _report(raw: Mapping[str, Any]) -> Report:
    columns = {
        name: tuple(named) if isinstance(named, list) else (named,)
        for name, named in raw.get("columns", {}).items()
    }
    values = {
        name: {cell.casefold(): meant for cell, meant in known.items()}
        for name, known in raw.get("values", {}).items()
    }
    return Report(
        raw["kind"],
        raw["file"],
        columns,
        raw.get("fixed", {}),
        values,
        tuple(raw.get("skip_without", ())),
    )
