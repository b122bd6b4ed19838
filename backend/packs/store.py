"""Queries over when packs were opened; they hold no words. ``what`` is a review, or a child."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from backend.packs.tables import pack_openings
from backend.people.rules import Viewer
from backend.platform.database import Transaction


def opened(transaction: Transaction, viewer: Viewer) -> dict[str, datetime]:
    """Give when this officer last opened what."""
    query = select(pack_openings.c.what, pack_openings.c.opened_at).where(
        pack_openings.c.officer_id == viewer.id
    )
    return {row.what: row.opened_at for row in transaction.execute(query)}


def last_opened(transaction: Transaction, what: str, officer_id: str) -> datetime | None:
    """Give when an officer last opened it, or None."""
    query = select(pack_openings.c.opened_at).where(
        pack_openings.c.what == what, pack_openings.c.officer_id == officer_id
    )
    return transaction.execute(query).scalar()


def note_opening(transaction: Transaction, viewer: Viewer, what: str, at: datetime) -> None:
    """Note that this officer opened it just now."""
    transaction.execute(
        delete(pack_openings).where(
            pack_openings.c.what == what, pack_openings.c.officer_id == viewer.id
        )
    )
    transaction.execute(insert(pack_openings).values(what=what, officer_id=viewer.id, opened_at=at))
