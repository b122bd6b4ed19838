"""What can happen in a conversation. Ids and times come with the event; the engine makes none."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """Something a person did, once: ``message_id`` is the channel's own id for it."""

    message_id: str


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
class Skipped(Event):
    """They passed over the question, or over the words it invites."""

    step: str


@dataclass(frozen=True)
class WentBack(Event):
    """They asked for the screen before ``place``: a second tap finds them elsewhere, so is idle."""

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
