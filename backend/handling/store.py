"""Queries over the notes of a concern. Who may read them was settled by the concern."""

from typing import Any

from sqlalchemy import insert, select

from backend.handling.tables import concern_notes
from backend.platform.database import Transaction

Values = dict[str, Any]


def add_note(transaction: Transaction, values: Values) -> None:
    """Keep one note, sealed."""
    transaction.execute(insert(concern_notes).values(**values))


def notes(transaction: Transaction, concern_id: str) -> list[Values]:
    """Give the notes of a concern, oldest first."""
    query = select(concern_notes).where(concern_notes.c.concern_id == concern_id)
    ordered = query.order_by(concern_notes.c.at, concern_notes.c.id)
    return [dict(row) for row in transaction.execute(ordered).mappings()]


def kinds(transaction: Transaction, concern_id: str) -> set[str]:
    """Give of which kinds there are notes."""
    query = select(concern_notes.c.kind).where(concern_notes.c.concern_id == concern_id)
    return set(transaction.execute(query).scalars())
