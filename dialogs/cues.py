"""A table of cues as a person writes it, taken apart so that a text is screened quickly.

A cue is a few words, such as ``HITS ~ me``. A word in capitals is a group, which the table lists;
``a|b`` is either; ``*`` at the beginning or the end of a word stands for any letters;
``county-lines`` is a phrase where one word may stand; ``~`` stands for up to four words; ``&``
lets what follows stand up to eight words away on either side; ``^`` and ``$`` are where a text
begins and ends.
Everything is compared as `spelling.folded` gives it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from dialogs.elements import Cue, Elements, bits
from dialogs.spelling import bare, folded

LEVELS = ("concern", "urgent")
BEGINNING, END = "^", "$"
_STEPS = {
    "": (1,),
    "~": tuple(range(1, 6)),
    "&": (*range(1, 10), *range(-1, -10, -1)),
}
"""How far from the part before it a part of a cue may stand, in words."""


class CueError(ValueError):
    """A table that cannot be read as one; says where and why."""


@dataclass(frozen=True)
class CueTable:
    """Every cue of one language; a ``draft`` is unchecked by anyone who works with children.

    Its ``elements`` hang its phrases too: an *ordinary* one takes away a cue that hangs on a word
    of its own; a *softer* one, or one of what is *past*, makes an urgent cue a concern. ``nots``
    turn a cue round, as far as a word of ``breaks``. After one of ``turns`` a word for one of the
    ``people`` begins another matter, which no phrase before it covers. ``toned`` is the same table
    with its accents, for texts that have them, where words differ by no more.
    """

    language: str
    draft: bool
    cues: tuple[Cue, ...] = field(repr=False)
    nots: frozenset[str] = field(repr=False)
    breaks: frozenset[str] = field(repr=False)
    turns: frozenset[str] = field(repr=False)
    people: frozenset[str] = field(repr=False)
    elements: Elements = field(repr=False)
    real_words: frozenset[str] = field(default=frozenset(), repr=False)
    toned: "CueTable | None" = field(default=None, repr=False)


def compile_table(
    language: str, raw: Mapping[str, object], real_words: frozenset[str] = frozenset()
) -> CueTable:
    """Build a table from what its file says. Raises CueError where that is none.

    ``real_words`` are words of their own, never taken for misspellings of others.
    """
    table = _Compiler(language, raw, real_words).table()
    if not raw.get("tones"):
        return table
    return replace(table, toned=_Compiler(language, raw, real_words, bare).table())


class _Compiler:
    def __init__(
        self,
        language: str,
        raw: Mapping[str, object],
        real_words: frozenset[str],
        fold: Callable[[str], str] = folded,
    ) -> None:
        self._fold = cache(fold)  # the same words stand in many cues
        if strange := raw.keys() - _SECTIONS:
            raise CueError(f"{language}: there is no section called {', '.join(sorted(strange))}")
        self._language = language
        self._raw = raw
        self._real = real_words
        self._groups = {
            name: "|".join(self._fold(word) for word in str(words).split())
            for name, words in self._mapping("groups").items()
        }
        self._numbers: dict[str, int] = {}
        self._nots = self._words("nots")
        by_rank = [self._fold(word) for word in reversed(str(raw.get("common") or "").split())]
        self._weights = {word: weight for weight, word in enumerate(by_rank, start=1)}
        self._common: dict[int, int] = {}

    def table(self) -> CueTable:
        written = [*self._cues()]
        for section in ("ordinary", "softer", "past"):
            written += self._phrases(section)
        often = Counter(number for cue in written for number in set(cue.parts))
        every = [self._anchored(cue, often) for cue in written]
        elements = Elements(self._numbers, self._real)
        elements.anchor(every)
        return CueTable(
            language=self._language,
            draft=self._draft(),
            cues=tuple(cue for cue in every if cue.level),
            nots=self._nots,
            breaks=self._words("breaks"),
            turns=self._words("turns"),
            people=self._words("people"),
            elements=elements,
            real_words=self._real,
        )

    def _draft(self) -> bool:
        draft = self._raw.get("draft")
        if not isinstance(draft, bool):
            raise CueError(f"{self._language}: say once whether it is a draft: true or false")
        return draft

    def _mapping(self, name: str) -> Mapping[str, object]:
        found = self._raw.get(name) or {}
        if not isinstance(found, Mapping):
            raise CueError(f"{self._language}: {name} is not a list of names")
        return found

    def _words(self, name: str) -> frozenset[str]:
        return frozenset(self._fold(word) for word in str(self._raw.get(name) or "").split())

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
            self._common[parts[-1]] = sum(self._weights.get(each, 0) for each in element.split("|"))
            steps.append(_STEPS[between])
            between = ""
        if not parts:
            raise CueError(f"{self._language}: {category} holds an empty cue")
        needs = bits(parts)
        back = tuple(tuple(-step for step in each) for each in steps)
        return Cue(
            category, level, written, tuple(parts), tuple(steps), back, 0, 0, needs, says_not
        )

    def _anchored(self, cue: Cue, often: Counter[int]) -> Cue:
        """Hang a cue on the part that is least likely to stand in a text that does not mean it."""

        def how_common(at: int) -> tuple[int, int]:
            return self._common[cue.parts[at]], often[cue.parts[at]]

        rarest = sorted(range(len(cue.parts)), key=how_common)
        return replace(cue, anchor=rarest[0], second=cue.parts[rarest[:2][-1]])

    def _starred(self, word: str) -> str:
        front, back = "*" if word.startswith("*") else "", "*" if word.endswith("*") else ""
        return f"{front}{self._fold(word.strip('*'))}{back}"

    def _element(self, word: str, cue: str) -> str:
        """Give the words an element of a cue stands for, folded, with ``|`` between them."""
        meant = []
        for each in word.split("|"):
            if re.fullmatch(r"[A-Z]{2,}[A-Z_]*", each):
                if each not in self._groups:
                    raise CueError(f"{self._language}: {cue!r} names no group {each}")
                meant.append(self._groups[each])
            elif not re.search(r"[^\W_]|[\^$]", each):
                raise CueError(f"{self._language}: {cue!r} has a word without letters")
            else:
                meant.append(self._starred(each))
                if "*" in meant[-1] and re.search(r"[^\W_][\W_]+[^\W_]", meant[-1]):
                    raise CueError(f"{self._language}: {cue!r} has a star on a phrase")
        return "|".join(meant)


_SECTIONS = frozenset(
    ("draft", "groups", "cues", "ordinary", "softer", "past", "nots", "breaks", "turns", "people")
) | {"common", "tones"}
