"""Queries on what has come in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select

from backend.inbox.tables import chats, quarantined_updates, received_updates
from backend.platform.database import Transaction, insert_unless


def remember(
    transaction: Transaction, source: str, update_id: int, digest: str, at: datetime
) -> bool:
    """Note an update; False where it was noted before."""
    values = {"source": source, "update_id": update_id, "digest": digest, "received_at": at}
    fresh = insert_unless(transaction, received_updates).values(values)
    statement = fresh.on_conflict_do_nothing()
    added = transaction.execute(statement.returning(received_updates.c.update_id))
    return added.first() is not None


def forget(transaction: Transaction, before: datetime) -> int:
    """Forget the updates noted before a moment; return how many."""
    gone = delete(received_updates).where(received_updates.c.received_at < before)
    return transaction.execute(gone).rowcount


def add_quarantined(transaction: Transaction, values: Mapping[str, Any]) -> None:
    """Keep what could not be handled."""
    transaction.execute(insert(quarantined_updates).values(dict(values)))


def count_quarantined(transaction: Transaction) -> dict[str, int]:
    """Count what could not be handled, by why."""
    why = quarantined_updates.c.why
    query = select(why, func.count()).group_by(why)
    return {row[0]: row[1] for row in transaction.execute(query)}


def standing(transaction: Transaction, chat: str) -> bytes | None:
    """Give where a chat stands, sealed, or None for a new one."""
    query = select(chats.c.standing).where(chats.c.chat == chat)
    sealed: bytes | None = transaction.execute(query).scalar()
    return sealed


def keep_standing(transaction: Transaction, chat: str, sealed: bytes, at: datetime) -> None:
    """Keep where a chat stands in the place of what was kept before."""
    changed = {"standing": sealed, "changed_at": at}
    statement = insert_unless(transaction, chats).values(chat=chat, **changed)
    transaction.execute(statement.on_conflict_do_update(index_elements=["chat"], set_=changed))
