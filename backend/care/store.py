"""Queries over the times a child was looked after. Permission is part of every query."""

from dataclasses import asdict

from sqlalchemy import insert, select, update

from backend.care.rules import CarePeriod
from backend.care.tables import care_periods
from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.database import Transaction


def keep(transaction: Transaction, period: CarePeriod, new: bool) -> None:
    """Add a period, or put these details in the place of the earlier ones."""
    if new:
        transaction.execute(insert(care_periods).values(**asdict(period)))
        return
    query = update(care_periods).where(care_periods.c.id == period.id)
    transaction.execute(query.values(**asdict(period)))


def of_child(transaction: Transaction, viewer: Viewer, child_id: str) -> tuple[CarePeriod, ...]:
    """Give a child's periods of being looked after, newest first."""
    visible = people.visible_children(viewer, "details")
    query = (
        select(care_periods)
        .where(care_periods.c.child_id == child_id, care_periods.c.child_id.in_(visible))
        .order_by(care_periods.c.began_on.desc())
    )
    return tuple(CarePeriod(**row) for row in transaction.execute(query).mappings())


def every(transaction: Transaction, viewer: Viewer) -> tuple[CarePeriod, ...]:
    """Give the periods of all the children this viewer may know of, newest first."""
    visible = people.visible_children(viewer, "details")
    query = select(care_periods).where(care_periods.c.child_id.in_(visible))
    rows = transaction.execute(query.order_by(care_periods.c.began_on.desc())).mappings()
    return tuple(CarePeriod(**row) for row in rows)
