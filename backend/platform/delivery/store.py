"""Queries on the outbox."""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select, update

from backend.platform.database import Transaction, insert_unless, lock
from backend.platform.delivery.rules import (
    FROM_AHEAD,
    KEEPS_ORDER,
    RESENDS_WHEN_UNSURE,
    Claimed,
    Fate,
    OutboxMessage,
    Settlement,
    Undelivered,
)
from backend.platform.delivery.tables import outbox
from backend.platform.receipts import AWAITED, Awaited, Receipt

_AS_THEY_COME = (
    *("id", "key", "route", "template", "language", "urgent", "child_id", "participant_id"),
    *("due_at", "unless_sent"),
)
_LETTING_GO = {"lease": None, "lease_until": None, "code": "sender-stopped"}


def insert(
    transaction: Transaction,
    message: OutboxMessage,
    recipient: str,
    payload: bytes,
    at: datetime,
) -> bool:
    """Add a message unless its key is there already; say whether it was added."""
    values = {name: getattr(message, name) for name in _AS_THEY_COME} | {
        "recipient": recipient,
        "payload": payload,
        "created_at": at,
        "next_at": message.due_at,
        "status": "waiting",
        "tries": 0,
        "code": "",
        "receipt": "",
    }
    fresh = insert_unless(transaction, outbox).values(values)
    statement = fresh.on_conflict_do_nothing(index_elements=["key"])
    # PostgreSQL's driver gives no count here, so the row itself is asked for.
    return transaction.execute(statement.returning(outbox.c.number)).first() is not None


def anything_due(
    transaction: Transaction,
    routes: Collection[str],
    urgent: bool | None,
    at: datetime,
    resting: Collection[str] = (),
) -> bool:
    """Say whether a sender of these routes has anything to do."""
    stale = and_(_stale(at), outbox.c.route.in_(routes))
    looking = select(outbox.c.number).where(or_(_ready(routes, urgent, at, resting), stale))
    return transaction.execute(looking.limit(1)).first() is not None


def release_stale(transaction: Transaction, at: datetime) -> None:
    """Let go of what a dead sender held: tried again where a repeat does no harm, else held."""
    again = or_(outbox.c.route.in_(RESENDS_WHEN_UNSURE), outbox.c.urgent)
    transaction.execute(
        update(outbox).where(_stale(at), again).values(status="waiting", next_at=at, **_LETTING_GO)
    )
    transaction.execute(
        update(outbox)
        .where(_stale(at))
        .values(status="held", settled_at=at, payload=None, **_LETTING_GO)
    )


def cancel_needless(
    transaction: Transaction, routes: Collection[str], urgent: bool | None, at: datetime
) -> None:
    """Stop what is due and was only to go if another did not: that other one is sent."""
    other = outbox.alias("other")
    sent = exists().where(other.c.id == outbox.c.unless_sent, other.c.status == "sent")
    transaction.execute(
        update(outbox)
        .where(_due(routes, urgent, at), outbox.c.unless_sent.is_not(None), sent)
        .values(status="cancelled", code="not-needed", payload=None, settled_at=at)
    )


def hold_interrupted(transaction: Transaction, route: str, at: datetime) -> int:
    """Let go of what a route's sender held when it died; return how many messages."""
    held = transaction.execute(
        update(outbox)
        .where(outbox.c.route == route, outbox.c.status == "sending", ~outbox.c.urgent)
        .values(status="held", settled_at=at, payload=None, **_LETTING_GO)
    )
    return held.rowcount


def claim(
    transaction: Transaction,
    routes: Collection[str],
    urgent: bool | None,
    at: datetime,
    lease: tuple[str, datetime],
    resting: Collection[str] = (),
) -> Claimed | None:
    """Take the next message that is due, urgent ones first, or None.

    `resting` are recipients, by their digests, whose turn has not come yet.
    """
    lock(transaction, "outbox")
    looking = select(outbox).where(_ready(routes, urgent, at, resting)).limit(1)
    row = transaction.execute(looking.order_by(outbox.c.urgent.desc(), outbox.c.number)).first()
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
    values: dict[str, Any] = {"lease": None, "lease_until": None, "code": settlement.code}
    if settlement.status != "waiting":
        values |= {"settled_at": at, "payload": None}
    if settlement.receipt:
        values |= {"receipt": settlement.receipt, "receipt_at": at}
    if settlement.status != "sent":
        ours = and_(ours, outbox.c.status == "sending")
    transaction.execute(
        update(outbox)
        .where(ours)
        .values(status=settlement.status, next_at=settlement.next_at, **values)
    )


def cancel(transaction: Transaction, participant_ids: Collection[str], at: datetime) -> int:
    """Stop what has not gone out to these participants; return how many messages that is."""
    return _cancel(transaction, outbox.c.participant_id.in_(participant_ids), at)


