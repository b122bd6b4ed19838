"""Words that bring a person to look, and everyday words that do not."""

import time
from collections.abc import Mapping

import pytest

from dialogs.cues import CueTable, compile_table
from dialogs.elements import Cue
from dialogs.loading_cues import load_cues, load_raw
from dialogs.screening import level_of, screen, screen_in_all
from dialogs.script import Script
from tests.dialogs.cue_tables import table
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


def test_no_text_holds_up_the_others(tables: Mapping[str, CueTable]) -> None:
    """Whatever twenty thousand characters are, they are looked at in two seconds by every table."""
    marks = ("\ufdfa", "\u3316", "a1", "a ", "i\u0336", "he hurt ", "hit", "met a ", "\u2019 ", "x")
    for mark in marks:
        text = mark * (20_000 // len(mark))
        began = time.process_time()
        for each in tables.values():
            screen(each, text)
        assert time.process_time() - began < 2, ascii(mark)
