"""Queries over consultations. Nobody but the child's IRO, and the person themselves, reads one."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, select, update
from sqlalchemy.sql import true

from backend.consultations.rules import Consultation, Open
from backend.consultations.tables import consultation_events, consultations
from backend.invitations import service as invitations
from backend.people import service as people
from backend.people.rules import SYSTEM, Viewer
from backend.platform.database import Transaction
from backend.platform.errors import or_not_found

Values = dict[str, Any]
_MOVES = ("version", "digest", "status", "events", "changed_at", "sent_at")


def add(transaction: Transaction, values: Values) -> None:
    """Keep a new consultation."""
    held = {column.name: values[column.name] for column in consultations.c}
    transaction.execute(insert(consultations).values(**held))


def move_on(transaction: Transaction, after: Consultation, sealed: bytes) -> None:
    """Put a consultation where it now stands."""
    moved = {name: getattr(after, name) for name in _MOVES}
    transaction.execute(
        update(consultations).where(consultations.c.id == after.id).values(**moved, state=sealed)
    )


def require(transaction: Transaction, viewer: Viewer, consultation_id: str) -> Values:
    """Give one consultation's row. Raises NotFound where it is none of the viewer's."""
    query = select(consultations).where(consultations.c.id == consultation_id, _allowed(viewer))
    return or_not_found(_one(transaction, query))


def by_invitation(transaction: Transaction, viewer: Viewer, invitation_id: str) -> Values | None:
    """Give the newest consultation that an invitation led to, or None."""
    query = select(consultations).where(
        consultations.c.invitation_id == invitation_id, _allowed(viewer)
    )
    return _one(transaction, query.order_by(consultations.c.number.desc()).limit(1))


def of_review(
    transaction: Transaction, viewer: Viewer, review_id: str, purpose: str
) -> list[Values]:
    """Give every consultation before, or after, a review that this viewer may see."""
    query = select(consultations).where(
        consultations.c.review_id == review_id,
        consultations.c.purpose == purpose,
        _allowed(viewer),
    )
    return _all(transaction, query.order_by(consultations.c.started_at))


def between_reviews(transaction: Transaction, viewer: Viewer, child_id: str) -> list[Values]:
    """Give a child's consultations for no review that this viewer may see, newest first."""
    query = select(consultations).where(
        consultations.c.child_id == child_id,
        consultations.c.review_id.is_(None),
        _allowed(viewer),
    )
    return _all(transaction, query.order_by(consultations.c.started_at.desc()))


def last_between(transaction: Transaction, viewer: Viewer) -> tuple[tuple[str, datetime], ...]:
    """Give when each child last sent or changed something for no review, newest first."""
    last = func.max(consultations.c.changed_at)
    query = (
        select(consultations.c.child_id, last)
        .where(
            consultations.c.review_id.is_(None),
            consultations.c.status == "sent",
            _allowed(viewer),
        )
        .group_by(consultations.c.child_id)
        .order_by(last.desc())
    )
    return tuple((child_id, at) for child_id, at in transaction.execute(query))


def in_the_middle(transaction: Transaction, at: datetime) -> tuple[Open, ...]:
    """Give what is not sent and has a link that works: no words, so nothing here is a child's."""
    columns = (getattr(consultations.c, each.name) for each in fields(Open))
    query = select(*columns).where(
        consultations.c.status != "sent",
        consultations.c.invitation_id.in_(invitations.working(at)),
        consultations.c.child_id.in_(people.visible_children(SYSTEM, "lists")),
    )
    rows = transaction.execute(query.order_by(consultations.c.id)).mappings()
    return tuple(Open(**row) for row in rows)


def statuses(
    transaction: Transaction, invitation_ids: tuple[str, ...]
) -> dict[str, tuple[str, datetime | None]]:
    """Give status and time sent by invitation: no words, so nothing here is a child's."""
    columns = (consultations.c.invitation_id, consultations.c.status, consultations.c.sent_at)
    rows = transaction.execute(
        select(*columns).where(consultations.c.invitation_id.in_(invitation_ids))
    )
    return {row.invitation_id: (row.status, row.sent_at) for row in rows}


def last_changed(transaction: Transaction, invitation_ids: tuple[str, ...]) -> dict[str, datetime]:
    """Give when what was sent last changed, by invitation: no words here either."""
    columns = (consultations.c.invitation_id, consultations.c.changed_at)
    rows = transaction.execute(
        select(*columns).where(
            consultations.c.invitation_id.in_(invitation_ids), consultations.c.status == "sent"
        )
    )
    return {row.invitation_id: row.changed_at for row in rows}


def add_event(transaction: Transaction, values: Values) -> None:
    """Keep one thing that happened."""
    transaction.execute(insert(consultation_events).values(**values))


def content_of(transaction: Transaction, consultation_id: str, message_id: str) -> str | None:
    """Give the digest of what this message held when it was taken before, or None."""
    found = transaction.execute(
        select(consultation_events.c.content).where(
            consultation_events.c.consultation_id == consultation_id,
            consultation_events.c.message_id == message_id,
        )
    ).scalar()
    return str(found) if found is not None else None


def events_of(transaction: Transaction, viewer: Viewer, consultation_id: str) -> list[Values]:
    """Give everything that happened in one consultation, in order."""
    query = select(consultation_events).where(
        consultation_events.c.consultation_id == consultation_id,
        consultation_events.c.child_id.in_(people.visible_children(viewer, "words")),
    )
    return _all(transaction, query.order_by(consultation_events.c.position))


def channels_of(transaction: Transaction, consultation_id: str) -> tuple[str, ...]:
    """Give the channels that one consultation went through."""
    query = select(consultation_events.c.channel).where(
        consultation_events.c.consultation_id == consultation_id
    )
    return tuple(sorted(set(transaction.execute(query).scalars())))


def events_by_id(transaction: Transaction, event_ids: set[str]) -> list[Values]:
    """Give events by id; who may read them has been settled by the concern that points at them."""
    query = select(consultation_events).where(consultation_events.c.id.in_(event_ids))
    return _all(transaction, query.order_by(consultation_events.c.position))


def events_at(transaction: Transaction, places: set[tuple[str, int]]) -> list[Values]:
    """Give the events at these places, each a conversation and a position in it."""
    found = []
    for consultation_id in sorted({name for name, _position in places}):
        positions = [position for name, position in places if name == consultation_id]
        query = select(consultation_events).where(
            consultation_events.c.consultation_id == consultation_id,
            consultation_events.c.position.in_(positions),
        )
        found += _all(transaction, query.order_by(consultation_events.c.position))
    return found


def _allowed(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.kind == "system":
        return true()
    if viewer.kind == "participant":
        return consultations.c.participant_id == viewer.id
    return consultations.c.child_id.in_(people.visible_children(viewer, "words"))


def _one(transaction: Transaction, query: Select[Any]) -> Values | None:
    row = transaction.execute(query).mappings().one_or_none()
    return dict(row) if row is not None else None


def _all(transaction: Transaction, query: Select[Any]) -> list[Values]:
    return [dict(row) for row in transaction.execute(query).mappings()]
