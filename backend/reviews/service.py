"""The public face of reviews."""

from dataclasses import replace
from datetime import date

from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.database import Transaction, lock
from backend.platform.errors import BadInput, NotFound, or_not_found
from backend.reviews import store
from backend.reviews.rules import Review, wrong_review


def add(transaction: Transaction, viewer: Viewer, review: Review, today: date) -> Review:
    """Add a review, numbered after the child's last one when its number is 0.

    Raises NotFound, BadInput.
    """
    lock(transaction, f"child:{review.child_id}")
    if review.number == 0:
        review = replace(review, number=store.last_number(transaction, review.child_id) + 1)
    return _keep(transaction, viewer, review, today, new=True)


def correct(transaction: Transaction, viewer: Viewer, review: Review, today: date) -> Review:
    """Correct a review's time, place or state. Raises NotFound, BadInput."""
    if get(transaction, viewer, review.id).child_id != review.child_id:
        raise NotFound
    return _keep(transaction, viewer, review, today, new=False)


def _keep(
    transaction: Transaction, viewer: Viewer, review: Review, today: date, *, new: bool
) -> Review:
    if viewer.kind == "participant":
        raise NotFound
    child = people.get_child(transaction, viewer, review.child_id)
    wrong = wrong_review(review, child.date_of_birth, today)
    if wrong:
        raise BadInput(wrong)
    store.keep(transaction, review, new)
    return review


def get(transaction: Transaction, viewer: Viewer, review_id: str) -> Review:
    """Give one review. Raises NotFound, the same for no such review and for another's child."""
    return or_not_found(store.get(transaction, viewer, review_id))


def of_child(transaction: Transaction, viewer: Viewer, child_id: str) -> tuple[Review, ...]:
    """Give a child's reviews, newest first. Raises NotFound for another's child."""
    people.get_child(transaction, viewer, child_id)
    return store.of_child(transaction, viewer, child_id)


def my_reviews(transaction: Transaction, viewer: Viewer) -> tuple[Review, ...]:
    """Give the planned reviews of the children this viewer may know of, soonest first."""
    return store.planned(transaction, viewer)


def previous(transaction: Transaction, viewer: Viewer, review: Review) -> Review | None:
    """Give the review before this one that was not cancelled, or None."""
    earlier = [
        each
        for each in store.of_child(transaction, viewer, review.child_id)
        if each.starts_at < review.starts_at and each.status != "cancelled"
    ]
    return earlier[0] if earlier else None
