"""The words themselves: nothing promised, nobody led, no jargon, no shouting, names that exist."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Set
from string import Formatter

from dialogs.checks_rules import Finding, Standards
from dialogs.readability import sentences
from dialogs.script import Script
from dialogs.wordings import Spoken, of_script
from dialogs.wordlists import Phrase, WordLists, straight

PLACEHOLDERS = frozenset({"child", "iro", "authority", "childline", "decided"})
"""The names that the chat fills in by itself."""
_TAG = re.compile(
    r"(?i),\s*(?:(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must)"
    r"(?:n't)?|can't|won't)\s+(?:it|you|he|she|they|we|i|there)|right|ok|okay|yes|no|correct)\?$"
)
_QUOTED = re.compile('\u201c[^\u201d]*\u201d|"[^"]*"')
_CAPITALS = re.compile(r"\b[A-Z]{4,}\b")
_MAY_STAND = "\u00b0\u00a9\u00ae"
_SIGNS_OF_EMOJI = {"\ufe0f", "\u200d", "\u20e3"}


def word_findings(
    spoken: Iterable[Spoken], names: Set[str], standards: Standards
) -> Iterator[Finding]:
    """Give what is wrong with the words of each wording; ``names`` can stand in braces."""
    for each in spoken:
        at = each.wording.context
        for rule, message in _of_one(each, names, standards.words):
            yield Finding(at, rule, message)


def _of_one(spoken: Spoken, names: Set[str], lists: WordLists) -> Iterator[tuple[str, str]]:
    text = spoken.text
    yield from _placeholders(text, names)
    for found, phrase in lists.promised(text):
        yield "promise", f"{found!r} can't be kept to: {phrase.instead}"
    yield from _jargon(lists.jargon[spoken.readers], text)
    for question in (each for each in sentences(text) if each.rstrip("\u201d\"'").endswith("?")):
        for found, phrase in lists.leads(question, spoken.readers):
            yield "leading", f"{found!r} puts the answer into their mouth: {phrase.instead}"
        if _TAG.search(straight(question)):
            yield "question-tag", f"{question!r} asks for a yes: ask openly, without the tag"
    if spoken.readers == "children":
        yield from _shouting(text, lists.capitals)
    signs = [sign for sign in text if _is_emoji(sign)]
    if signs:
        message = f"take {signs[0]!r} out of the words: a picture has a place of its own, 'picture'"
        yield "emoji", message


def _placeholders(text: str, names: Set[str]) -> Iterator[tuple[str, str]]:
    try:
        used = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        yield "placeholder", f"a brace is open or closed alone in {text!r}"
        return
    for name in sorted(used - names):
        known = ", ".join(sorted(names))
        yield "placeholder", f"the chat has no name for {{{name}}}; it has {known}"


def _jargon(phrases: tuple[Phrase, ...], text: str) -> Iterator[tuple[str, str]]:
    for phrase in phrases:
        found = phrase.found_in(text)
        if found:
            yield "jargon", f"{found!r}: better {phrase.instead}"


def _shouting(text: str, capitals: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What somebody says in an example may be shouted: "I won a race!"."""
    ours = _QUOTED.sub("", text)
    if "!" in ours:
        yield "shouting", "an exclamation mark shouts at a child: put a full stop"
    loud = [word for word in _CAPITALS.findall(ours) if word not in capitals]
    if loud:
        yield "shouting", f"{loud[0]!r} in capitals shouts: write it in small letters"


def _is_emoji(sign: str) -> bool:
    pictured = unicodedata.category(sign) == "So" and sign not in _MAY_STAND
    return pictured or sign in _SIGNS_OF_EMOJI


def unexplained(script: Script, lists: WordLists) -> Iterator[Finding]:
    """Give the words of a script that not everybody knows, and that it explains nowhere."""
    every = of_script(script)
    glosses = [step.gloss.english for step in script.steps if step.gloss]
    for spoken in every:
        for phrase in lists.explain[spoken.readers]:
            found = phrase.found_in(spoken.text)
            if found and not _explained(phrase, glosses, [each.text for each in every]):
                message = f"say what {found!r} is: in a 'gloss', or where it first stands"
                yield Finding(spoken.wording.context, "unexplained", message)


def _explained(phrase: Phrase, glosses: list[str], texts: list[str]) -> bool:
    says_what = re.compile(r"\s*(?:,? which |,? who |is an? |is the |means |says |helps |\()")
    for text in texts:
        found = phrase.found_in(text)
        after = straight(text).partition(found)[2] if found else ""
        if says_what.match(after):
            return True
    return any(phrase.found_in(gloss) for gloss in glosses)


def unused_names(script: Script) -> Iterator[Finding]:
    """Give the names that are asked for, or that something stands for, and that no words use."""
    said = " ".join(each.text for each in of_script(script))
    asked = {step.names: step.id for step in script.steps if step.names}
    standing = {name: wording.context for name, wording in script.called.items()}
    for name, at in (standing | asked).items():
        if f"{{{name}}}" not in said:
            message = f"no words say {{{name}}}: use the name, or don't ask for it"
            yield Finding(at, "unused-name", message)
