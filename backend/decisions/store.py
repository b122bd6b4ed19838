"""Queries over decisions. Permission is part of every query; words stay sealed here."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from backend.decisions.tables import decision_wishes, decisions, wish_reasons
from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.database import Transaction

Values = dict[str, Any]


def keep(transaction: Transaction, values: Values, wishes: Collection[str], new: bool) -> None:
    """Add a decision, or put these details in the place of the earlier ones."""
    if new:
        transaction.execute(insert(decisions).values(**values))
    else:
        transaction.execute(
            update(decisions).where(decisions.c.id == values["id"]).values(**values)
        )
    own = decision_wishes.c.decision_id == values["id"]
    transaction.execute(delete(decision_wishes).where(own))
    for wish in wishes:
        row = {"decision_id": values["id"], "wish": wish}
        transaction.execute(insert(decision_wishes).values(**row))


def remove(transaction: Transaction, decision_id: str) -> None:
    """Remove a decision that was written by mistake."""
    own = decision_wishes.c.decision_id == decision_id
    transaction.execute(delete(decision_wishes).where(own))
    transaction.execute(delete(decisions).where(decisions.c.id == decision_id))


def set_number(transaction: Transaction, decision_id: str, number: int) -> None:
    """Say as which of its review's decisions it stands."""
    own = decisions.c.id == decision_id
    transaction.execute(update(decisions).where(own).values(number=number))


def last_number(transaction: Transaction, review_id: str) -> int:
    """Give the number of a review's last decision, 0 where there is none."""
    query = select(func.max(decisions.c.number)).where(decisions.c.review_id == review_id)
    return int(transaction.execute(query).scalar() or 0)


def get(transaction: Transaction, viewer: Viewer, decision_id: str) -> Values | None:
    """Give one decision, or None where there is none this viewer may read."""
    found = _rows(transaction, viewer, decisions.c.id == decision_id)
    return found[0] if found else None


def of_review(transaction: Transaction, viewer: Viewer, review_id: str) -> list[Values]:
    """Give a review's decisions in their order."""
    found = _rows(transaction, viewer, decisions.c.review_id == review_id)
    return sorted(found, key=lambda row: int(row["number"]))


def of_child(transaction: Transaction, viewer: Viewer, child_id: str) -> list[Values]:
    """Give every decision about a child, review by review, oldest first."""
    return _rows(transaction, viewer, decisions.c.child_id == child_id)


def to_be_done(
    transaction: Transaction, viewer: Viewer, child_ids: Collection[str] | None = None
) -> list[Values]:
    """Give what is still to be done for the children of this viewer, or for some of them."""
    is_open = (decisions.c.state == "open") & (decisions.c.kind == "decided")
    if child_ids is not None:
        is_open &= decisions.c.child_id.in_(child_ids)
    return _rows(transaction, viewer, is_open)


def _rows(transaction: Transaction, viewer: Viewer, which: ColumnElement[bool]) -> list[Values]:
    visible = people.visible_children(viewer, "words")
    query = select(decisions).where(which, decisions.c.child_id.in_(visible))
    ordered = query.order_by(decisions.c.made_at, decisions.c.number, decisions.c.id)
    rows = [dict(row) for row in transaction.execute(ordered).mappings()]
    wishes = select(decision_wishes).where(
        decision_wishes.c.decision_id.in_([row["id"] for row in rows])
    )
    served: dict[str, list[str]] = {}
    for each in transaction.execute(wishes.order_by(decision_wishes.c.wish)):
        served.setdefault(each.decision_id, []).append(each.wish)
    return [{**row, "wishes": tuple(served.get(row["id"], ()))} for row in rows]


def keep_reason(transaction: Transaction, values: Values) -> None:
    """Keep why a wish is not answered, in the place of an earlier reason."""
    drop_reason(transaction, values["review_id"], values["wish"])
    transaction.execute(insert(wish_reasons).values(**values))


def drop_reason(transaction: Transaction, review_id: str, wish: str) -> None:
    """Take back a reason."""
    own = (wish_reasons.c.review_id == review_id) & (wish_reasons.c.wish == wish)
    transaction.execute(delete(wish_reasons).where(own))


def reasons(transaction: Transaction, viewer: Viewer, review_id: str) -> list[Values]:
    """Give why wishes were not answered at a review."""
    visible = people.visible_children(viewer, "words")
    query = select(wish_reasons).where(
        wish_reasons.c.review_id == review_id, wish_reasons.c.child_id.in_(visible)
    )
    ordered = query.order_by(wish_reasons.c.at, wish_reasons.c.id)
    return [dict(row) for row in transaction.execute(ordered).mappings()]
