"""The ways in which one text may be spelt, for a screener that has to see through all of them.

Children stretch words, put signs between letters so that a filter lets them pass, and type with
fonts that only look like letters; whoever wants a worry overlooked knows these ways too.
"""

import re
import unicodedata

_APOSTROPHES = "['\u2019\u2018`\u00b4\u02bc]"
_LATIN_LOOKALIKES = str.maketrans(
    # Cyrillic, Greek, small capitals, and Latin with something added.
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u0501\u04bb\u043a\u043c\u0442"
    "\u03b1\u03b5\u03b9\u03ba\u03bf\u03c1\u03c4\u03c5\u03bd\u03c7"
    "\u1d00\u0299\u1d04\u1d05\u1d07\ua730\u0262\u029c\u026a\u1d0a\u1d0b\u029f\u1d0d\u0274\u1d0f"
    "\u1d18\u0280\ua731\u1d1b\u1d1c\u1d20\u1d21\u028f\u1d22\u0131\u0251\u0261\u00f8\u0142\u0111",
    "aeopcyxisjdhkmtaeikoptuvxabcdefghijklmnoprstuvwyziagold",
)
_SIGNS_FOR_LETTERS = str.maketrans("@$!|013457", "asiioieast")
_SIGN = re.compile(r"(?<=[^\W\d_])[@$!|013457]+(?=[^\W\d_])|\b[@$013457]+(?=[^\W\d_]{2})")
# They look like nothing, though some of them count as letters.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# Each stands for a whole blessing: a text made of them would grow to eighteen times its length.
_BLESSINGS = re.compile("[\ufdfa\ufdfb]")
_SINGLE_LETTERS = re.compile(r"(?<![^\W_])(?:[^\W\d_] ){2,}[^\W\d_](?![^\W_])")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")


def bare(text: str) -> str:
    """Give a text as it is compared: apostrophes dropped, in small letters."""
    # Before NFKC, which makes a space of an acute accent, and after, for what it makes of others.
    written = _BLESSINGS.sub(" ", re.sub(_APOSTROPHES, "", text))
    kept = unicodedata.normalize("NFKC", written)
    return re.sub(_APOSTROPHES, "", kept.casefold())


def spellings(text: str) -> tuple[str, ...]:
    """Give the text as it is spelt and as it may be meant; the same only once.

    Unseen signs may part words or only break them; letters may stand alone or be stretched.
    """
    spelt = bare(text)
    meant = _letters(spelt)
    parted = re.sub(r"[\W_]+", " ", meant)
    joined = _SINGLE_LETTERS.sub(lambda run: run[0].replace(" ", ""), parted)
    short = (_STRETCHED.sub(r"\1", joined), _STRETCHED.sub(r"\1\1", joined))
    return tuple(dict.fromkeys((re.sub(r"[\W_]+", " ", spelt), parted, joined, *short)))


def _letters(spelt: str) -> str:
    """Take away what is not seen, and put letters for what only looks like them."""
    seen = "".join(
        sign
        for sign in unicodedata.normalize("NFKD", spelt)
        if sign not in _UNSEEN and unicodedata.category(sign) not in {"Cf", "Mn", "Me"}
    )
    latin = seen.translate(_LATIN_LOOKALIKES)
    return _SIGN.sub(lambda run: run[0].translate(_SIGNS_FOR_LETTERS), latin)
