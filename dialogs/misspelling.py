"""What a child may have meant by a word that is spelt as it sounds, or with one letter wrong.

English only. A word is looked up here once, whether or not it stands in a cue as it is.
"""

import re
from collections.abc import Iterable, Iterator

_SHORTEST = 5
"""Letters: a shorter word with one letter wrong is too often another word."""
_LONGEST = 24
_SOUNDS = (
    (re.compile(r"([a-z])\1+"), r"\1"),
    (re.compile(r"igh|eigh"), "i"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck"), "k"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"c(?!h)"), "k"),
    (re.compile(r"qu?"), "k"),
    (re.compile(r"wr|rh"), "r"),
    (re.compile(r"^kn"), "n"),
    (re.compile(r"th"), "f"),
    (re.compile(r"[eiou]r(?![aeiou])"), "r"),
    (re.compile(r"ea|ie|ei|ey"), "e"),
    (re.compile(r"ou|oo|ow|au"), "u"),
    (re.compile(r"ai|ay"), "a"),
    (re.compile(r"y$|i$"), "e"),
    (re.compile(r"z"), "s"),
    (re.compile(r"dge?|j"), "g"),
    (re.compile(r"(?<=[a-z]{2})e(?=[ds]?$)"), ""),
    (re.compile(r"([a-z])\1+"), r"\1"),
)


class Misspelt:
    """The words that may have been meant, by how they sound and by what is left of them.

    ``real`` words are themselves and nobody's misspelling, such as *licked* beside *kicked*.
    """

    def __init__(self, words: Iterable[str], real: frozenset[str]) -> None:
        self.real = real
        self.by_sound: dict[str, set[str]] = {}
        self.by_rest: dict[str, set[str]] = {}
        for word in words:
            if not word.isascii() or not word.isalpha():
                continue
            if len(word) >= _SHORTEST - 1:
                self.by_sound.setdefault(sound(word), set()).add(word)
            if len(word) >= _SHORTEST:
                for rest in _rests(word):
                    self.by_rest.setdefault(rest, set()).add(word)


def as_misspelt(misspelt: Misspelt, word: str) -> frozenset[str]:
    """Give the words this one may have been meant to be; none where it is a word of its own."""
    if word in misspelt.real or not 2 < len(word) <= _LONGEST:
        return frozenset()
    found = set(misspelt.by_sound.get(sound(word), ()))
    if len(word) >= _SHORTEST:
        for rest in _rests(word):
            found |= {each for each in misspelt.by_rest.get(rest, ()) if each[0] == word[0]}
    return frozenset(found)


def sound(word: str) -> str:
    """Give roughly how a word sounds: the same for *touched* and *tuched*."""
    for pattern, instead in _SOUNDS:
        word = pattern.sub(instead, word)
    return word


def endings(stem: str) -> Iterator[str]:
    """Give the usual forms of a stem such as *punch*, which a table writes ``punch*``."""
    yield stem
    for ending in ("s", "es", "ed", "d", "ing", "er"):
        yield stem + ending


def _rests(word: str) -> Iterator[str]:
    """Give the word, and what is left when one of its letters is taken away."""
    yield word
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
