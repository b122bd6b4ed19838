"""The made-up people of a try-out: about whom it is, who reads it, and who else there is."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.platform.msgids import _
from dialogs.script import Script

LINK = "an-example"
"""Stands for the secret part of a link: nothing is behind it."""

_DECIDED = {
    "after_review": _(
        "You said: I want to see Kofi every week.\n"
        "We decided: You see Kofi every Saturday, at the park.\n"
        "Because: You and Kofi need each other."
    ),
    "social_worker": _(
        "Amara sees her brother Kofi every Saturday. (You, by 1 October)\n"
        "Swimming lessons are found. (Jo Taylor, by 1 November)"
    ),
}


@dataclass(frozen=True)
class MadeUp:
    """Names to fill in, and the others in the child's life, by id and name.

    ``decided`` is a msgid: what an earlier review decided, "" where nothing is known of one.
    """

    names: Mapping[str, str]
    others: tuple[tuple[str, str], ...]
    decided: str


def people_of(script: Script) -> MadeUp:
    """Give who there is for a script: a child hears first names, an adult whole ones."""
    decided = _DECIDED.get(script.id, "")
    if script.audience == "child":
        return MadeUp({"child": "Amara", "iro": "Priya"}, _numbered("Jo", "Mum"), decided)
    names = {"child": "Amara", "iro": "Priya Shah"}
    return MadeUp(names, _numbered("Hannah Cole", "Mr Bell"), decided)


def _numbered(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(number), name) for number, name in enumerate(names, start=1))
