"""Queries over answers to children. Permission is part of every query; words stay sealed here."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.sql import true

from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.database import Transaction
from backend.replies.tables import replies

Values = dict[str, Any]


def keep(transaction: Transaction, values: Values, new: bool) -> None:
    """Add an answer, or put these words in the place of its earlier draft."""
    if new:
        transaction.execute(insert(replies).values(**values))
        return
    unsent = (replies.c.id == values["id"]) & replies.c.sent_at.is_(None)
    transaction.execute(update(replies).where(unsent).values(**values))


def last_number(transaction: Transaction, child_id: str) -> int:
    """Give the number of what was sent to a child last, 0 where there is nothing."""
    query = select(func.max(replies.c.number)).where(replies.c.child_id == child_id)
    return int(transaction.execute(query).scalar() or 0)


def draft(transaction: Transaction, viewer: Viewer, review_id: str) -> Values | None:
    """Give the draft for a review, or None where there is none this viewer may read."""
    unsent = (replies.c.review_id == review_id) & replies.c.sent_at.is_(None)
    query = select(replies).where(unsent, _allowed(viewer))
    row = transaction.execute(query).mappings().one_or_none()
    return dict(row) if row is not None else None


def sent_to(transaction: Transaction, viewer: Viewer, child_id: str) -> list[Values]:
    """Give what was sent to a child, newest first."""
    query = select(replies).where(
        replies.c.child_id == child_id, replies.c.sent_at.is_not(None), _allowed(viewer)
    )
    ordered = query.order_by(replies.c.number.desc())
    return [dict(row) for row in transaction.execute(ordered).mappings()]


def kinds_sent(transaction: Transaction, viewer: Viewer) -> set[tuple[str, bool]]:
    """Give each kind that was sent to a participant, who is the viewer, and whether it was read."""
    query = select(replies.c.kind, replies.c.read_at).where(
        replies.c.participant_id == viewer.id, replies.c.sent_at.is_not(None)
    )
    return {(kind, read_at is not None) for kind, read_at in transaction.execute(query)}


def note_read(
    transaction: Transaction, viewer: Viewer, at: datetime, review_id: str | None
) -> None:
    """Note that a participant, who is the viewer, has seen what was sent: all, or of one review."""
    unread = (replies.c.participant_id == viewer.id) & replies.c.sent_at.is_not(None)
    unread &= replies.c.read_at.is_(None)
    if review_id is not None:
        unread &= (replies.c.review_id == review_id) & (replies.c.kind == "review")
    transaction.execute(update(replies).where(unread).values(read_at=at))


def _allowed(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.kind == "system":
        return true()
    if viewer.kind == "participant":
        return replies.c.participant_id == viewer.id
    return replies.c.child_id.in_(people.visible_children(viewer, "words"))
