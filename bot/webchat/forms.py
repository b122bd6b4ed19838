"""From what a browser posted to the one thing that happened. Pure; verbatim but for line ends."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

from dialogs import events
from dialogs.drawing import is_drawing
from dialogs.script import Script
from dialogs.state import State

_MESSAGE = re.compile(r"web:[0-9a-f]{32}")
_VERSION = re.compile(r"[1-9][0-9]{0,4}")
BAD_FORM = 400
LONGEST = 20_000
"""Characters in one answer: about ten pages, far more than anyone types in one go."""


@dataclass(frozen=True)
class Posted:
    """The fields of one form. ``message`` is the id the page was given when it was made.

    ``seen`` is the version of the script the page was made from, 0 where it does not say.
    """

    message: str
    move: str
    place: str
    choices: tuple[str, ...] = ()
    words: str = ""
    argument: str = ""
    strokes: str = ""
    scopes: tuple[tuple[str, str], ...] = ()
    has_file: bool = False
    seen: int = 0


@dataclass(frozen=True)
class Refused:
    """Why nothing was taken, as a key the page has words for; what was typed is shown again."""

    reason: str


async def read_form(request: Request) -> FormData:
    """Read a posted form; one that is no form at all holds nothing, and a file is let go."""
    try:
        form = await request.form(max_files=4, max_fields=200)
    except UnicodeDecodeError:
        return FormData()
    except HTTPException as error:
        if error.status_code != BAD_FORM:  # too long, which they are told
            raise
        return FormData()
    await form.close()
    return form


Form = Annotated[FormData, Depends(read_form)]


def to_posted(form: FormData) -> Posted:
    """Take the fields out of a form; a file where words are expected is left aside."""
    move, _, argument = _text(form, "move").partition(":")
    return Posted(
        message=f"web:{_text(form, 'message')}",
        move=move,
        place=_text(form, "place"),
        choices=_texts(form, "choice"),
        words=verbatim(_text(form, "words")),
        argument=argument,
        strokes=verbatim(_text(form, "strokes")),
        scopes=tuple(_scope(form, name) for name in form if name.startswith("scope.")),
        has_file=any(not isinstance(value, str) for _, value in form.multi_items()),
        seen=_number(_text(form, "version")),
    )


def _number(text: str) -> int:
    return int(text) if _VERSION.fullmatch(text) else 0


def _scope(form: FormData, name: str) -> tuple[str, str]:
    """Read who may see one topic; "people" is followed by the ids of those who were ticked."""
    topic, scope = name.removeprefix("scope."), _text(form, name)
    if scope == "people":
        scope = f"people:{','.join(dict.fromkeys(_texts(form, f'people.{topic}')))}"
    return _whole(topic), scope


def _text(form: FormData, name: str) -> str:
    return next(iter(_texts(form, name)), "")


def _texts(form: FormData, name: str) -> tuple[str, ...]:
    return tuple(_whole(each) for each in form.getlist(name) if isinstance(each, str))


def _whole(text: str) -> str:
    """Give the text with a mark for half a character, which no file and no page can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def verbatim(text: str) -> str:
    """Give the text as received, with the line ends a form makes turned back into one mark."""
    return text.replace("\r\n", "\n")


def to_event(posted: Posted, script: Script, emptied: bool = False) -> events.Event | Refused:
    """Turn a posted form into an event, or say why it can't be taken.

    ``script`` is the version that the page was made from. ``emptied`` says that the page showed
    words to begin with, which were not to be thrown away by a mere Skip.
    """
    if not _MESSAGE.fullmatch(posted.message):
        return Refused("stale")
    if posted.has_file:
        return Refused("file")
    if len(posted.words) > LONGEST:
        return Refused("too_long")
    if any(scope == "people:" for _, scope in posted.scopes):
        return Refused("nobody_named")
    if posted.move == "add" and not posted.words.strip():
        return Refused("nothing_written")
    make = _MOVES.get(posted.move)
    if posted.move == "answer":
        event = _answered(posted, script, emptied)
    else:
        event = make(posted) if make else Refused("stale")
    return replace(event, seen=posted.seen) if isinstance(event, events.Event) else event


def _answered(posted: Posted, script: Script, emptied: bool) -> events.Event | Refused:
    step = script.step(posted.place)
    if step is None:
        return Refused("stale")
    if step.kind == "tell":
        return events.Picked(posted.message, step.id, ("ok",))
    if step.kind == "words":
        if not posted.words.strip() and not emptied:
            return events.Skipped(posted.message, step.id)
        return events.Said(posted.message, step.id, posted.words)
    if step.kind == "drawing" and (posted.strokes or posted.words.strip()):
        return _drawn(posted)
    if posted.choices:
        return events.Picked(posted.message, step.id, posted.choices, posted.words)
    if posted.words.strip():
        return events.Said(posted.message, step.id, posted.words)
    return Refused("nothing_drawn" if step.kind == "drawing" else "nothing_picked")


def _drawn(posted: Posted) -> events.Event | Refused:
    if posted.strokes and not is_drawing(posted.strokes):
        return Refused("too_much_drawn")
    return events.Drew(posted.message, posted.place, posted.strokes, posted.words or None)


def typed_beside(posted: Posted, state: State) -> events.Event | None:
    """Give what was typed before they stopped or asked for help: it may be what the help is about.

    Nothing where it is what they had said there already, or more than one answer can hold.
    """
    known = state.by_step.get(posted.place)
    words = posted.words
    if posted.move not in {"help", "pause"} or not words.strip() or len(words) > LONGEST:
        return None
    if known is not None and known.words == words:
        return None
    message = f"{posted.message}:words"
    if state.status == "sent":
        return events.Added(message, words)
    return events.Said(message, posted.place, words)


# Words typed and then skipped were not said, so they are not taken.
_MOVES: dict[str, Callable[[Posted], events.Event]] = {
    "pick": lambda posted: events.Picked(posted.message, posted.place, (posted.argument,)),
    "skip": lambda posted: events.Skipped(posted.message, posted.place),
    "decline": lambda posted: events.Declined(posted.message, posted.place),
    "back": lambda posted: events.WentBack(posted.message, posted.place),
    "change": lambda posted: events.Changed(posted.message, posted.argument),
    "pause": lambda posted: events.Paused(posted.message),
    "resume": lambda posted: events.Resumed(posted.message),
    "again": lambda posted: events.AskedAgain(posted.message),
    "meaning": lambda posted: events.AskedMeaning(posted.message),
    "help": lambda posted: events.AskedForHelp(posted.message),
    "check": lambda posted: events.Checked(posted.message),
    "share": lambda posted: events.Shared(posted.message, posted.scopes),
    "send": lambda posted: events.Submitted(posted.message),
    "add": lambda posted: events.Added(posted.message, posted.words),
    "take": lambda posted: events.TookBack(posted.message, posted.argument),
    "language": lambda posted: events.Started(posted.message, posted.argument),
}
