"""From what a browser posted to the one thing that happened. Pure; verbatim but for line ends."""

from collections.abc import Callable
from dataclasses import dataclass

from dialogs import events
from dialogs.script import Script

LONGEST = 20_000
"""Characters in one answer: about ten pages, far more than anyone types in one go."""


@dataclass(frozen=True)
class Posted:
    """The fields of one form. ``message`` is the id the page was given when it was made."""

    message: str
    move: str
    place: str
    choices: tuple[str, ...] = ()
    words: str = ""
    step: str = ""
    language: str = ""
    scopes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Refused:
    """Why nothing was taken, as a key the page has words for; what was typed is shown again."""

    reason: str


def verbatim(text: str) -> str:
    """Give the text as received, with the line ends a form makes turned back into one mark."""
    return text.replace("\r\n", "\n")


def to_event(posted: Posted, script: Script) -> events.Event | Refused:
    """Turn a posted form into an event, or say why it can't be taken."""
    if not posted.message or len(posted.message) > 64:
        return Refused("stale")
    if len(posted.words) > LONGEST:
        return Refused("too_long")
    if posted.move == "answer":
        return _answered(posted, script)
    make = _MOVES.get(posted.move)
    return make(posted) if make else Refused("stale")


def _answered(posted: Posted, script: Script) -> events.Event | Refused:
    step = script.step(posted.place)
    if step is None:
        return Refused("stale")
    if step.kind == "tell":
        return events.Picked(posted.message, step.id, ("ok",))
    if step.kind == "words":
        if not posted.words.strip():
            return events.Skipped(posted.message, step.id)
        return events.Said(posted.message, step.id, posted.words)
    if posted.choices:
        return events.Picked(posted.message, step.id, posted.choices, posted.words)
    if posted.words.strip():
        return events.Said(posted.message, step.id, posted.words)
    return Refused("nothing_picked")


# Words typed and then skipped were not said, so they are not taken.
_MOVES: dict[str, Callable[[Posted], events.Event]] = {
    "skip": lambda posted: events.Skipped(posted.message, posted.place),
    "back": lambda posted: events.WentBack(posted.message, posted.place),
    "change": lambda posted: events.Changed(posted.message, posted.step),
    "pause": lambda posted: events.Paused(posted.message),
    "resume": lambda posted: events.Resumed(posted.message),
    "again": lambda posted: events.AskedAgain(posted.message),
    "meaning": lambda posted: events.AskedMeaning(posted.message),
    "help": lambda posted: events.AskedForHelp(posted.message),
    "check": lambda posted: events.Checked(posted.message),
    "share": lambda posted: events.Shared(posted.message, posted.scopes),
    "send": lambda posted: events.Submitted(posted.message),
    "language": lambda posted: events.Started(posted.message, posted.language),
}
