"""Answers of made-up people, given through the same door as any answer."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from backend.consultations import service as consultations
from backend.consultations.rules import Consultation
from backend.invitations.rules import Invitation
from backend.platform.database import new_id
from backend.platform.keys.rules import ChildKey
from backend.platform.keys.service import open_child_key
from bot.serving import House
from dialogs import events
from dialogs.routing import Place, place, topics_said
from dialogs.script import Script

Answered = tuple[tuple[str, ...], str]
"""The choices and the words of one answer."""


def answer_all(
    house: House,
    invitation: Invitation,
    said: Mapping[str, Answered],
    begun_at: datetime,
    shared: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> Consultation:
    """Answer a whole consultation and send it, a minute to a screen; skip what is not in it.

    ``shared`` says who may see a topic where that is not everyone: "iro", or the name of one of
    the people whose ids ``names`` gives.
    """
    runtime, at = house.runtime, begun_at
    key = runtime.database.read(
        lambda transaction: open_child_key(transaction, runtime.ring, invitation.child_id)
    )
    held = runtime.database.write(
        lambda transaction: consultations.begin(
            transaction, house.desk, key, invitation, language="en", at=begun_at
        )
    )
    script = house.desk.scripts.get(held.script, held.version)
    scopes = {topic: _scope(who, names or {}) for topic, who in (shared or {}).items()}
    while held.status != "sent":
        at += timedelta(minutes=1)
        held = _take(house, key, held, _next(script, held, said, scopes), at)
    return held


def _take(
    house: House, key: ChildKey, held: Consultation, event: events.Event, at: datetime
) -> Consultation:
    return house.runtime.database.write(
        lambda transaction: consultations.receive(
            transaction,
            house.desk,
            key,
            consultation_id=held.id,
            event=event,
            channel="web",
            at=at,
        )
    ).consultation


def _scope(who: str, names: Mapping[str, str]) -> str:
    return f"people:{names[who]}" if who in names else "iro"


def _next(
    script: Script,
    held: Consultation,
    said: Mapping[str, Answered],
    shared: Mapping[str, str],
) -> events.Event:
    here = place(script, held.state)
    message = new_id()
    if here.stage == "check":
        return events.Checked(message)
    if here.stage == "share":
        topics = topics_said(script, held.state)
        return events.Shared(
            message, tuple((topic, shared.get(topic, "review")) for topic in topics)
        )
    if here.stage == "send":
        return events.Submitted(message)
    return _answer(script, here, said, message)


def _answer(
    script: Script,
    here: Place,
    said: Mapping[str, Answered],
    message: str,
) -> events.Event:
    step = script.step(here.step)
    if step is not None and step.kind == "tell":
        return events.Picked(message, step.id, ("ok",))
    choices, words = said.get(here.step, ((), ""))
    if step is not None and step.kind == "drawing" and words:
        return events.Drew(message, step.id, words)
    if choices:
        return events.Picked(message, here.step, choices, words)
    return events.Said(message, here.step, words) if words else events.Skipped(message, here.step)
