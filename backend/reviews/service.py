"""The public face of reviews."""

from dataclasses import replace
from datetime import date, datetime

from backend.care import service as care
from backend.care.rules import CarePeriod
from backend.clock import service as clock
from backend.clock.rules import Due, Rulebook
from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.database import Transaction, lock
from backend.platform.errors import BadInput, NotFound, or_not_found
from backend.platform.keys.rules import ChildKey, open_sealed, seal
from backend.platform.keys.service import require_current
from backend.reviews import store
from backend.reviews.rules import (
    NO_LONGER_PLANNED,
    Completion,
    Review,
    is_late,
    missing_before,
    sittings_before,
    sittings_of,
    wrong_adjournment,
    wrong_completion,
    wrong_review,
)


def add(
    transaction: Transaction,
    viewer: Viewer,
    review: Review,
    today: date,
    book: Rulebook | None = None,
) -> Review:
    """Add a review, numbered after the child's last one when its number is 0.

    Where it is planned and has no ``due_on``, the clock fills it in, by the authority's ``book``
    or without one by the periods that we carry. Raises NotFound, BadInput.
    """
    lock(transaction, f"child:{review.child_id}")
    if review.number == 0:
        review = replace(review, number=store.last_number(transaction, review.child_id) + 1)
    return _keep(transaction, viewer, review, today, book, new=True)


def correct(
    transaction: Transaction,
    viewer: Viewer,
    review: Review,
    today: date,
    book: Rulebook | None = None,
) -> Review:
    """Correct a review's time, place or state, as ``add`` does. Raises NotFound, BadInput."""
    if get(transaction, viewer, review.id).child_id != review.child_id:
        raise NotFound
    return _keep(transaction, viewer, review, today, book, new=False)


def adjourn(
    transaction: Transaction,
    viewer: Viewer,
    review_id: str,
    to: datetime,
    today: date,
    book: Rulebook,
) -> Review:
    """Let a review go on at a later time, once; for the child's own IRO. Raises NotFound, BadInput.

    Whoever calls lets the links follow: ``invitations.service.follow_review``.
    """
    review = _own(transaction, viewer, review_id)
    if review.status != "planned":
        raise BadInput({"adjourned_to": NO_LONGER_PLANNED})
    wrong = wrong_adjournment(review, to, today, book)
    if wrong:
        raise BadInput({"adjourned_to": wrong})
    return _put(transaction, replace(review, adjourned_to=to))


def complete(
    transaction: Transaction,
    key: ChildKey,
    viewer: Viewer,
    review_id: str,
    end: Completion,
    today: date,
    book: Rulebook,
) -> Review:
    """Say that a review was held and when it was completed; for the child's own IRO.

    One that was late needs a reason; of one that was not, none is kept. Said again, it puts right
    what was said before. Raises NotFound, BadInput.
    """
    review = _own(transaction, viewer, review_id)
    if review.status == "cancelled":
        raise BadInput({"completed_on": NO_LONGER_PLANNED})
    due = due_on_of(transaction, viewer, review, book)
    wrong = wrong_completion(review, end, today, due, book)
    if wrong:
        raise BadInput(wrong)
    require_current(transaction, key)
    late = is_late(review, end.completed_on, due, book)
    noted = late and end.late_note
    held = replace(
        review,
        status="held",
        due_on=due,
        completed_on=end.completed_on,
        late_because=end.late_because if late else "",
        late_note=seal(key, _note(review_id), end.late_note.encode()) if noted else None,
    )
    return _put(transaction, held)


def late_note(key: ChildKey, review: Review) -> str:
    """Give what more was said of why a review was late, "" for nothing."""
    sealed = review.late_note
    return open_sealed(key, _note(review.id), sealed).decode() if sealed else ""


def due_on_of(
    transaction: Transaction, viewer: Viewer, review: Review, book: Rulebook
) -> date | None:
    """Give by when a review is due: as it was entered, else by the clock; None if neither knows."""
    return review.due_on or _by_clock(transaction, viewer, review, book)


