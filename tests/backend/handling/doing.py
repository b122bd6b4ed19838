"""What an officer does about a concern, each thing in a unit of its own."""

from collections.abc import Callable

import pytest

from backend.concerns.rules import Concern
from backend.handling import service
from backend.handling.rules import Note
from backend.platform.database import new_id
from backend.platform.errors import BadInput
from tests.backend.concerns.on_duty import Desk


def note(desk: Desk, kind: str = "done", words: str = "Rang the carer.", who: str = "") -> Note:
    """Write something down now."""
    return Note(new_id(), desk.clock(), "", kind, words, who)


def write_down(desk: Desk, concern: Concern, who: str = "duty", made: Note | None = None) -> None:
    """Keep a note."""
    key, made = desk.key(), made or note(desk)
    desk.write(lambda t: service.add_note(t, key, desk.viewer(who), concern.id, made))


def act(desk: Desk, concern: Concern, who: str = "duty") -> None:
    """Say that it was acted on."""
    desk.write(lambda t: service.act(t, desk.viewer(who), concern.id, desk.clock()))


def close(desk: Desk, concern: Concern, who: str = "duty", words: str = "She is safe.") -> None:
    """Close it."""
    key, reason = desk.key(), note(desk, "closing", words)
    desk.write(lambda t: service.close(t, key, desk.viewer(who), concern.id, reason))


def hand_over(
    desk: Desk, concern: Concern, who: str = "duty", to: str = "ann", words: str = "Going home."
) -> None:
    """Give it to somebody else."""
    key, made = desk.key(), note(desk, "handover", words)
    to_id = desk.staff[to].id
    desk.write(
        lambda t: service.hand_over(
            t, desk.ring, key, desk.viewer(who), desk.on_call, concern.id, to_id, made
        )
    )


def refused(move: Callable[[], None]) -> dict[str, str]:
    """Give what was said to be wrong with a move."""
    with pytest.raises(BadInput) as wrong:
        move()
    return wrong.value.fields
