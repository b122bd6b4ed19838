"""Which links work: the one thing about reminders that is asked of the database."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from backend.invitations import service as invitations
from backend.platform.database import Transaction


def working(transaction: Transaction, ids: Collection[str], at: datetime) -> frozenset[str]:
    """Give those of these invitations whose link works at this moment."""
    links = invitations.working(at).subquery()
    return frozenset(transaction.execute(select(links.c.id).where(links.c.id.in_(ids))).scalars())
