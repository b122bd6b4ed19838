"""What can happen in a conversation. Ids and times come with the event; the engine makes none."""

import json
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Event:
    """Something a person did, once: ``message_id`` is the channel's own id for it.

    ``seen`` is the version of the script they saw when they did it, 0 where nobody can say.
    """

    message_id: str
    seen: int = field(default=0, kw_only=True)


@dataclass(frozen=True)
class Started(Event):
    """They opened the conversation, or chose another language for it."""

    language: str


@dataclass(frozen=True)
class Picked(Event):
    """They picked choices; ``words`` is None where they have not been asked for words yet."""

    step: str
    choices: tuple[str, ...]
    words: str | None = None


@dataclass(frozen=True)
class Said(Event):
    """They wrote something at this step, kept byte for byte."""

    step: str
    words: str


@dataclass(frozen=True)
class Drew(Event):
    """They drew something, and may have written beside it.

    ``strokes`` is one line a stroke, each "colour x,y x,y ..." on a sheet of 1000 by 1000; it is
    "" where the sheet is empty and they wrote instead.
    """

    step: str
    strokes: str
    words: str | None = None


@dataclass(frozen=True)
class Skipped(Event):
    """They passed over the question, or over the words it invites."""

    step: str


@dataclass(frozen=True)
class Declined(Event):
    """They said "don't ask me about this": nothing more of this topic is asked."""

    step: str


@dataclass(frozen=True)
class WentBack(Event):
    """They asked for the screen before ``place``: a second tap finds them elsewhere, so is idle.

    A channel that asks for words on a screen of their own names ``step.words`` there, and is led
    back to the choice; one that shows both at once names the step, and is led past it.
    """

    place: str


@dataclass(frozen=True)
class Changed(Event):
    """They want to give an earlier answer again."""

    step: str


@dataclass(frozen=True)
class Paused(Event):
    """They stop for now."""


@dataclass(frozen=True)
class Resumed(Event):
    """They come back."""


@dataclass(frozen=True)
class AskedAgain(Event):
    """They want to hear the question again."""


@dataclass(frozen=True)
class AskedMeaning(Event):
    """They want to know what the question means."""


@dataclass(frozen=True)
class AskedForHelp(Event):
    """They pressed "I need help now"."""


@dataclass(frozen=True)
class Checked(Event):
    """They looked at all their answers and found them right."""


@dataclass(frozen=True)
class Shared(Event):
    """They chose, topic by topic, who may see what they said: pairs of topic and scope."""

    scopes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Submitted(Event):
    """They pressed Send."""


@dataclass(frozen=True)
class Added(Event):
    """They added something after Send."""

    words: str


@dataclass(frozen=True)
class TookBack(Event):
    """They took an answer back after Send."""

    step: str


@dataclass(frozen=True)
class CarriedOver(Event):
    """We brought them to a new version of the script, and this is what it means for them.

    ``again`` names the steps that are asked once more, ``gone`` those that are asked no more and
    whose answers stay with the IRO, ``passed`` new ones of a topic they asked not to be asked
    about. ``asked`` pairs each answer whose words have changed with the version it was given in.
    """

    before: int
    version: int
    digest: str
    again: tuple[str, ...]
    gone: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    asked: tuple[tuple[str, int], ...] = ()


KINDS: dict[str, type[Event]] = {
    "started": Started,
    "picked": Picked,
    "said": Said,
    "drew": Drew,
    "skipped": Skipped,
    "declined": Declined,
    "went_back": WentBack,
    "changed": Changed,
    "paused": Paused,
    "resumed": Resumed,
    "asked_again": AskedAgain,
    "asked_meaning": AskedMeaning,
    "asked_for_help": AskedForHelp,
    "checked": Checked,
    "shared": Shared,
    "submitted": Submitted,
    "added": Added,
    "took_back": TookBack,
    "carried_over": CarriedOver,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


def to_json(event: Event) -> str:
    """Write what happened, without its message id, the same way each time."""
    held = {"event": _NAMES[type(event)], **asdict(event)}
    del held["message_id"]
    if not event.seen:
        del held["seen"]
    return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str, message_id: str) -> Event:
    """Read what ``to_json`` wrote; an unknown event raises KeyError."""
    raw: dict[str, Any] = json.loads(text)
    kind = KINDS[raw.pop("event")]
    for name in {"choices", "again", "gone", "passed"} & raw.keys():
        raw[name] = tuple(raw[name])
    for name in {"scopes", "asked"} & raw.keys():
        raw[name] = tuple((of, what) for of, what in raw[name])
    return kind(message_id=message_id, **raw)


def words_of(event: Event) -> str:
    """Give the free text that came with an event, or ""."""
    held = {each.name: getattr(event, each.name) for each in fields(event)}
    return held.get("words") or ""
