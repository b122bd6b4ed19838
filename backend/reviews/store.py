"""Queries over reviews. Permission is part of every query."""

from dataclasses import asdict

from sqlalchemy import Select, func, insert, select, update

from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.database import Transaction
from backend.reviews.rules import Review
from backend.reviews.tables import reviews


def keep(transaction: Transaction, review: Review, new: bool) -> None:
    """Add a review, or put these details in the place of the earlier ones."""
    if new:
        transaction.execute(insert(reviews).values(**asdict(review)))
    else:
        transaction.execute(
            update(reviews).where(reviews.c.id == review.id).values(**asdict(review))
        )


def get(transaction: Transaction, viewer: Viewer, review_id: str) -> Review | None:
    """Give one review, or None where there is none this viewer may know of."""
    found = _reviews(transaction, _visible(viewer).where(reviews.c.id == review_id))
    return found[0] if found else None


def of_child(transaction: Transaction, viewer: Viewer, child_id: str) -> tuple[Review, ...]:
    """Give a child's reviews, newest first."""
    query = _visible(viewer).where(reviews.c.child_id == child_id)
    return _reviews(transaction, query.order_by(reviews.c.starts_at.desc()))


def every(transaction: Transaction, viewer: Viewer) -> tuple[Review, ...]:
    """Give the reviews of all the children this viewer may know of, newest first."""
    return _reviews(transaction, _visible(viewer).order_by(reviews.c.starts_at.desc()))


def planned(transaction: Transaction, viewer: Viewer) -> tuple[Review, ...]:
    """Give the planned reviews of the children this viewer may know of, soonest first."""
    query = _visible(viewer).where(reviews.c.status == "planned")
    return _reviews(transaction, query.order_by(reviews.c.starts_at))


def last_number(transaction: Transaction, child_id: str) -> int:
    """Give the number of a child's last review, 0 where there is none."""
    found = transaction.execute(
        select(func.max(reviews.c.number)).where(reviews.c.child_id == child_id)
    ).scalar()
    return int(found or 0)


def _visible(viewer: Viewer) -> Select[tuple[object, ...]]:
    visible = people.visible_children(viewer, "details")
    return select(reviews).where(reviews.c.child_id.in_(visible))


def _reviews(transaction: Transaction, query: Select[tuple[object, ...]]) -> tuple[Review, ...]:
    return tuple(Review(**row) for row in transaction.execute(query).mappings())
