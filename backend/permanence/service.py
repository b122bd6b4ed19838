"""The public face of permanence: recorded by the child's IRO, seen to be missing by managers too.

What is written is sealed with the child's key, which the caller opens before the unit.
"""

from datetime import date

from backend.people import service as people
from backend.people.rules import Viewer
from backend.permanence import rules, store
from backend.permanence.rules import Flag, Plan
from backend.platform.database import Transaction
from backend.platform.errors import BadInput, NotFound, or_not_found
from backend.platform.keys.rules import ChildKey, open_sealed, seal
from backend.platform.keys.service import require_current
from backend.reviews import service as reviews


def record(
    transaction: Transaction, key: ChildKey, viewer: Viewer, plan: Plan, today: date
) -> None:
    """Record a plan, beside those before it. Raises NotFound but for the child's IRO, BadInput."""
    _require_iro(transaction, viewer, plan.child_id)
    child = people.get_child(transaction, viewer, plan.child_id)
    if plan.review_id:
        review = reviews.get(transaction, viewer, plan.review_id)
        or_not_found(review if review.child_id == plan.child_id else None)
    require_current(transaction, key)
    wrong = rules.wrong_plan(plan, child.date_of_birth, today)
    if wrong:
        raise BadInput(wrong)
    store.add(transaction, {**vars(plan), "words": seal(key, _place(plan.id), plan.words.encode())})


def plans(
    transaction: Transaction, key: ChildKey, viewer: Viewer, child_id: str
) -> tuple[Plan, ...]:
    """Give a child's plans with their words, the newest first. Raises NotFound."""
    _require_iro(transaction, viewer, child_id)
    rows = store.of_child(transaction, viewer, child_id)
    return tuple(
        Plan(**{**row, "words": open_sealed(key, _place(row["id"]), row["words"]).decode()})
        for row in rows
    )


def newest(transaction: Transaction, viewer: Viewer, child_id: str) -> Plan | None:
    """Give the plan that holds, without its words; None for none or who may not know of it."""
    rows = store.of_child(transaction, viewer, child_id)
    return Plan(**{**rows[0], "words": ""}) if rows else None


def flag(transaction: Transaction, viewer: Viewer, child_id: str, today: date) -> Flag | None:
    """Say since which review a plan is missing, None where it is not or is not this viewer's."""
    if not store.oversees(transaction, viewer, child_id):
        return None
    held = reviews.of_child(transaction, viewer, child_id)
    rows = store.of_child(transaction, viewer, child_id)
    recorded = [Plan(**{**row, "words": ""}) for row in rows]
    return rules.missing(held, recorded, today)


def _require_iro(transaction: Transaction, viewer: Viewer, child_id: str) -> None:
    if viewer.kind != "officer":
        raise NotFound
    people.require_words(transaction, viewer, child_id)


def _place(plan_id: str) -> str:
    return f"permanence_plans.words:{plan_id}"
