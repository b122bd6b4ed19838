"""What the engine asks its caller to do. Keys, never words: the channels speak."""

from dataclasses import dataclass

from dialogs.state import Answer


@dataclass(frozen=True)
class Say:
    """Say a universal word of the script's audience, such as ``paused``."""

    key: str


@dataclass(frozen=True)
class Explain:
    """Say what this step means: its gloss."""

    step: str


@dataclass(frozen=True)
class Ask:
    """Ask this step; ``part`` is "choice", or "words" where only the words are still open."""

    step: str
    part: str


@dataclass(frozen=True)
class Keep:
    """Keep this answer as the newest revision for its step."""

    answer: Answer


@dataclass(frozen=True)
class Raise:
    """Tell a person now: ``source`` is "help" or "choice"."""

    source: str
    step: str


@dataclass(frozen=True)
class Check:
    """Show them all their answers, in their exact words."""


@dataclass(frozen=True)
class Share:
    """Ask, topic by topic, who may see what they said."""


@dataclass(frozen=True)
class OfferSend:
    """Show once more who will see what, and offer to send."""


@dataclass(frozen=True)
class Finish:
    """It is sent: thank them and say what happens next."""


Output = Say | Explain | Ask | Keep | Raise | Check | Share | OfferSend | Finish
