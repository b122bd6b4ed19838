"""What is wrong with a script that could be read: each rule tripped once, and our own are clean."""

import json
from pathlib import Path

import pytest

from dialogs.checks import Problem, as_json, as_text
from dialogs.loading import check_all
from tests.dialogs.small import SMALL, line_of, spoilt, write

TIME = '- {code: "yes", label: Yes}'
LONG = "ask: One two three four five six seven eight nine ten eleven twelve thirteen."


def test_our_own_scripts_have_nothing_to_mend() -> None:
    """The scripts in this house have no problem, neither error nor advice."""
    assert check_all() == ()


@pytest.mark.parametrize(
    ("old", "new", "level", "rule", "step"),
    [
        ("question: home.feeling", "question: home.sweet", "error", "no-question", "home"),
        ("        question: home.feeling\n", "", "error", "no-question", "home"),
        (
            "kind: tell\n",
            "kind: tell\n        question: good.proud\n",
            "error",
            "stray-question",
            "hello",
        ),
        ("        scale: feeling\n", "", "error", "few-choices", "home"),
        (
            "        when",
            f"        choices: [{TIME[2:]}]\n        when",
            "error",
            "stray-choices",
            "wish",
        ),
        (TIME, f"{TIME}\n          - {{code: no, label: Never}}", "error", "same-code", "time"),
        (TIME, f"{TIME}\n          - {{code: never, label: No}}", "error", "same-label", "time"),
        ("code: part,", "code: awful,", "error", "off-scale", "come"),
        ("step: time, any_of", "step: nowhere, any_of", "error", "unreachable", "wish"),
        ("step: time, any_of", "step: wish, any_of", "error", "unreachable", "wish"),
        ("any_of: [no]", "any_of: [never]", "error", "unreachable", "wish"),
        ("any_of: [no]", "any_of: []", "error", "unreachable", "wish"),
        ("label: Yes", f"label: {'yes ' * 11}", "error", "long-button", "time"),
        ("ask: How is home?", "ask: How is {dog}?", "error", "placeholder", "home"),
        ("ask: How is home?", "ask: How is { home?", "error", "placeholder", "home"),
        ("ask: How is home?", "ask: How is } home?", "error", "placeholder", "home"),
        ("ask: How is home?", "ask: Tell me. It is a secret.", "error", "banned-word", "home"),
        ("ask: How is home?", "ask: How is your placement?", "advice", "banned-word", "home"),
        ("ask: How is home?", "ask: Are you LAC?", "advice", "banned-word", "home"),
        ("ask: How is home?", LONG, "advice", "long-sentence", "home"),
    ],
)
def test_a_rule_is_tripped(
    tmp_path: Path, old: str, new: str, level: str, rule: str, step: str
) -> None:
    """Each rule finds its one mistake, at the line of its step, and nothing else."""
    text = spoilt(old, new)
    path = write(tmp_path, text)
    found = {(each.level, each.rule, each.file, each.line) for each in check_all([path])}
    assert found == {(level, rule, str(path), line_of(text, f"- step: {step}"))}


def test_the_opening_is_complete(tmp_path: Path) -> None:
    """A script that does not say who reads it, and what goes further, is an error."""
    path = write(tmp_path, spoilt("step: private", "step: something"))
    assert [each.rule for each in check_all([path])] == ["opening"]


def test_an_adult_may_hear_more_words(tmp_path: Path) -> None:
    """What a child should not be told in one sentence, nor in these words, an adult may be."""
    text = spoilt("ask: How is home?", LONG).replace("audience: child", "audience: adult")
    text = text.replace("level: child", "level: plain")
    text = text.replace("What do you wish?", "How is the placement?")
    assert check_all([write(tmp_path, text)]) == ()


def test_words_that_hold_a_word_are_not_it(tmp_path: Path) -> None:
    """A banned word is found as a word only: black is not LAC, secretary no secret."""
    text = spoilt("How is home?", "Is the black cat with the secretary?")
    assert check_all([write(tmp_path, text)]) == ()


def test_problems_are_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    """Problems of every rule come together, sorted by line."""
    text = spoilt("question: family.wish", "question: nothing")
    text = text.replace("How is home?", "How is {dog}?")
    found = check_all([write(tmp_path, text)])
    assert [each.rule for each in found] == ["placeholder", "no-question"]


def test_problems_as_text_and_json() -> None:
    """A problem is one line, or one object of JSON, with the same things in it."""
    problem = Problem("advice", "long-sentence", "over 12 words: '…'", "a/1.yaml", 7)
    assert as_text([problem]) == "a/1.yaml:7: advice long-sentence: over 12 words: '…'"
    assert json.loads(as_json([problem])) == [vars(problem)]
    assert json.loads(as_json([])) == []


def test_the_small_script_is_right(tmp_path: Path) -> None:
    """The script that these tests spoil has nothing wrong with it."""
    assert check_all([write(tmp_path, SMALL)]) == ()
