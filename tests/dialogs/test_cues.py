"""How a table of cues is written, and what each way of writing finds."""

from collections.abc import Mapping

import pytest

from dialogs.cues import CueError, compile_table
from dialogs.screening import Finding, level_of, screen
from tests.dialogs.cue_tables import table


def test_how_a_cue_is_written() -> None:
    """A star ends a word or begins one, a wave stands for up to four words, words are whole."""
    cues = table(cues=["hit* me", "met ~ online", "gang", "*slip"])
    for text in ("he hitted me", "I met online", "met a very nice boy online", "GANG.", "Oslip"):
        assert screen(cues, text), text
    for text in ("white me", "hit men", "met one two three four five online", "gangway", "slips"):
        assert not screen(cues, text), text


def test_either_word_and_a_group() -> None:
    """A stroke is one word or the other, and capitals stand for every word of a group."""
    cues = table(groups={"HITS": "hit* slap*"}, cues=["HITS me|us"])
    for text in ("hits me", "slapped us"):
        assert screen(cues, text), text
    assert not screen(cues, "kicks me")


def test_in_either_order() -> None:
    """An ampersand lets the other word stand up to eight words away on either side."""
    cues = table(cues=["lock* & cupboard"])
    for text in ("locked in a cupboard", "in the cupboard and then he locked it"):
        assert screen(cues, text), text
    assert not screen(cues, "cupboard 1 2 3 4 5 6 7 8 9 locked")


def test_a_not_turns_a_cue_round() -> None:
    """A "not" up to three words before takes a cue away; a break, a stop or distance does not."""
    cues = table(nots="never dont", breaks="but", cues=["hits me", "dont feel safe"])
    for text in ("he never hits me", "never ever once hits me"):
        assert not screen(cues, text), text
    for text in (
        "never. hits me",
        "I never lie but he hits me",
        "never in my whole life hits me",
        "I dont feel safe",
    ):
        assert screen(cues, text), text


def test_an_ordinary_phrase_takes_a_cue_away() -> None:
    """Play is no worry, and takes away no other cue that stands beside it."""
    cues = table(ordinary=["killed ~ fortnite"], cues=["killed", "hits me"])
    assert not screen(cues, "I killed him in Fortnite")
    assert screen(cues, "he killed my hamster")
    assert screen(cues, "I killed him in Fortnite and then dad hits me")
    assert screen(cues, "he killed my hamster. we play Fortnite")


def test_a_child_who_hit_somebody_is_no_carer() -> None:
    """What stands for a carer at breaking point is only a concern where a child wrote it."""
    cues = table(cues={"carer_strain": {"urgent": ["i hit him"]}})
    assert level_of(screen(cues, "I hit him", "adult")) == "urgent"
    assert level_of(screen(cues, "I hit him", "child")) == "concern"


def test_softer_and_past_make_a_concern() -> None:
    """Another child, or what is over, is seen in office hours; sexual harm stays urgent always."""
    cues = table(
        softer=["brother ~ hits me"],
        past=["used to"],
        cues={"harm": {"urgent": ["hits me", "hit me"]}, "sexual": {"urgent": ["touch me"]}},
    )
    assert level_of(screen(cues, "he hits me")) == "urgent"
    assert level_of(screen(cues, "my brother hits me")) == "concern"
    assert level_of(screen(cues, "he used to hit me")) == "concern"
    assert level_of(screen(cues, "he used to touch me")) == "urgent"
    assert level_of(screen(cues, "I used to like it here. Now he hits me")) == "urgent"


def test_the_most_urgent_of_a_category_stands() -> None:
    """One worry is told once, with the most urgent cue that showed it."""
    cues = table(cues={"b": {"concern": ["one"], "urgent": ["two"]}, "a": {"concern": ["three"]}})
    said = screen(cues, "three one two")
    assert set(said) == {Finding("b", "urgent", "two"), Finding("a", "concern", "three")}
    assert level_of(said) == "urgent"
    assert level_of(screen(cues, "one")) == "concern"
    assert level_of(()) == "none"


@pytest.mark.parametrize(
    "raw",
    [
        {"draft": False, "cues": {"x": {"urgent": ["NOGROUP me"]}}},
        {"draft": False, "cues": {"x": {"sometimes": ["hits me"]}}},
        {"draft": False, "cues": {"x": {"urgent": ["~"]}}},
        {"draft": False, "cues": {"x": ["hits me"]}},
        {"draft": False, "ques": {}},
        {"draft": False, "cues": {"x": {"urgent": ["home-alone*"]}}},
        {"draft": False, "cues": {"x": {"urgent": ["hits|* me"]}}},
        {"cues": {"x": {"urgent": ["hits me"]}}},
    ],
    ids=[
        *("no such group", "no such level", "empty", "no level", "no such section"),
        *("a star on a phrase", "no letters", "nobody said whether it is a draft"),
    ],
)
def test_a_table_that_is_none_is_refused(raw: Mapping[str, object]) -> None:
    """A slip in a table is told, since a cue that matches nothing would be silent for ever."""
    with pytest.raises(CueError, match=r"^en: "):
        compile_table("en", raw)


def test_a_phrase_may_stand_where_a_word_may() -> None:
    """Words joined by a hyphen are one word of a cue, and neighbours on either side of it hold."""
    cues = table(cues=["was home-alone|left all night"])
    for text in ("I was home alone all night", "I was left all night", "was home-alone all night"):
        assert screen(cues, text), text
    assert not screen(cues, "I was alone at home all night")
