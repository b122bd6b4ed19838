"""Queries over what was said of decisions. Permission is part of every query."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select

from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.database import Transaction, insert_unless
from backend.progress.tables import left_in_peace, midway_checks, progress_updates

Values = dict[str, Any]


def add(transaction: Transaction, values: Values) -> None:
    """Keep what was said, numbered after what was said before of the same decision."""
    own = progress_updates.c.decision_id == values["decision_id"]
    last = transaction.execute(select(func.max(progress_updates.c.number)).where(own)).scalar()
    numbered = {**values, "number": int(last or 0) + 1}
    transaction.execute(insert(progress_updates).values(**numbered))


def of_decision(transaction: Transaction, viewer: Viewer, decision_id: str) -> list[Values]:
    """Give what was said of one decision, oldest first."""
    return _updates(transaction, viewer, progress_updates.c.decision_id == decision_id)


def of_child(transaction: Transaction, viewer: Viewer, child_id: str) -> list[Values]:
    """Give what was said of every decision about a child, of each the oldest first."""
    return _updates(transaction, viewer, progress_updates.c.child_id == child_id)


def _updates(transaction: Transaction, viewer: Viewer, which: ColumnElement[bool]) -> list[Values]:
    visible = people.visible_children(viewer, "words")
    query = select(progress_updates).where(which, progress_updates.c.child_id.in_(visible))
    ordered = query.order_by(progress_updates.c.decision_id, progress_updates.c.number)
    return [dict(row) for row in transaction.execute(ordered).mappings()]


def last_said(
    transaction: Transaction, decision_ids: Collection[str]
) -> dict[str, tuple[str, datetime]]:
    """Give the kind and time of the last update of each of these decisions; words stay shut."""
    own = progress_updates.c.decision_id.in_(decision_ids)
    columns = (progress_updates.c.decision_id, progress_updates.c.kind, progress_updates.c.at)
    ordered = select(*columns).where(own).order_by(progress_updates.c.number)
    return {row.decision_id: (row.kind, row.at) for row in transaction.execute(ordered)}


def leave_in_peace(transaction: Transaction, decision_id: str, by: str, at: datetime) -> None:
    """Note that nobody is to be asked about a decision."""
    row = insert_unless(transaction, left_in_peace).values(decision_id=decision_id, by=by, at=at)
    transaction.execute(row.on_conflict_do_nothing(index_elements=["decision_id"]))


def ask_again(transaction: Transaction, decision_id: str) -> None:
    """Let its owner be asked about a decision again."""
    own = left_in_peace.c.decision_id == decision_id
    transaction.execute(delete(left_in_peace).where(own))


def in_peace(transaction: Transaction) -> frozenset[str]:
    """Give the ids of the decisions about which nobody is asked."""
    return frozenset(transaction.execute(select(left_in_peace.c.decision_id)).scalars())


def taking_part(transaction: Transaction, day: date) -> frozenset[str]:
    """Give the ids of the participants who have a part in a child's life on a day."""
    return frozenset(row.id for row in transaction.execute(people.taking_part(day)))


def read_by(transaction: Transaction, viewer: Viewer) -> frozenset[str]:
    """Give the ids of the children whose words this viewer may read."""
    visible = people.visible_children(viewer, "words")
    return frozenset(row.id for row in transaction.execute(visible))


def add_check(transaction: Transaction, values: Values) -> None:
    """Keep a midway check."""
    transaction.execute(insert(midway_checks).values(**values))


def checks(transaction: Transaction, viewer: Viewer, review_id: str) -> list[Values]:
    """Give the midway checks of a review, newest first."""
    visible = people.visible_children(viewer, "words")
    query = select(midway_checks).where(
        midway_checks.c.review_id == review_id, midway_checks.c.child_id.in_(visible)
    )
    ordered = query.order_by(midway_checks.c.at.desc(), midway_checks.c.id)
    return [dict(row) for row in transaction.execute(ordered).mappings()]


def checked(transaction: Transaction) -> frozenset[str]:
    """Give the ids of the reviews whose midway check was recorded."""
    return frozenset(transaction.execute(select(midway_checks.c.review_id)).scalars())
