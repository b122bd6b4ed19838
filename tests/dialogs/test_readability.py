"""How hard a text is to read, measured without a dictionary, and held to a measure that has one."""

import textstat

from dialogs.levels import LEVELS
from dialogs.loading import SCRIPTS, universal
from dialogs.readability import grade, sentences, spoken, syllables, words
from dialogs.script import Scripts
from dialogs.wordings import of_step

# Grades. Nearly all of a difference is about what a sentence is: textstat leaves out those of one
# or two words ("You choose."), and takes no line by itself for one.
AT_MOST = 1.5
ON_AVERAGE = 0.2
WORDS_THAT_DIFFER = 0.03
SHORTEST = 12


def texts(scripts: Scripts) -> list[str]:
    """What is said at each step of our own scripts, and each of the words they share."""
    steps = [step for script in scripts.versions.values() for step in script.steps]
    said = [" ".join(wording.english for wording in of_step(step)) for step in steps]
    for path in (SCRIPTS / "universal").glob("*.yaml"):
        said += [wording.english for wording in universal(path.stem).values()]
    return [spoken(text).replace("\u2019", "'") for text in said]


def test_a_grade_is_textstats(scripts: Scripts) -> None:
    """No text of ours is more than a grade and a half off textstat's, and on average hardly any."""
    long = [text for text in texts(scripts) if len(words(text)) >= SHORTEST]
    apart = [abs(grade(text) - textstat.flesch_kincaid_grade(text)) for text in long]
    assert len(apart) > 200
    assert max(apart) <= AT_MOST
    assert sum(apart) / len(apart) <= ON_AVERAGE


def test_syllables_are_textstats(scripts: Scripts) -> None:
    """All but a few of the words in our own scripts have the syllables that a dictionary gives."""
    every = {word.lower() for text in texts(scripts) for word in words(text)}
    every = {word for word in every if not word.isdecimal()}
    differ = {word for word in every if syllables(word) != textstat.syllable_count(word)}
    assert len(every) > 500
    assert len(differ) / len(every) <= WORDS_THAT_DIFFER, differ


def test_what_a_sentence_is() -> None:
    """A sentence ends in a stop, also inside a quotation, or with its line."""
    said = "You say, “I like no peas.” That can stay.\nRing 999"
    assert sentences(said) == ("You say, “I like no peas.”", "That can stay.", "Ring 999")
    assert sentences("") == ()


def test_names_are_short_words() -> None:
    """What is filled in counts as one plain short name."""
    assert spoken("To see {iro} with {child}") == "To see Sam with Sam"


def test_grades_tell_levels_apart() -> None:
    """A text for a small child, and one for a professional, come to grades far apart."""
    easy = "I am a computer. You can skip. You can stop. I keep what you say."
    hard = (
        "Please summarise the outstanding recommendations concerning educational provision, "
        "including responsibilities and anticipated completion."
    )
    assert grade(easy) <= LEVELS["young"].grade
    assert grade(hard) > LEVELS["professional"].grade
    assert grade("") == 0
