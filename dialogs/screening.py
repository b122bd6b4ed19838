"""Cues in free text that ask a person to look. It only ever raises: it never scores or diagnoses.

The tables, one a language, are in ``screening/`` for a safeguarding lead to read and edit; how
they are written is told in ``cues.py``. A text is looked at word by word and each word once, so
that no text is slow however it is made up: a conversation waits for it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from dialogs.cues import BEGINNING, END, CueTable
from dialogs.elements import Cue
from dialogs.spelling import bare, folded, has_tones, spellings

_NOT_REACHES = 3
"""Words: how far before the word a cue hangs on a "not" turns it round."""
_PAST_REACHES = 12
_MOST_WORDS = 400
"""Words looked at together; of a longer text the pieces lie a little over one another."""
_OVERLAP = 40
_WORD = re.compile(r"[^\W_]+")
_ENDS = frozenset(".!?\n\u061f\u06d4")
_WORD_OR_STOP = re.compile(r"[^\W_]+|[.,;:!?\n\u060c\u061b\u061f\u06d4]")


@dataclass(frozen=True)
class Finding:
    """One cue that was found: the category of worry it stands for and how soon to look."""

    category: str
    level: str
    cue: str


def screen(table: CueTable, text: str, audience: str = "") -> tuple[Finding, ...]:
    """Give what was found in one text, one to a category, the most urgent of each.

    ``audience`` is who wrote it, "child" or "adult", where that is known: a child who hit
    somebody is no carer at breaking point.
    """
    found: dict[str, Finding] = {}
    toned = table.toned is not None and has_tones(text)
    table = table.toned if table.toned is not None and toned else table
    for spelt in (bare(text),) if toned else spellings(text):
        for piece in _pieces(spelt):
            words = _WORD.findall(piece)
            _search(table, piece, words, found)
            joined = table.elements.with_phrases(piece, words)
            if joined != piece:
                _search(table, joined, _WORD.findall(joined), found)
    if audience == "child":
        return tuple(_from_a_child(finding) for finding in found.values())
    return tuple(found.values())


def _pieces(spelt: str) -> list[str]:
    """Cut a long text at words, each piece with the end of the one before."""
    if len(spelt) <= _MOST_WORDS:  # a word has a letter: there cannot be more
        return [spelt]
    starts = [word.start() for word in _WORD.finditer(spelt)]
    if len(starts) <= _MOST_WORDS:
        return [spelt]
    cuts = range(0, len(starts), _MOST_WORDS - _OVERLAP)
    ends = [*starts, len(spelt)]
    return [spelt[starts[at] : ends[min(at + _MOST_WORDS, len(starts))]] for at in cuts]


def _from_a_child(finding: Finding) -> Finding:
    return replace(finding, level="concern") if finding.category in _OF_ADULTS else finding


def _search(table: CueTable, spelt: str, words: list[str], found: dict[str, Finding]) -> None:
    """Add what one spelling holds; most cues are put aside because a word of theirs is missing."""
    words = [BEGINNING, *words, END]
    remembered, known = table.elements.remembered, table.elements.known
    each = [remembered.get(word) or known(word) for word in words]
    here = 0
    for known_of in each:
        here |= known_of[1]
    there = here.to_bytes(table.elements.bytes, "little")
    hung = [
        (spot, cue)
        for spot, known_of in enumerate(each)
        for byte, bit, cue in known_of[2]
        if there[byte] & bit and cue.needs & here == cue.needs
    ]
    if hung:
        _Said(table, spelt, words, [elements for elements, _, _ in each], hung).search(found)


def screen_in_all(
    tables: Mapping[str, CueTable], text: str, language: str, audience: str = ""
) -> tuple[Finding, ...]:
    """Give what the tables find that look at a text of a conversation in one language."""
    chosen = tables_for(tables, text, language)
    return tuple(finding for table in chosen for finding in screen(table, text, audience))


def tables_for(tables: Mapping[str, CueTable], text: str, language: str) -> list[CueTable]:
    """Give the tables that look at a text: that of its conversation, and any it may be in.

    Who chose one language may still write in another, or in two. But a text in which every
    sentence is plainly English is left to its own table and the English one, and one in which no
    sentence looks like English, however it is spelt, to all but that one: short words mean much
    else elsewhere. Without a ``language`` every table looks.
    """
    english = tables.get("en")
    if english is None or not language or len(tables) == 1:
        return list(tables.values())
    sentences = [_longer_words(each) for each in re.split(r"[.!?\n]+", folded(text))]
    spoken = [words for words in sentences if words] or [[]]
    elsewhere = any(_share(words, english.real_words.__contains__) < _PLAINLY for words in spoken)
    here = any(_share(words, partial(_like, english)) >= _A_LITTLE for words in spoken)
    return [
        table
        for name, table in tables.items()
        if name == language or (here if name == "en" else elsewhere)
    ]


def _longer_words(sentence: str) -> list[str]:
    return [word for word in _WORD.findall(sentence) if len(word) > _SHORT]


def _share(words: list[str], counts: Callable[[str], bool]) -> float:
    return sum(map(counts, words)) / len(words) if words else _UNKNOWN


def _like(english: CueTable, word: str) -> bool:
    """Say whether a word is English, or is spelt like one that stands in a cue."""
    return word in english.real_words or bool(english.elements.known(word)[0])


def level_of(findings: Iterable[Finding]) -> str:
    """Give the level of a whole text: "urgent", "concern" or "none"."""
    levels = {finding.level for finding in findings}
    return "urgent" if "urgent" in levels else "concern" if levels else "none"


class _Said:
    """One spelling of a text in which at least one word hangs a cue."""

    def __init__(
        self,
        table: CueTable,
        spelt: str,
        words: list[str],
        standing: list[frozenset[int]],
        hung: list[tuple[int, Cue]],
    ) -> None:
        self._table = table
        self._spelt = spelt
        self._words = words
        self._elements = standing
        self._hung = hung
        self._sentence: list[int] = []

    def search(self, found: dict[str, Finding]) -> None:
        """Add what is found to what has been found before, the most urgent of each category."""
        fits = [(spot, cue) for spot, cue in self._hung if self._fits(cue, spot)]
        raised = [(spot, cue) for spot, cue in fits if cue.level]
        if not raised:
            return
        stops = self._stops()
        ordinary = self._covered(fits, "ordinary")
        softer = self._covered(fits, "softer")
        over = self._past(fits)
        for spot, cue in raised:
            if spot in ordinary or (not cue.says_not and self._turned_round(spot, stops)):
                continue
            soft = cue.category not in _NEVER_SOFTER and (spot in softer or spot in over)
            level = "concern" if soft else cue.level
            before = found.get(cue.category)
            if before is None or (before.level, level) == ("concern", "urgent"):
                found[cue.category] = Finding(cue.category, level, cue.written)

    def _fits(self, cue: Cue, spot: int) -> bool:
        return bool(self._ends(cue, {spot})) and bool(self._beginnings(cue, {spot}))

    def _ends(self, cue: Cue, spots: set[int]) -> set[int]:
        for at in range(cue.anchor + 1, len(cue.parts)):
            if not (spots := self._next(cue.parts[at], spots, cue.steps[at])):
                break
        return spots

    def _beginnings(self, cue: Cue, spots: set[int]) -> set[int]:
        for at in range(cue.anchor - 1, -1, -1):
            if not (spots := self._next(cue.parts[at], spots, cue.back[at + 1])):
                break
        return spots

    def _next(self, element: int, spots: set[int], steps: tuple[int, ...]) -> set[int]:
        """Give where an element stands so many steps from any of these spots."""
        elements, count = self._elements, len(self._elements)
        found = set()
        for spot in spots:
            for step in steps:
                there = spot + step
                if 0 <= there < count and element in elements[there]:
                    found.add(there)
        return found

    def _covered(self, fits: list[tuple[int, Cue]], section: str) -> set[int]:
        """Give every spot that phrases of one section lie over, each about one thing."""
        covered: set[int] = set()
        for spot, cue in fits:
            if cue.category == section:
                ends = (min(self._beginnings(cue, {spot})), max(self._ends(cue, {spot})))
                first, last = min(ends), max(ends)
                if not any(self._turns(spot) for spot in range(first + 1, last + 1)):
                    covered.update(range(first, last + 1))
        return covered

    def _turns(self, spot: int) -> bool:
        """Say whether another sentence begins here, or another person is spoken of."""
        if self._sentence[spot] != self._sentence[spot - 1]:
            return True
        return self._words[spot - 1] in self._table.turns and (
            self._words[spot] in self._table.people
        )

    def _stops(self) -> set[int]:
        """Give the spots of the words before which a clause begins; count the sentences too."""
        stops: set[int] = set()
        spot = 1  # the first word stands for the beginning
        self._sentence = [0] * len(self._words)
        sentence = 0
        for piece in _WORD_OR_STOP.findall(self._spelt):
            if not _WORD.match(piece):
                stops.add(spot)
                sentence += piece in _ENDS
                continue
            if piece in self._table.breaks:
                stops.add(spot)
            self._sentence[spot] = sentence
            spot += 1
        return stops

    def _turned_round(self, spot: int, stops: set[int]) -> bool:
        for before in range(spot - 1, max(spot - _NOT_REACHES, 0) - 1, -1):
            if before + 1 in stops:
                return False
            if self._words[before] in self._table.nots:
                return True
        return False

    def _past(self, fits: list[tuple[int, Cue]]) -> set[int]:
        """Give the spots that words about what is over reach."""
        reached: set[int] = set()
        for spot, cue in fits:
            if cue.category == "past":
                first, last = max(spot - _PAST_REACHES, 0), spot + _PAST_REACHES + 1
                reached.update(
                    there
                    for there, sentence in enumerate(self._sentence[first:last], first)
                    if sentence == self._sentence[spot]
                )
        return reached


_OF_ADULTS = frozenset({"carer_strain"})
_PLAINLY, _A_LITTLE, _UNKNOWN = 0.6, 0.4, 0.5
_SHORT = 2
"""Letters: such short words are words in every language."""
_NEVER_SOFTER = frozenset({"sexual"})
"""It is no less urgent for being over, or for being done by a child: others may be near."""
