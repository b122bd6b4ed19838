"""Files as case systems write them, good and bad."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.sheets import rules
from backend.sheets.rules import Layout, Problem, Report, Row, rows_of

FIELDS = {"case_number": True, "name": True, "address": False, "role": False, "starts_on": False}
REPORT = Report(
    "people",
    "people*.csv",
    {"case_number": ("ID",), "name": ("First", "Last"), "role": ("Type",)},
    values={"role": {"mum": "parent", "u6": "foster_carer"}},
)
PLAIN = Report("people", "people*.csv")
GOOD = "ID,First,Last,Type\n1,Jo,Marsh,U6\n"


def read(
    text: str | bytes, report: Report = REPORT, layout: Layout | None = None
) -> tuple[list[Row], list[Problem]]:
    """Read a file of people."""
    raw = text if isinstance(text, bytes) else text.encode()
    return rows_of(raw, "people.csv", layout or Layout((report,)), report, FIELDS)


def reasons(text: str | bytes, report: Report = REPORT) -> list[tuple[int, str, str]]:
    """Read a file that is wrong."""
    return [(each.line, each.column, each.reason) for each in read(text, report)[1]]


@pytest.mark.parametrize(
    "raw",
    [
        GOOD.encode(),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace(",", ";").encode(),
        GOOD.replace(",", "\t").encode(),
        GOOD.rstrip("\n").encode(),
        GOOD.replace("ID,First", " id ,FIRST").encode(),
        ("\n" + GOOD + "\n , ,,\n").encode(),
    ],
    ids=["utf-8", "bom", "crlf", "semicolon", "tab", "no end", "other case", "empty lines"],
)
def test_one_file_in_many_forms(raw: bytes) -> None:
    """However the same rows are written, they are read alike."""
    rows, problems = read(raw)
    assert problems == []
    assert [row.values for row in rows] == [
        {"case_number": "1", "name": "Jo Marsh", "role": "foster_carer"}
    ]


def test_windows_letters_are_read_where_the_mapping_says_so() -> None:
    """A cp1252 file is refused with what to do, and read once the mapping names it."""
    raw = "ID,First,Last,Type\n1,Zoë,Marsh,\n".encode("cp1252")
    assert reasons(raw) == [(0, "", rules.NOT_UTF8)]
    rows, problems = read(raw, layout=Layout((REPORT,), encoding="cp1252"))
    assert (rows[0].values["name"], problems) == ("Zoë Marsh", [])
    assert read(b"ID\n\x81", layout=Layout((REPORT,), encoding="cp1252"))[1][0].reason == (
        rules.NOT_CP1252
    )


def test_a_line_is_where_its_row_begins() -> None:
    """A quoted cell may hold line ends, and rows after it are still found by their line."""
    text = 'ID,First,Last,Type\n1,"Jo\nAnn",Marsh,\n2,Sam,Marsh\n3,Ada,Okoye,dad\n'
    rows, problems = read(text)
    assert [(row.line, row.values["name"]) for row in rows] == [(2, "Jo\nAnn Marsh")]
    assert [(each.line, each.column, each.reason) for each in problems] == [
        (4, "", rules.NOT_AS_MANY),
        (5, "Type", rules.NOT_MAPPED),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", [(0, "", rules.EMPTY)]),
        ("\n \n", [(0, "", rules.EMPTY)]),
        ("ID,First,Last,Type\n", [(0, "", rules.NO_ROWS)]),
        (GOOD.encode("utf-16"), [(0, "", rules.UTF16)]),
        ("ID,First,Type\n1,Jo,U6\n", [(1, "Last", rules.MISSING)]),
        ("Nr,First\n1,Jo\n", [(1, n, rules.MISSING) for n in ("ID", "Last", "Type")]),
        ("ID,First,Last,Type,first\n1,Jo,M,U6,x\n", [(1, "First", rules.TWICE)]),
        ('ID,First,Last,Type\n1,"Jo,Marsh,U6\n', [(2, "", rules.NOT_CLOSED)]),
        ('ID,First,Last,Type\n1,"Jo"e,Marsh,U6\n', [(2, "", rules.NOT_CLOSED)]),
    ],
)
def test_what_cannot_be_read_is_said(
    text: str | bytes, expected: list[tuple[int, str, str]]
) -> None:
    """Each way in which a file can be wrong is told by line, column and reason."""
    assert reasons(text) == expected


def test_our_own_names_need_no_mapping() -> None:
    """A heading in our names is enough; a missing one and one we do not know are said."""
    rows, problems = read("case_number,Name\n1,Jo\n", PLAIN)
    assert (rows[0].values, problems) == ({"case_number": "1", "name": "Jo"}, [])
    assert reasons("case_number,nmae\n1,Jo\n", PLAIN) == [
        (1, "name", rules.MISSING),
        (1, "nmae", rules.NOT_OURS),
    ]


def test_a_row_that_is_about_nobody_is_passed_by() -> None:
    """A list of children with nobody in the column of social workers gives no social worker."""
    report = Report("people", "", {**REPORT.columns, "role": ("Type",)}, {}, {}, ("name",))
    rows, problems = read("ID,First,Last,Type\n1,,,U6\n2,Jo,,U6\n", report)
    assert ([row.values["case_number"] for row in rows], problems) == (["2"], [])


def test_an_empty_cell_stands_for_nothing() -> None:
    """What every other value stands for is not what an empty cell stands for."""
    report = Report("people", "", REPORT.columns, values={"role": {"*": "health"}})
    rows, _problems = read("ID,First,Last,Type\n1,Jo,M,\n2,Jo,M,GP\n", report)
    assert [row.values["role"] for row in rows] == ["", "health"]


@given(st.binary(max_size=200))
def test_whatever_a_file_holds_there_is_an_answer(raw: bytes) -> None:
    """No bytes make the reader fail, and a row that is read has every mapped field."""
    rows, problems = read(raw)
    assert all(set(row.values) == set(REPORT.columns) for row in rows)
    assert rows or problems
