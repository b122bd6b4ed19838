"""Raise a concern in the transaction that keeps the words, and call people until one has it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from backend.calls import service as calls
from backend.concerns import rules, store
from backend.concerns.rules import About, Change, Concern, Named, NoDutyRoute, Pointer, Raised
from backend.duty import service as duty
from backend.duty.rules import Helpline, OnCall, Recipient
from backend.people import service as people
from backend.people.rules import SYSTEM, Officer, Viewer
from backend.platform.database import Transaction, lock
from backend.platform.errors import or_not_found
from backend.platform.keys.rules import KeyRing

CLOSED_SHOWN = 50
"""How many of the closed concerns are shown."""


def raise_concerns(
    transaction: Transaction,
    ring: KeyRing,
    on_call: OnCall,
    about: About,
    reasons: tuple[Raised, ...],
) -> None:
    """Raise each reason as a concern, or count it on the open one of that child and category.

    A repeat calls nobody: they have been called for the open one. Words after somebody had it
    call once more, and so does a concern that becomes urgent.
    """
    lock(transaction, f"child:{about.child_id}")
    for reason in rules.one_a_category(reasons):
        _raise(transaction, ring, on_call, about, reason)


def _raise(
    transaction: Transaction, ring: KeyRing, on_call: OnCall, about: About, reason: Raised
) -> None:
    held = store.open_of(transaction, about.child_id, reason.category)
    why, concern = "raised", held or rules.begun(about, reason)
    if held is None:
        store.add(transaction, concern)
    else:
        store.repeat(transaction, held.id, about.at)
        why = rules.calls_again(held, reason)
    where = (about.event_id, about.consultation_id, about.participant_id)
    store.point_at(transaction, concern.id, Pointer(*where, reason.source, about.at))
    if why == "raised":
        record_change(transaction, concern, None, why, about.at, reason.level)
        call_due(transaction, ring, on_call, concern, about.at)
    elif why:
        level = reason.level if why == "urgent" else concern.level
        move(transaction, concern, None, why, about.at, level=level)
        call_again(transaction, ring, on_call, replace(concern, level=level), about.at)


def acknowledge(
    transaction: Transaction, viewer: Viewer, concern_id: str, times: int, at: datetime
) -> bool:
    """Record that this officer has it: the clock and the calls stop; the first to say so stands.

    ``times`` is how often it had been raised when they read it. Return False, and record nothing,
    where more was said since: nobody has read that, and they must see it before they take it.
    """
    held = hold(transaction, viewer, concern_id)
    if not held.waiting:
        return True
    if held.times != times:
        return False
    seen = {} if held.seen_at else {"seen_at": at, "seen_by": viewer.id or None}
    stopped = {"holder_id": viewer.id or None, "waiting_since": None, "nobody_left": False}
    move(transaction, held, viewer.id or None, "seen", at, **seen, **stopped)
    calls.stop(transaction, held.id, at)
    return True


def due(transaction: Transaction, on_call: OnCall, at: datetime) -> tuple[str, ...]:
    """Give the ids of the concerns for which somebody is to be called now, longest waiting first.

    Also those that wait since a moment that has not come: see ``escalate``.
    """
    return tuple(
        each.id
        for each in store.waiting(transaction)
        if rules.from_ahead(each, at)
        or calls.anything_due(transaction, on_call, rules.as_call(each), at)
    )


def escalate(
    transaction: Transaction, ring: KeyRing, on_call: OnCall, concern_id: str, at: datetime
) -> int:
    """Do every step of calling for a concern that is due by now and was not done; give how many.

    One that waits since a moment that has not come waits from now on: a clock ran ahead.
    """
    known = store.get(transaction, SYSTEM, concern_id)
    lock(transaction, f"child:{known.child_id if known else concern_id}")
    held = store.get(transaction, SYSTEM, concern_id)
    if held is None or not held.waiting:
        return 0
    if rules.from_ahead(held, at):
        store.move(transaction, held.id, {"waiting_since": at})
        held = replace(held, waiting_since=at)
    return call_due(transaction, ring, on_call, held, at)


def require_duty_route(transaction: Transaction, mail_works: bool) -> None:
    """Raise NoDutyRoute where a worry would reach nobody."""
    if not (mail_works and duty.reachable(transaction)):
        raise NoDutyRoute


def list_waiting(transaction: Transaction, viewer: Viewer) -> tuple[Concern, ...]:
    """Give the concerns nobody has yet, of the children this viewer may know of, newest first."""
    return store.listed(transaction, viewer, "waiting", None)


def of_child(transaction: Transaction, child_id: str) -> tuple[Concern, ...]:
    """Give every concern of a child, the oldest first; whoever asks may know of the child."""
    return store.of_child(transaction, child_id)


def list_open(transaction: Transaction, viewer: Viewer) -> tuple[Concern, ...]:
    """Give the concerns that are not closed and this viewer may see, newest first."""
    return store.listed(transaction, viewer, "open", None)


def list_closed(
    transaction: Transaction, viewer: Viewer, limit: int = CLOSED_SHOWN
) -> tuple[Concern, ...]:
    """Give the concerns that were closed last and this viewer may see."""
    return store.listed(transaction, viewer, "closed", limit)


def list_all(transaction: Transaction, viewer: Viewer) -> tuple[Concern, ...]:
    """Give every concern this viewer may see, newest first."""
    return store.listed(transaction, viewer, "all", None)


def count_waiting(transaction: Transaction, viewer: Viewer) -> int:
    """Count the concerns nobody has yet, of those this viewer may see."""
    return store.count_waiting(transaction, viewer)


def nobody_left(transaction: Transaction) -> bool:
    """Say whether something waits of which only the owners, or nobody, could be told."""
    return store.nobody_left(transaction)


def get(transaction: Transaction, viewer: Viewer, concern_id: str) -> Concern:
    """Give one concern. Raises NotFound where it is none of the viewer's."""
    return or_not_found(store.get(transaction, viewer, concern_id))


