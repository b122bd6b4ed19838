"""What a made-up child said half a year ago, given through the same door as any answer."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from backend.consultations import service as consultations
from backend.consultations.rules import Consultation
from backend.invitations.rules import Invitation
from backend.platform.database import new_id
from backend.platform.keys.service import open_child_key
from bot.serving import House
from dialogs import events
from dialogs.routing import Place, place, topics_said
from dialogs.script import Script

LAST_TIME: Mapping[str, tuple[tuple[str, ...], str]] = {
    "with_you": (("alone",), ""),
    "home_feel": (("mixed",), "it is ok. the dog is nice but I miss my old room"),
    "safe_feel": (("good",), ""),
    "school_feel": (("good",), "Mr Bell is funny"),
    "friends_feel": (("good",), ""),
    "health_feel": (("mixed",), "I wake up a lot"),
    "family_time": (("more",), ""),
    "family_wish": ((), "Tobi every week"),
    "worker_listens": (("partly",), ""),
    "plan_know": (("no",), ""),
    "last_done": (("first",), ""),
    "proud": ((), "swimming 25 metres"),
    "talk_about": ((), "Can I do swimming on Saturdays"),
    "meeting_come": (("yes",), ""),
    "meeting_ways": (("none",), ""),
}


def answer_all(
    house: House,
    invitation: Invitation,
    said: Mapping[str, tuple[tuple[str, ...], str]],
    begun_at: datetime,
) -> Consultation:
    """Answer a whole consultation and send it, a minute to a screen; skip what is not in it."""
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
    while held.status != "sent":
        at += timedelta(minutes=1)
        event = _next(script, held, said)
        held = runtime.database.write(
            lambda transaction, event=event, at=at: (
                consultations.receive(  # type: ignore[misc]
                    transaction,
                    house.desk,
                    key,
                    consultation_id=invitation.id,
                    event=event,
                    channel="web",
                    at=at,
                ).consultation
            )
        )
    return held


def _next(
    script: Script, held: Consultation, said: Mapping[str, tuple[tuple[str, ...], str]]
) -> events.Event:
    here = place(script, held.state)
    message = new_id()
    if here.stage == "check":
        return events.Checked(message)
    if here.stage == "share":
        topics = topics_said(script, held.state)
        return events.Shared(message, tuple((topic, "review") for topic in topics))
    if here.stage == "send":
        return events.Submitted(message)
    return _answer(script, here, said, message)


def _answer(
    script: Script,
    here: Place,
    said: Mapping[str, tuple[tuple[str, ...], str]],
    message: str,
) -> events.Event:
    step = script.step(here.step)
    if step is not None and step.kind == "tell":
        return events.Picked(message, step.id, ("ok",))
    choices, words = said.get(here.step, ((), ""))
    if choices:
        return events.Picked(message, here.step, choices, words)
    return events.Said(message, here.step, words) if words else events.Skipped(message, here.step)
