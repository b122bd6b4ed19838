"""Queries over talks. Permission is part of every query; words stay sealed here."""

from typing import Any

from sqlalchemy import ColumnElement, insert, select, update

from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.database import Transaction
from backend.talks.tables import talks

Values = dict[str, Any]


def keep(transaction: Transaction, values: Values, new: bool) -> None:
    """Add a talk, or put these details in the place of the earlier ones."""
    if new:
        transaction.execute(insert(talks).values(**values))
    else:
        transaction.execute(update(talks).where(talks.c.id == values["id"]).values(**values))


def get(transaction: Transaction, viewer: Viewer, talk_id: str) -> Values | None:
    """Give one talk, or None where there is none this viewer may read of."""
    return next(iter(_rows(transaction, viewer, talks.c.id == talk_id)), None)


def of_child(transaction: Transaction, viewer: Viewer, child_id: str) -> list[Values]:
    """Give a child's talks, oldest first."""
    return _rows(transaction, viewer, talks.c.child_id == child_id)


def before_reviews(transaction: Transaction, viewer: Viewer) -> list[Values]:
    """Give the talks before any review of this viewer's children, oldest first."""
    return _rows(transaction, viewer, talks.c.review_id.is_not(None))


def _rows(transaction: Transaction, viewer: Viewer, which: ColumnElement[bool]) -> list[Values]:
    visible = people.visible_children(viewer, "words")
    query = select(talks).where(which, talks.c.child_id.in_(visible))
    ordered = query.order_by(talks.c.at, talks.c.id)
    return [dict(row) for row in transaction.execute(ordered).mappings()]
