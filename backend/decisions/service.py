"""The public face of decisions. Only the child's own IRO writes and reads them.

They are sealed with the child's key, which the caller opens before the unit.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from backend.decisions import rules, store
from backend.decisions.rules import Decision, Reason
from backend.people import service as people
from backend.people.rules import MUST_SAY, Viewer
from backend.platform.database import Transaction, lock
from backend.platform.errors import BadInput, NotFound, or_not_found
from backend.platform.keys.rules import ChildKey, open_sealed, seal
from backend.platform.keys.service import require_current
from backend.reviews import service as reviews
from backend.reviews.rules import Review

_SEALED = ("what", "owner", "why", "effect")


def add(transaction: Transaction, key: ChildKey, viewer: Viewer, decision: Decision) -> Decision:
    """Write down a decision, numbered after the review's last one. Raises NotFound, BadInput."""
    lock(transaction, f"review:{decision.review_id}")
    number = store.last_number(transaction, decision.review_id) + 1
    return _keep(transaction, key, viewer, replace(decision, number=number), new=True)


def correct(
    transaction: Transaction, key: ChildKey, viewer: Viewer, decision: Decision
) -> Decision:
    """Put a decision right, or say that it is done. Raises NotFound, BadInput."""
    earlier = get(transaction, key, viewer, decision.id)
    kept = replace(
        decision,
        child_id=earlier.child_id,
        review_id=earlier.review_id,
        number=earlier.number,
        made_at=earlier.made_at,
        made_by=earlier.made_by,
    )
    return _keep(transaction, key, viewer, kept, new=False)


def remove(transaction: Transaction, key: ChildKey, viewer: Viewer, decision_id: str) -> None:
    """Remove a decision that was written by mistake; those after it move up. Raises NotFound."""
    gone = get(transaction, key, viewer, decision_id)
    _require_own(transaction, viewer, gone.child_id, gone.review_id)
    lock(transaction, f"review:{gone.review_id}")
    store.remove(transaction, gone.id)
    _number(transaction, _order(transaction, viewer, gone.review_id))


def move_up(transaction: Transaction, viewer: Viewer, decision_id: str) -> None:
    """Put a decision before the one that stands above it, if there is one. Raises NotFound."""
    row = or_not_found(store.get(transaction, viewer, decision_id))
    _require_own(transaction, viewer, row["child_id"], row["review_id"])
    lock(transaction, f"review:{row['review_id']}")
    order = _order(transaction, viewer, row["review_id"])
    at = order.index(decision_id)
    order.insert(max(at - 1, 0), order.pop(at))
    _number(transaction, order)


def get(transaction: Transaction, key: ChildKey, viewer: Viewer, decision_id: str) -> Decision:
    """Give one decision. Raises NotFound for anybody but the child's own IRO."""
    return _opened(key, or_not_found(store.get(transaction, viewer, decision_id)))


def child_of(transaction: Transaction, viewer: Viewer, decision_id: str) -> str:
    """Give whose decision it is, so that the look can be written down. Raises NotFound."""
    return str(or_not_found(store.get(transaction, viewer, decision_id))["child_id"])


def of_review(
    transaction: Transaction, key: ChildKey, viewer: Viewer, review_id: str
) -> tuple[Decision, ...]:
    """Give what a review decided, and what it could not agree, in the officer's order."""
    return tuple(_opened(key, row) for row in store.of_review(transaction, viewer, review_id))


def of_child(
    transaction: Transaction, key: ChildKey, viewer: Viewer, child_id: str
) -> tuple[Decision, ...]:
    """Give every decision about a child, oldest first."""
    return tuple(_opened(key, row) for row in store.of_child(transaction, viewer, child_id))


def open_before(
    transaction: Transaction, key: ChildKey, viewer: Viewer, review: Review
) -> tuple[Decision, ...]:
    """Give what was decided at earlier reviews and is to be asked about at this one, oldest first.

    All of the review before this one, done or not, and of those before it what is still open.
    """
    earlier = {
        each.id
        for each in reviews.of_child(transaction, viewer, review.child_id)
        if each.starts_at < review.starts_at and each.id != review.id
    }
    last = reviews.previous(transaction, viewer, review)
    return rules.still_asked_about(
        of_child(transaction, key, viewer, review.child_id), earlier, last.id if last else ""
    )


