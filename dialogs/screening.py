"""Cues in free text that ask a person to look. It only ever raises: it never scores or diagnoses.

The tables, one a language, are in ``screening/`` for a safeguarding lead to read and edit.
It looks word by word, so that no text is slow however it is made up: a conversation waits for it.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from dialogs.spelling import bare, spellings

_MOST_BETWEEN = 4


@dataclass(frozen=True)
class Finding:
    """One cue that was found, and the category of worry it stands for."""

    category: str
    cue: str


@dataclass(frozen=True)
class CueWord:
    """One word of a cue: ``starts`` where it ends in any way, ``gap`` where others come before."""

    word: str
    starts: bool
    gap: bool


Cue = tuple[str, str, tuple[CueWord, ...]]
"""The category, the cue as it is written, and its words."""


@dataclass(frozen=True)
class CueTable:
    """Every cue of one language, taken apart; ``draft`` tables say so to the child."""

    language: str
    draft: bool
    cues: tuple[Cue, ...]


class _Said:
    """One spelling of a text: where in it each word stands."""

    def __init__(self, plain: str) -> None:
        self._spots: dict[str, set[int]] = {}
        for spot, word in enumerate(re.findall(r"[^\W_]+", plain)):
            self._spots.setdefault(word, set()).add(spot)
        self._words = sorted(self._spots)
        self._found: dict[tuple[str, bool], set[int]] = {}

    def spots(self, part: CueWord) -> set[int]:
        """Give where a word of a cue stands; looked for once, since many cues share words."""
        key = (part.word, part.starts)
        if key not in self._found:
            self._found[key] = set().union(*(self._spots[word] for word in self._alike(part)))
        return self._found[key]

    def _alike(self, part: CueWord) -> list[str]:
        if not part.starts:
            return [part.word] if part.word in self._spots else []
        low = bisect_left(self._words, part.word)
        high = bisect_left(self._words, part.word + "\U0010ffff", low)
        return self._words[low:high]

    def holds(self, words: tuple[CueWord, ...]) -> bool:
        """Say whether these words stand in it, one after the other."""
        if not all(self.spots(part) for part in words):
            return False
        ends = self.spots(words[0])
        for part in words[1:]:
            steps = range(1, _MOST_BETWEEN + 2) if part.gap else (1,)
            ends = {end + step for step in steps for end in ends} & self.spots(part)
        return bool(ends)


def compile_table(language: str, draft: bool, cues: Mapping[str, list[str]]) -> CueTable:
    """Build a table from cues such as ``hit* me``: ``*`` ends a word any way, ``~`` is a gap."""
    taken_apart = [
        (category, cue, _words(cue)) for category, every in cues.items() for cue in every
    ]
    return CueTable(language, draft, tuple(taken_apart))


def screen(table: CueTable, text: str) -> tuple[Finding, ...]:
    """Give the cues found in one text, one to a category, in the table's order."""
    said = [_Said(plain) for plain in spellings(text)]
    found: dict[str, Finding] = {}
    for category, cue, words in table.cues:
        if category not in found and any(each.holds(words) for each in said):
            found[category] = Finding(category, cue)
    return tuple(found.values())


def _words(cue: str) -> tuple[CueWord, ...]:
    words: list[CueWord] = []
    gap = False
    for word in bare(cue.rstrip("~ ")).split():  # what may follow at the end changes nothing
        if word != "~":
            words.append(CueWord(word.rstrip("*"), word.endswith("*"), gap))
        gap = word == "~"
    return tuple(words)