def _cancel(transaction: Transaction, which: ColumnElement[bool], at: datetime) -> int:
    open_rows = outbox.c.status.in_(("waiting", "sending", "held", "undeliverable"))
    stopped = transaction.execute(
        update(outbox)
        .where(which, open_rows)
        .values(status="cancelled", payload=None, settled_at=at)
    )
    return stopped.rowcount


def cancel_keys(transaction: Transaction, keys: Collection[str], at: datetime) -> int:
    """Stop what has not gone out of these messages; return how many that is.

    A key stands for every message it was made into, one a route: "key" and "key:route".
    """
    like = [outbox.c.key.startswith(f"{key}:", autoescape=True) for key in keys]
    return _cancel(transaction, or_(outbox.c.key.in_(keys), *like), at)


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


def fates(transaction: Transaction, by: str, names: Collection[str]) -> dict[str, Fate]:
    """Give what became of the messages with these names: by their "key" or by their "id"."""
    name, columns = outbox.c[by], ("route", "status", "due_at", "settled_at")
    query = select(name, *(outbox.c[each] for each in columns)).where(name.in_(names))
    return {row[0]: Fate(*row[1:]) for row in transaction.execute(query)}


def receipt(transaction: Transaction, message_id: str) -> Receipt:
    """Give what is known of a message after it left us."""
    query = select(outbox.c.receipt, outbox.c.receipt_at).where(outbox.c.id == message_id)
    row = transaction.execute(query).first()
    return Receipt(row.receipt, row.receipt_at) if row else Receipt("", None)


def next_awaited(transaction: Transaction, routes: Collection[str], at: datetime) -> Awaited | None:
    """Give the next message by these routes whose receipt is to be asked for, urgent first."""
    query = (
        select(outbox.c.id, outbox.c.route, outbox.c.settled_at)
        .where(outbox.c.receipt == AWAITED, outbox.c.next_at <= at, outbox.c.status == "sent")
        .where(outbox.c.route.in_(routes))
        .order_by(outbox.c.urgent.desc(), outbox.c.next_at)
    )
    row = transaction.execute(query.limit(1)).first()
    return Awaited(*row) if row else None


def receive(
    transaction: Transaction, message_id: str, settlement: Settlement, at: datetime
) -> None:
    """Write down what a provider said of a message, if nothing else became of it."""
    values = {"status": settlement.status, "next_at": settlement.next_at, "code": settlement.code}
    if settlement.receipt != AWAITED:
        values |= {"receipt": settlement.receipt, "receipt_at": at}
    transaction.execute(
        update(outbox)
        .where(outbox.c.id == message_id, outbox.c.receipt == AWAITED, outbox.c.status == "sent")
        .values(**values)
    )


def oldest_call(transaction: Transaction, before: datetime) -> datetime | None:
    """Give when the oldest urgent message that has not gone was due, if that was before."""
    waits = and_(outbox.c.status.in_(("waiting", "sending")), outbox.c.urgent)
    query = select(outbox.c.due_at).where(waits, outbox.c.due_at <= before)
    return transaction.execute(query.order_by(outbox.c.due_at).limit(1)).scalar()


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
    over = or_(outbox.c.lease_until < at, _from_ahead(outbox.c.lease_until, at))
    return and_(outbox.c.status == "sending", over)


def _from_ahead(moment: ColumnElement[datetime], at: datetime) -> ColumnElement[bool]:
    # No such wait is ever set: a clock ran ahead as it was written, and was put back.
    return and_(outbox.c.urgent, moment > at + FROM_AHEAD)


def _ready(
    routes: Collection[str], urgent: bool | None, at: datetime, resting: Collection[str]
) -> ColumnElement[bool]:
    earlier = outbox.alias("earlier")
    waits_for_its_turn = exists().where(
        outbox.c.route.in_(KEEPS_ORDER),
        earlier.c.recipient == outbox.c.recipient,
        earlier.c.status.in_(("waiting", "sending")),
        earlier.c.number < outbox.c.number,
        earlier.c.urgent == outbox.c.urgent,
        earlier.c.due_at <= at,
    )
    return and_(_due(routes, urgent, at), outbox.c.recipient.not_in(resting), ~waits_for_its_turn)


def _due(routes: Collection[str], urgent: bool | None, at: datetime) -> ColumnElement[bool]:
    by_now = or_(outbox.c.next_at <= at, _from_ahead(outbox.c.next_at, at))
    due = and_(outbox.c.status == "waiting", by_now, outbox.c.route.in_(routes))
    return due if urgent is None else and_(due, outbox.c.urgent == urgent)


def _claimed(row: Row[Any], lease: str) -> Claimed:
    kept = {each.name: getattr(row, each.name) for each in fields(Claimed)}
    return Claimed(**{**kept, "tries": row.tries + 1, "lease": lease})


def _undelivered(row: Row[Any]) -> Undelivered:
    kept = {each.name: getattr(row, each.name) for each in fields(Undelivered)}
    # To staff a message under way is one that is still being tried.
    return Undelivered(**{**kept, "status": "waiting" if row.status == "sending" else row.status})
