"""Each step by itself: its kind, its choices, their buttons and pictures, and what is private."""

from collections.abc import Iterator, Mapping

from dialogs.checks_rules import Finding, Standards
from dialogs.script import Choice, Script, Step, Wording
from dialogs.wordings import own_words

BUTTON_LENGTH = 40
"""Characters: a longer label is cut on the keyboard of a small phone."""
LONGEST_TELLING = 5
"""Lines below what is told, for a child under 12."""
MOST_TILES = 4
"""Choices on one screen for the youngest, each of them a picture."""
MOVES = (
    "ok", "next", "back", "skip", "decline", "pause", "resume", "again", "meaning", "change",
    "help", "leave",
)  # fmt: skip
"""The shared words that are buttons beside a question."""
BUTTONS = (
    *MOVES, "check_done", "share_done", "send", "undo", "clear", "add", "take_back", "take_this",
    "scope_iro", "scope_review", "scope_people",
)  # fmt: skip
_NAME = "Priya Shah"
_SHOWN_TO_CHILDREN = {"young", "child"}


def step_findings(script: Script, standards: Standards) -> Iterator[Finding]:
    """Give what is wrong with the steps of a script, one by one."""
    for topic in script.topics:
        yield from _picture(topic.name, topic.picture, standards)
    for step in script.steps:
        yield from _shape(step)
        yield from _question(step, standards)
        yield from _private(step, standards)
        yield from _choices(step, script)
        yield from _pictures(step, standards)
    yield from button_findings(own_words(script))


def _shape(step: Step) -> Iterator[Finding]:
    if step.kind in {"one", "several"} and len(step.choices) < 2:
        yield Finding(step.id, "few-choices", "offer two things to choose from, or ask for words")
    if step.kind in {"words", "tell", "drawing"} and step.choices:
        message = f"nobody sees the choices of a step of kind {step.kind!r}: take them out"
        yield Finding(step.id, "stray-choices", message)
    codes = [choice.code for choice in step.choices]
    if len(set(codes)) != len(codes):
        yield Finding(step.id, "same-code", "two choices have one code: give each its own")
    if step.level == "young" and len(step.choices) > MOST_TILES:
        message = f"more than {MOST_TILES} choices are too many for the youngest: leave some out"
        yield Finding(step.id, "many-tiles", message)
    if step.more and step.tiles:
        message = "the first tap answers, so nobody gets to write: ask for words in the next step"
        yield Finding(step.more.context, "more-on-tiles", message)
    too_long = len(step.body) > LONGEST_TELLING and step.level in _SHOWN_TO_CHILDREN
    if step.kind == "tell" and too_long:
        message = f"more than {LONGEST_TELLING} things are told at once: make two steps of it"
        yield Finding(step.id, "long-telling", message)


def _question(step: Step, standards: Standards) -> Iterator[Finding]:
    if step.kind == "tell":
        if step.question:
            message = "a step that only tells asks nothing: take the question out"
            yield Finding(step.id, "stray-question", message)
    elif step.question not in standards.questions.questions:
        message = f"there is no question {step.question!r} in dialogs/questions.yaml"
        yield Finding(step.id, "no-question", message)


def _private(step: Step, standards: Standards) -> Iterator[Finding]:
    question = standards.questions.questions.get(step.question)
    if step.sensitive:
        return
    if any(choice.raises for choice in step.choices):
        message = "a choice here raises a worry: add 'sensitive: true', so that it is private"
        yield Finding(step.id, "not-private", message)
    elif question is not None and question.topic == "safe":
        message = "it is about feeling safe: add 'sensitive: true', so that it is private"
        yield Finding(step.id, "not-private", message)


def _choices(step: Step, script: Script) -> Iterator[Finding]:
    moves = {_bare(script.words[key]) for key in MOVES if key in script.words}
    seen: set[str] = set()
    for choice in step.choices:
        label = _bare(choice.label)
        yield from _long_button(choice.label)
        if label in seen:
            message = f"another choice says {choice.label.english!r} too: say how they differ"
            yield Finding(choice.label.context, "same-label", message)
        if label in moves:
            message = f"a button below each question says {choice.label.english!r}: use other words"
            yield Finding(choice.label.context, "same-button", message)
        seen.add(label)


def _bare(wording: Wording) -> str:
    """Give words as they are told apart: in small letters, without what stands between them."""
    kept = (sign for sign in wording.english.casefold() if sign.isalnum() or sign.isspace())
    return " ".join("".join(kept).split())


def _long_button(wording: Wording) -> Iterator[Finding]:
    shown = wording.english.replace("{iro}", _NAME)
    if len(shown) > BUTTON_LENGTH:
        message = f"{shown!r} has {len(shown)} characters; {BUTTON_LENGTH} fit on a small phone"
        yield Finding(wording.context, "long-button", message)


def button_findings(words: Mapping[str, Wording]) -> Iterator[Finding]:
    """Give what is wrong with shared words that are buttons, or with a script's own instead."""
    for key in BUTTONS:
        if key in words:
            yield from _long_button(words[key])
    seen: set[str] = set()
    for key in MOVES:
        label = _bare(words[key]) if key in words else ""
        if label and label in seen:
            message = f"another button says {words[key].english!r} too: no one can tell them apart"
            yield Finding(words[key].context, "same-button", message)
        seen.add(label)


def _pictures(step: Step, standards: Standards) -> Iterator[Finding]:
    seen: set[str] = set()
    for choice in step.choices:
        yield from _picture(choice.label, choice.picture, standards)
        if step.level == "young":
            yield from _for_the_youngest(choice, seen)
        seen.add(choice.picture)


def _picture(wording: Wording, picture: str, standards: Standards) -> Iterator[Finding]:
    if picture and picture not in standards.pictures:
        message = f"there is no picture {picture!r} in dialogs/pictures.yaml"
        yield Finding(wording.context, "unknown-picture", message)


def _for_the_youngest(choice: Choice, seen: set[str]) -> Iterator[Finding]:
    label = choice.label.english
    if not choice.picture:
        message = f"{label!r} has no picture, and not all who are asked can read: give it one"
        yield Finding(choice.label.context, "no-picture", message)
    elif choice.picture in seen:
        message = f"{label!r} has the picture of another choice here: give it one of its own"
        yield Finding(choice.label.context, "same-picture", message)
