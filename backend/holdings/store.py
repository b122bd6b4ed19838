"""Queries over who held a child's case. What is read here is narrowed to the children given."""

from dataclasses import asdict

from sqlalchemy import Select, insert, select

from backend.holdings.rules import Holding
from backend.holdings.tables import iro_history
from backend.platform.database import Transaction


def add(transaction: Transaction, holding: Holding) -> None:
    """Add that a case passed to somebody."""
    transaction.execute(insert(iro_history).values(**asdict(holding)))


def newest(transaction: Transaction, child_id: str) -> Holding | None:
    """Give the last time a case passed to somebody, or None."""
    return next(iter(_of_child(transaction, child_id, None)), None)


def of_child(
    transaction: Transaction, visible: Select[tuple[str]], child_id: str
) -> tuple[Holding, ...]:
    """Give who held a case, newest first, if the child is among the ``visible``."""
    return _of_child(transaction, child_id, visible)


def _of_child(
    transaction: Transaction, child_id: str, visible: Select[tuple[str]] | None
) -> tuple[Holding, ...]:
    query = select(iro_history).where(iro_history.c.child_id == child_id)
    if visible is not None:
        query = query.where(iro_history.c.child_id.in_(visible))
    rows = transaction.execute(query.order_by(iro_history.c.number.desc())).mappings()
    return tuple(Holding(**row) for row in rows)
