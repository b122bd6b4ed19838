"""Every word of a script reaches the translators, each with its place."""

from pathlib import Path

from dialogs import loading
from dialogs.extraction import Message, extract
from dialogs.script import Script


def messages(path: Path) -> list[Message]:
    """What Babel is given for a file."""
    with path.open("rb") as file:
        return list(extract(file, (), (), {}))


def contexts(path: Path) -> dict[str, str]:
    """The English words by their context."""
    found = [message for _, _, message, _ in messages(path)]
    return {message[0]: message[1] for message in found if isinstance(message, tuple)}


def test_a_wording_has_a_context(script: Script) -> None:
    """Every wording of a script is given once, under ``script.step.part``, line and age."""
    path = loading.SCRIPTS / script.id / f"{script.version}.yaml"
    found = contexts(path)
    for step in script.steps:
        assert found[f"{script.id}.{step.id}.ask"] == step.ask.english
        for wording in (*step.body, *(choice.label for choice in step.choices)):
            assert found[wording.context] == wording.english
    assert len(messages(path)) == len(found)
    for line, function, _, notes in messages(path):
        assert (line >= 1, function) == (True, "pgettext")
        assert script.audience in notes[0]


def test_a_scale_is_translated_once() -> None:
    """The choices that several steps share are one message each."""
    found = contexts(loading.SCRIPTS / "child_8_11" / "1.yaml")
    assert [name for name in found if name.endswith(".good")] == [
        "child_8_11.scale.feeling.good",
        "child_8_11.safe_feel.good",
    ]


def test_shared_words_have_a_context() -> None:
    """The words that every script of an audience shares are under its name."""
    found = contexts(loading.SCRIPTS / "universal" / "child.yaml")
    assert found["child.skip"] == "Skip"
    assert found.keys() == {f"child.{key}" for key in loading.universal("child")}


def test_the_headings_of_the_question_table_are_given() -> None:
    """Topics and matters are shown to staff, so they are translated as well."""
    found = [message for _, _, message, _ in messages(loading.HERE / "questions.yaml")]
    assert "Feeling safe" in found
    assert "Family time" in found
