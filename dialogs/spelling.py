"""The ways in which one text may be spelt, for a screener that has to see through all of them.

Children stretch words, put signs between letters so that a filter lets them pass, and type with
fonts that only look like letters; whoever wants a worry overlooked knows these ways too.
"""

import re
import unicodedata

_APOSTROPHES = "['\u2019\u2018`\u00b4\u02bc\u02bb]"
_APOSTROPHE = re.compile(_APOSTROPHES)
_SAME_LETTER = str.maketrans(
    # Cyrillic, Greek, small capitals, and Latin with something added.
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u0501\u04bb\u043a\u043c\u0442"
    "\u03b1\u03b5\u03b9\u03ba\u03bf\u03c1\u03c4\u03c5\u03bd\u03c7"
    "\u1d00\u0299\u1d04\u1d05\u1d07\ua730\u0262\u029c\u026a\u1d0a\u1d0b\u029f\u1d0d\u0274\u1d0f"
    "\u1d18\u0280\ua731\u1d1b\u1d1c\u1d20\u1d21\u028f\u1d22\u0131\u0251\u0261\u00f8\u0142\u0111"
    # Arabic letters that keyboards of other languages, or hurry, put for one another.
    "\u0649\u06cc\u0643\u0629\u06c1\u06be\u06d5\u06d2\u0671",
    "aeopcyxisjdhkmtaeikoptuvxabcdefghijklmnoprstuvwyziagold"
    "\u064a\u064a\u06a9\u0647\u0647\u0647\u0647\u064a\u0627",
)
_SIGNS_FOR_LETTERS = str.maketrans("@$!|013457", "asiioieast")
_SIGN = re.compile(r"(?<=[^\W\d_])[@$!|013457]+(?=[^\W\d_])|\b[@$013457]+(?=[^\W\d_]{2})")
# They look like nothing, though some of them count as letters; a tatweel only draws a word out.
_UNSEEN = frozenset("\u034f\u0640\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# Some of them may part words as well as only break them.
_PARTING = re.compile(r"[^\S\n]|[\u200b-\u200d\u2060\u3164]")
# Each stands for a whole blessing: a text made of them would grow to eighteen times its length.
_BLESSINGS = re.compile("[\ufdfa\ufdfb]")
_SINGLE_LETTERS = re.compile(r"(?<![^\W_])(?:[^\W\d_] ){2,}[^\W\d_](?![^\W_])")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
# In plain letters: a sign beside or between letters, letters that stand alone, a stretched one.
_ODD = re.compile(r"[a-z][^a-z\s',?;:)\"]+[a-z]|[@$|0-9][a-z]{2}|\b[a-z] [a-z] [a-z]\b|([a-z])\1\1")


def bare(text: str) -> str:
    """Give a text as it is compared: apostrophes dropped, in small letters."""
    # Before NFKC, which makes a space of an acute accent, and after, for what it makes of others.
    written = _BLESSINGS.sub(" ", _APOSTROPHE.sub("", text))
    kept = unicodedata.normalize("NFKC", written)
    return _APOSTROPHE.sub("", kept.casefold())


def folded(text: str) -> str:
    """Give a text without accents and in one way of writing each letter."""
    return _letters(bare(text))


def has_tones(text: str) -> bool:
    """Say whether a text is written with its accents: at least every fourth word has one."""
    words = text.split()
    return 4 * sum(not word.isascii() for word in words) >= len(words) > 0


def spellings(text: str) -> tuple[str, ...]:
    """Give the text, folded, as it is spelt and as it may be meant; the same only once.

    Unseen signs may part words or only break them; letters may stand alone or be stretched.
    """
    if text.isascii():
        plain = text.lower().replace("'", "").replace("`", "")
        return _meant(plain, plain) if _ODD.search(plain) else (plain,)
    spelt = bare(text)
    return _meant(_letters(_PARTING.sub(" ", spelt)), _letters(spelt))


def _meant(apart: str, spelt: str) -> tuple[str, ...]:
    signed = _SIGN.sub(lambda run: run[0].translate(_SIGNS_FOR_LETTERS), spelt)
    parted = re.sub(r"[\W_]+", " ", signed)
    joined = _SINGLE_LETTERS.sub(lambda run: run[0].replace(" ", ""), parted)
    closed = re.sub(r"(?<=[^\W_])[^\w\s]+(?=[^\W_])", "", signed)
    short = (_STRETCHED.sub(r"\1", joined), _STRETCHED.sub(r"\1\1", joined))
    return tuple(dict.fromkeys((apart, signed, joined, closed, *short)))


def _letters(spelt: str) -> str:
    """Take away what is not seen, and put one letter for all that look like it."""
    seen = "".join(
        sign
        for sign in unicodedata.normalize("NFKD", spelt)
        if sign not in _UNSEEN and unicodedata.category(sign) not in {"Cf", "Mn", "Me"}
    )
    return seen.translate(_SAME_LETTER)