def unanswered(
    transaction: Transaction,
    key: ChildKey,
    viewer: Viewer,
    review_id: str,
    wishes: Iterable[str],
) -> tuple[str, ...]:
    """Give which of these wishes have neither a decision nor a reason at a review, in order."""
    decided = of_review(transaction, key, viewer, review_id)
    given = reasons(transaction, key, viewer, review_id)
    return rules.unanswered(wishes, decided, given)


def children_with_open(transaction: Transaction, viewer: Viewer) -> tuple[str, ...]:
    """Give the ids of the children of this viewer for whom something is still to be done."""
    rows = store.to_be_done(transaction, viewer)
    return tuple(dict.fromkeys(str(row["child_id"]) for row in rows))


def standing(
    transaction: Transaction, viewer: Viewer, child_ids: Collection[str] | None = None
) -> tuple[Decision, ...]:
    """Give what is still to be done for the children of this viewer, or some, without a word."""
    rows = store.to_be_done(transaction, viewer, child_ids)
    return tuple(Decision(**{k: v for k, v in row.items() if k != "words"}) for row in rows)


def give_reason(transaction: Transaction, key: ChildKey, viewer: Viewer, reason: Reason) -> None:
    """Say why no decision answers a wish, in the place of an earlier reason.

    Raises NotFound, BadInput.
    """
    _require_own(transaction, viewer, reason.child_id, reason.review_id)
    require_current(transaction, key)
    wrong = rules.wrong_words(reason.why, required=True)
    if wrong or not reason.wish:
        raise BadInput({"why": wrong or MUST_SAY})
    sealed = seal(key, _place("wish_reasons.why", reason.id), reason.why.encode())
    store.keep_reason(transaction, {**vars(reason), "why": sealed})


def take_back_reason(transaction: Transaction, viewer: Viewer, review_id: str, wish: str) -> None:
    """Take a reason back. Raises NotFound."""
    review = reviews.get(transaction, viewer, review_id)
    _require_own(transaction, viewer, review.child_id, review_id)
    store.drop_reason(transaction, review_id, wish)


def reasons(
    transaction: Transaction, key: ChildKey, viewer: Viewer, review_id: str
) -> tuple[Reason, ...]:
    """Give why wishes were not answered at a review."""
    return tuple(
        Reason(**{**row, "why": _open_why(key, row)})
        for row in store.reasons(transaction, viewer, review_id)
    )


def _keep(
    transaction: Transaction, key: ChildKey, viewer: Viewer, decision: Decision, *, new: bool
) -> Decision:
    _require_own(transaction, viewer, decision.child_id, decision.review_id)
    require_current(transaction, key)
    wrong = rules.wrong_decision(decision)
    if wrong:
        raise BadInput(wrong)
    plain = json.dumps({name: getattr(decision, name) for name in _SEALED}, ensure_ascii=True)
    values = {name: value for name, value in vars(decision).items() if name not in _SEALED}
    wishes = tuple(dict.fromkeys(values.pop("wishes")))
    values["words"] = seal(key, _place("decisions.words", decision.id), plain.encode())
    store.keep(transaction, values, wishes, new)
    return decision


def _order(transaction: Transaction, viewer: Viewer, review_id: str) -> list[str]:
    return [row["id"] for row in store.of_review(transaction, viewer, review_id)]


def _number(transaction: Transaction, order: list[str]) -> None:
    for number, decision_id in enumerate(order, start=1):
        store.set_number(transaction, decision_id, number)


def _require_own(transaction: Transaction, viewer: Viewer, child_id: str, review_id: str) -> None:
    people.require_words(transaction, viewer, child_id)
    if reviews.get(transaction, viewer, review_id).child_id != child_id:
        raise NotFound


def _opened(key: ChildKey, row: Mapping[str, Any]) -> Decision:
    place = _place("decisions.words", str(row["id"]))
    plain = json.loads(open_sealed(key, place, row["words"]))
    return Decision(**{name: value for name, value in row.items() if name != "words"}, **plain)


def _open_why(key: ChildKey, row: Mapping[str, Any]) -> str:
    return open_sealed(key, _place("wish_reasons.why", row["id"]), row["why"]).decode()


def _place(column: str, row_id: str) -> str:
    return f"{column}:{row_id}"
