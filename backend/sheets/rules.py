"""What a case system writes out: rows, and which column of theirs is which field of ours. Pure."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from backend.platform.msgids import _

ENCODINGS = ("utf-8", "cp1252")
DELIMITERS = {",": ",", ";": ";", "tab": "\t"}
DATES = {"dd/mm/yyyy": "%d/%m/%Y", "yyyy-mm-dd": "%Y-%m-%d", "dd-mmm-yyyy": "%d-%b-%Y"}
USUAL_DATES = ("dd/mm/yyyy", "yyyy-mm-dd")

EMPTY = _("This file is empty.")
NO_ROWS = _("This file has a heading and no rows.")
NOT_UTF8 = _("This file is not in UTF-8. Where it comes from Windows, say cp1252 in the mapping.")
NOT_CP1252 = _("This file is neither in UTF-8 nor in cp1252.")
UTF16 = _("This file is in UTF-16. Save it as CSV UTF-8.")
MISSING = _("This column is missing in the heading.")
TWICE = _("This column stands twice in the heading.")
NOT_OURS = _("This column is none that is known here.")
NOT_AS_MANY = _("This row has more cells or fewer than the heading.")
NOT_CLOSED = _("The quotation marks are not closed, so nothing after this line was read.")
NOT_MAPPED = _("The mapping does not say what this stands for.")


@dataclass(frozen=True)
class Report:
    """One report: the files it comes in, and by field the columns that make it up.

    Without ``columns`` the heading holds our own names. ``fixed`` says what is the same in every
    row, ``values`` what a cell stands for, and a row with nothing in ``skip_without`` is passed by.
    """

    kind: str
    file: str
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    skip_without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """How one case system writes its reports; a ``delimiter`` of "" is found by the heading."""

    reports: tuple[Report, ...]
    encoding: str = "utf-8"
    delimiter: str = ""
    dates: tuple[str, ...] = USUAL_DATES


@dataclass(frozen=True)
class Problem:
    """What is wrong with one row, or with a whole file on line 0 or 1; never what stood there."""

    file: str
    line: int
    column: str
    reason: str


@dataclass(frozen=True)
class Row:
    """One row as read: texts by field, and by field what their column is called there."""

    kind: str
    file: str
    line: int
    values: Mapping[str, str] = field(repr=False)
    columns: Mapping[str, str] = field(default_factory=dict)


def plain(kinds: Iterable[str]) -> Layout:
    """Give the layout of our own names: a file for each kind, ``children.csv`` and so on."""
    return Layout(tuple(Report(kind, f"{kind}*.csv") for kind in kinds))


def rows_of(
    raw: bytes,
    file: str,
    layout: Layout,
    report: Report,
    fields: Mapping[str, bool],
) -> tuple[list[Row], list[Problem]]:
    """Give the rows of one file and what cannot be used of it; ``fields`` says which are required.

    A file whose heading does not fit gives no rows, and every reason.
    """
    text, reason = _text(raw, layout.encoding)
    if reason:
        return [], [Problem(file, 0, "", reason)]
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = layout.delimiter or max(DELIMITERS.values(), key=first.count)
    lines = _lines(text, delimiter)
    heading = next((cells for _line, cells in lines if cells), None)
    if heading is None:
        return [], [Problem(file, 0, "", EMPTY)]
    heading = [cell.strip() for cell in heading]
    if not report.columns:
        report = _by_our_names(report, heading, fields)
    problems = [
        Problem(file, 1, column, reason)
        for column, reason in _wrong_heading(heading, report, fields)
    ]
    if problems:
        return [], problems
    rows, problems = _body(lines, heading, report, file)
    if not rows and not problems:
        problems = [Problem(file, 0, "", NO_ROWS)]
    return rows, problems


def _text(raw: bytes, encoding: str) -> tuple[str, str]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", UTF16
    try:
        return raw.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        if encoding == "utf-8":
            return "", NOT_UTF8
    try:
        return raw.decode(encoding), ""
    except UnicodeDecodeError:
        return "", NOT_CP1252


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | None]]:
    """Give each row with the line it begins on; None in the place of what cannot be read on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield begins, None
            return
        if any(cell.strip() for cell in cells):
            yield begins, cells


def _by_our_names(report: Report, heading: list[str], fields: Mapping[str, bool]) -> Report:
    there = {cell.casefold(): cell for cell in heading}
    asked = [name for name, required in fields.items() if required or name in there]
    return replace(report, columns={n: (there.get(n, n),) for n in asked if n not in report.fixed})


def _wrong_heading(
    heading: list[str], report: Report, fields: Collection[str]
) -> Iterator[tuple[str, str]]:
    there = [cell.casefold() for cell in heading]
    used = {column.casefold(): column for every in report.columns.values() for column in every}
    for plain_name, column in used.items():
        if plain_name not in there:
            yield column, MISSING
        elif there.count(plain_name) > 1:
            yield column, TWICE
    ours = all(names == (name,) for name, names in report.columns.items())
    if ours:
        yield from ((cell, NOT_OURS) for cell in heading if cell and cell.casefold() not in fields)


def _body(
    lines: Iterator[tuple[int, list[str] | None]], heading: list[str], report: Report, file: str
) -> tuple[list[Row], list[Problem]]:
    places = {cell.casefold(): place for place, cell in enumerate(heading)}
    rows: list[Row] = []
    problems: list[Problem] = []
    names = {name: ", ".join(columns) for name, columns in report.columns.items()}
    for line, cells in lines:
        if cells is None or len(cells) != len(heading):
            problems.append(Problem(file, line, "", NOT_CLOSED if cells is None else NOT_AS_MANY))
            continue
        values, unknown = _values(cells, places, report)
        if report.skip_without and not any(values.get(name) for name in report.skip_without):
            continue
        if unknown:
            problems += [Problem(file, line, names[name], NOT_MAPPED) for name in unknown]
        else:
            rows.append(Row(report.kind, file, line, values, names))
    return rows, problems


def _values(
    cells: list[str], places: Mapping[str, int], report: Report
) -> tuple[dict[str, str], list[str]]:
    values, unknown = dict(report.fixed), []
    for name, columns in report.columns.items():
        parts = [cells[places[column.casefold()]].strip() for column in columns]
        text = ("\n" if name == "address" else " ").join(part for part in parts if part)
        known = report.values.get(name)
        if known is not None:
            meant = known.get(text.casefold(), known.get("*") if text else None)
            if meant is None and text and text not in known.values():
                unknown.append(name)
            text = text if meant is None else meant
        values[name] = text
    return values, unknown
