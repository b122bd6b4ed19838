"""A script is read whole or not at all, and all that is wrong with its shape is said at once."""

import hashlib
from pathlib import Path

import pytest

from dialogs import loading
from dialogs.checks import Problem
from dialogs.loading import ScriptError, check_all, load, load_all, load_questions
from dialogs.loading_cues import load_cues
from dialogs.script import When
from tests.dialogs.small import SMALL, line_of, spoilt, write


def wrong(path: Path) -> list[tuple[int, str]]:
    """The line and the rule of each problem with a file, all of them errors in it."""
    problems = check_all([path])
    assert {(each.level, each.file) for each in problems} <= {("error", str(path))}
    return [(each.line, each.rule) for each in problems]


def test_a_script_is_read(tmp_path: Path) -> None:
    """A script comes out as it was written: topics, steps, choices, conditions, digest, lines."""
    path = write(tmp_path)
    script = load(path)
    assert (script.id, script.version, script.ages) == ("small", 1, (8, 11))
    assert script.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [topic.shared for topic in script.topics] == [False, True, True, True, True]
    home, time, wish = (step for step in script.steps if step.topic == "family")
    assert [choice.code for choice in home.choices] == ["good", "mixed", "not_good"]
    assert [choice.raises for choice in time.choices] == [False, True]
    assert wish.when == (When("time", frozenset({"no"})),)
    assert home.ask.context == "small.home.ask"
    assert script.lines["home"] == line_of(SMALL, "- step: home")
    assert check_all([path]) == ()


def test_yes_and_no_are_words(tmp_path: Path) -> None:
    """Yes and no, with quotes or without, stay the words they are."""
    script = load(write(tmp_path))
    time = script.step("time")
    assert time is not None
    assert [(each.code, each.label.english) for each in time.choices] == [
        ("yes", "Yes"),
        ("no", "No"),
    ]


def test_two_keys_of_one_name_are_refused(tmp_path: Path) -> None:
    """A key that stands twice is an error at its second line: none of the two is dropped."""
    text = spoilt("        ask: How is home?\n", "        ask: How is home?\n        ask: Home?\n")
    assert wrong(write(tmp_path, text)) == [(line_of(text, "ask: Home?"), "yaml")]


@pytest.mark.parametrize(
    ("old", "new", "rule", "where"),
    [
        ("script: small", "script: other", "name", "script: other"),
        ("version: 1", "version: 2", "version", "script: small"),
        ("version: 1", "version: one", "version", "script: small"),
        ("audience: child", "audience: cat", "audience", "script: small"),
        ("ages: [8, 11]", "ages: [8]", "ages", "script: small"),
        ("name: Start", "title: Start", "unknown-key", "topic: start"),
        ("    name: Start\n", "", "no-words", "topic: start"),
        ("kind: words\n", "kind: song\n", "kind", "step: wish"),
        ("kind: words\n", "kind: [words]\n", "kind", "step: wish"),
        ("scale: feeling", "scale: weather", "scale", "step: home"),
        ("- step: wish", "- step: time", "same-step", "step: time\n        kind: words"),
        ("ask: How is home?", "ask: 7", "no-words", "step: home"),
        ("ask: How is home?", 'ask: "  "', "no-words", "step: home"),
        ("raises: true", "raises: no", "flag", "code: no,"),
        ("shared: false", "shared: 0", "flag", "topic: start"),
        ("body: [I am a computer.", 'body: "" #', "shape", "step: hello"),
        ("label: No,", "colour: No,", "unknown-key", "code: no,"),
        ("when: {step: time, any_of: [no]}", "when: time", "shape", "step: wish"),
        ("any_of: [no]", "any_of: no", "shape", "step: time, any_of"),
        ('- {code: "yes", label: Yes}', "- yes", "shape", "step: time"),
    ],
)
def test_what_is_wrong_with_a_shape(
    tmp_path: Path, old: str, new: str, rule: str, where: str
) -> None:
    """Each thing that can't be understood is an error that names the file and the line."""
    text = spoilt(old, new)
    found = wrong(write(tmp_path, text))
    assert (line_of(text, where), rule) in found, found


@pytest.mark.parametrize(
    "content",
    [b"", b"- a\n", b"hello\n", b"a: \xff\n", b"a: \0\n", b"a: [\n", b"a: {b\n", b"\tb: 1"],
)
def test_a_file_that_is_no_script(tmp_path: Path, content: bytes) -> None:
    """Whatever else a file holds is one error, and no traceback."""
    path = write(tmp_path)
    path.write_bytes(content)
    assert [rule for _, rule in wrong(path)] == ["yaml"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A file that can't be opened is one error that names it."""
    path = tmp_path / "small" / "1.yaml"
    assert check_all([path]) == (
        Problem("error", "yaml", "No such file or directory", str(path), 1),
    )


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    """Three mistakes in one file and one in another are told together, each with its place."""
    text = spoilt("kind: words", "kind: song").replace("audience: child", "audience: cat")
    text = text.replace("scale: feeling", "scale: weather")
    first = write(tmp_path, text)
    second = write(tmp_path, SMALL.replace("script: small", "script: tiny"), "other")
    with pytest.raises(ScriptError) as raised:
        load_all(tmp_path)
    found = {(problem.file, problem.rule) for problem in raised.value.problems}
    assert found == {
        (str(first), "audience"),
        (str(first), "scale"),
        (str(first), "kind"),
        (str(second), "name"),
    }
    assert all(f":{each.line}: error " in str(raised.value) for each in raised.value.problems)


def test_every_version_is_kept(tmp_path: Path) -> None:
    """Each version of a script stays to be had; the newest is the highest number, not the last."""
    write(tmp_path)
    for version in (2, 10):
        write(tmp_path, SMALL.replace("version: 1", f"version: {version}"), version=version)
    scripts = load_all(tmp_path)
    assert scripts.ids == ("small",)
    assert {version for _, version in scripts.versions} == {1, 2, 10}
    assert scripts.newest("small").version == 10
    assert scripts.get("small", 2).version == 2


def test_there_is_no_such_script(tmp_path: Path) -> None:
    """A script or a version that does not exist is a KeyError."""
    write(tmp_path)
    scripts = load_all(tmp_path)
    with pytest.raises(KeyError):
        scripts.newest("tiny")
    with pytest.raises(KeyError):
        scripts.get("small", 2)


def test_the_question_table_hangs_together() -> None:
    """Every question has a topic, matters and a scale that the table knows."""
    table = load_questions()
    for question in table.questions.values():
        assert question.topic in table.topics
        assert set(question.matters) <= set(table.matters)
        assert not question.scale or question.scale in table.scales
    assert table.position("home.feeling", ("not_good",)) == 2
    assert table.position("school.feeling", ("not_in_school",)) is None
    assert table.position("family.time", ("more",)) is None


def test_only_english_cues_are_no_draft() -> None:
    """Every table but the English one says that nobody who works with children checked it."""
    drafts = {name for name, table in load_cues().items() if table.draft}
    assert drafts == {"ar", "cy", "fa", "fr", "pl", "so", "sq", "uk", "ur", "vi"}
    assert set(load_cues()) - drafts == {"en"}


def test_both_audiences_have_the_same_words() -> None:
    """What the chat says to children it can say to adults, key for key."""
    assert loading.universal("child").keys() == loading.universal("adult").keys()
