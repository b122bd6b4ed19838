"""Cues in free text that ask a person to look. It only ever raises: it never scores or diagnoses.

The tables, one a language, are in ``screening/`` for a safeguarding lead to read and edit.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

_APOSTROPHES = "['\u2019\u2018`\u00b4\u02bc]"


@dataclass(frozen=True)
class Finding:
    """One cue that was found, and the category of worry it stands for."""

    category: str
    cue: str


@dataclass(frozen=True)
class CueTable:
    """Every cue of one language as a compiled pattern; ``draft`` tables say so to the child."""

    language: str
    draft: bool
    cues: tuple[tuple[str, str, re.Pattern[str]], ...]


def compile_table(language: str, draft: bool, cues: Mapping[str, list[str]]) -> CueTable:
    """Build a table from cues such as ``hit* me``: ``*`` ends a word any way, ``~`` is a gap."""
    compiled = [
        (category, cue, re.compile(_pattern(cue)))
        for category, every in cues.items()
        for cue in every
    ]
    return CueTable(language, draft, tuple(compiled))


def screen(table: CueTable, text: str) -> tuple[Finding, ...]:
    """Give the cues found in one text, one to a category, in the table's order."""
    plain = _plain(text)
    found: dict[str, Finding] = {}
    for category, cue, pattern in table.cues:
        if category not in found and pattern.search(plain):
            found[category] = Finding(category, cue)
    return tuple(found.values())


def _plain(text: str) -> str:
    """Lower case, straight apostrophes dropped, other marks made spaces: how children type."""
    bare = re.sub(_APOSTROPHES, "", text)  # before NFKC, which makes an acute accent a space
    folded = re.sub(_APOSTROPHES, "", unicodedata.normalize("NFKC", bare).casefold())
    return re.sub(r"[\W_]+", " ", folded)


def _pattern(cue: str) -> str:
    words = []
    for word in _cue_words(cue.rstrip("~ ")):  # what may follow at the end changes nothing
        if word == "~":
            words.append(r"(?:\w+ ){0,4}?")
        elif word.endswith("*"):
            words.append(re.escape(word[:-1]) + r"\w* ")
        else:
            words.append(re.escape(word) + " ")
    return r"(?<!\w)" + "".join(words).rstrip() + r"(?!\w)"


def _cue_words(cue: str) -> list[str]:
    return re.sub(_APOSTROPHES, "", cue.casefold()).split()
