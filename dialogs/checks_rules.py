"""Every rule that a script is held to: how much it weighs and what it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dialogs.questions import QuestionTable
from dialogs.wordlists import WordLists

Level = Literal["error", "advice"]


@dataclass(frozen=True)
class Finding:
    """One thing to mend: by which rule, and ``at`` which place of the file.

    ``at`` is a step, the context of a wording, or "" for the file as a whole.
    """

    at: str
    rule: str
    message: str


@dataclass(frozen=True)
class Standards:
    """What scripts are held against: questions, lists of words, and the pictures there are."""

    questions: QuestionTable
    words: WordLists
    pictures: frozenset[str]


@dataclass(frozen=True)
class Rule:
    """What a rule asks for; one that is ``together`` is about all scripts at once."""

    level: Level
    asks: str
    together: bool = False


def _error(asks: str, together: bool = False) -> Rule:
    return Rule("error", asks, together)


def _advice(asks: str, together: bool = False) -> Rule:
    return Rule("advice", asks, together)


_SHAPE = {
    "yaml": _error("The file can be read."),
    "name": _error("The file says the same name as its folder."),
    "version": _error("The file says the same version as its name."),
    "audience": _error("The script says whether it is for a child or an adult."),
    "level": _error("The script says how hard its words may be, by one of the levels."),
    "purpose": _error("The script is for a review, for any day, or for after a review."),
    "ages": _error("The ages are two numbers: the youngest and the oldest."),
    "unknown-key": _error("A key is one of those that a script can have."),
    "no-words": _error("Where words belong, there are words."),
    "kind": _error("A step is of a kind that there is."),
    "scale": _error("A step names a scale that the file has."),
    "same-step": _error("No two steps have one name."),
    "flag": _error("What is true or false says true or false."),
    "shape": _error("A list is a list, and what has keys has keys."),
}
_ROUTE = {
    "unreachable": _error("Each step is asked after some answers."),
    "loop": _error("No step waits for its own answer, nor round a circle for another's."),
    "dead-end": _error("A topic that can be chosen opens something."),
    "empty-topic": _error("A topic has steps."),
    "asked-twice": _error("One question of the shared table is asked of somebody once."),
    "length": _advice("A script asks neither too much nor too little for those it is for."),
}
_OPENING = {
    "opening": _error("Before all else the opening tells who reads it and what goes further."),
    "opening-computer": _error("The opening says that it is a computer."),
    "opening-stop": _error("The opening says that one may skip or stop."),
    "opening-reader": _error("The opening names who will read it."),
    "opening-private": _error("The opening says what can't stay private."),
    "opening-examples": _error("The opening gives two examples: what can stay, and what can't."),
    "no-way-out": _error("There is a button for help, for stopping, skipping, back and leaving."),
    "no-helpline": _error("After a worry a child is told who answers at once."),
    "missing-word": _error("The words that scripts share are complete."),
}
_CHOICES = {
    "few-choices": _error("There are two things or more to choose from."),
    "stray-choices": _error("Only a step that asks for a choice offers any."),
    "same-code": _error("Each choice has a code of its own."),
    "same-label": _error("Each choice says something else."),
    "same-button": _error("No two buttons on one screen say the same."),
    "long-button": _error("What is on a button fits on a small phone."),
    "unknown-picture": _error("A picture is one of those in dialogs/pictures.yaml."),
    "no-picture": _error("For the youngest each choice has a picture."),
    "same-picture": _error("For the youngest no two choices have one picture."),
    "many-tiles": _advice("The youngest choose from four pictures at most."),
    "more-on-tiles": _error("Where a picture answers at once, no words are asked for beside it."),
    "stray-question": _error("A step that only tells asks no question."),
    "no-question": _error("A question is one of the shared table."),
    "not-private": _error("What raises a worry, or is about feeling safe, is asked in private."),
    "long-telling": _advice("A child is told at most five things on one screen."),
}
_SCALES = {
    "off-scale": _error("A choice is on the scale of its question."),
    "scale-kind": _error("A question on a scale has one answer, picked from the scale."),
    "scale-order": _error("A scale goes from best to worst, and yes comes before no."),
    "one-sided": _error("A scale has both its ends."),
    "three-points": _error("Under 12 a scale has at most three points."),
    "five-points": _advice("From 12 on a scale of feelings has five points."),
    "wrong-face": _error("The happier face stands beside the better answer."),
    "no-face": _advice("On a scale of faces each place has its face."),
}
_WORDS = {
    "placeholder": _error("A name in braces is one that the chat can fill in."),
    "unused-name": _advice("A name that is asked for is used."),
    "promise": _error("Nothing is promised that can't be kept."),
    "leading": _error("No question puts the answer into somebody's mouth."),
    "question-tag": _error('No question ends in a tag such as "don\'t you?".'),
    "jargon": _advice("Words are those of the people asked."),
    "unexplained": _advice("A word that not everybody knows is explained."),
    "shouting": _advice("Nothing is shouted at a child: no exclamation marks, no capitals."),
    "emoji": _advice("Pictures stand in their place, and not among words."),
}
_READING = {
    "long-sentence": _advice("Sentences are short enough for those who read them."),
    "hard-words": _advice("Words are easy enough for those who read them."),
    "two-ideas": _advice("Under 12 a sentence has one idea."),
    "two-questions": _advice("One choice answers one question."),
    "double-negative": _advice("A sentence has at most one negative."),
}
_TOGETHER = {
    "matter-unasked": _error("Somebody is asked about each matter of Schedule 7.", together=True),
    "matter-not-by-child": _advice(
        "From 8 on a child is asked about each matter of Schedule 7.", together=True
    ),
    "age-gap": _error("There is a script for a child of each age from 4 to 17.", together=True),
    "age-overlap": _error("There is one script only for a child of each age.", together=True),
    "no-such-script": _error("Questions that can be chosen for a child exist.", together=True),
}
_VERSIONS = {
    "released-changed": _error("A released version stays as it was.", together=True),
    "reused-step": _error("A step's name stands for one question in all versions.", together=True),
}
_SILENCE = {
    "pragma": _error("A check is silenced with a reason, and an error never is."),
    "unused-pragma": _advice("A check that has nothing to say is not silenced."),
}

RULES: Mapping[str, Rule] = (
    _SHAPE
    | _ROUTE
    | _OPENING
    | _CHOICES
    | _SCALES
    | _WORDS
    | _READING
    | _TOGETHER
    | _VERSIONS
    | _SILENCE
)
