"""Queries over an officer's own prints and notes: each sees their own, and nobody else's."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from backend.briefings.tables import own_notes, pack_prints
from backend.people.rules import Viewer
from backend.platform.database import Transaction


def printed_at(transaction: Transaction, viewer: Viewer, review_id: str) -> datetime | None:
    """Give when this officer last printed the pack of a review, or None."""
    query = select(pack_prints.c.printed_at).where(
        pack_prints.c.review_id == review_id, pack_prints.c.officer_id == viewer.id
    )
    return transaction.execute(query).scalar()


def note_printing(transaction: Transaction, viewer: Viewer, review_id: str, at: datetime) -> None:
    """Note that this officer printed it just now."""
    own = (pack_prints.c.review_id == review_id) & (pack_prints.c.officer_id == viewer.id)
    transaction.execute(delete(pack_prints).where(own))
    row = {"review_id": review_id, "officer_id": viewer.id, "printed_at": at}
    transaction.execute(insert(pack_prints).values(**row))


def notes(transaction: Transaction, viewer: Viewer, review_id: str) -> tuple[str, bytes] | None:
    """Give the id of this officer's notes before a review and the notes, sealed; or None."""
    query = select(own_notes.c.id, own_notes.c.words).where(
        own_notes.c.review_id == review_id, own_notes.c.officer_id == viewer.id
    )
    row = transaction.execute(query).first()
    return (row.id, row.words) if row else None


def keep_notes(
    transaction: Transaction, viewer: Viewer, review_id: str, notes_id: str, words: bytes
) -> None:
    """Keep this officer's notes in the place of the earlier ones."""
    own = (own_notes.c.review_id == review_id) & (own_notes.c.officer_id == viewer.id)
    transaction.execute(delete(own_notes).where(own))
    row = {"id": notes_id, "review_id": review_id, "officer_id": viewer.id, "words": words}
    transaction.execute(insert(own_notes).values(**row))
