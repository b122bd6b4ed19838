"""Queries over other systems' keys."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Select, insert, select, update

from backend.platform.database import Transaction
from backend.platform.machine_keys.rules import MachineKey
from backend.platform.machine_keys.tables import machine_keys

_SHOWN = (
    machine_keys.c.id,
    machine_keys.c.name,
    machine_keys.c.made_at,
    machine_keys.c.used_at,
    machine_keys.c.revoked_at,
)


def add(transaction: Transaction, key: MachineKey, digest: str) -> None:
    """Keep a new key."""
    transaction.execute(insert(machine_keys).values(**asdict(key), digest=digest))


def by_digest(transaction: Transaction, digest: str) -> MachineKey | None:
    """Give the key of this digest that has not been revoked, or None."""
    works = (machine_keys.c.digest == digest) & machine_keys.c.revoked_at.is_(None)
    return next(iter(_keys(transaction, select(*_SHOWN).where(works))), None)


def every(transaction: Transaction) -> tuple[MachineKey, ...]:
    """Give all keys, the oldest first."""
    return _keys(transaction, select(*_SHOWN).order_by(machine_keys.c.made_at, machine_keys.c.id))


def note_use(transaction: Transaction, key_id: str, at: datetime) -> None:
    """Note when a key was used."""
    query = update(machine_keys).where(machine_keys.c.id == key_id)
    transaction.execute(query.values(used_at=at))


def revoke(transaction: Transaction, key_id: str, at: datetime) -> bool:
    """Let a key work no more; False where there is none that works."""
    works = (machine_keys.c.id == key_id) & machine_keys.c.revoked_at.is_(None)
    query = update(machine_keys).where(works).values(revoked_at=at).returning(machine_keys.c.id)
    return transaction.execute(query).first() is not None


def _keys(transaction: Transaction, query: Select[Any]) -> tuple[MachineKey, ...]:
    return tuple(MachineKey(**row) for row in transaction.execute(query).mappings())
