"""One turn of a try-out: what was posted, what came of it, and who would be told. Keeps nothing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from backend.concerns.rules import Raised
from backend.consultations.rules import step_forward
from bot.tryout.carried import fits
from bot.webchat.forms import Posted, Refused, to_event
from dialogs import events
from dialogs.cues import CueTable
from dialogs.outputs import Output, Say
from dialogs.script import Script
from dialogs.state import State

LEAVE, SENT, FULL = "leave", "sent", "full"


@dataclass(frozen=True)
class Turn:
    """Where a try-out stands after one post.

    ``wrong`` names why nothing was taken, and ``posted`` is then what is shown again. ``note``
    names what is to be said beside the conversation.
    """

    state: State
    outputs: tuple[Output, ...] = ()
    reasons: tuple[Raised, ...] = ()
    posted: Posted | None = None
    wrong: str = ""
    note: str = ""

    @property
    def says(self) -> tuple[str, ...]:
        """The universal words said beside the question."""
        return tuple(output.key for output in self.outputs if isinstance(output, Say))


def take(
    script: Script,
    state: State,
    posted: Posted,
    cues: Mapping[str, CueTable],
    languages: Collection[str],
) -> Turn:
    """Do what one form says, as the chat would; what is out of place only shows the screen."""
    if posted.move == LEAVE:
        return Turn(state, note=LEAVE)
    event = to_event(posted, script)
    if isinstance(event, events.Started) and event.language not in languages:
        event = Refused("stale")
    if isinstance(event, Refused):
        return _refused(state, posted, event.reason)
    stepped = step_forward(script, state, event, cues)
    after = stepped.turn.state
    if not fits(after):
        return Turn(state, posted=posted, wrong="too_long", note=FULL)
    sent = SENT if after.status == "sent" and isinstance(event, events.Submitted) else ""
    return Turn(after, stepped.turn.outputs, stepped.reasons, note=sent)


def _refused(state: State, posted: Posted, reason: str) -> Turn:
    return Turn(state) if reason == "stale" else Turn(state, posted=posted, wrong=reason)
