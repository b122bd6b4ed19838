"""The stages of dispute resolution, ours and an authority's own."""

from datetime import date
from pathlib import Path

import pytest

from backend.stages.rules import STAGE_NAMES, Stage
from backend.stages.service import terms

OWN = """
[formal]
working_days = 15
source = "Northshire's protocol"
checked_on = 2026-10-01
[[stages]]
code = "team"
name = "Team manager"
working_days = 3
formal = false
[[stages]]
code = "formal_1"
working_days = 7
formal = true
"""


def test_ours_are_the_handbooks(tmp_path: Path) -> None:
    """Twenty working days in all for the formal ones, each with a name and a source."""
    found = terms(tmp_path)
    assert (found.formal_days, found.source, found.checked_on) == (
        20,
        "IRO Handbook (2010), paragraph 6.2",
        date(2026, 11, 1),
    )
    assert [each.name for each in found.stages] == list(STAGE_NAMES.values())
    assert sum(each.working_days for each in found.stages if each.formal) == 20


def test_an_authoritys_own_take_their_place(tmp_path: Path) -> None:
    """A file in the data folder replaces ours whole; a known code keeps its name."""
    (tmp_path / "challenges.toml").write_text(OWN)
    found = terms(tmp_path)
    assert found.stages == (
        Stage("team", "Team manager", 3, False),
        Stage("formal_1", STAGE_NAMES["formal_1"], 7, True),
    )
    assert (found.formal_days, found.after("team"), found.after("formal_1")) == (
        15,
        found.stages[1],
        None,
    )
    assert found.name_of("alert") == STAGE_NAMES["alert"], "of a challenge from before"


@pytest.mark.parametrize(
    ("what", "instead"),
    [
        ("working_days = 15", "working_days = 0"),
        ("working_days = 3", "working_days = 61"),
        ('code = "formal_1"', 'code = "team"'),
        ('code = "formal_1"', 'code = "director"'),
        ("[formal]", "[other]"),
        ("[formal]", "[formal"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, what: str, instead: str) -> None:
    """No limit, one too long, one code twice, no name, no TOML and the like are refused."""
    (tmp_path / "challenges.toml").write_text(OWN.replace(what, instead))
    with pytest.raises(ValueError, match=r"challenges\.toml cannot be"):
        terms(tmp_path)
