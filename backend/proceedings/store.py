"""Queries over proceedings, hearings and talks. Permission is part of every query."""

from typing import Any

from sqlalchemy import Table, insert, select, update

from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.database import Transaction
from backend.proceedings.tables import guardian_talks, hearings, proceedings

Values = dict[str, Any]


def add(transaction: Transaction, values: Values) -> None:
    """Keep proceedings."""
    transaction.execute(insert(proceedings).values(**values))


def correct(transaction: Transaction, values: Values) -> None:
    """Put these details in the place of the earlier ones."""
    own = proceedings.c.id == values["id"]
    transaction.execute(update(proceedings).where(own).values(**values))


def add_hearing(transaction: Transaction, values: Values) -> None:
    """Keep a hearing."""
    transaction.execute(insert(hearings).values(**values))


def add_talk(transaction: Transaction, values: Values) -> None:
    """Keep the note of a talk."""
    transaction.execute(insert(guardian_talks).values(**values))


def of_child(transaction: Transaction, viewer: Viewer, child_id: str) -> list[Values]:
    """Give a child's proceedings, the newest first."""
    return _rows(transaction, viewer, proceedings, child_id, "issued_on")


def hearings_of(transaction: Transaction, viewer: Viewer, child_id: str) -> list[Values]:
    """Give the hearings about a child, the last first."""
    return _rows(transaction, viewer, hearings, child_id, "held_on")


def talks_of(transaction: Transaction, viewer: Viewer, child_id: str) -> list[Values]:
    """Give the talks with a child's guardians, the last first."""
    return _rows(transaction, viewer, guardian_talks, child_id, "spoken_on")


def _rows(
    transaction: Transaction, viewer: Viewer, table: Table, child_id: str, day: str
) -> list[Values]:
    visible = people.visible_children(viewer, "words")
    query = select(table).where(table.c.child_id == child_id, table.c.child_id.in_(visible))
    ordered = query.order_by(table.c[day].desc(), table.c.at.desc(), table.c.id)
    return [dict(row) for row in transaction.execute(ordered).mappings()]
