"""Words that bring a person to look, and everyday words that do not."""

import time
from collections.abc import Mapping

import pytest

from dialogs.cues import CueError, CueTable, compile_table
from dialogs.elements import Cue
from dialogs.loading_cues import load_cues, load_raw
from dialogs.screening import Finding, level_of, screen, screen_in_all
from dialogs.script import Script
from tests.dialogs.sayings import people

WORRYING = {
    "harm": "he hits me when Mum is out",
    "fear": "I don't feel safe here",
    "sexual": "he touched my private parts",
    "self_harm": "sometimes I want to die",
    "missing": "I will run away on Friday",
    "exploitation": "they want me to carry the drugs",
    "neglect": "there is no food",
    "domestic_abuse": "he hits my mum",
    "online": "a man I met on Discord wants to meet me",
    "silenced": "she told me not to tell",
    "restraint": "they lock me in my room",
    "substances": "she is always drunk",
    "carer_strain": "I am at breaking point",
    "bullying": "they bully me at lunch",
}
ORDINARY = (
    "",
    "   ",
    "I like the dog.",
    "We made a cake and it was chocolate.",
    "I hit the ball over the fence.",
    "I am good at hitting a six.",
    "My best friend is Whitney.",
    "I want to see my brother more.",
    "Can I have a lock on my door?",
    "Beatrice and me do drama.",
    "I ran a race at school.",
    "maths is killing me",
    "I killed him in Fortnite",
    "nobody hits me here",
)


@pytest.fixture(scope="module")
def tables() -> Mapping[str, CueTable]:
    """Every table there is."""
    return load_cues()


@pytest.fixture(scope="module")
def english(tables: Mapping[str, CueTable]) -> CueTable:
    """The English table."""
    return tables["en"]


def table(**sections: object) -> CueTable:
    """A small table; `cues` are those of one urgent category unless they say more."""
    cues = sections.pop("cues", [])
    every = {"x": {"urgent": cues}} if isinstance(cues, list) else cues
    return compile_table("en", {"draft": False, "cues": every, **sections})


def found(cues: CueTable, text: str) -> set[str]:
    """The worries a text stands for."""
    return {finding.category for finding in screen(cues, text)}


def test_every_category_is_tried(english: CueTable) -> None:
    """Each category of the English table has an example here."""
    assert {cue.category for cue in english.cues} == set(WORRYING)


@pytest.mark.parametrize(("category", "text"), WORRYING.items())
def test_a_worry_is_found(english: CueTable, category: str, text: str) -> None:
    """A sentence of each category is found, in capitals and in the middle of others too."""
    for written in (text, text.upper(), f"I like the dog.\n{text}!!! Bye", text.replace(" ", "  ")):
        assert category in found(english, written), written


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_line_is_quiet(english: CueTable, text: str) -> None:
    """What every child writes brings nobody to the door."""
    assert screen(english, text) == ()


def test_what_the_made_up_people_say_is_quiet(english: CueTable, script: Script) -> None:
    """No line of the transcripts is a worry, but for those of whoever is having a hard time."""
    for name, person in people(script.id).items():
        said = [text for lines in person.lines.values() for text in lines]
        worries = [text for text in said if text != "help" and screen(english, text)]
        assert name in {"the_worried", "a_hard_time"} or worries == [], name


@pytest.mark.parametrize("mark", ["", "'", "\u2019", "\u2018", "`", "\u00b4", "\u02bc", "\uff07"])
def test_an_apostrophe_makes_no_difference(english: CueTable, mark: str) -> None:
    """However a telephone writes an apostrophe, or leaves it out, the worry is found."""
    assert found(english, f"I don{mark}t feel safe") == {"fear"}


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


@pytest.mark.parametrize("language", sorted(load_cues()))
@pytest.mark.parametrize("around", ["{}", "la {} la", "({})!"])
def test_every_cue_is_found_in_its_own_words(language: str, around: str) -> None:
    """A cue finds the very words it is made of, at either end of a text and in the middle."""
    raw = load_raw(language)
    cues = compile_table(language, {name: raw.get(name) for name in ("draft", "groups", "cues")})
    for cue in cues.cues:
        if around != "{}" and {"^", "$"} & set(in_words(cues, cue)):
            continue  # it stands only at an end of a text
        said = around.format(" ".join(in_words(cues, cue)))
        assert cue.category in found(cues, said.upper()), (cue.written, said)


def in_words(cues: CueTable, cue: Cue) -> list[str]:
    """Words that make up a cue: of each element the first."""
    first = {number: words for words, number in cues.elements.numbers.items()}
    return [first[part].split("|")[0].strip("*") for part in cue.parts]


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


