"""Cues in free text that ask a person to look. It only ever raises: it never scores or diagnoses.

The tables, one a language, are in ``screening/`` for a safeguarding lead to read and edit; how
they are written is told in ``cues.py``. A text is looked at word by word and each word once, so
that no text is slow however it is made up: a conversation waits for it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

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
        words = [BEGINNING, *_WORD.findall(spelt), END]
        if len(words) <= _MOST_WORDS:
            _search(table, spelt, words, found)
            continue
        for at in range(0, len(words), _MOST_WORDS - _OVERLAP):
            piece = words[at : at + _MOST_WORDS]
            _search(table, " ".join(piece), piece, found)
    if audience == "child":
        return tuple(_from_a_child(finding) for finding in found.values())
    return tuple(found.values())


def _from_a_child(finding: Finding) -> Finding:
    return replace(finding, level="concern") if finding.category in _OF_ADULTS else finding


def _search(table: CueTable, spelt: str, words: list[str], found: dict[str, Finding]) -> None:
    """Add what one spelling holds; most cues are put aside because a word of theirs is missing."""
    remembered, known = table.elements.remembered, table.elements.known
    each = [remembered.get(word) or known(word) for word in words]
    each = table.elements.with_phrases(words, each)
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
    """Give what every table finds in a text of a conversation in one language.

    Who chose one language may still write in another, so all tables look; but at a text that is
    plainly English only its own and the English one, and at one that is plainly not English all
    but that one: short words mean much else elsewhere. Without a ``language`` every table looks.
    """
    share = _share_of_english(tables.get("en"), text)
    chosen = [
        table
        for name, table in tables.items()
        if name == language
        or (name == "en" and (share >= _PLAINLY_NOT or not language))
        or (name != "en" and share < _PLAINLY)
    ]
    return tuple(finding for table in chosen for finding in screen(table, text, audience))


def _share_of_english(english: CueTable | None, text: str) -> float:
    """Give how many of the longer words are English ones, as a share; 0.5 where there are none."""
    words = [word for word in _WORD.findall(folded(text)) if len(word) > _SHORT]
    if english is None or not words:
        return _UNKNOWN
    return sum(word in english.real_words for word in words) / len(words)


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
            soft = spot in softer or (cue.category not in _NEVER_OVER and spot in over)
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
        """Give every spot that phrases of one section lie over, each within one sentence."""
        covered: set[int] = set()
        for spot, cue in fits:
            if cue.category == section:
                ends = (min(self._beginnings(cue, {spot})), max(self._ends(cue, {spot})))
                first, last = min(ends), max(ends)
                if self._sentence[first] == self._sentence[last]:
                    covered.update(range(first, last + 1))
        return covered

    def _stops(self) -> set[int]:
        """Give the spots of the words before which a clause begins; count the sentences too."""
        stops: set[int] = set()
        spot = 1 if self._words[0] == BEGINNING else 0
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
_PLAINLY, _PLAINLY_NOT, _UNKNOWN = 0.6, 0.4, 0.5
_SHORT = 2
"""Letters: such short words are words in every language."""
_NEVER_OVER = frozenset({"sexual"})
"""What was done once is no less urgent for being over: who did it may be near other children."""
