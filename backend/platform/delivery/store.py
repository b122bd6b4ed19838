"""Queries on the outbox."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from backend.platform.database import Transaction, lock
from backend.platform.delivery.rules import (
    KEEPS_ORDER,
    RESENDS_WHEN_UNSURE,
    Claimed,
    OutboxMessage,
    Settlement,
    Undelivered,
    Way,
)
from backend.platform.delivery.tables import outbox


def insert(
    transaction: Transaction,
    message: OutboxMessage,
    recipient: str,
    payload: bytes,
    at: datetime,
) -> bool:
    """Add a message unless its key is there already; say whether it was added."""
    values = {
        "id": message.id,
        "key": message.key,
        "route": message.route,
        "recipient": recipient,
        "template": message.template,
        "language": message.language,
        "payload": payload,
        "urgent": message.urgent,
        "child_id": message.child_id,
        "participant_id": message.participant_id,
        "created_at": at,
        "due_at": message.due_at,
        "next_at": message.due_at,
        "status": "waiting",
        "tries": 0,
        "code": "",
    }
    maker = sqlite.insert if transaction.dialect.name == "sqlite" else postgresql.insert
    statement = maker(outbox).values(values).on_conflict_do_nothing(index_elements=["key"])
    # PostgreSQL's driver gives no count here, so the row itself is asked for.
    return transaction.execute(statement.returning(outbox.c.number)).first() is not None


def anything_due(
    transaction: Transaction, routes: Collection[str], urgent: bool | None, at: datetime
) -> bool:
    """Say whether a sender of these routes has anything to do."""
    stale = and_(_stale(at), outbox.c.route.in_(routes))
    looking = select(outbox.c.number).where(or_(_ready(routes, urgent, at), stale))
    return transaction.execute(looking.limit(1)).first() is not None


def release_stale(transaction: Transaction, at: datetime) -> None:
    """Let go of what a dead sender held: tried again where a repeat does no harm, else held."""
    again = or_(outbox.c.route.in_(RESENDS_WHEN_UNSURE), outbox.c.urgent)
    letting_go = {"lease": None, "lease_until": None, "code": "sender-stopped"}
    transaction.execute(
        update(outbox).where(_stale(at), again).values(status="waiting", next_at=at, **letting_go)
    )
    transaction.execute(
        update(outbox)
        .where(_stale(at))
        .values(status="held", settled_at=at, payload=None, **letting_go)
    )


def hold_interrupted(transaction: Transaction, route: str, at: datetime) -> int:
    """Let go of what a route's sender held when it died; return how many messages."""
    held = transaction.execute(
        update(outbox)
        .where(outbox.c.route == route, outbox.c.status == "sending", ~outbox.c.urgent)
        .values(
            status="held",
            settled_at=at,
            payload=None,
            lease=None,
            lease_until=None,
            code="sender-stopped",
        )
    )
    return held.rowcount


def claim(
    transaction: Transaction,
    routes: Collection[str],
    urgent: bool | None,
    at: datetime,
    lease: tuple[str, datetime],
) -> Claimed | None:
    """Take the next message that is due, urgent ones first, or None."""
    lock(transaction, "outbox")
    order = (outbox.c.urgent.desc(), outbox.c.number)
    looking = select(outbox).where(_ready(routes, urgent, at)).order_by(*order).limit(1)
    row = transaction.execute(looking).first()
    if row is None:
        return None
    name, until = lease
    transaction.execute(
        update(outbox)
        .where(outbox.c.number == row.number)
        .values(status="sending", tries=row.tries + 1, lease=name, lease_until=until)
    )
    return _claimed(row, name)


def settle(
    transaction: Transaction, claimed: Claimed, settlement: Settlement, at: datetime
) -> None:
    """Write down what became of a message, if it is still ours.

    One that was cancelled meanwhile stays so, unless it had gone out already.
    """
    ours = and_(outbox.c.id == claimed.id, outbox.c.lease == claimed.lease)
    waits = settlement.status == "waiting"
    values: dict[str, Any] = {"lease": None, "lease_until": None, "code": settlement.code}
    if not waits:
        values |= {"settled_at": at, "payload": None}
    if settlement.status != "sent":
        ours = and_(ours, outbox.c.status == "sending")
    transaction.execute(
        update(outbox)
        .where(ours)
        .values(status=settlement.status, next_at=settlement.next_at, **values)
    )


