"""Raise a concern in the transaction that keeps the words, and tell the people on duty."""

import tomllib
from datetime import date, datetime
from pathlib import Path

from backend.concerns import store
from backend.concerns.rules import About, Concern, Helpline, NoDutyRoute, Raised
from backend.people import service as people
from backend.people.rules import SYSTEM, Viewer
from backend.platform.database import Transaction
from backend.platform.delivery.rules import notice
from backend.platform.delivery.service import enqueue
from backend.platform.errors import or_not_found
from backend.platform.ids import derived_id
from backend.platform.keys.rules import KeyRing

HELPLINES = Path(__file__).parent / "helplines.toml"


def raise_concerns(
    transaction: Transaction,
    ring: KeyRing,
    about: About,
    reasons: tuple[Raised, ...],
    address: str,
) -> None:
    """Raise each reason as a concern, or count it on the open one that it repeats.

    ``address`` is the page the people on duty are sent to. A repeat sends nothing: they have
    already been told of the open one.
    """
    for reason in reasons:
        repeated = store.open_like(
            transaction, about.consultation_id, reason.source, reason.category
        )
        if repeated:
            store.repeat(transaction, repeated, about.event_id, about.at)
            continue
        concern = _new(about, reason)
        store.add(transaction, concern)
        _tell_duty(transaction, ring, concern, address)


def duty_officers_can_be_told(transaction: Transaction) -> bool:
    """Say whether at least one active officer is on the duty route."""
    return bool(people.officers_with_role(transaction, SYSTEM, "duty"))


def require_duty_route(transaction: Transaction, mail_works: bool) -> None:
    """Raise NoDutyRoute where a worry would reach nobody."""
    if not (mail_works and duty_officers_can_be_told(transaction)):
        raise NoDutyRoute


def list_open(transaction: Transaction, viewer: Viewer) -> tuple[Concern, ...]:
    """Give the concerns nobody has yet, of the children this viewer may know of."""
    return store.listed(transaction, viewer, only_open=True)


def list_all(transaction: Transaction, viewer: Viewer) -> tuple[Concern, ...]:
    """Give every concern this viewer may see, newest first."""
    return store.listed(transaction, viewer, only_open=False)


def get(transaction: Transaction, viewer: Viewer, concern_id: str) -> Concern:
    """Give one concern. Raises NotFound where it is none of the viewer's."""
    return or_not_found(store.get(transaction, viewer, concern_id))


def acknowledge(
    transaction: Transaction, viewer: Viewer, concern_id: str, times: int, at: datetime
) -> bool:
    """Record that this officer has it; the first one to say so stands.

    ``times`` is how often it had been raised when they read it. Return False, and record nothing,
    where more was said since: nobody has read that, and they must see it before they take it.
    """
    held = get(transaction, viewer, concern_id)
    return store.mark_seen(transaction, viewer, concern_id, times, at) or not held.open


def events_open_to(
    transaction: Transaction, viewer: Viewer, event_ids: tuple[str, ...]
) -> set[str]:
    """Give those events that a concern lets this viewer read."""
    return store.pointed_at(transaction, viewer, event_ids)


def helplines(path: Path = HELPLINES) -> dict[str, Helpline]:
    """Read the numbers people are told to ring, by key."""
    raw = tomllib.loads(path.read_text("utf-8"))
    return {
        key: Helpline(line["name"], line["number"], date.fromisoformat(line["checked_on"]))
        for key, line in raw.items()
    }


def _new(about: About, reason: Raised) -> Concern:
    """The unit may run twice, so a concern's id follows from the event that raised it."""
    return Concern(
        id=derived_id(about.event_id, reason.source, reason.category),
        child_id=about.child_id,
        participant_id=about.participant_id,
        consultation_id=about.consultation_id,
        source=reason.source,
        category=reason.category,
        raised_at=about.at,
        last_at=about.at,
        times=1,
        seen_at=None,
        seen_by=None,
        event_ids=(about.event_id,),
    )


def _tell_duty(transaction: Transaction, ring: KeyRing, concern: Concern, address: str) -> None:
    for officer in people.officers_with_role(transaction, SYSTEM, "duty"):
        key = f"concern:{concern.id}:{officer.id}"
        at = concern.raised_at
        mail = notice(key, officer.email, "concern", address, at, concern.child_id, urgent=True)
        enqueue(transaction, ring, mail, at)
