"""What is to be sent is kept with its cause; a courier sends it afterwards, outside any unit."""

import json
import logging
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Select

from backend.platform import messages
from backend.platform.clock import Clock
from backend.platform.database import Database, Transaction, new_id
from backend.platform.delivery import rules, store
from backend.platform.delivery.rules import (
    Claimed,
    Enquiry,
    Fate,
    OpenedMessage,
    OutboxMessage,
    PageOut,
    RetryLater,
    Route,
    Undelivered,
)
from backend.platform.keys.rules import CannotOpen, KeyRing
from backend.platform.pacing import Pacer
from backend.platform.receipts import TAKEN, Receipt

Routes = Mapping[str, Route]
Enquiries = Mapping[str, Enquiry]

_log = logging.getLogger(__name__)


def enqueue(transaction: Transaction, ring: KeyRing, message: OutboxMessage, at: datetime) -> bool:
    """Keep a message for sending; the same key again changes nothing and returns False."""
    messages.check(message.route, message.template, message.values)
    payload = json.dumps({"to": message.recipient, "values": dict(message.values)})
    sealed = ring.seal(_place(message.id), payload.encode())
    recipient = ring.digest("outbox.recipient", f"{message.route}:{message.recipient}")
    return store.insert(transaction, message, recipient, sealed, at)


def page(
    transaction: Transaction, ring: KeyRing, page_out: PageOut, routes: Collection[str]
) -> tuple[str, ...]:
    """Call one person over every route at hand; give the ids of the messages, one a route.

    A text and the first e-mail go at once, and the other e-mail after 90 seconds if the first
    has not been sent. `routes` are the names of those that this house has.
    """
    calls = rules.ways(page_out, routes)
    for message in calls:
        enqueue(transaction, ring, message, page_out.at)
    return tuple(call.id for call in calls)


def receipt(transaction: Transaction, message_id: str) -> Receipt:
    """Say what is known of a message after it left us."""
    return store.receipt(transaction, message_id)


def cancel_for_participants(
    transaction: Transaction, participant_ids: Collection[str], at: datetime
) -> int:
    """Stop whatever has not gone out to these participants; return how many messages."""
    return store.cancel(transaction, participant_ids, at)


def cancel_keys(transaction: Transaction, keys: Collection[str], at: datetime) -> int:
    """Stop whatever has not gone out of what these keys name; return how many messages."""
    return store.cancel_keys(transaction, keys, at) if keys else 0


def fates(transaction: Transaction, keys: Collection[str]) -> dict[str, Fate]:
    """Say what became of the messages of these keys; one that was never kept is left out."""
    return store.fates(transaction, "key", keys)


def resolve_doubt(transaction: Transaction, participant_ids: Collection[str], at: datetime) -> int:
    """Close what was held for these participants, who have been heard from since."""
    return store.resolve_doubt(transaction, participant_ids, at)


def interrupted(transaction: Transaction, route: str, at: datetime) -> int:
    """Close as doubtful what a route was sending when its only sender died; give how many.

    Call it before that sender starts again: until then nobody else may send by this route.
    """
    return store.hold_interrupted(transaction, route, at)


def status_of(transaction: Transaction, message_id: str) -> str:
    """Say what became of a message: "waiting", "sending", "sent" and so on, or "" for none."""
    return store.status_of(transaction, message_id)


def oldest_call(transaction: Transaction, before: datetime) -> datetime | None:
    """Give since when the oldest urgent message waits that was due before a moment, or None."""
    return store.oldest_call(transaction, before)


def ways_of(transaction: Transaction, message_ids: Collection[str]) -> dict[str, Fate]:
    """Say by id which way each of these messages took, and what became of it."""
    return store.fates(transaction, "id", message_ids)


def undelivered(
    transaction: Transaction, children: Select[tuple[str]], at: datetime
) -> list[Undelivered]:
    """List what has not arrived, or may not have, for these children and for nobody's child.

    `children` selects the ids of the children that whoever asks may know of. Calls about a
    concern are left out: who may know of a child need not know that there is one.
    """
    found = store.undelivered(transaction, children, at - rules.LATE_AFTER)
    return [message for message in found if not message.is_call]


