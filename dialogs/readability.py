"""How hard a text is to read: its sentences, its words, and its Flesch-Kincaid grade.

The measure is our own, so that a script is judged the same everywhere; a test holds it to
textstat's, which asks a dictionary how a word is said. English only, as the scripts are.
"""

import re

_PLACEHOLDER = re.compile(r"\{\w*\}")
_END = re.compile(r"(?<=[.?!…])\s+|(?<=[.?!…][”\"\u2019)])\s+|\n+")
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_SILENT = re.compile(
    r"(?<=\w\w[^aeiouy])e(?=(?:ly|ful|less|ment|ness|times?|where|things?|body|one|how|table)$)"
)
_VOWELS = re.compile(r"[aeiouy]+")
_TOGETHER = re.compile(r"(?<=[cstg])i(?=[ao])")
_APART = re.compile(r"[aeiouy](?=ing)|i(?=[ao]|er$|est$)|(?<![qg])u(?=[ao])|[aiou](?=y[aeo])")
_NOT_SAID = re.compile(r"(?<=[^aeiouytd])ed$|(?<=[^aeiouy])e$|(?<=[^aeiouysxzcgh])es$")
_SAID = re.compile(r"[^aeiouy]le$|[^aeiouylr]le[ds]$")
_SAID_OTHERWISE = {
    "aches": 1, "anyone": 3, "area": 3, "business": 2, "clothes": 1, "create": 2, "diet": 2,
    "evening": 2, "evenings": 2, "every": 2, "everyday": 3, "everyone": 3, "everything": 3,
    "everywhere": 3, "giant": 2, "idea": 3, "ideas": 3, "ok": 2, "people": 2, "poem": 2,
    "prayer": 1, "quiet": 2, "quieter": 3, "safety": 2, "science": 2, "something": 2, "uk": 2,
    "video": 3, "videos": 3,
}  # fmt: skip
_NOT_SAID_APART = {"don't", "can't", "won't", "aren't", "weren't"}


def spoken(text: str) -> str:
    """Give a text with a plain short name for whatever is filled in, as it will be read."""
    return _PLACEHOLDER.sub("Sam", text)


def sentences(text: str) -> tuple[str, ...]:
    """Give the sentences of a text; a line of its own is one, whether it ends in a stop or not."""
    return tuple(found for part in _END.split(text) if (found := part.strip()))


def words(text: str) -> tuple[str, ...]:
    """Give the words of a text as they stand there; a number is one."""
    return tuple(_WORD.findall(text))


def syllables(word: str) -> int:
    """Give how many syllables a word has when it is said, at least one; a digit has one."""
    plain = word.casefold().replace("\u2019", "'")
    if plain in _SAID_OTHERWISE:
        return _SAID_OTHERWISE[plain]
    if plain.isdecimal():
        return len(plain)
    if plain.endswith("n't") and plain not in _NOT_SAID_APART:
        return syllables(plain.removesuffix("n't")) + 1
    letters = _SILENT.sub("", re.sub(r"'.*|[^a-z]", "", plain))
    count = len(_VOWELS.findall(letters)) + len(_APART.findall(_TOGETHER.sub("", letters)))
    if _NOT_SAID.search(letters) and not _SAID.search(letters):
        count -= 1
    return max(count, 1)


def grade(text: str) -> float:
    """Give the Flesch-Kincaid grade (US school years) of a text; 0 where there are no words."""
    every = words(text)
    if not every:
        return 0.0
    spread = len(every) / max(len(sentences(text)), 1)
    return 0.39 * spread + 11.8 * sum(map(syllables, every)) / len(every) - 15.59
