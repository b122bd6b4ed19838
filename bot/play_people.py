"""The made-up people of `sayso play`: who answers which script, about whom, and beside whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dialogs.script import Script

AUTHORITY = "Eastmarch Council"


@dataclass(frozen=True)
class Player:
    """One who answers, and the names they hear.

    ``beside`` are the people to whom a topic may be shown by name, by id. ``decided`` is what the
    last review decided, as it is told to them; "" where nothing is known of it.
    """

    name: str
    child: str
    iro: str
    beside: Mapping[str, str]
    decided: str = ""


def _people(*names: str) -> Mapping[str, str]:
    return MappingProxyType({str(number): name for number, name in enumerate(names, start=1)})


_REPLY = """\
You said: I want to see Kofi every week, and go swimming.
We decided: You see Kofi every Saturday, at the park. Swimming starts after Easter.
Because: You and Kofi need each other. The pool has no place before Easter."""
_LAST_TIME = """\
Amara sees her brother Kofi every Saturday. (You, by 1 October)
Swimming lessons are found and paid for. (Jo Taylor, by 1 November)"""

# A child hears first names, an adult whole ones.
_AMARA = Player("Amara", "Amara", "Priya", _people("Jo", "Mum"))
_JO = Player("Jo", "Amara", "Priya Shah", _people("Hannah Cole", "Mr Bell"))
PLAYERS: Mapping[str, Player] = {
    "child_4_7": Player("Ella", "Ella", "Daniel", _people("Jo", "Mum")),
    "child_8_11": _AMARA,
    "child_12_15": Player("Noah", "Noah", "Priya", _people("Farah", "Dad")),
    "child_16_17": Player("Tyler", "Tyler", "Daniel", _people("Marcus", "Nan")),
    "child_symbols": Player("Leo", "Leo", "Daniel", _people("Ann", "Dad")),
    "any_day": _AMARA,
    "after_review": Player("Amara", "Amara", "Priya", _people("Jo", "Mum"), _REPLY),
    "foster_carer": _JO,
    "kinship_carer": Player("Denise", "Kai", "Priya Shah", _people("Hannah Cole", "Carly")),
    "residential_worker": Player("Tom", "Noah", "Priya Shah", _people("Hannah Cole", "Yusuf Khan")),
    "parent": Player("Ngozi", "Amara", "Priya Shah", _people("Hannah Cole", "Grandma Okoye")),
    "social_worker": Player(
        "Hannah", "Amara", "Priya Shah", _people("Jo Taylor", "Mr Bell"), _LAST_TIME
    ),
    "education": Player("Mr Bell", "Amara", "Priya Shah", _people("Hannah Cole", "Jo Taylor")),
    "health": Player("Simran", "Amara", "Priya Shah", _people("Hannah Cole", "Jo Taylor")),
    "guardian": Player("Ruth", "Amara", "Priya Shah", _people("Hannah Cole", "Dele Ogun")),
    "advocate": Player("Dele", "Amara", "Priya Shah", _people("Hannah Cole", "Jo Taylor")),
}


def player(script: Script) -> Player:
    """Give who answers a script; one that nobody is named for is answered by its audience's."""
    return PLAYERS.get(script.id) or (_AMARA if script.audience == "child" else _JO)
