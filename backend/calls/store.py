"""Queries over who was called."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert, select

from backend.calls.rules import Call, Paged
from backend.calls.tables import escalation_pages, escalations
from backend.platform.database import Transaction, insert_unless

_PAGED = ("round", "step", "officer_id", "why", "at", "key", "messages")


def done_steps(transaction: Transaction, concern_id: str, number: int) -> set[int]:
    """Give the steps of one round that were done."""
    query = select(escalations.c.step).where(
        escalations.c.concern_id == concern_id, escalations.c.round == number
    )
    return set(transaction.execute(query).scalars())


def take_step(transaction: Transaction, call: Call, step: int, at: datetime) -> bool:
    """Note that a step is being done; say whether nobody else has done it."""
    values = {"concern_id": call.concern_id, "round": call.round, "step": step, "at": at}
    statement = insert_unless(transaction, escalations).values(values).on_conflict_do_nothing()
    return transaction.execute(statement.returning(escalations.c.step)).first() is not None


def add_page(transaction: Transaction, concern_id: str, paged: Paged) -> None:
    """Write down that somebody was called."""
    transaction.execute(insert(escalation_pages).values(**vars(paged), concern_id=concern_id))


def forget(transaction: Transaction, concern_id: str) -> None:
    """Remove every step and every page of something."""
    for table in (escalations, escalation_pages):
        transaction.execute(delete(table).where(table.c.concern_id == concern_id))


def pages(transaction: Transaction, concern_id: str) -> tuple[Paged, ...]:
    """Give everybody who was called for something, in order."""
    query = (
        select(*(escalation_pages.c[name] for name in _PAGED))
        .where(escalation_pages.c.concern_id == concern_id)
        .order_by(escalation_pages.c.round, escalation_pages.c.step, escalation_pages.c.key)
    )
    return tuple(Paged(**row) for row in transaction.execute(query).mappings())


def of_keys(transaction: Transaction, keys: Collection[str]) -> dict[str, tuple[str, Paged]]:
    """Give by its key who was called, after the id of what they were called for."""
    columns = (escalation_pages.c[name] for name in _PAGED)
    query = select(escalation_pages.c.concern_id, *columns).where(escalation_pages.c.key.in_(keys))
    return {row.key: (row.concern_id, Paged(*row[1:])) for row in transaction.execute(query)}
