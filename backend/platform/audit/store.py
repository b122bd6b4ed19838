"""Queries over the record of looks."""

from dataclasses import asdict

from sqlalchemy import insert, select

from backend.platform.audit.rules import Read
from backend.platform.audit.tables import audit_reads
from backend.platform.database import Transaction


def add(transaction: Transaction, read: Read) -> None:
    """Write one look down."""
    transaction.execute(insert(audit_reads).values(asdict(read)))


def of_child(transaction: Transaction, child_id: str) -> list[Read]:
    """Return every look at what concerns this child, newest first."""
    query = select(audit_reads).where(audit_reads.c.child_id == child_id)
    newest_first = query.order_by(audit_reads.c.at.desc(), audit_reads.c.id)
    return [Read(**row) for row in transaction.execute(newest_first).mappings()]
