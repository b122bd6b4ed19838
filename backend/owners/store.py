"""Queries over the owners of decisions. None of them gives a child's row."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from backend.owners.rules import Door
from backend.owners.tables import decision_owners, owner_asks, owner_links
from backend.platform.database import Transaction, insert_unless

Values = dict[str, Any]


def keep_owner(transaction: Transaction, door: Door) -> None:
    """Add somebody, unless they are known; only their language follows what is known now."""
    row = insert_unless(transaction, decision_owners).values(**vars(door))
    known = {"language": door.language}
    transaction.execute(row.on_conflict_do_update(index_elements=["id"], set_=known))


def change(transaction: Transaction, owner_id: str, values: Values) -> None:
    """Put these in the place of what is known of somebody's way in."""
    own = decision_owners.c.id == owner_id
    transaction.execute(update(decision_owners).where(own).values(**values))


def add_link(transaction: Transaction, token: str, owner_id: str, expires_at: datetime) -> None:
    """Keep a link by its digest."""
    row = {"token": token, "owner_id": owner_id, "expires_at": expires_at}
    transaction.execute(insert(owner_links).values(**row))


def by_link(transaction: Transaction, token: str, at: datetime) -> Door | None:
    """Give whose link this is, None alike for an unknown and an ended one."""
    query = (
        select(decision_owners)
        .join(owner_links, owner_links.c.owner_id == decision_owners.c.id)
        .where(owner_links.c.token == token, owner_links.c.expires_at > at)
    )
    row = transaction.execute(query).mappings().first()
    return Door(**row) if row else None


def note_ask(transaction: Transaction, values: Values) -> bool:
    """Note that somebody is asked; say whether it is the first time for this occasion."""
    row = insert_unless(transaction, owner_asks).values(**values)
    fresh = row.on_conflict_do_nothing(index_elements=["id"]).returning(owner_asks.c.id)
    return transaction.execute(fresh).first() is not None


def gone(
    transaction: Transaction, decision_ids: Collection[str]
) -> dict[tuple[str, str], dict[str, datetime]]:
    """Give when each owner was asked about each of these decisions, by occasion."""
    query = select(owner_asks).where(owner_asks.c.decision_id.in_(decision_ids))
    found: dict[tuple[str, str], dict[str, datetime]] = {}
    for row in transaction.execute(query):
        found.setdefault((row.decision_id, row.owner_id), {})[row.occasion] = row.at
    return found


def children_of(transaction: Transaction, owner_id: str) -> frozenset[str]:
    """Give the ids of the children about whom somebody was ever asked."""
    query = select(owner_asks.c.child_id).where(owner_asks.c.owner_id == owner_id)
    return frozenset(transaction.execute(query.distinct()).scalars())
