"""The opening, and the ways out: what has to be said before anything is asked, and always."""

import re
from collections.abc import Iterator, Mapping

from dialogs.checks_rules import Finding, Standards
from dialogs.script import Script, Step, Wording
from dialogs.wordings import own_words
from dialogs.wordlists import Phrase, WordLists, says

OPENING_STEPS = ("hello", "who_reads", "private")
EXAMPLES = 2
_QUOTED = re.compile('\u201c[^\u201d]+\u201d|"[^"]+"')
_URGENT = {"helped": ("999", "{childline}"), "raised": ("999",), "noticed": ("999",)}


def opening_findings(script: Script, standards: Standards) -> Iterator[Finding]:
    """Give what is missing before the first question, and what hides the ways out."""
    missing = [step for step in OPENING_STEPS if script.step(step) is None]
    if missing:
        message = f"the opening lacks {', '.join(missing)}: tell this before you ask anything"
        yield Finding("", "opening", message)
    yield from _first(script)
    told = {step.id: _told(step) for step in script.steps if step.id in OPENING_STEPS}
    yield from _hello(told, standards.words)
    if "who_reads" in told and "{iro}" not in told["who_reads"]:
        message = "name who will read it: write {iro} where the name belongs"
        yield Finding("who_reads", "opening-reader", message)
    if "private" in told:
        yield from _private(told["private"], standards.words)
    yield from way_out_findings(own_words(script), standards.words)


def _first(script: Script) -> Iterator[Finding]:
    """Give the first question that is asked before all of the opening was told."""
    ids = [step.id for step in script.steps]
    ends = max((ids.index(name) for name in OPENING_STEPS if name in ids), default=0)
    early = [step for step in script.steps[:ends] if step.kind != "tell"]
    if early:
        message = "it is asked before the opening is over: move it behind 'private'"
        yield Finding(early[0].id, "opening", message)


def _told(step: Step) -> str:
    return "\n".join(wording.english for wording in (step.ask, *step.body))


def _hello(told: Mapping[str, str], words: WordLists) -> Iterator[Finding]:
    if "hello" not in told:
        return
    if not says(words.opening["computer"], told["hello"]):
        yield Finding("hello", "opening-computer", "say that it is a computer, not a person")
    if not says(words.opening["stop"], "\n".join(told.values())):
        yield Finding("hello", "opening-stop", "say that they may skip, and stop when they like")


def _private(told: str, words: WordLists) -> Iterator[Finding]:
    if not (says(words.opening["harm"], told) and says(words.opening["passed_on"], told)):
        message = "say what is passed on whatever they choose: that somebody may be hurt"
        yield Finding("private", "opening-private", message)
    if len(_QUOTED.findall(told)) < EXAMPLES:
        message = "give two examples in quotation marks: something that can stay private, and not"
        yield Finding("private", "opening-examples", message)


def shared_findings(
    words: Mapping[str, Wording], needed: frozenset[str], lists: WordLists
) -> Iterator[Finding]:
    """Give what is missing in words that scripts share; ``needed`` are those that others have."""
    for key in sorted(needed - words.keys() - lists.buttons.keys()):
        yield Finding("", "missing-word", f"there are no words for {key!r}")
    for key in sorted(lists.buttons.keys() - words.keys()):
        yield Finding("", "no-way-out", f"there is no button {key!r}: nobody may be kept in a chat")
    yield from way_out_findings(words, lists)


def way_out_findings(words: Mapping[str, Wording], lists: WordLists) -> Iterator[Finding]:
    """Give what hides the ways out in the words of a script, or of all."""
    for key, phrases in lists.buttons.items():
        if key in words and not says(phrases, words[key].english):
            message = f"the button {key!r} has to say so: {_or(phrases)}"
            yield Finding(words[key].context, "no-way-out", message)
    for key, urgent in _URGENT.items():
        missing = [each for each in urgent if key in words and each not in words[key].english]
        if missing:
            message = f"say who answers at once: {', '.join(missing)}"
            yield Finding(words[key].context, "no-helpline", message)


def _or(phrases: tuple[Phrase, ...]) -> str:
    return " or ".join(repr(phrase.words) for phrase in phrases)