def hold(transaction: Transaction, viewer: Viewer, concern_id: str) -> Concern:
    """Give one concern as it stays until the unit ends. Raises NotFound."""
    known = get(transaction, viewer, concern_id)
    lock(transaction, f"child:{known.child_id}")
    return get(transaction, viewer, concern_id)


def events_open_to(
    transaction: Transaction, viewer: Viewer, event_ids: tuple[str, ...]
) -> set[str]:
    """Give those events that a concern lets this viewer read."""
    return store.pointed_at(transaction, viewer, event_ids, kept_from=False)


def events_kept_from(
    transaction: Transaction, viewer: Viewer, event_ids: tuple[str, ...]
) -> set[str]:
    """Give those events that an officer may not read, since they are named in what was raised."""
    if viewer.kind != "officer":
        return set()
    return store.pointed_at(transaction, viewer, event_ids, kept_from=True)


def helplines() -> dict[str, Helpline]:
    """Read the numbers people are told to ring that Sayso carries, by key."""
    return duty.numbers()


def pointers(transaction: Transaction, held: Concern) -> tuple[Pointer, ...]:
    """Give the first and the last places where a concern was said; whoever holds it may know."""
    return store.pointers(transaction, held.id, held.child_id)


def changes(transaction: Transaction, held: Concern) -> tuple[Change, ...]:
    """Give all that was done with a concern, in order; whoever holds it may know."""
    return store.changes(transaction, held.id)


def named(transaction: Transaction, held: Concern) -> tuple[Named, ...]:
    """Give those who are named in a concern; whoever holds it may know."""
    return store.named(transaction, held.id)


def barred(transaction: Transaction, held: Concern) -> frozenset[str]:
    """Give the officers who may never hear of a concern, whatever their roles.

    They are named in any of that child's, or have the address of who is, or of who lives there.
    """
    return store.barred(transaction, held.child_id)


def record_change(
    transaction: Transaction,
    held: Concern,
    officer_id: str | None,
    change: str,
    at: datetime,
    detail: str = "",
) -> None:
    """Write down what was done, never to be changed; so nothing of what is only a trial."""
    if not _is_synthetic(transaction, held):
        store.add_change(transaction, held.id, Change(at, officer_id, change, detail))


def move(
    transaction: Transaction,
    held: Concern,
    officer_id: str | None,
    change: str,
    at: datetime,
    **values: Any,
) -> None:
    """Put a concern, held in this unit, where it now stands, and write that down."""
    record_change(transaction, held, officer_id, change, at)
    if values:
        store.move(transaction, held.id, values)


def name_people(
    transaction: Transaction, held: Concern, officer_id: str, now: Collection[Named], at: datetime
) -> None:
    """Let these be named in a concern, and write down who was added and who was taken off."""
    before = set(store.named(transaction, held.id))
    for each in sorted(set(now) ^ before, key=lambda it: (it.kind, it.person_id)):
        change = "unnamed" if each in before else "named"
        record_change(transaction, held, officer_id, change, at, f"{each.kind}:{each.person_id}")
    store.name(transaction, held.id, set(now))


def place(transaction: Transaction, held: Concern, **values: Any) -> None:
    """Put a concern, held in this unit, where it now stands; what led to it is written already."""
    store.move(transaction, held.id, values)


def call_due(
    transaction: Transaction, ring: KeyRing, on_call: OnCall, held: Concern, at: datetime
) -> int:
    """Call whoever is due to hear of a concern that waits; give how many steps were done."""
    never, trial = barred(transaction, held), _is_synthetic(transaction, held)
    call = replace(rules.as_call(held), excluded=never, synthetic=trial)
    done = calls.call_due(transaction, ring, on_call, call, at)
    if done.nobody_left and not held.nobody_left:
        store.move(transaction, held.id, {"nobody_left": True})
    return done.steps


def call_again(
    transaction: Transaction,
    ring: KeyRing,
    on_call: OnCall,
    held: Concern,
    at: datetime,
    only: Officer | None = None,
) -> None:
    """Begin a new round of calling; with ``only``, one officer who was given it is called first."""
    again = replace(held, round=held.round + 1, waiting_since=at)
    store.move(transaction, held.id, {"round": again.round, "waiting_since": at})
    if only is None:
        call_due(transaction, ring, on_call, again, at)
        return
    recipient = Recipient(only.id, only.email, only.phone, "holder")
    calls.call_one(transaction, ring, on_call, rules.as_call(again), recipient, at)


def _is_synthetic(transaction: Transaction, held: Concern) -> bool:
    return people.get_child(transaction, SYSTEM, held.child_id).synthetic


def forget_closed(transaction: Transaction, child_id: str, before: datetime) -> None:
    """Forget what a synthetic child raised and the system closed before a moment."""
    for concern_id in store.forget_closed(transaction, child_id, before):
        calls.forget(transaction, concern_id)
