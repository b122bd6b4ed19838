"""Words that bring a person to look, and everyday words that do not."""

import time
from collections.abc import Mapping

import pytest

from dialogs.loading import load_cues
from dialogs.screening import CueTable, Finding, compile_table, screen
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
    "silenced": "she told me not to tell",
    "substances": "she is always drunk",
    "carer_strain": "I cannot cope any more",
    "bullying": "they bully me at lunch",
}
ORDINARY = (
    "",
    "   ",
    "I like the dog.",
    "We made a cake and it was chocolate.",
    "I hit the ball over the fence.",
    "My tooth hurts a bit.",
    "I am good at hitting a six.",
    "My best friend is Whitney.",
    "I want to see my brother more.",
    "Can I have a lock on my door?",
    "Beatrice and me do drama.",
    "I ran a race at school.",
)


@pytest.fixture(scope="module")
def tables() -> Mapping[str, CueTable]:
    """Every table there is."""
    return load_cues()


@pytest.fixture(scope="module")
def english(tables: Mapping[str, CueTable]) -> CueTable:
    """The English table."""
    return tables["en"]


def categories(table: CueTable, text: str) -> set[str]:
    """The worries a text stands for."""
    return {finding.category for finding in screen(table, text)}


def test_every_category_is_tried(english: CueTable) -> None:
    """Each category of the English table has an example here."""
    assert {category for category, _, _ in english.cues} == set(WORRYING)


@pytest.mark.parametrize(("category", "text"), WORRYING.items())
def test_a_worry_is_found(english: CueTable, category: str, text: str) -> None:
    """A sentence of each category is found, in capitals and in the middle of others too."""
    for written in (text, text.upper(), f"I like the dog.\n{text}!!! Bye", text.replace(" ", "  ")):
        assert category in categories(english, written), written


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_line_is_quiet(english: CueTable, text: str) -> None:
    """What every child writes brings nobody to the door."""
    assert categories(english, text) == set()


def test_what_the_made_up_people_say_is_quiet(english: CueTable, script: Script) -> None:
    """None of the lines in the transcripts is a worry, but for those of the worried."""
    for name, person in people(script.id).items():
        said = [text for lines in person.lines.values() for text in lines]
        found = [text for text in said if categories(english, text)]
        assert name == "the_worried" or found == [], name


@pytest.mark.parametrize("mark", ["", "'", "\u2019", "\u2018", "`", "\u00b4", "\u02bc", "\uff07"])
def test_an_apostrophe_makes_no_difference(english: CueTable, mark: str) -> None:
    """However a telephone writes an apostrophe, or leaves it out, the worry is found."""
    assert categories(english, f"I don{mark}t feel safe") == {"fear"}


def test_each_table_finds_its_own_cues(tables: Mapping[str, CueTable]) -> None:
    """Every cue of every language is found in its own words."""
    for table in tables.values():
        for category, cue, _ in table.cues:
            text = cue.replace("*", "").replace("~", "so very much")
            assert category in categories(table, text), (table.language, cue)


def test_how_a_cue_is_written() -> None:
    """A star ends a word in any way, a wave stands for up to four words, and words are whole."""
    table = compile_table("en", False, {"x": ["hit* me", "met ~ online", "gang"]})
    for text in ("he hitted me", "I met online", "met a very nice boy online", "the GANG."):
        assert screen(table, text), text
    for text in ("white me", "hit men", "met one two three four five online", "gangway"):
        assert not screen(table, text), text


def test_a_category_is_found_once() -> None:
    """One worry is told once, with the first cue that showed it, in the table's order."""
    table = compile_table("en", False, {"b": ["two", "one"], "a": ["three"]})
    assert screen(table, "three one two") == (Finding("b", "two"), Finding("a", "three"))


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
        "hiiiits",
    ],
    ids=ascii,
)
def test_a_worry_is_found_however_it_is_spelt(english: CueTable, hits: str) -> None:
    """Unseen signs, other scripts, signs for letters, gaps and stretched letters hide nothing."""
    for text in (f"he {hits} me", f"He {hits.upper()} me!!!"):
        assert "harm" in categories(english, text), ascii(text)


def test_what_is_not_seen_may_part_words_too(english: CueTable) -> None:
    """An unseen sign between two words does not make one of them."""
    assert categories(english, "he\u200bhits\u200bme") == {"harm"}


def test_no_text_holds_up_the_others(tables: Mapping[str, CueTable]) -> None:
    """Whatever twenty thousand characters are, they are looked at in a third of a second."""
    words = [" ".join(part.word for part in words[:-1]) for _, _, words in tables["en"].cues]
    marks = ("\ufdfa", "\u3316", "a1", "a ", "i\u0336")
    texts = [mark * (20_000 // len(mark)) for mark in marks]
    for text in (*texts, *(f"{each} " * (20_000 // (len(each) + 1)) for each in words if each)):
        began = time.process_time()
        for table in tables.values():
            screen(table, text)
        assert time.process_time() - began < 1 / 3, ascii(text[:20])


@pytest.mark.parametrize(
    "text", ["x" * 20_000, "he hurt " * 2_500, "hit" * 6_667, "met a " * 3_333, "\u2019 " * 10_000]
)
def test_a_long_text_is_quick(english: CueTable, text: str) -> None:
    """Twenty thousand characters, however they are made up, take no more than a second."""
    began = time.perf_counter()
    screen(english, text)
    assert time.perf_counter() - began < 1
