"""Lists of words that scripts are checked against, as a practitioner writes them in a file."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dialogs.readability import sentences

READERS: Mapping[str, str] = {
    "young": "children",
    "child": "children",
    "teen": "children",
    "older": "children",
    "plain": "adults",
    "professional": "professionals",
}
"""Who reads the words of a level, as the lists call them."""
_LISTS = {
    "jargon", "explain", "promises", "unless_after", "leading", "opening", "buttons", "capitals",
}  # fmt: skip
_A_GAP = r"(?:[\s-]+[^\s.?!;:]+){0,4}?"
_CLOSE_BEFORE = 4


@dataclass(frozen=True)
class Phrase:
    """Words that are looked for, written as the file tells, and what to say instead of them."""

    words: str
    instead: str = ""

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        made = ""
        for word in self.words.replace("-", " ").split():
            if word == "~":
                made += _A_GAP
                continue
            found = re.escape(word.rstrip("*")) + r"\w*" * word.endswith("*")
            exact = word.isupper() and len(word) > 1
            made += (r"[\s-]+" if made else "") + (found if exact else f"(?i:{found})")
        return re.compile(rf"(?<!\w){made}(?!\w)")

    def found_in(self, text: str) -> str:
        """Give the words of a text that are these, "" if there are none."""
        found = self._pattern.search(straight(text))
        return found[0] if found else ""

    def before(self, sentence: str) -> tuple[str, ...]:
        """Give the few words of a sentence that stand before these."""
        found = self._pattern.search(straight(sentence))
        earlier = straight(sentence)[: found.start()] if found else ""
        return tuple(re.findall(r"[\w']+", earlier.casefold())[-_CLOSE_BEFORE:])


@dataclass(frozen=True)
class WordLists:
    """Every list of the file, by its name there; those by reader as ``READERS`` calls them."""

    jargon: Mapping[str, tuple[Phrase, ...]]
    explain: Mapping[str, tuple[Phrase, ...]]
    promises: tuple[Phrase, ...]
    unless_after: frozenset[str]
    leading: Mapping[str, tuple[Phrase, ...]]
    opening: Mapping[str, tuple[Phrase, ...]]
    buttons: Mapping[str, tuple[Phrase, ...]]
    capitals: frozenset[str]

    def promised(self, text: str) -> tuple[tuple[str, Phrase], ...]:
        """Give each promise of a text, as it stands there; "I can't keep a secret" is none."""
        return tuple(
            (found, phrase)
            for sentence in sentences(text)
            for phrase in self.promises
            if (found := phrase.found_in(sentence))
            and not self.unless_after & set(phrase.before(sentence))
        )

    def leads(self, question: str, readers: str) -> tuple[tuple[str, Phrase], ...]:
        """Give what leads somebody to an answer in one question."""
        phrases = (*self.leading["everybody"], *self.leading.get(readers, ()))
        return tuple((found, each) for each in phrases if (found := each.found_in(question)))


def straight(text: str) -> str:
    """Give a text as the lists are written: plain apostrophes, and "will" in full."""
    return re.sub(r"'ll\b", " will", text.replace("\u2019", "'"))


def says(phrases: Iterable[Phrase], text: str) -> bool:
    """Say whether a text has one of these phrases in it."""
    return any(phrase.found_in(text) for phrase in phrases)


def parse_wording(raw: Any) -> WordLists:
    """Give the lists of a file. Raises ValueError with what is wrong with its shape."""
    if not isinstance(raw, Mapping) or set(raw) != _LISTS:
        raise ValueError(f"the lists are not {', '.join(sorted(_LISTS))}")
    return WordLists(
        jargon=_by_name(raw, "jargon"),
        explain=_by_name(raw, "explain"),
        promises=_phrases(raw["promises"], "promises"),
        unless_after=_plain(raw, "unless_after"),
        leading=_by_name(raw, "leading"),
        opening=_by_name(raw, "opening"),
        buttons=_by_name(raw, "buttons"),
        capitals=_plain(raw, "capitals"),
    )


def _by_name(raw: Any, key: str) -> Mapping[str, tuple[Phrase, ...]]:
    if not isinstance(raw[key], Mapping):
        raise ValueError(f"{key!r} holds no lists")
    return {str(name): _phrases(found, f"{key}: {name}") for name, found in raw[key].items()}


def _plain(raw: Any, key: str) -> frozenset[str]:
    return frozenset(each.words for each in _phrases(raw[key], key))


def _phrases(raw: Any, name: str) -> tuple[Phrase, ...]:
    """Read a list of phrases, or phrases with what to say instead of each."""
    if isinstance(raw, Mapping):
        return tuple(Phrase(straight(str(words)), str(instead)) for words, instead in raw.items())
    if isinstance(raw, list):
        return tuple(Phrase(straight(str(words))) for words in raw)
    raise ValueError(f"{name!r} is not a list of phrases")
