"""How long a script is, and that many ways through it take no longer to look at."""

from pathlib import Path

import pytest

from dialogs.checks_route import LENGTHS, longest
from dialogs.checks_rules import Standards
from dialogs.levels import LEVELS
from dialogs.loading import check_all, load
from dialogs.script import Scripts
from tests.dialogs.faults import RIGHT
from tests.dialogs.small import SMALL, write


@pytest.mark.parametrize(("name", "questions"), [("small", 16), ("young", 9), ("teen", 14)])
def test_the_longest_way_is_counted(name: str, questions: int, standards: Standards) -> None:
    """Names and helpers do not count, nor two steps that exclude each other, nor topics in excess.

    Of the two topics that can be chosen in "teen" the longer one counts, with one of two homes.
    """
    script = load(RIGHT / name / "1.yaml")
    assert longest(script, standards.questions) == questions


def test_every_level_has_its_length(scripts: Scripts, standards: Standards) -> None:
    """There is a length for each level, and our own scripts for a review keep to it."""
    assert LENGTHS.keys() == LEVELS.keys()
    for script in scripts.versions.values():
        fewest, most = LENGTHS[script.level]
        if script.purpose == "review":
            assert fewest <= longest(script, standards.questions) <= most


def test_many_ways_are_looked_at_in_time(tmp_path: Path, standards: Standards) -> None:
    """With a million ways each step is still known to be reached."""
    questions = [each.id for each in standards.questions.questions.values() if not each.scale]
    steps = ""
    for number, (one, other) in enumerate(zip(questions[:20], questions[20:40], strict=True)):
        steps += (
            f"      - step: fork{number}\n        kind: one\n        question: {one}\n"
            "        sensitive: true\n        ask: Which?\n        choices:\n"
            "          - {code: left, label: Left}\n          - {code: right, label: Right}\n"
            f"      - step: after{number}\n        kind: words\n        question: {other}\n"
            "        sensitive: true\n        ask: What?\n"
            f"        when: {{step: fork{number}, any_of: [left]}}\n"
        )
    added = f"  - topic: forks\n    name: Forks\n    steps:\n{steps}"
    found = check_all([write(tmp_path, SMALL + added)], standards)
    assert {each.rule for each in found} <= {"length", "asked-twice", "dead-end", "unused-name"}
