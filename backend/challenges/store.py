"""Queries over challenges and their steps. Permission is part of every query."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select, true

from backend.challenges.tables import challenge_steps, challenges
from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.database import Transaction

Values = dict[str, Any]


def add(transaction: Transaction, values: Values) -> None:
    """Keep what was raised."""
    transaction.execute(insert(challenges).values(**values))


def add_step(transaction: Transaction, values: Values) -> None:
    """Keep a step, numbered after the last one."""
    own = challenge_steps.c.challenge_id == values["challenge_id"]
    last = transaction.execute(select(func.max(challenge_steps.c.number)).where(own)).scalar()
    number = int(last or 0) + 1
    transaction.execute(insert(challenge_steps).values(**{**values, "number": number}))


def get(transaction: Transaction, viewer: Viewer, challenge_id: str) -> Values | None:
    """Give one challenge with its steps, or None where this viewer may know of none."""
    found = _rows(transaction, viewer, challenges.c.id == challenge_id)
    return found[0] if found else None


def of_child(transaction: Transaction, viewer: Viewer, child_id: str) -> list[Values]:
    """Give what was raised about a child, newest first."""
    return _rows(transaction, viewer, challenges.c.child_id == child_id)


def every(transaction: Transaction, viewer: Viewer) -> list[Values]:
    """Give all that this viewer may know of, newest first."""
    return _rows(transaction, viewer, true())


def with_a_clock_before(transaction: Transaction, viewer: Viewer, day: date) -> list[Values]:
    """Give those of which a stage had to be answered before a day, whatever came of it."""
    late = select(challenge_steps.c.challenge_id).where(challenge_steps.c.due_on < day)
    return _rows(transaction, viewer, challenges.c.id.in_(late))


def _rows(transaction: Transaction, viewer: Viewer, which: ColumnElement[bool]) -> list[Values]:
    visible = people.visible_children(viewer, "oversight")
    query = select(challenges).where(which, challenges.c.child_id.in_(visible))
    ordered = query.order_by(challenges.c.raised_at.desc(), challenges.c.id)
    rows = [dict(row) for row in transaction.execute(ordered).mappings()]
    steps = select(challenge_steps).where(
        challenge_steps.c.challenge_id.in_([row["id"] for row in rows])
    )
    taken: dict[str, list[Values]] = {}
    for each in transaction.execute(steps.order_by(challenge_steps.c.number)).mappings():
        taken.setdefault(each["challenge_id"], []).append(dict(each))
    return [{**row, "steps": taken.get(row["id"], [])} for row in rows]
