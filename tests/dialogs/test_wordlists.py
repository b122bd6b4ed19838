"""The lists of words: how a phrase is written, what it finds, and a file that is no list."""

from pathlib import Path

import pytest

from dialogs.loading import ScriptError, load_wording
from dialogs.wordlists import READERS, Phrase, WordLists


@pytest.fixture(scope="module")
def lists() -> WordLists:
    """The lists as they are."""
    return load_wording()


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("placement*", "How are your Placements?", "Placements"),
        ("placement", "How are your placements?", ""),
        ("LAC", "a LAC review", "LAC"),
        ("LAC", "a lac or a black cat", ""),
        ("care plan*", "your care-plan", "care-plan"),
        ("nobody will ~ know", "Nobody will ever know", "Nobody will ever know"),
        ("nobody will ~ know", "nobody will. You know", ""),
        ("don't you think", "Don\u2019t you think so?", "Don't you think"),
        ("peer", "a peerless day", ""),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str, found: str) -> None:
    """A star ends a word any way, a tilde is a gap, capitals are found in capitals only."""
    assert Phrase(phrase).found_in(text) == found


@pytest.mark.parametrize(
    ("text", "promises"),
    [
        ("It is a secret.", 1),
        ("I can\u2019t keep a secret.", 0),
        ("This is not a secret. It is confidential.", 1),
        ("I promise. Nobody will know.", 2),
        ("They help to keep you safe.", 0),
        ("We will keep you safe.", 1),
        ("We\u2019ll make sure, and no one else will see.", 2),
        ("It will stay private. I won\u2019t tell Mum.", 2),
        ("That can stay with Sam. Only Sam sees it, unless you choose otherwise.", 0),
    ],
)
def test_a_promise_is_no_promise_after_not(lists: WordLists, text: str, promises: int) -> None:
    """What is said not to be so is not promised, sentence by sentence."""
    assert len(lists.promised(text)) == promises


@pytest.mark.parametrize(
    "question",
    [
        "Has anybody hurt you?",
        "Is someone hurting you?",
        "Do they ever smack you or your brother?",
        "Has anyone touched you in a bad way?",
        "Are you being bullied?",
        "Does Dad shout a lot?",
        "Who is mean to you?",
        "Don\u2019t you think it is nice there?",
    ],
)
def test_a_child_is_not_led(lists: WordLists, question: str) -> None:
    """What asks for harm, or for a yes, is found in many shapes."""
    assert lists.leads(question, "children")


@pytest.mark.parametrize(
    "question",
    [
        "How safe do you feel?",
        "What makes you feel happy?",
        "Who helps you when you are sad?",
        "What is it like there?",
        "Is there something you want to change?",
        "What hurts, if something hurts?",
    ],
)
def test_an_open_question_leads_nobody(lists: WordLists, question: str) -> None:
    """How it is, and what they want, may be asked."""
    assert lists.leads(question, "children") == ()


def test_every_reader_has_lists(lists: WordLists) -> None:
    """Whoever reads a script has lists of their own, and each piece of jargon a better word."""
    for readers in READERS.values():
        assert readers in lists.explain
        assert all(phrase.instead for phrase in lists.jargon[readers])
    assert {"computer", "stop", "harm", "passed_on"} <= lists.opening.keys()
    assert {"help", "pause", "skip", "back", "leave"} <= lists.buttons.keys()


@pytest.mark.parametrize("text", ["", "jargon: {}\n", "- a\n", "a: [\n"])
def test_a_file_that_is_no_list(tmp_path: Path, text: str) -> None:
    """A file of another shape is one error that names it, and no traceback."""
    path = tmp_path / "wording.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ScriptError) as raised:
        load_wording(path)
    assert [problem.file for problem in raised.value.problems] == [str(path)]


@pytest.mark.parametrize("key", ["jargon", "promises", "capitals"])
def test_a_list_that_is_none(tmp_path: Path, lists: WordLists, key: str) -> None:
    """A list that was made a word is an error that names the list."""
    names = list(WordLists.__dataclass_fields__)
    empty = {name: "{}" if name in {"jargon", "explain", "leading"} else "[]" for name in names}
    empty |= {"opening": "{}", "buttons": "{}", key: "word"}
    path = tmp_path / "wording.yaml"
    path.write_text("".join(f"{name}: {held}\n" for name, held in empty.items()), "utf-8")
    with pytest.raises(ScriptError, match=key):
        load_wording(path)
