"""Mappings, as an authority writes them."""

from pathlib import Path

import pytest

from backend.intake.rules import FIELDS
from backend.sheets import service
from backend.sheets.service import BadLayout
from tests.house.tree import ROOT

EXAMPLES = ROOT / "docs" / "import"
WRONG = {
    "not TOML": ("kind = ", "this is not TOML"),
    "no report": ('encoding = "utf-8"', "There is no [[report]]."),
    "a strange setting": ('colour = "red"', "colour: this is none"),
    "an encoding": ('encoding = "latin-1"', "encoding: one of utf-8, cp1252."),
    "a delimiter": ('delimiter = "|"', "delimiter: one of"),
    "dates": ('dates = ["mm/dd/yyyy"]', "dates: a list of dd/mm/yyyy"),
    "a kind": ('[[report]]\nkind = "cats"', "report 1: kind: one of officers, children"),
    "a file": ('[[report]]\nkind = "reviews"', "report 1: file: the name of its files"),
    "a field": (
        '[[report]]\nkind = "reviews"\nfile = "r.csv"\ncolumns.weather = "Rain"',
        "report 1: columns.weather: there is no such field.",
    ),
    "a missing field": (
        '[[report]]\nkind = "reviews"\nfile = "r.csv"\ncolumns.date = "Day"',
        "report 1: columns.case_number: this is needed.",
    ),
    "a column that is none": (
        '[[report]]\nkind = "reviews"\nfile = "r.csv"\ncolumns.date = 3',
        "report 1: columns.date: this is not as it should be.",
    ),
    "values that are none": (
        '[[report]]\nkind = "reviews"\nfile = "r.csv"\n[report.values]\nstatus = "held"',
        "report 1: values.status: this is not as it should be.",
    ),
    "a field to skip without": (
        '[[report]]\nkind = "reviews"\nfile = "r.csv"\nskip_without = ["x"]',
        "report 1: skip_without: a list of fields.",
    ),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_mapping_is_said(tmp_path: Path, text: str, said: str) -> None:
    """Each mistake in a mapping is named with where it is."""
    path = tmp_path / "mapping.toml"
    path.write_text(text)
    with pytest.raises(BadLayout, match=r"mapping\.toml") as wrong:
        service.load(path, FIELDS)
    assert said in str(wrong.value)


def test_a_mapping_that_is_not_there() -> None:
    """A file that does not exist is said to be missing."""
    with pytest.raises(BadLayout, match="there is no such file"):
        service.load(Path("nowhere.toml"), FIELDS)


def test_the_plain_example_names_every_field() -> None:
    """The example to start from has a line for every field there is."""
    text = (EXAMPLES / "plain.toml").read_text()
    every = {name for known in FIELDS.values() for name in known}
    assert {name for name in every if f"{name} = " not in text} == set()


@pytest.mark.parametrize("name", ["plain", "liquidlogic-lcs", "mosaic"])
def test_every_example_file_is_in_its_mapping(name: str) -> None:
    """Each file that comes with an example mapping is read by it, without a problem."""
    layout = service.load(EXAMPLES / f"{name}.toml", FIELDS)
    for path in sorted((EXAMPLES / name).iterdir()):
        reports = service.reports_in(layout, path.name)
        assert reports, path.name
        for report in reports:
            rows, problems = service.read(path, layout, report, FIELDS)
            assert (path.name, problems, bool(rows)) == (path.name, [], True)
