"""What people type, each time something that nobody has typed before, and seldom plain."""

import random

CUE = "he hits me"
"""Words that are in the table of cues, and have to be looked at."""

_PATTERNS = (
    "{tag} I like the dog",
    "  {tag} with room around it  ",
    "{tag}\nand a line\n\nand another",
    "{tag} \U0001f469\u200d\U0001f467 \U0001f44d\U0001f3fd",
    "{tag} \u0645\u0631\u062d\u0628\u0627 \u202eright to left\u202c",
    "{tag} nothing\x00here",
    "{tag} e\u0301 and \u00e9 are not the same bytes",
    "{tag} <b>\"bold\" & 'quick'</b> {{ braces }} {iro} %s",
    "{tag} " + "a long story " * 200,
    "{tag} and then {cue} again",
)


class Words:
    """One person's words; the same seed gives the same ones."""

    def __init__(self, who: str, seed: str) -> None:
        self._random = random.Random(f"words of {seed}")
        self._who = who
        self._said = 0

    def next(self) -> str:
        """Give something that this person has not said yet."""
        self._said += 1
        pattern = self._random.choice(_PATTERNS)
        return pattern.replace("{tag}", f"{self._who} {self._said}").replace("{cue}", CUE)
