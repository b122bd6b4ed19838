"""How hard words may be for whom: the longest sentence, the reading grade, the shared words."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """``words`` names the file of universal words; ``sentence`` is the most words in a sentence.

    ``grade`` is the highest Flesch-Kincaid grade (US school years) that a script may come to.
    ``tiles`` says that each choice is a picture that answers when it is tapped.
    """

    words: str
    sentence: int
    grade: float
    tiles: bool = False


LEVELS: Mapping[str, Level] = {
    "young": Level("young", sentence=8, grade=2, tiles=True),
    "child": Level("child", sentence=12, grade=3),
    "teen": Level("teen", sentence=15, grade=5),
    "older": Level("teen", sentence=20, grade=6),
    "plain": Level("adult", sentence=20, grade=6),
    "professional": Level("adult", sentence=25, grade=9),
}