def _by_clock(
    transaction: Transaction, viewer: Viewer, review: Review, book: Rulebook
) -> date | None:
    period = clock.in_care(care.of_child(transaction, viewer, review.child_id), review.day)
    if period is None:
        return None
    every = store.of_child(transaction, viewer, review.child_id)
    others = tuple(each for each in every if each.id != review.id)
    earlier = missing_before((review, *others), period.began_on, book)
    due = clock.due_of(period, sittings_before(review, others), book, earlier)
    return due.day if due else None


def set_by_clock(
    transaction: Transaction, viewer: Viewer, child_id: str, book: Rulebook
) -> tuple[Review, ...]:
    """Give a child's planned reviews whose ``due_on`` is the clock's, or nobody's."""
    planned = (e for e in of_child(transaction, viewer, child_id) if e.status == "planned")
    return tuple(
        each
        for each in planned
        if each.due_on in {None, _by_clock(transaction, viewer, each, book)}
    )


def follow_care(
    transaction: Transaction, viewer: Viewer, reviews: tuple[Review, ...], book: Rulebook
) -> None:
    """Count anew when these reviews are due, after the times in care have been changed."""
    for each in reviews:
        _put(transaction, replace(each, due_on=_by_clock(transaction, viewer, each, book)))


def due_of(
    transaction: Transaction, viewer: Viewer, child_id: str, today: date, book: Rulebook
) -> Due | None:
    """Give by when a child's next review is due; None if not looked after. Raises NotFound."""
    periods = care.of_child(transaction, viewer, child_id)
    return next_due(clock.in_care(periods, today), of_child(transaction, viewer, child_id), book)


def next_due(period: CarePeriod | None, reviews: tuple[Review, ...], book: Rulebook) -> Due | None:
    """Give by when the next of a child's reviews is due in a time in care; None if not known."""
    earlier = missing_before(reviews, period.began_on, book) if period else 0
    return clock.due_of(period, sittings_of(reviews), book, earlier)


def _own(transaction: Transaction, viewer: Viewer, review_id: str) -> Review:
    child_id = get(transaction, viewer, review_id).child_id
    people.require_words(transaction, viewer, child_id)
    lock(transaction, f"child:{child_id}")
    return get(transaction, viewer, review_id)


def _note(review_id: str) -> str:
    return f"reviews.late_note:{review_id}"


def _put(transaction: Transaction, review: Review) -> Review:
    store.keep(transaction, review, False)
    return review


def _keep(
    transaction: Transaction,
    viewer: Viewer,
    review: Review,
    today: date,
    book: Rulebook | None,
    *,
    new: bool,
) -> Review:
    if viewer.kind == "participant":
        raise NotFound
    child = people.get_child(transaction, viewer, review.child_id)
    wrong = wrong_review(review, child.date_of_birth, today)
    if wrong:
        raise BadInput(wrong)
    if review.status != "held":
        review = replace(review, completed_on=None, late_because="", late_note=None)
    if review.adjourned_to is not None and review.adjourned_to <= review.starts_at:
        review = replace(review, adjourned_to=None)
    if review.status == "planned":
        due = due_on_of(transaction, viewer, review, book or clock.rulebook())
        review = replace(review, due_on=due)
    store.keep(transaction, review, new)
    return review


def get(transaction: Transaction, viewer: Viewer, review_id: str) -> Review:
    """Give one review. Raises NotFound, the same for no such review and for another's child."""
    return or_not_found(store.get(transaction, viewer, review_id))


def of_child(transaction: Transaction, viewer: Viewer, child_id: str) -> tuple[Review, ...]:
    """Give a child's reviews, newest first. Raises NotFound for another's child."""
    people.get_child(transaction, viewer, child_id)
    return store.of_child(transaction, viewer, child_id)


def of_all(transaction: Transaction, viewer: Viewer) -> dict[str, tuple[Review, ...]]:
    """Give the reviews of every child this viewer may know of, by child, newest first."""
    found: dict[str, tuple[Review, ...]] = {}
    for review in store.every(transaction, viewer):
        found[review.child_id] = (*found.get(review.child_id, ()), review)
    return found


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
