"""Faults that people make when they write a script: each has to be found, where it is."""

from pathlib import Path

import pytest

from dialogs.checks_rules import Standards
from dialogs.loading import check_all
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
def test_a_fault_is_found(fault: Fault, tmp_path: Path, standards: Standards) -> None:
    """Each fault is found once, at its line and by its rule, and nothing but what comes with it."""
    path = fault.write(tmp_path)
    where = str(fault.path(tmp_path, fault.found_in))
    found = [(each.level, each.rule, each.file, each.line) for each in check_all([path], standards)]
    expected = (fault.level, fault.rule, where, fault.line())
    others = [each for each in found if each != expected]
    assert found.count(expected) == 1, found
    assert {rule for _, rule, _, _ in others} <= fault.besides, others


@pytest.mark.parametrize("path", sorted(RIGHT.glob("*/1.yaml")), ids=lambda path: path.parent.name)
def test_a_right_script_is_right(path: Path, standards: Standards) -> None:
    """Each script that is spoilt here has nothing to mend as it is."""
    assert check_all([path], standards) == ()


def test_right_scripts_are_right_together(standards: Standards) -> None:
    """As a set they have nothing to mend either."""
    assert check_all([RIGHT], standards) == ()
