"""The public face of care: since when, under what, and whether still."""

from datetime import date

from backend.care import store
from backend.care.rules import CarePeriod, wrong_period
from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.database import Transaction, lock
from backend.platform.errors import BadInput, NotFound


def add(transaction: Transaction, viewer: Viewer, period: CarePeriod, today: date) -> CarePeriod:
    """Record that a child became looked after. Raises NotFound, BadInput."""
    return _keep(transaction, viewer, period, today, new=True)


def correct(
    transaction: Transaction, viewer: Viewer, period: CarePeriod, today: date
) -> CarePeriod:
    """Put a period right, or end it. Raises NotFound, BadInput."""
    return _keep(transaction, viewer, period, today, new=False)


def of_child(transaction: Transaction, viewer: Viewer, child_id: str) -> tuple[CarePeriod, ...]:
    """Give a child's periods of being looked after, newest first. Raises NotFound."""
    people.get_child(transaction, viewer, child_id)
    return store.of_child(transaction, viewer, child_id)


def newest(transaction: Transaction, viewer: Viewer, child_id: str) -> CarePeriod | None:
    """Give the last period, whether it has ended or not; None where none is recorded."""
    return next(iter(of_child(transaction, viewer, child_id)), None)


def of_all(transaction: Transaction, viewer: Viewer) -> dict[str, tuple[CarePeriod, ...]]:
    """Give the periods of every child this viewer may know of, by child, newest first."""
    found: dict[str, tuple[CarePeriod, ...]] = {}
    for period in store.every(transaction, viewer):
        found[period.child_id] = (*found.get(period.child_id, ()), period)
    return found


def newest_of_all(transaction: Transaction, viewer: Viewer) -> dict[str, CarePeriod]:
    """Give the last period of every child this viewer may know of, by child."""
    return {child: periods[0] for child, periods in of_all(transaction, viewer).items()}


def _keep(
    transaction: Transaction, viewer: Viewer, period: CarePeriod, today: date, *, new: bool
) -> CarePeriod:
    if viewer.kind == "participant":
        raise NotFound
    lock(transaction, f"child:{period.child_id}")
    child = people.get_child(transaction, viewer, period.child_id)
    others = store.of_child(transaction, viewer, period.child_id)
    if not new and all(each.id != period.id for each in others):
        raise NotFound
    wrong = wrong_period(period, others, child.date_of_birth, today)
    if wrong:
        raise BadInput(wrong)
    store.keep(transaction, period, new)
    return period