def cancel(transaction: Transaction, participant_ids: Collection[str], at: datetime) -> int:
    """Stop what has not gone out to these participants; return how many messages that is."""
    open_rows = outbox.c.status.in_(("waiting", "sending", "held", "undeliverable"))
    stopped = transaction.execute(
        update(outbox)
        .where(outbox.c.participant_id.in_(participant_ids), open_rows)
        .values(status="cancelled", payload=None, settled_at=at)
    )
    return stopped.rowcount


def cancel_keys(transaction: Transaction, keys: Collection[str], at: datetime) -> int:
    """Stop what has not gone out of these messages; return how many that is.

    A key stands for every message it was made into, one a route: "key" and "key:route".
    """
    like = [outbox.c.key.startswith(f"{key}:", autoescape=True) for key in keys]
    open_rows = outbox.c.status.in_(("waiting", "sending", "held", "undeliverable"))
    stopped = transaction.execute(
        update(outbox)
        .where(or_(outbox.c.key.in_(keys), *like), open_rows)
        .values(status="cancelled", payload=None, settled_at=at)
    )
    return stopped.rowcount


def resolve_doubt(transaction: Transaction, participant_ids: Collection[str], at: datetime) -> int:
    """Take for sent what was held for these participants; return how many messages."""
    resolved = transaction.execute(
        update(outbox)
        .where(outbox.c.participant_id.in_(participant_ids), outbox.c.status == "held")
        .values(status="sent", settled_at=at)
    )
    return resolved.rowcount


def status_of(transaction: Transaction, message_id: str) -> str:
    """Give what became of a message, or "" where there is none."""
    query = select(outbox.c.status).where(outbox.c.id == message_id)
    return transaction.execute(query).scalar() or ""


def ways_of(transaction: Transaction, message_ids: Collection[str]) -> dict[str, Way]:
    """Give by id what became of each of these messages that there is."""
    columns = (outbox.c.id, outbox.c.route, outbox.c.status, outbox.c.settled_at)
    query = select(*columns).where(outbox.c.id.in_(message_ids))
    return {
        row.id: Way(row.route, row.status, row.settled_at) for row in transaction.execute(query)
    }


def undelivered(
    transaction: Transaction, children: Select[tuple[str]], late: datetime
) -> list[Undelivered]:
    """List what did not arrive for these children, or for none; oldest first.

    `late` is the moment before which a waiting message should have gone.
    """
    urgent_in_trouble = and_(outbox.c.urgent, outbox.c.tries > 0, outbox.c.code != "")
    still_trying = and_(
        outbox.c.status.in_(("waiting", "sending")),
        or_(outbox.c.due_at < late, urgent_in_trouble),
    )
    listing = (
        select(outbox)
        .where(or_(outbox.c.status.in_(("undeliverable", "held")), still_trying))
        .where(or_(outbox.c.child_id.is_(None), outbox.c.child_id.in_(children)))
        .order_by(outbox.c.number)
    )
    return [_undelivered(row) for row in transaction.execute(listing)]


def _stale(at: datetime) -> ColumnElement[bool]:
    return and_(outbox.c.status == "sending", outbox.c.lease_until < at)


def _ready(routes: Collection[str], urgent: bool | None, at: datetime) -> ColumnElement[bool]:
    earlier = outbox.alias("earlier")
    waits_for_its_turn = exists().where(
        outbox.c.route.in_(KEEPS_ORDER),
        earlier.c.recipient == outbox.c.recipient,
        earlier.c.status.in_(("waiting", "sending")),
        earlier.c.number < outbox.c.number,
        earlier.c.urgent == outbox.c.urgent,
        earlier.c.due_at <= at,
    )
    ready = and_(
        outbox.c.status == "waiting",
        outbox.c.next_at <= at,
        outbox.c.route.in_(routes),
        ~waits_for_its_turn,
    )
    return ready if urgent is None else and_(ready, outbox.c.urgent.is_(urgent))


def _claimed(row: Row[Any], lease: str) -> Claimed:
    return Claimed(
        row.id,
        row.route,
        row.template,
        row.language,
        row.payload,
        row.urgent,
        row.due_at,
        row.tries + 1,
        lease,
    )


def _undelivered(row: Row[Any]) -> Undelivered:
    # To staff a message under way is one that is still being tried.
    status = "waiting" if row.status == "sending" else row.status
    return Undelivered(
        row.id,
        row.route,
        row.template,
        row.child_id,
        row.participant_id,
        row.due_at,
        status,
        row.tries,
        row.code,
        row.urgent,
    )
