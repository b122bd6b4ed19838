"""Queries over concerns. A duty officer sees every one, an IRO those of their own children."""

from datetime import datetime

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.sql import false, true

from backend.concerns.rules import Concern
from backend.concerns.tables import concern_events, concerns
from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.database import Transaction

_COLUMNS = list(concerns.c)


def open_like(
    transaction: Transaction, consultation_id: str, source: str, category: str
) -> str | None:
    """Give the id of the open concern that this one would repeat, or None."""
    found = transaction.execute(
        select(concerns.c.id).where(
            concerns.c.consultation_id == consultation_id,
            concerns.c.source == source,
            concerns.c.category == category,
            concerns.c.seen_at.is_(None),
        )
    ).scalar()
    return str(found) if found else None


def add(transaction: Transaction, concern: Concern) -> None:
    """Keep a new concern and the event it points to."""
    values = {column.name: getattr(concern, column.name) for column in concerns.c}
    transaction.execute(insert(concerns).values(**values))
    for event_id in concern.event_ids:
        point_at(transaction, concern.id, event_id)


def repeat(transaction: Transaction, concern_id: str, event_id: str, at: datetime) -> None:
    """Count an open concern once more, and let it point at one more event."""
    transaction.execute(
        update(concerns)
        .where(concerns.c.id == concern_id)
        .values(times=concerns.c.times + 1, last_at=at)
    )
    point_at(transaction, concern_id, event_id)


def point_at(transaction: Transaction, concern_id: str, event_id: str) -> None:
    """Let a concern point at an event of the conversation."""
    transaction.execute(insert(concern_events).values(concern_id=concern_id, event_id=event_id))


def mark_seen(
    transaction: Transaction, viewer: Viewer, concern_id: str, times: int, at: datetime
) -> bool:
    """Record that a person has it, once and as often as raised; say whether this was that once."""
    done = transaction.execute(
        update(concerns)
        .where(concerns.c.id == concern_id, concerns.c.seen_at.is_(None), _allowed(viewer))
        .where(concerns.c.times == times)
        .values(seen_at=at, seen_by=viewer.id)
    )
    return done.rowcount == 1


def listed(transaction: Transaction, viewer: Viewer, only_open: bool) -> tuple[Concern, ...]:
    """Give the concerns this viewer may see, newest first."""
    query = select(*_COLUMNS).where(_allowed(viewer)).order_by(concerns.c.raised_at.desc())
    if only_open:
        query = query.where(concerns.c.seen_at.is_(None))
    return tuple(Concern(**row) for row in transaction.execute(query).mappings())


def get(transaction: Transaction, viewer: Viewer, concern_id: str) -> Concern | None:
    """Give one concern with the events it points at, or None where there is none to see."""
    query = select(*_COLUMNS).where(concerns.c.id == concern_id, _allowed(viewer))
    row = transaction.execute(query).mappings().one_or_none()
    if row is None:
        return None
    events = transaction.execute(
        select(concern_events.c.event_id).where(concern_events.c.concern_id == concern_id)
    ).scalars()
    return Concern(**row, event_ids=tuple(events))


def pointed_at(transaction: Transaction, viewer: Viewer, event_ids: tuple[str, ...]) -> set[str]:
    """Give those of these events that a concern this viewer may see points at."""
    return set(
        transaction.execute(
            select(concern_events.c.event_id)
            .join(concerns, concerns.c.id == concern_events.c.concern_id)
            .where(concern_events.c.event_id.in_(event_ids), _allowed(viewer))
        ).scalars()
    )


def _allowed(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.kind == "system" or "duty" in viewer.roles:
        return true()
    if viewer.kind != "officer":
        return false()
    return concerns.c.child_id.in_(people.visible_children(viewer, "words"))
