"""Queries over the wrapped keys."""

from datetime import datetime

from sqlalchemy import insert, select, update

from backend.platform.database import Transaction
from backend.platform.keys.rules import WrappedKey
from backend.platform.keys.tables import child_keys


def add(transaction: Transaction, child_id: str, wrapped: WrappedKey, at: datetime) -> None:
    """Keep a new child's key; a child has one row for ever."""
    row = {"child_id": child_id, "version": wrapped.version, "wrapped": wrapped.wrapped}
    transaction.execute(insert(child_keys).values(**row, made_at=at))


def find(transaction: Transaction, child_id: str) -> WrappedKey | None:
    """Return the child's key as it is kept, or None where there never was one."""
    return _one(transaction, child_id, hold=False)


def hold(transaction: Transaction, child_id: str) -> WrappedKey | None:
    """Return the child's key and keep it from being erased until the transaction ends."""
    return _one(transaction, child_id, hold=True)


def erase(transaction: Transaction, child_id: str, at: datetime) -> None:
    """Overwrite the child's key with nothing."""
    row = update(child_keys).where(child_keys.c.child_id == child_id)
    still_there = child_keys.c.wrapped.is_not(None)
    transaction.execute(row.where(still_there).values(wrapped=None, erased_at=at))


def _one(transaction: Transaction, child_id: str, *, hold: bool) -> WrappedKey | None:
    query = select(child_keys.c.version, child_keys.c.wrapped).where(
        child_keys.c.child_id == child_id
    )
    row = transaction.execute(query.with_for_update(read=True) if hold else query).one_or_none()
    return None if row is None else WrappedKey(row.version, row.wrapped)
