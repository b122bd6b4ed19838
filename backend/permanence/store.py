"""Queries over plans for permanence. Permission is part of every query."""

from typing import Any

from sqlalchemy import insert, select

from backend.people import service as people
from backend.people.rules import Viewer
from backend.permanence.tables import permanence_plans
from backend.platform.database import Transaction

Values = dict[str, Any]


def add(transaction: Transaction, values: Values) -> None:
    """Keep a plan."""
    transaction.execute(insert(permanence_plans).values(**values))


def of_child(transaction: Transaction, viewer: Viewer, child_id: str) -> list[Values]:
    """Give a child's plans, the newest first."""
    visible = people.visible_children(viewer, "oversight")
    plans = permanence_plans.c
    query = select(permanence_plans).where(plans.child_id == child_id, plans.child_id.in_(visible))
    ordered = query.order_by(plans.recorded_on.desc(), plans.at.desc(), plans.id)
    return [dict(row) for row in transaction.execute(ordered).mappings()]


def oversees(transaction: Transaction, viewer: Viewer, child_id: str) -> bool:
    """Say whether this viewer may know of the plans of a child, or that there is none."""
    seen = people.visible_children(viewer, "oversight").subquery()
    found = transaction.execute(select(seen.c.id).where(seen.c.id == child_id))
    return found.first() is not None
