"""What is wrong with a script, all of it at once."""

import json
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import asdict, dataclass
from string import Formatter
from typing import Literal

from dialogs.levels import LEVELS
from dialogs.questions import QuestionTable
from dialogs.script import Script, Step, When, Wording

BUTTON_LENGTH = 40
"""Characters: a longer label is cut on the keyboard of a small phone."""
PLACEHOLDERS = frozenset({"child", "iro", "authority", "childline", "decided"})
NEVER_SAID = {
    "secret": "say who will read it",
    "confidential": "say who will read it",
    "promise": "say what will happen and when",
    "just between us": "say who will read it",
}
CHILD_WORDS = {
    "placement": "home",
    "contact": "family time",
    "care plan": "my plan",
    "siblings": "brothers and sisters",
    "abscond": "run away",
    "challenging behaviour": "having trouble coping",
    "permanence": "my home",
    "LAC": "spell it out, or leave it out",
    "CLA": "spell it out, or leave it out",
}
OPENING_STEPS = ("hello", "who_reads", "private")


@dataclass(frozen=True)
class Problem:
    """One thing to mend: an *error* stops a script being used, *advice* does not."""

    level: Literal["error", "advice"]
    rule: str
    message: str
    file: str
    line: int


def as_text(problems: Sequence[Problem]) -> str:
    """Write problems one to a line, as ``file:line: level rule: message``."""
    return "\n".join(
        f"{item.file}:{item.line}: {item.level} {item.rule}: {item.message}" for item in problems
    )


def as_json(problems: Sequence[Problem]) -> str:
    """Write problems as a JSON array of objects with the fields of Problem."""
    return json.dumps([asdict(item) for item in problems], indent=2, ensure_ascii=False)


def check(script: Script, questions: QuestionTable, file: str) -> tuple[Problem, ...]:
    """Give everything wrong with a script that could be read."""
    found = [
        Problem(level, rule, message, file, script.lines.get(step, 1))
        for step, level, rule, message in _all(script, questions)
    ]
    return tuple(sorted(found, key=lambda item: (item.line, item.rule)))


Finding = tuple[str, Literal["error", "advice"], str, str]


def _all(script: Script, questions: QuestionTable) -> Iterator[Finding]:
    for step in script.steps:
        yield from _shape(step)
        yield from _question(step, questions)
        yield from _when(script, step)
        yield from _buttons(step)
    for place, wording in _wordings(script):
        yield from _words(script, place, wording)
    yield from _opening(script)


def _shape(step: Step) -> Iterator[Finding]:
    if step.kind in {"one", "several"} and len(step.choices) < 2:
        yield step.id, "error", "few-choices", "a choice needs two things to choose from"
    if step.kind in {"words", "tell", "drawing"} and step.choices:
        yield step.id, "error", "stray-choices", f"a step of kind {step.kind} offers no choices"
    codes = [choice.code for choice in step.choices]
    if len(set(codes)) != len(codes):
        yield step.id, "error", "same-code", "two choices have one code"
    labels = [choice.label.english for choice in step.choices]
    if len(set(labels)) != len(labels):
        yield step.id, "error", "same-label", "two choices have one label"


def _question(step: Step, questions: QuestionTable) -> Iterator[Finding]:
    if step.kind == "tell":
        if step.question:
            yield step.id, "error", "stray-question", "a step that only tells asks no question"
        return
    question = questions.questions.get(step.question)
    if question is None:
        yield step.id, "error", "no-question", f"no question {step.question!r} in the shared table"
        return
    if question.scale:
        known = questions.codes(question.id)
        for choice in step.choices:
            if choice.code not in known:
                message = f"{choice.code!r} is not on the scale {question.scale!r}"
                yield step.id, "error", "off-scale", message


def _when(script: Script, step: Step) -> Iterator[Finding]:
    ids = [each.id for each in script.steps]
    for when in step.when:
        if when.step not in ids or ids.index(when.step) >= ids.index(step.id):
            yield step.id, "error", "unreachable", f"{when.step!r} is not an earlier step"
        else:
            yield from _opens(script.steps[ids.index(when.step)], when, step)


def _opens(earlier: Step, when: When, step: Step) -> Iterator[Finding]:
    if not when.any_of:
        yield step.id, "error", "unreachable", "'any_of' names no choice"
    for code in sorted(when.any_of):
        if earlier.choice(code) is None:
            yield step.id, "error", "unreachable", f"{earlier.id!r} offers no {code!r}"


def _buttons(step: Step) -> Iterator[Finding]:
    for choice in step.choices:
        if len(choice.label.english) > BUTTON_LENGTH:
            message = f"{choice.label.english!r} is over {BUTTON_LENGTH} characters"
            yield step.id, "error", "long-button", message


def _wordings(script: Script) -> Iterator[tuple[str, Wording]]:
    for step in script.steps:
        every = [step.ask, *step.body, *(choice.label for choice in step.choices)]
        every += [wording for wording in (step.more, step.gloss) if wording]
        yield from ((step.id, wording) for wording in every)
    yield from (("", topic.name) for topic in script.topics)


def _words(script: Script, place: str, wording: Wording) -> Iterator[Finding]:
    text = wording.english
    yield from _placeholders(place, text, PLACEHOLDERS | script.called.keys())
    banned = NEVER_SAID | (CHILD_WORDS if script.audience == "child" else {})
    for word, instead in banned.items():
        flags = 0 if word.isupper() else re.IGNORECASE
        if re.search(rf"\b{re.escape(word)}\b", text, flags):
            level: Literal["error", "advice"] = "error" if word in NEVER_SAID else "advice"
            yield place, level, "banned-word", f"{word!r}: {instead}"
    limit = LEVELS[script.level].sentence
    for sentence in re.split(r"(?<=[.?!])[”\"]?\s+", text):
        if len(sentence.split()) > limit:
            yield place, "advice", "long-sentence", f"over {limit} words: {sentence!r}"


def _placeholders(place: str, text: str, known: Set[str]) -> Iterator[Finding]:
    try:
        names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError as error:
        yield place, "error", "placeholder", f"a stray brace: {error}"
        return
    for name in sorted(names - known):
        yield place, "error", "placeholder", f"{{{name}}} is not a name the chat can fill in"


def _opening(script: Script) -> Iterator[Finding]:
    missing = [step for step in OPENING_STEPS if script.step(step) is None]
    if missing:
        yield "", "error", "opening", f"the opening lacks {', '.join(missing)}"
