"""Faults that people make when they write a script: each has to be found, where it is."""

from pathlib import Path

import pytest

from dialogs.loading import load
from tests.dialogs.faults import RIGHT, Fault, faults

FAULTS = faults()
ENOUGH = 40


def test_the_list_is_long_and_says_why() -> None:
    """There are enough faults, no two of one name, and each says in a sentence why it matters."""
    assert len(FAULTS) >= ENOUGH
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    for fault in FAULTS:
        assert fault.level in {"error", "advice"}, fault.name
        assert fault.why.endswith("."), fault.name


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_can_be_made(fault: Fault, tmp_path: Path) -> None:
    """Each fault changes a right script, and the line at which it has to show is there."""
    assert fault.write(tmp_path).exists()
    assert fault.line() >= 1


@pytest.mark.parametrize("path", sorted(RIGHT.glob("*/1.yaml")), ids=lambda path: path.parent.name)
def test_a_right_script_is_read(path: Path) -> None:
    """Each script that is spoilt here can be read as it is."""
    assert load(path).id == path.parent.name
