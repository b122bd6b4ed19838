"""Queries over when packs were opened; they hold no words."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from backend.packs.tables import pack_openings
from backend.people.rules import Viewer
from backend.platform.database import Transaction


def opened(transaction: Transaction, viewer: Viewer) -> dict[str, datetime]:
    """Give when this officer last opened each pack, by review."""
    query = select(pack_openings.c.review_id, pack_openings.c.opened_at).where(
        pack_openings.c.officer_id == viewer.id
    )
    return {row.review_id: row.opened_at for row in transaction.execute(query)}


def note_opening(transaction: Transaction, viewer: Viewer, review_id: str, at: datetime) -> None:
    """Note that this officer opened a pack just now."""
    transaction.execute(
        delete(pack_openings).where(
            pack_openings.c.review_id == review_id, pack_openings.c.officer_id == viewer.id
        )
    )
    transaction.execute(
        insert(pack_openings).values(review_id=review_id, officer_id=viewer.id, opened_at=at)
    )
