"""Queries over concerns. A duty officer or manager sees every one, an IRO those of their children.

Whoever is named in any of a child's, or has the address of somebody who is or of somebody in the
home, sees none of that child's anywhere: who wrote of it elsewhere would tell them.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, insert, or_, select, update
from sqlalchemy.sql import false, true

from backend.concerns.rules import (
    SHOWN_FIRST,
    SHOWN_LAST,
    Change,
    Concern,
    Named,
    Pointer,
)
from backend.concerns.tables import concern_changes, concern_events, concern_named, concerns
from backend.people import service as people
from backend.people.rules import SYSTEM, Viewer
from backend.platform.database import Transaction, insert_unless

_POINTER = ("event_id", "consultation_id", "participant_id", "source", "at")


def open_of(transaction: Transaction, child_id: str, category: str) -> Concern | None:
    """Give the one concern of a child and category that is not closed, or None."""
    query = select(concerns).where(
        concerns.c.child_id == child_id,
        concerns.c.category == category,
        concerns.c.closed_at.is_(None),
    )
    row = transaction.execute(query).mappings().one_or_none()
    return Concern(**row) if row else None


def add(transaction: Transaction, concern: Concern) -> None:
    """Keep a new concern."""
    values = {column.name: getattr(concern, column.name) for column in concerns.c}
    transaction.execute(insert(concerns).values(**values))


def repeat(transaction: Transaction, concern_id: str, at: datetime) -> None:
    """Count an open concern once more."""
    transaction.execute(
        update(concerns)
        .where(concerns.c.id == concern_id)
        .values(times=concerns.c.times + 1, last_at=at)
    )


def move(transaction: Transaction, concern_id: str, values: dict[str, Any]) -> None:
    """Put a concern where it now stands."""
    transaction.execute(update(concerns).where(concerns.c.id == concern_id).values(**values))


def forget_closed(transaction: Transaction, child_id: str, before: datetime) -> tuple[str, ...]:
    """Remove what a child raised and was closed before a moment; give the ids of the concerns."""
    query = select(concerns.c.id).where(
        concerns.c.child_id == child_id, concerns.c.closed_at < before
    )
    ids = tuple(transaction.execute(query).scalars())
    for table, column in ((concern_events, "concern_id"), (concerns, "id")):
        transaction.execute(delete(table).where(table.c[column].in_(ids)))
    return ids


def point_at(transaction: Transaction, concern_id: str, pointer: Pointer) -> None:
    """Let a concern point at an event; the same event twice is one pointer."""
    values = {"concern_id": concern_id, **vars(pointer)}
    fresh = insert_unless(transaction, concern_events).values(values)
    transaction.execute(fresh.on_conflict_do_nothing())


def add_change(transaction: Transaction, concern_id: str, change: Change) -> None:
    """Write down what was done with a concern."""
    transaction.execute(insert(concern_changes).values(**vars(change), concern_id=concern_id))


def changes(transaction: Transaction, concern_id: str) -> tuple[Change, ...]:
    """Give all that was done with a concern, in order."""
    query = (
        select(*(concern_changes.c[name] for name in ("at", "officer_id", "change", "detail")))
        .where(concern_changes.c.concern_id == concern_id)
        .order_by(concern_changes.c.number)
    )
    return tuple(Change(**row) for row in transaction.execute(query).mappings())


def waiting(transaction: Transaction) -> tuple[Concern, ...]:
    """Give what nobody has, the longest waiting first; by index, however many are closed."""
    counted = people.visible_children(SYSTEM, "lists")
    query = select(concerns).where(
        concerns.c.waiting_since.is_not(None), concerns.c.child_id.in_(counted)
    )
    ordered = query.order_by(concerns.c.waiting_since, concerns.c.id)
    return tuple(Concern(**row) for row in transaction.execute(ordered).mappings())


def listed(
    transaction: Transaction, viewer: Viewer, which: str, limit: int | None
) -> tuple[Concern, ...]:
    """Give the concerns this viewer may see, newest first: "waiting", "open", "closed", "all"."""
    query = _which(which).where(_allowed(viewer)).limit(limit)
    return tuple(Concern(**row) for row in transaction.execute(query).mappings())


def _which(which: str) -> Select[Any]:
    query = select(concerns)
    if which == "closed":
        closed = query.where(concerns.c.closed_at.is_not(None))
        return closed.order_by(concerns.c.closed_at.desc(), concerns.c.id)
    query = query.order_by(concerns.c.raised_at.desc(), concerns.c.id)
    if which == "waiting":
        return query.where(concerns.c.waiting_since.is_not(None))
    return query.where(concerns.c.closed_at.is_(None)) if which == "open" else query


def of_child(transaction: Transaction, child_id: str) -> tuple[Concern, ...]:
    """Give every concern of a child, the oldest first."""
    query = select(concerns).where(concerns.c.child_id == child_id)
    ordered = query.order_by(concerns.c.raised_at, concerns.c.id)
    return tuple(Concern(**row) for row in transaction.execute(ordered).mappings())


def count_waiting(transaction: Transaction, viewer: Viewer) -> int:
    """Count what nobody has, of what this viewer may see."""
    query = select(func.count()).where(concerns.c.waiting_since.is_not(None), _allowed(viewer))
    return transaction.execute(query).scalar_one()


def nobody_left(transaction: Transaction) -> bool:
    """Say whether something waits of which nobody whose work it is could be told."""
    query = select(concerns.c.id).where(concerns.c.waiting_since.is_not(None))
    return transaction.execute(query.where(concerns.c.nobody_left).limit(1)).first() is not None


def get(transaction: Transaction, viewer: Viewer, concern_id: str) -> Concern | None:
    """Give one concern with the events that are shown of it, or None where there is none to see."""
    query = select(concerns).where(concerns.c.id == concern_id, _allowed(viewer))
    row = transaction.execute(query).mappings().one_or_none()
    if row is None:
        return None
    events = (each.event_id for each in pointers(transaction, concern_id, row["child_id"]))
    return Concern(**row, event_ids=tuple(events))


def pointers(transaction: Transaction, concern_id: str, child_id: str) -> tuple[Pointer, ...]:
    """Give the first and the last places where it was said, oldest first.

    Whoever else says much, the child's own first and last are among them, and each person's.
    """
    around = people.list_participants(transaction, SYSTEM, child_id)
    own = concern_events.c.participant_id.in_([it.id for it in around if it.role == "child"])
    at, event_id = concern_events.c.at, concern_events.c.event_id
    oldest, newest = (at, event_id), (at.desc(), event_id.desc())
    each = concern_events.c.participant_id
    ranks = {
        "first": func.row_number().over(order_by=oldest),
        "last": func.row_number().over(order_by=newest),
        "their_first": func.row_number().over(partition_by=each, order_by=oldest),
        "their_last": func.row_number().over(partition_by=each, order_by=newest),
    }
    ranked = (
        select(*(concern_events.c[name] for name in _POINTER), own.label("own"))
        .add_columns(*(rank.label(name) for name, rank in ranks.items()))
        .where(concern_events.c.concern_id == concern_id)
        .subquery()
    )
    of_all = or_(ranked.c.first <= SHOWN_FIRST, ranked.c.last <= SHOWN_LAST)
    of_child = or_(ranked.c.their_first <= SHOWN_FIRST, ranked.c.their_last <= SHOWN_LAST)
    of_each = or_(ranked.c.their_first == 1, ranked.c.their_last == 1)
    query = select(*(ranked.c[name] for name in _POINTER))
    shown = query.where(or_(of_all, and_(ranked.c.own, of_child), of_each))
    ordered = shown.order_by(ranked.c.at, ranked.c.event_id)
    return tuple(Pointer(**row) for row in transaction.execute(ordered).mappings())


def named(transaction: Transaction, concern_id: str) -> tuple[Named, ...]:
    """Give those who are named in a concern."""
    query = select(concern_named.c.kind, concern_named.c.person_id)
    found = query.where(concern_named.c.concern_id == concern_id)
    ordered = found.order_by(concern_named.c.kind, concern_named.c.person_id)
    return tuple(Named(*row) for row in transaction.execute(ordered))


def name(transaction: Transaction, concern_id: str, people_named: Collection[Named]) -> None:
    """Let these, and nobody else, be named in a concern."""
    transaction.execute(delete(concern_named).where(concern_named.c.concern_id == concern_id))
    for each in people_named:
        transaction.execute(insert(concern_named).values(concern_id=concern_id, **vars(each)))


def pointed_at(
    transaction: Transaction, viewer: Viewer, event_ids: tuple[str, ...], *, kept_from: bool
) -> set[str]:
    """Give those of these events that a concern points at which this viewer may see.

    With ``kept_from`` those of a concern that is kept from them because they are named in it.
    """
    whose = _barred(viewer.id) if kept_from else _allowed(viewer)
    return set(
        transaction.execute(
            select(concern_events.c.event_id)
            .join(concerns, concerns.c.id == concern_events.c.concern_id)
            .where(concern_events.c.event_id.in_(event_ids), whose)
        ).scalars()
    )


def barred(transaction: Transaction, child_id: str) -> frozenset[str]:
    """Give the officers who may never hear of a concern of this child, whatever their roles."""
    alike = people.addressed_alike().subquery()
    of_child = _named_of_children().where(concerns.c.child_id == child_id)
    parts = of_child.where(concern_named.c.kind == "participant")
    by_address = select(alike.c.officer_id).where(
        alike.c.child_id == child_id, or_(alike.c.at_home, alike.c.participant_id.in_(parts))
    )
    by_name = of_child.where(concern_named.c.kind == "officer")
    found = transaction.execute(by_address.union(by_name)).scalars()
    return frozenset(found)


def _named_of_children() -> Select[tuple[str]]:
    query = select(concern_named.c.person_id).select_from(concern_named)
    return query.join(concerns, concerns.c.id == concern_named.c.concern_id).correlate(None)


def _allowed(viewer: Viewer) -> ColumnElement[bool]:
    if viewer == SYSTEM:
        return true()
    if viewer.kind != "officer":
        return false()
    return and_(_of_their_children(viewer), ~_barred(viewer.id))


def _of_their_children(viewer: Viewer) -> ColumnElement[bool]:
    return concerns.c.child_id.in_(people.visible_children(viewer, "concerns"))


def _barred(officer_id: str) -> ColumnElement[bool]:
    alike = people.addressed_alike().subquery()
    own = alike.c.officer_id == officer_id
    homes = select(alike.c.child_id).where(own, alike.c.at_home)
    parts = select(alike.c.participant_id).where(own)
    is_officer = and_(concern_named.c.kind == "officer", concern_named.c.person_id == officer_id)
    is_part = and_(concern_named.c.kind == "participant", concern_named.c.person_id.in_(parts))
    named = _named_of_children().with_only_columns(concerns.c.child_id)
    by_name = named.where(or_(is_officer, is_part))
    return concerns.c.child_id.in_(homes.union(by_name))
