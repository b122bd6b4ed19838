"""Queries over covers. They hold nothing of any child."""

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import insert, select, update

from backend.covers.rules import Cover
from backend.covers.tables import covers
from backend.platform.database import Transaction


def add(transaction: Transaction, cover: Cover) -> None:
    """Add a cover."""
    transaction.execute(insert(covers).values(**asdict(cover)))


def end(transaction: Transaction, cover_id: str, at: datetime, by: str) -> None:
    """Write down that a cover was stopped, unless it was already."""
    query = update(covers).where(covers.c.id == cover_id, covers.c.ended_at.is_(None))
    transaction.execute(query.values(ended_at=at, ended_by=by))


def get(transaction: Transaction, cover_id: str) -> Cover | None:
    """Give one cover, or None."""
    query = select(covers).where(covers.c.id == cover_id)
    row = transaction.execute(query).mappings().one_or_none()
    return Cover(**row) if row else None


def standing(transaction: Transaction, since: date) -> tuple[Cover, ...]:
    """Give the covers that were not stopped and end on a day or later, soonest first."""
    query = select(covers).where(covers.c.ended_at.is_(None), covers.c.ends_on >= since)
    rows = transaction.execute(query.order_by(covers.c.starts_on, covers.c.id)).mappings()
    return tuple(Cover(**row) for row in rows)


def on_day(transaction: Transaction, day: date) -> tuple[Cover, ...]:
    """Give the covers that are for a day, those that were stopped too."""
    query = select(covers).where(covers.c.starts_on <= day, covers.c.ends_on >= day)
    rows = transaction.execute(query.order_by(covers.c.entered_at, covers.c.id)).mappings()
    return tuple(Cover(**row) for row in rows)
