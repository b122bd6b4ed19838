"""A table of cues as a person writes it, taken apart so that a text is screened quickly.

A cue is a few words, such as ``HITS ~ me``. A word in capitals is a group, which the table lists;
``a|b`` is either; ``*`` at the beginning or the end of a word stands for any letters; ``~`` stands
for up to four words; ``&`` lets what follows stand up to eight words away on either side; ``^``
and ``$`` are where a text begins and ends.
Everything is compared as `spelling.folded` gives it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dialogs.misspelling import Misspelt, as_misspelt, endings
from dialogs.spelling import folded

LEVELS = ("concern", "urgent")
BEGINNING, END = "^", "$"
_MOST_KNOWN = 50_000
"""Words remembered by a table; a longer memory is let go, so that nobody can fill it."""
_LONGEST = 40
_NOTHING: frozenset[int] = frozenset()
_STEPS = {
    "": (1,),
    "~": tuple(range(1, 6)),
    "&": (*range(1, 10), *range(-1, -10, -1)),
}
"""How far from the part before it a part of a cue may stand, in words."""


class CueError(ValueError):
    """A table that cannot be read as one; says where and why."""


@dataclass(frozen=True)
class Cue:
    """One cue: ``parts`` are numbers of elements, ``steps`` how far each stands from the last.

    Its ``anchor`` is the rarest of its parts: a text is searched for that one. ``needs`` has a
    bit for each part. A cue that ``says_not`` is not turned round by another "not".
    """

    category: str
    level: str
    written: str
    parts: tuple[int, ...]
    steps: tuple[tuple[int, ...], ...]
    anchor: int
    needs: int
    says_not: bool


Known = tuple[frozenset[int], int, tuple[Cue, ...]]
"""What a table knows of a word: the elements it is one of, those as bits, the cues hung on it."""


@dataclass(frozen=True)
class CueTable:
    """Every cue of one language; a ``draft`` is unchecked by anyone who works with children.

    ``ordinary`` phrases take away a cue that hangs on a word of theirs, and ``softer`` ones make
    an urgent cue a concern. ``nots``, ``breaks`` and ``past`` are words that turn a cue round,
    that end the reach of such a word, and that speak of what is over.
    """

    language: str
    draft: bool
    cues: tuple[Cue, ...] = field(repr=False)
    ordinary: tuple[Cue, ...] = field(repr=False)
    softer: tuple[Cue, ...] = field(repr=False)
    nots: frozenset[str] = field(repr=False)
    breaks: frozenset[str] = field(repr=False)
    past: tuple[Cue, ...] = field(repr=False)
    elements: "Elements" = field(repr=False)


class Elements:
    """Which elements of the cues a word is one of: worked out once a word, then remembered."""

    def __init__(self, numbers: Mapping[str, int], real_words: frozenset[str]) -> None:
        self.numbers = dict(numbers)
        self._whole: dict[str, set[int]] = {}
        self._starts: dict[str, set[int]] = {}
        self._ends: dict[str, set[int]] = {}
        self._within: dict[str, set[int]] = {}
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

    def _add(self, word: str, number: int) -> None:
        bare = word.strip("*")
        starred = (word.startswith("*"), word.endswith("*"))
        into = {
            (False, False): self._whole,
            (False, True): self._starts,
            (True, False): self._ends,
            (True, True): self._within,
        }[starred]
        into.setdefault(bare, set()).add(number)

    def _all_forms(self) -> dict[str, set[int]]:
        """Give every word a child may try to spell: those of the cues, with their endings."""
        forms: dict[str, set[int]] = {word: set(each) for word, each in self._whole.items()}
        for stem, numbers in self._starts.items():
            for form in endings(stem):
                forms.setdefault(form, set()).update(numbers)
        return forms

    def _look_up(self, word: str) -> Known:
        found = self._spelt(word)
        if self._misspelt is not None:
            for meant in as_misspelt(self._misspelt, word):
                found |= self._spelt(meant)
        cues = [cue for number in sorted(found) for cue in self._anchored.get(number, ())]
        return (frozenset(found) if found else _NOTHING, _bits(found), tuple(cues))

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


def _bits(numbers: Iterable[int]) -> int:
    bits = 0
    for number in numbers:
        bits |= 1 << number
    return bits


def _pieces(word: str) -> Iterator[str]:
    for start in range(len(word)):
        for end in range(start + 2, len(word) + 1):
            yield word[start:end]


def compile_table(
    language: str, raw: Mapping[str, object], real_words: frozenset[str] = frozenset()
) -> CueTable:
    """Build a table from what its file says. Raises CueError where that is none.

    ``real_words`` are words of their own, never taken for misspellings of others.
    """
    return _Compiler(language, raw, real_words).table()


def joined(parts: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """Make one raw table of the files it is written in: lists and names add up, words too."""
    whole: dict[str, object] = {}
    for part in parts:
        for name, value in part.items():
            before = whole.get(name)
            if before is None:
                whole[name] = value
            elif isinstance(before, Mapping) and isinstance(value, Mapping):
                if twice := before.keys() & value.keys():
                    raise CueError(f"{name}: {', '.join(sorted(twice))} is in two files")
                whole[name] = {**before, **value}
            elif isinstance(before, list) and isinstance(value, list):
                whole[name] = [*before, *value]
            else:
                whole[name] = f"{before} {value}"
    return whole


class _Compiler:
    def __init__(
        self, language: str, raw: Mapping[str, object], real_words: frozenset[str]
    ) -> None:
        if strange := raw.keys() - _SECTIONS:
            raise CueError(f"{language}: there is no section called {', '.join(sorted(strange))}")
        self._language = language
        self._raw = raw
        self._real = real_words
        self._groups = {
            name: "|".join(folded(word) for word in str(words).split())
            for name, words in self._mapping("groups").items()
        }
        self._numbers: dict[str, int] = {}
        self._nots = self._words("nots")
        self._too_common = self._words("common")
        self._common: set[int] = set()

    def table(self) -> CueTable:
        cues = tuple(self._cues())
        apart = {name: tuple(self._phrases(name)) for name in ("ordinary", "softer", "past")}
        every = [*cues, *(cue for each in apart.values() for cue in each)]
        often = Counter(number for cue in every for number in set(cue.parts))
        elements = Elements(self._numbers, self._real)
        anchored = {id(cue): self._anchored(cue, often) for cue in every}
        elements.anchor(list(anchored.values()))
        return CueTable(
            language=self._language,
            draft=bool(self._raw["draft"]),
            cues=tuple(anchored[id(cue)] for cue in cues),
            ordinary=tuple(anchored[id(cue)] for cue in apart["ordinary"]),
            softer=tuple(anchored[id(cue)] for cue in apart["softer"]),
            nots=self._nots,
            breaks=self._words("breaks"),
            past=tuple(anchored[id(cue)] for cue in apart["past"]),
            elements=elements,
        )

    def _mapping(self, name: str) -> Mapping[str, object]:
        found = self._raw.get(name) or {}
        if not isinstance(found, Mapping):
            raise CueError(f"{self._language}: {name} is not a list of names")
        return found

    def _words(self, name: str) -> frozenset[str]:
        return frozenset(folded(word) for word in str(self._raw.get(name) or "").split())

    def _cues(self) -> Iterator[Cue]:
        for category, levels in self._mapping("cues").items():
            if not isinstance(levels, Mapping) or levels.keys() - set(LEVELS):
                raise CueError(f"{self._language}: {category} holds what is no level")
            for level, every in levels.items():
                for written in every or ():
                    yield self._cue(category, level, str(written))

    def _phrases(self, name: str) -> Iterator[Cue]:
        for written in self._raw.get(name) or ():  # type: ignore[attr-defined]
            yield self._cue(name, "", str(written))

    def _cue(self, category: str, level: str, written: str) -> Cue:
        parts: list[int] = []
        steps: list[tuple[int, ...]] = []
        between, says_not = "", False
        for word in written.rstrip("~& ").split():
            if word in _STEPS:
                between = word
                continue
            element = self._element(word, written)
            says_not = says_not or bool(self._nots & set(element.split("|")))
            parts.append(self._numbers.setdefault(element, len(self._numbers)))
            self._common.update({parts[-1]} if self._too_common & set(element.split("|")) else ())
            steps.append(_STEPS[between])
            between = ""
        if not parts:
            raise CueError(f"{self._language}: {category} holds an empty cue")
        needs = _bits(parts)
        return Cue(category, level, written, tuple(parts), tuple(steps), 0, needs, says_not)

    def _anchored(self, cue: Cue, often: Counter[int]) -> Cue:
        """Hang a cue on the part that is least likely to stand in a text that does not mean it."""

        def how_common(at: int) -> tuple[bool, int]:
            return cue.parts[at] in self._common, often[cue.parts[at]]

        return replace(cue, anchor=min(range(len(cue.parts)), key=how_common))

    def _element(self, word: str, cue: str) -> str:
        """Give the words an element of a cue stands for, folded, with ``|`` between them."""
        meant = []
        for each in word.split("|"):
            if re.fullmatch(r"[A-Z]{2,}[A-Z_]*", each):
                if each not in self._groups:
                    raise CueError(f"{self._language}: {cue!r} names no group {each}")
                meant.append(self._groups[each])
            else:
                meant.append(_starred(each))
        return "|".join(meant)


def _starred(word: str) -> str:
    front, back = "*" if word.startswith("*") else "", "*" if word.endswith("*") else ""
    return f"{front}{folded(word.strip('*'))}{back}"


_SECTIONS = frozenset(
    ["draft", "groups", "cues", "ordinary", "softer", "past", "nots", "breaks", "common"]
)