@pytest.mark.parametrize(
    "text",
    ["he hert me", "he is stranguling me", "im skared of him", "i want to dye", "i wish i was ded"],
)
def test_a_child_spells_as_it_sounds(english: CueTable, text: str) -> None:
    """A word spelt by its sound, or with one letter wrong, is known for what it is."""
    assert screen(english, text)


def test_a_word_of_its_own_is_no_misspelling(english: CueTable) -> None:
    """Words near a cue's word that are words themselves stay what they are."""
    for text in ("I chose art at school", "we had our eyes tested", "he licked his ice cream"):
        assert not screen(english, text), text


@pytest.mark.parametrize(
    "hits",
    [
        "hi\u200bts",
        "hi\u00adts",
        "hi\u3164ts",
        "hi\ufe0fts",
        "h\u0456ts",
        "\u029c\u026a\u1d1bs",
        "hi\u0336t\u0336s\u0336",
        "h\u00edts",
        "\uff48\uff49\uff54\uff53",
        "h1ts",
        "h i t s",
        "h.i.t.s",
        "hi.ts",
        "hiiiits",
    ],
    ids=ascii,
)
def test_a_worry_is_found_however_it_is_spelt(english: CueTable, hits: str) -> None:
    """Unseen signs, other scripts, signs for letters, gaps and stretched letters hide nothing."""
    for text in (f"he {hits} me", f"He {hits.upper()} me!!!"):
        assert "harm" in found(english, text), ascii(text)


def test_what_is_not_seen_may_part_words_too(english: CueTable) -> None:
    """An unseen sign between two words does not make one of them."""
    assert "harm" in found(english, "he\u200bhits\u200bme")


def test_a_worry_at_the_end_of_a_long_text_is_found(english: CueTable) -> None:
    """A long text is looked at in pieces, and a cue that lies across two of them is found."""
    for before in range(340, 420, 7):
        assert "harm" in found(english, "la " * before + "he hits me"), before


def test_every_table_looks_at_a_text_that_is_not_plainly_english(
    tables: Mapping[str, CueTable],
) -> None:
    """Who chose one language may write in another; plain English is left to its own table."""
    assert screen_in_all(tables, "dwi eisiau marw", "en")
    assert screen_in_all(tables, "chcę umrzeć", "cy")
    assert screen_in_all(tables, "I want to die", "pl")
    loud = table(cues=["dog"])
    assert screen_in_all({**tables, "cy": loud}, "I like the dog", "cy")
    assert not screen_in_all({**tables, "cy": loud}, "I like the dog", "en")


def test_a_long_text_keeps_its_full_stops(english: CueTable) -> None:
    """In a text of many words too a "not" ends with its sentence."""
    before = "We went to the park and it was sunny. " * 50
    assert (
        level_of(screen(english, f"{before}He does not care. He punches me every day.")) == "urgent"
    )


@pytest.mark.parametrize(
    "text",
    [
        "im gonna kill myself tonight lol",
        "my dog bit me and he punched me in the face",
        "my brother holds me down and touches me",
        "nobody hits me apart from mick",
    ],
)
def test_what_sounds_ordinary_hides_no_worry(english: CueTable, text: str) -> None:
    """A joke, a dog or a "nobody" beside a worry does not take it away."""
    assert screen(english, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "hes tuching me evry nite wen im in bed an i dont lyk it"),
        ("cy", "heee hiiits meee everyyy daaay"),
        ("pl", "Mieszkam u cioci od roku i jest fajnie. My foster dad touches me at night."),
        ("en", "I like my room and we go to the park with my friends. Wujek mnie bije."),
    ],
)
def test_no_choice_of_language_silences_anybody(
    tables: Mapping[str, CueTable], language: str, text: str
) -> None:
    """Who chose one language, or had it chosen for them, is heard in another, however spelt."""
    assert screen_in_all(tables, text, language)


def test_a_phrase_may_stand_where_a_word_may() -> None:
    """Words joined by a hyphen are one word of a cue, and neighbours on either side of it hold."""
    cues = table(cues=["was home-alone|left all night"])
    for text in ("I was home alone all night", "I was left all night", "was home-alone all night"):
        assert screen(cues, text), text
    assert not screen(cues, "I was alone at home all night")


def test_no_text_holds_up_the_others(tables: Mapping[str, CueTable]) -> None:
    """Whatever twenty thousand characters are, they are looked at in two seconds by every table."""
    marks = ("\ufdfa", "\u3316", "a1", "a ", "i\u0336", "he hurt ", "hit", "met a ", "\u2019 ", "x")
    for mark in marks:
        text = mark * (20_000 // len(mark))
        began = time.process_time()
        for each in tables.values():
            screen(each, text)
        assert time.process_time() - began < 2, ascii(mark)
