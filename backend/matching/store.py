"""Queries over the names the case system has for what was taken from it."""

from sqlalchemy import select

from backend.matching.tables import external_ids
from backend.platform.database import Transaction, insert_unless


def find(transaction: Transaction, kind: str, scope: str, external_id: str) -> str | None:
    """Give the id here of what the case system calls so, or None."""
    query = select(external_ids.c.row_id).where(
        external_ids.c.kind == kind,
        external_ids.c.scope == scope,
        external_ids.c.external_id == external_id,
    )
    return transaction.execute(query).scalar_one_or_none()


def remember(
    transaction: Transaction, kind: str, scope: str, external_id: str, row_id: str
) -> None:
    """Keep what the case system calls a row of ours, in the place of what it called so before."""
    statement = insert_unless(transaction, external_ids).values(
        kind=kind, scope=scope, external_id=external_id, row_id=row_id
    )
    key = ["kind", "scope", "external_id"]
    transaction.execute(
        statement.on_conflict_do_update(index_elements=key, set_={"row_id": row_id})
    )
