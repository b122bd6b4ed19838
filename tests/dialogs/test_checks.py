"""The checks as a whole: what they say of our own scripts, and what they let pass."""

import re
import shutil
from pathlib import Path

import pytest

from dialogs import parsing
from dialogs.checks_rules import RULES, Standards
from dialogs.loading import check_all
from tests.dialogs.faults import RIGHT, faults, right
from tests.dialogs.small import SMALL, spoilt, write
from tests.dialogs.table_of_checks import PAGE, page

# Shapes are looked at in test_loading, and what becomes of versions in test_releasing.
IN_LOADING = {
    "name", "version", "audience", "level", "purpose", "ages", "no-words", "kind", "scale", "flag",
    "shape", "released-changed", "reused-step",
}  # fmt: skip


def test_nothing_is_found_in_our_own_scripts() -> None:
    """Our own scripts have no error, and no advice that is not taken or answered with a reason."""
    assert check_all() == ()


def test_the_page_tells_what_is_so() -> None:
    """The page of checks has the rules, the faults, and the count of false alarms as they are."""
    assert PAGE.read_text("utf-8") == page()


def test_every_rule_finds_a_fault() -> None:
    """Each rule is tripped by a fault of the list, or by the tests of loading."""
    assert RULES.keys() - {fault.rule for fault in faults()} == IN_LOADING


def test_every_rule_of_the_parser_is_in_the_table() -> None:
    """What the parser calls a problem is a rule of the table, and an error."""
    source = Path(parsing.__file__).read_text("utf-8")
    named = set(re.findall(r'_wrong\(\w+, "([\w-]+)"', source))
    assert len(named) > 5
    assert {rule for rule in named if RULES[rule].level != "error"} == set()


@pytest.mark.parametrize(
    "text",
    [
        "Is the black cat with the secretary?",
        "I can\u2019t keep a secret. How is home?",
        "This is not confidential. How is home?",
        "Is there a grown-up you trust?",
        "How are you and Mum?",
        "How do you feel at home or at school?",
        "What is good and what is not?",
        "Do you know how to stop and how to skip?",
        "When and where do you play?",
        "“We won!” you say. How was it?",
        "Did you tell someone at school?",
        "Do you want to go there or not?",
        "Why not?",
        "Is there a film you like on TV?",
        "How is the United kitchen?",
        "Do you like the contract?",
    ],
)
def test_what_is_right_for_a_child_passes(text: str, tmp_path: Path, standards: Standards) -> None:
    """No check cries wolf at words that only look like a fault."""
    path = write(tmp_path, spoilt("ask: What do you wish?", f"ask: {text}"))
    assert check_all([path], standards) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Where it was not possible, why not?",
        "Has {child} been hit or hurt since the last review?",
        "How is {child} getting on with the social worker, and with you?",
        "What would you like to know, and who should tell you?",
        "Can you contact the school when you need to?",
        "Is it the right plan? What is unclear?",
        "Nobody else knows that {child} is not in school. What should happen?",
    ],
)
def test_what_is_right_for_a_carer_passes(text: str, tmp_path: Path, standards: Standards) -> None:
    """A carer may be asked in longer words, and more directly."""
    changed = right("grown").replace("ask: What would help while you wait?", f"ask: {text}")
    assert check_all([write(tmp_path, changed, "grown")], standards) == ()


def test_problems_are_told_in_the_order_of_the_file(tmp_path: Path, standards: Standards) -> None:
    """Problems of every rule come together, sorted by line."""
    text = spoilt("question: family.wish", "question: nothing")
    text = text.replace("How is home?", "How is {dog}?")
    found = check_all([write(tmp_path, text)], standards)
    assert [each.rule for each in found] == ["placeholder", "no-question"]


def test_only_the_newest_version_is_judged(tmp_path: Path, standards: Standards) -> None:
    """An older version of a script can't change any more, so nothing is said of it."""
    shutil.copytree(RIGHT, tmp_path, dirs_exist_ok=True)
    write(tmp_path, spoilt("How is home?", "How is your placement?"))
    assert [each.rule for each in check_all([tmp_path], standards)] == ["jargon"]
    write(tmp_path, SMALL.replace("version: 1", "version: 2"), version=2)
    assert check_all([tmp_path], standards) == ()


def test_a_folder_of_one_script_is_no_set(tmp_path: Path, standards: Standards) -> None:
    """The files of one script are looked at by themselves: nothing is said of other ages."""
    path = write(tmp_path)
    assert check_all([path.parent], standards) == ()


def test_an_empty_folder_is_told(tmp_path: Path, standards: Standards) -> None:
    """Where there are no scripts, that is said, and not that there is nothing to mend."""
    (problem,) = check_all([tmp_path], standards)
    assert (problem.level, problem.message) == ("error", "there are no scripts in this folder")
