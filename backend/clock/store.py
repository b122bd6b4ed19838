"""Queries over what was noted as done, and over calendars that are read by a token."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert, select

from backend.clock.rules import Mark
from backend.clock.tables import calendar_feeds, clock_marks
from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.database import Transaction, insert_unless


def keep_mark(transaction: Transaction, mark: Mark) -> None:
    """Keep a note, unless it was made before."""
    fresh = insert_unless(transaction, clock_marks).values(**asdict(mark))
    transaction.execute(fresh.on_conflict_do_nothing())


def remove_mark(transaction: Transaction, mark_id: str) -> None:
    """Remove a note."""
    transaction.execute(delete(clock_marks).where(clock_marks.c.id == mark_id))


def marks(transaction: Transaction, viewer: Viewer) -> tuple[Mark, ...]:
    """Give the notes about the children this viewer may know of, newest first."""
    visible = people.visible_children(viewer, "details")
    query = select(clock_marks).where(clock_marks.c.child_id.in_(visible))
    rows = transaction.execute(query.order_by(clock_marks.c.done_on.desc(), clock_marks.c.id))
    return tuple(Mark(**row) for row in rows.mappings())


def keep_feed(transaction: Transaction, officer_id: str, digest: str, at: datetime) -> None:
    """Keep the digest of the one token of an officer, in the place of an earlier one."""
    remove_feed(transaction, officer_id)
    row = {"officer_id": officer_id, "token": digest, "made_at": at}
    transaction.execute(insert(calendar_feeds).values(row))


def remove_feed(transaction: Transaction, officer_id: str) -> None:
    """Remove the token of an officer."""
    feed = delete(calendar_feeds).where(calendar_feeds.c.officer_id == officer_id)
    transaction.execute(feed)


def feed_since(transaction: Transaction, officer_id: str) -> datetime | None:
    """Give when the token of an officer was made, or None."""
    query = select(calendar_feeds.c.made_at).where(calendar_feeds.c.officer_id == officer_id)
    return transaction.execute(query).scalar()


def whose_feed(transaction: Transaction, digest: str) -> str | None:
    """Give the officer whose token has this digest, or None."""
    query = select(calendar_feeds.c.officer_id).where(calendar_feeds.c.token == digest)
    return transaction.execute(query).scalar()
