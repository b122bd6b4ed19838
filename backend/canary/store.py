"""Queries over rounds; none of them holds anything of a real child."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from backend.canary.rules import Round
from backend.canary.tables import canary_rounds
from backend.platform.database import Transaction

_ROUND = ("id", "at", "due", "proven_at", "missing", "alarmed_at")


def add(transaction: Transaction, begun: Round) -> None:
    """Keep a round that begins."""
    transaction.execute(insert(canary_rounds).values(**vars(begun)))


def newest(transaction: Transaction, limit: int, *, proven: bool = False) -> tuple[Round, ...]:
    """Give the last rounds, newest first; with ``proven`` True those alone that are."""
    query = select(*(canary_rounds.c[name] for name in _ROUND))
    if proven:
        query = query.where(canary_rounds.c.proven_at.is_not(None))
    query = query.order_by(canary_rounds.c.number.desc()).limit(limit)
    return tuple(Round(**row) for row in transaction.execute(query).mappings())


def oldest(transaction: Transaction) -> Round | None:
    """Give the first round that is kept, or None."""
    query = select(*(canary_rounds.c[name] for name in _ROUND)).order_by(canary_rounds.c.number)
    row = transaction.execute(query.limit(1)).mappings().one_or_none()
    return Round(**row) if row else None


def say(transaction: Transaction, round_id: str, missing: str, proven_at: datetime | None) -> None:
    """Write down what is missing of a round, or since when nothing is."""
    transaction.execute(
        update(canary_rounds)
        .where(canary_rounds.c.id == round_id)
        .values(missing=missing, proven_at=proven_at)
    )


def alarmed(transaction: Transaction, round_id: str, at: datetime) -> None:
    """Write down that people were told."""
    transaction.execute(
        update(canary_rounds).where(canary_rounds.c.id == round_id).values(alarmed_at=at)
    )


def prune(transaction: Transaction, before: datetime) -> None:
    """Remove the rounds that began before a moment."""
    transaction.execute(delete(canary_rounds).where(canary_rounds.c.at < before))