def undelivered_calls(
    transaction: Transaction, children: Select[tuple[str]], at: datetime
) -> list[Undelivered]:
    """List the calls about a concern that have not arrived; the caller settles who may know."""
    found = store.undelivered(transaction, children, at - rules.LATE_AFTER)
    return [message for message in found if message.is_call]


def deliver_due(
    database: Database,
    ring: KeyRing,
    routes: Routes,
    clock: Clock,
    urgent: bool | None = None,
) -> int:
    """Send all that is due by these routes, urgent first; return how many were tried.

    `urgent` True or False sends only that kind. Each message is claimed, sent outside any
    unit, and settled by itself, so a crash leaves at most one in doubt.
    """
    tried = 0
    while deliver_one(database, ring, routes, clock, urgent):
        tried += 1
    return tried


def deliver_one(
    database: Database,
    ring: KeyRing,
    routes: Routes,
    clock: Clock,
    urgent: bool | None = None,
    pacer: Pacer | None = None,
) -> bool:
    """Send the next message that is due; return False where none is.

    A `pacer` says to whom nothing goes yet, and hears what went and what the provider asked for.
    """
    claimed = _claim(database, routes, clock, urgent, pacer.resting() if pacer else ())
    if claimed is None:
        return False
    if pacer:
        pacer.went(claimed.recipient)
    answer = _send(ring, routes[claimed.route], claimed)
    if pacer and isinstance(answer, RetryLater) and answer.all_wait:
        pacer.stop.ask_for(answer.seconds)
    at = clock()
    settlement = rules.settle(claimed, answer, at)
    if settlement.status != "sent":
        # Ids and codes: an address or another server's sentence has no place in a log.
        _log.warning("message %s is %s: %s", claimed.id, settlement.status, settlement.code)
    database.write(lambda unit: store.settle(unit, claimed, settlement, at))
    return True


def ask_one(database: Database, enquiries: Enquiries, clock: Clock) -> bool:
    """Ask for the next receipt that is awaited; return False where none is."""
    names, at = tuple(enquiries), clock()
    awaited = database.read(lambda unit: store.next_awaited(unit, names, at))
    if awaited is None:
        return False
    answer: str | Exception
    try:
        answer = enquiries[awaited.route](awaited.id)
    except Exception as error:  # whatever it was, it is asked again or is the answer
        answer = error
    now = clock()
    settlement = rules.receive(awaited, answer, now)
    if settlement.status != "sent":
        _log.warning("message %s did not arrive: %s", awaited.id, settlement.code)
    database.write(lambda unit: store.receive(unit, awaited.id, settlement, now))
    return True


def _claim(
    database: Database,
    routes: Routes,
    clock: Clock,
    urgent: bool | None,
    resting: Collection[str],
) -> Claimed | None:
    at = clock()
    names = tuple(routes)
    # Looking first: an idle outbox costs no write.
    if not database.read(lambda unit: store.anything_due(unit, names, urgent, at, resting)):
        return None
    lease = (new_id(), at + rules.LEASE)

    def unit(transaction: Transaction) -> Claimed | None:
        store.release_stale(transaction, at)
        store.cancel_needless(transaction, names, urgent, at)
        return store.claim(transaction, names, urgent, at, lease, resting)

    return database.write(unit)


def _send(ring: KeyRing, route: Route, claimed: Claimed) -> str | Exception:
    """Give the receipt of what was sent, or what went wrong."""
    try:
        return route(_opened(ring, claimed)) or TAKEN
    except Exception as error:  # whatever it was, the message gets settled
        return error


def _opened(ring: KeyRing, claimed: Claimed) -> OpenedMessage:
    try:
        payload = json.loads(ring.open(_place(claimed.id), claimed.payload))
    except CannotOpen:
        # Perhaps started with the wrong key: nothing is lost if it waits for the right one.
        raise RetryLater(code="cannot-open") from None
    return OpenedMessage(
        claimed.id,
        payload["to"],
        claimed.template,
        payload["values"],
        claimed.language,
        claimed.tries,
    )


def _place(message_id: str) -> str:
    return f"outbox.payload:{message_id}"
