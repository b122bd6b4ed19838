"""Which parts of which cues a word may be: whole words, stars, misspellings, and phrases."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dialogs.misspelling import Misspelt, as_misspelt, endings

_MOST_KNOWN = 50_000
"""Words remembered by a table; a longer memory is let go, so that nobody can fill it."""
_LONGEST = 40
_NOTHING: frozenset[int] = frozenset()
_JOINED = "\u01c1"
"""A letter that nobody writes: it makes one word of a phrase."""
_LETTERS = re.compile(r"[^\W_]+|[\^$]")


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: numbers of elements, and how far each may stand from the last, or the other way.

    Its ``anchor`` is the rarest of its ``parts``: a text is searched for that one, and then for
    the element that is ``second``. ``needs`` has a bit for each part. A cue that ``says_not`` is
    not turned round by another "not".
    """

    category: str
    level: str
    written: str
    parts: tuple[int, ...]
    steps: tuple[tuple[int, ...], ...]
    back: tuple[tuple[int, ...], ...]
    anchor: int
    second: int
    needs: int
    says_not: bool


Hung = tuple[tuple[int, int, Cue], ...]
Known = tuple[frozenset[int], int, Hung]
"""What a table knows of a word: the elements it is one of, those as bits, and the cues hung on it,
each with the byte and the bit in it of the next part that is least likely to be there."""


class Elements:
    """Which elements of the cues a word is one of: worked out once a word, then remembered."""

    def __init__(self, numbers: Mapping[str, int], real_words: frozenset[str]) -> None:
        self.numbers = dict(numbers)
        self.bytes = len(numbers) // 8 + 1
        self._whole: dict[str, set[int]] = {}
        self._starts: dict[str, set[int]] = {}
        self._ends: dict[str, set[int]] = {}
        self._within: dict[str, set[int]] = {}
        self._phrases: dict[str, set[tuple[str, ...]]] = {}
        for written, number in numbers.items():
            for word in written.split("|"):
                self._add(word, number)
        self._anchored: dict[int, tuple[Cue, ...]] = {}
        self.remembered: dict[str, Known] = {}
        self._misspelt = Misspelt(self._all_forms(), real_words) if real_words else None

    def anchor(self, cues: Sequence[Cue]) -> None:
        """Remember these cues by the element each is searched by."""
        anchored: dict[int, list[Cue]] = {}
        for cue in cues:
            anchored.setdefault(cue.parts[cue.anchor], []).append(cue)
        self._anchored = {number: tuple(each) for number, each in anchored.items()}

    def known(self, word: str) -> Known:
        """Give what this word stands for in this table."""
        found = self.remembered.get(word)
        if found is None:
            if len(self.remembered) >= _MOST_KNOWN:
                self.remembered.clear()
            found = self.remembered[word] = self._look_up(word)
        return found

    def with_phrases(self, spelt: str, words: list[str]) -> str:
        """Give a text in which each phrase of the cues, such as ``home-alone``, is one word."""
        begun = [spot for spot, word in enumerate(words) if word in self._phrases]
        there = {
            (words[spot], *rest)
            for spot in begun
            for rest in self._phrases[words[spot]]
            if tuple(words[spot + 1 : spot + 1 + len(rest)]) == rest
        }
        for phrase in sorted(there, key=len, reverse=True):
            apart = r"[\W_]+".join(phrase)
            spelt = re.sub(rf"(?<![^\W_]){apart}(?![^\W_])", _JOINED.join(phrase), spelt)
        return spelt

    def _add(self, word: str, number: int) -> None:
        letters, *rest = _LETTERS.findall(word)
        if rest:  # a star on a phrase is refused where it is written
            self._phrases.setdefault(letters, set()).add(tuple(rest))
            letters = _JOINED.join((letters, *rest))
        starred = (word.startswith("*"), word.endswith("*"))
        into = {
            (False, False): self._whole,
            (False, True): self._starts,
            (True, False): self._ends,
            (True, True): self._within,
        }[starred]
        into.setdefault(letters, set()).add(number)

    def _all_forms(self) -> set[str]:
        """Give every word a child may try to spell: those of the cues, with their endings."""
        return {*self._whole, *(form for stem in self._starts for form in endings(stem))}

    def _look_up(self, word: str) -> Known:
        found = self._spelt(word)
        if self._misspelt is not None:
            for meant in as_misspelt(self._misspelt, word):
                found |= self._spelt(meant)
        return (frozenset(found) if found else _NOTHING, bits(found), self._hung(found))

    def _hung(self, numbers: Iterable[int]) -> Hung:
        cues = (cue for number in sorted(numbers) for cue in self._anchored.get(number, ()))
        return tuple((cue.second >> 3, 1 << (cue.second & 7), cue) for cue in cues)

    def _spelt(self, word: str) -> set[int]:
        found = set(self._whole.get(word, ()))
        # Of a word longer than any there is only the ends are looked at: nobody's text holds up
        # the others.
        for at in range(1, min(len(word), _LONGEST) + 1):
            found |= self._starts.get(word[:at], set())
            found |= self._ends.get(word[-at:], set())
        if self._within:
            for piece in _pieces(word[:_LONGEST]):
                found |= self._within.get(piece, set())
        return found


def bits(numbers: Iterable[int]) -> int:
    """Give a number that has a bit for each of these."""
    found = 0
    for number in numbers:
        found |= 1 << number
    return found


def _pieces(word: str) -> Iterator[str]:
    for start in range(len(word)):
        for end in range(start + 2, len(word) + 1):
            yield word[start:end]
