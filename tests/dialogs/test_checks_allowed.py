"""Comments that silence a check: where they count, and what is said of the comments themselves."""

from pathlib import Path

import pytest

from dialogs.checks_rules import Standards
from dialogs.loading import check_all
from tests.dialogs.faults import right
from tests.dialogs.small import SMALL, line_of, spoilt, write

ALLOW = "# allow: jargon - they say so themselves"
JARGON = spoilt("How is home?", "How is your placement?")


def rules(path: Path, standards: Standards) -> list[tuple[str, int]]:
    """The rule and the line of each problem with a file."""
    return [(each.rule, each.line) for each in check_all([path], standards)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ask: How is your placement?", f"ask: How is your placement? {ALLOW}"),
        ("      - step: home\n", f"      - step: home {ALLOW}\n"),
        ("      - step: home\n", f"      {ALLOW}\n      - step: home\n"),
        ("      - step: home\n", f"      {ALLOW}\n      # Or so it seems.\n      - step: home\n"),
        (
            "        scale: feeling\n        more",
            f"        {ALLOW}\n        scale: feeling\n        more",
        ),
        ("topics:\n", f"{ALLOW}\ntopics:\n"),
        ("version: 1\n", f"version: 1 {ALLOW}\n"),
        ("version: 1\n", "version: 1 # allow: jargon \u2013 they say so themselves\n"),
    ],
)
def test_advice_is_silenced(tmp_path: Path, standards: Standards, old: str, new: str) -> None:
    """A comment counts on the lines of its step, right above it, and from the head for the file."""
    assert JARGON.count(old) >= 1
    assert rules(write(tmp_path, JARGON.replace(old, new, 1)), standards) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("      - step: time\n", f"      - step: time {ALLOW}\n"),
        ("      - step: time\n", f"      {ALLOW}\n      - step: time\n"),
        ("    name: Family\n", f"    name: Family {ALLOW}\n"),
    ],
)
def test_a_comment_counts_for_its_own_step(
    tmp_path: Path, standards: Standards, old: str, new: str
) -> None:
    """On another step it silences nothing, and is said to be of no use."""
    text = JARGON.replace(old, new, 1)
    expected = {
        ("jargon", line_of(text, "your placement")),
        ("unused-pragma", line_of(text, ALLOW)),
    }
    assert set(rules(write(tmp_path, text), standards)) == expected


@pytest.mark.parametrize("comment", ["# allow: jargon", "# allow: jargon they say so", "# allow:"])
def test_a_reason_is_asked_for(tmp_path: Path, standards: Standards, comment: str) -> None:
    """Without a reason behind a hyphen nothing is silenced, and the comment is an error."""
    text = JARGON.replace("ask: How is your placement?", f"ask: How is your placement? {comment}")
    line = line_of(text, "your placement")
    assert rules(write(tmp_path, text), standards) == [("jargon", line), ("pragma", line)]


def test_shared_words_can_be_silenced(tmp_path: Path, standards: Standards) -> None:
    """In a file of shared words a comment counts for the word it stands at, or right above."""
    said = "finished_title: It is in your care plan."
    text = right("words").replace("finished_title: Thank you. It is sent.", said)
    path = write(tmp_path, text, "universal")
    named = path.rename(path.with_name("child.yaml"))
    assert [rule for rule, _ in rules(named, standards)] == ["jargon"]
    named.write_text(text.replace(said, f"{ALLOW}\n{said}"), "utf-8")
    assert rules(named, standards) == []
    named.write_text(text.replace("next: Next", f"next: Next {ALLOW}"), "utf-8")
    assert {rule for rule, _ in rules(named, standards)} == {"jargon", "unused-pragma"}


def test_what_is_about_all_scripts_waits_for_all(tmp_path: Path, standards: Standards) -> None:
    """A comment about all scripts together is not called useless where one is looked at alone."""
    comment = "# allow: matter-not-by-child - the carer is asked"
    path = write(tmp_path, SMALL.replace("topics:\n", f"{comment}\ntopics:\n", 1))
    assert rules(path, standards) == []
    assert ("unused-pragma", line_of(path.read_text("utf-8"), comment)) in rules(
        tmp_path, standards
    )
