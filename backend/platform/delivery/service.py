"""What is to be sent is kept with its cause; a courier sends it afterwards, outside any unit."""

import json
import logging
import threading
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Select

from backend.platform.clock import Clock
from backend.platform.database import Database, Transaction, new_id
from backend.platform.delivery import rules, store
from backend.platform.delivery.rules import (
    Claimed,
    OpenedMessage,
    OutboxMessage,
    RetryLater,
    Route,
    Undelivered,
    Way,
)
from backend.platform.errors import DatabaseStopped
from backend.platform.keys.rules import CannotOpen, KeyRing

Routes = Mapping[str, Route]

LONGEST_SLEEP_SECONDS = 1.0

_log = logging.getLogger(__name__)


def enqueue(transaction: Transaction, ring: KeyRing, message: OutboxMessage, at: datetime) -> bool:
    """Keep a message for sending; the same key again changes nothing and returns False."""
    rules.check(message)
    payload = json.dumps({"to": message.recipient, "values": dict(message.values)})
    sealed = ring.seal(_place(message.id), payload.encode())
    recipient = ring.digest("outbox.recipient", f"{message.route}:{message.recipient}")
    return store.insert(transaction, message, recipient, sealed, at)


def cancel_for_participants(
    transaction: Transaction, participant_ids: Collection[str], at: datetime
) -> int:
    """Stop whatever has not gone out to these participants; return how many messages."""
    return store.cancel(transaction, participant_ids, at)


def cancel_keys(transaction: Transaction, keys: Collection[str], at: datetime) -> int:
    """Stop whatever has not gone out of what these keys name; return how many messages."""
    return store.cancel_keys(transaction, keys, at) if keys else 0


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


def ways_of(transaction: Transaction, message_ids: Collection[str]) -> dict[str, Way]:
    """Say by id which way each of these messages took, and what became of it."""
    return store.ways_of(transaction, message_ids)


def undelivered(
    transaction: Transaction, children: Select[tuple[str]], at: datetime
) -> list[Undelivered]:
    """List what has not arrived, or may not have, for these children and for nobody's child.

    `children` selects the ids of the children that whoever asks may know of.
    """
    return store.undelivered(transaction, children, at - rules.LATE_AFTER)


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
    database: Database, ring: KeyRing, routes: Routes, clock: Clock, urgent: bool | None = None
) -> bool:
    """Send the next message that is due; return False where none is."""
    claimed = _claim(database, routes, clock, urgent)
    if claimed is None:
        return False
    error = _send(ring, routes[claimed.route], claimed)
    at = clock()
    settlement = rules.settle(claimed, error, at)
    if settlement.status != "sent":
        # Ids and codes: an address or another server's sentence has no place in a log.
        _log.warning("message %s is %s: %s", claimed.id, settlement.status, settlement.code)
    database.write(lambda unit: store.settle(unit, claimed, settlement, at))
    return True


class Courier:
    """Threads that deliver what is due: urgent messages have their own, so bulk never delays them.

    `nudge()` after a commit sends at once; without it a message waits a second at most.
    """

    def __init__(
        self, database: Database, ring: KeyRing, routes: Routes, clock: Clock, workers: int = 2
    ) -> None:
        self._database = database
        self._ring = ring
        self._clock = clock
        self._nudged = threading.Condition()
        self._nudges = 0
        self._stopping = False
        # A route that hangs must not hold up another.
        self._threads = [
            self._thread({name: route}, urgent)
            for name, route in routes.items()
            for urgent in (True, *(False,) * workers)
        ]

    def start(self) -> None:
        """Begin to deliver."""
        for thread in self._threads:
            thread.start()

    def nudge(self) -> None:
        """Look for messages now."""
        with self._nudged:
            self._nudges += 1
            self._nudged.notify_all()

    def stop(self, timeout: float = 5.0) -> None:
        """Finish what is being sent, waiting `timeout` seconds at most for each sender."""
        self._stopping = True
        self.nudge()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout)

    def _thread(self, routes: Routes, urgent: bool) -> threading.Thread:
        name = f"courier-{'-'.join(routes)}-{'urgent' if urgent else 'rest'}"
        return threading.Thread(target=self._live, args=(routes, urgent), name=name, daemon=True)

    def _live(self, routes: Routes, urgent: bool) -> None:
        seen = -1
        while not self._stopping:
            with self._nudged:
                if seen == self._nudges:
                    self._nudged.wait(LONGEST_SLEEP_SECONDS)
                seen = self._nudges
            try:
                self._round(routes, urgent)
            except DatabaseStopped:
                return
            except Exception as error:  # a courier outlives any trouble
                _log.error("delivery paused: %s", type(error).__name__)

    def _round(self, routes: Routes, urgent: bool) -> None:
        more = True
        while more and not self._stopping:
            more = deliver_one(self._database, self._ring, routes, self._clock, urgent)


def _claim(database: Database, routes: Routes, clock: Clock, urgent: bool | None) -> Claimed | None:
    at = clock()
    names = tuple(routes)
    # Looking first: an idle outbox costs no write.
    if not database.read(lambda unit: store.anything_due(unit, names, urgent, at)):
        return None
    lease = (new_id(), at + rules.LEASE)

    def unit(transaction: Transaction) -> Claimed | None:
        store.release_stale(transaction, at)
        return store.claim(transaction, names, urgent, at, lease)

    return database.write(unit)


def _send(ring: KeyRing, route: Route, claimed: Claimed) -> Exception | None:
    try:
        route(_opened(ring, claimed))
    except Exception as error:  # whatever it was, the message gets settled
        return error
    return None


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
