"""The public face of talks. Only the child's own IRO writes and reads them."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.database import Transaction
from backend.platform.errors import BadInput, NotFound, or_not_found
from backend.platform.keys.rules import ChildKey, open_sealed, seal
from backend.platform.keys.service import require_current
from backend.reviews import service as reviews
from backend.talks import rules, store
from backend.talks.rules import Talk

_SEALED = ("words", "agreed")


def add(transaction: Transaction, key: ChildKey, viewer: Viewer, talk: Talk, today: date) -> Talk:
    """Write down a talk that is planned, was held, or is not to be. Raises NotFound, BadInput."""
    return _keep(transaction, key, viewer, talk, today, new=True)


def correct(
    transaction: Transaction, key: ChildKey, viewer: Viewer, talk: Talk, today: date
) -> Talk:
    """Put a talk right, or say how a planned one went. Raises NotFound, BadInput."""
    earlier = get(transaction, key, viewer, talk.id)
    kept = replace(talk, child_id=earlier.child_id, review_id=earlier.review_id, at=earlier.at)
    return _keep(transaction, key, viewer, kept, today, new=False)


def get(transaction: Transaction, key: ChildKey, viewer: Viewer, talk_id: str) -> Talk:
    """Give one talk. Raises NotFound for anybody but the child's own IRO."""
    return _opened(key, or_not_found(store.get(transaction, viewer, talk_id)))


def child_of(transaction: Transaction, viewer: Viewer, talk_id: str) -> str:
    """Give whose talk it is, so that the look can be written down. Raises NotFound."""
    return str(or_not_found(store.get(transaction, viewer, talk_id))["child_id"])


def of_child(
    transaction: Transaction, key: ChildKey, viewer: Viewer, child_id: str
) -> tuple[Talk, ...]:
    """Give a child's talks, oldest first; none for anybody but the child's own IRO."""
    return tuple(_opened(key, row) for row in store.of_child(transaction, viewer, child_id))


def standings(
    transaction: Transaction, viewer: Viewer, review_ids: tuple[str, ...], today: date
) -> dict[str, tuple[str, date | None]]:
    """Say where the private talk before each of some reviews stands; holds no words."""
    found = [_closed(row) for row in store.before_reviews(transaction, viewer)]
    return {each: rules.standing(found, each, today) for each in review_ids}


def _keep(
    transaction: Transaction, key: ChildKey, viewer: Viewer, talk: Talk, today: date, *, new: bool
) -> Talk:
    people.require_words(transaction, viewer, talk.child_id)
    if talk.review_id is not None:
        review = reviews.get(transaction, viewer, talk.review_id)
        if review.child_id != talk.child_id:
            raise NotFound
    require_current(transaction, key)
    wrong = rules.wrong_talk(talk, today)
    if wrong:
        raise BadInput(wrong)
    plain = json.dumps({name: getattr(talk, name) for name in _SEALED}, ensure_ascii=True)
    values = {name: value for name, value in vars(talk).items() if name not in _SEALED}
    store.keep(transaction, {**values, "said": seal(key, _place(talk.id), plain.encode())}, new)
    return talk


def _closed(row: Mapping[str, Any]) -> Talk:
    return Talk(**{name: value for name, value in row.items() if name != "said"})


def _opened(key: ChildKey, row: Mapping[str, Any]) -> Talk:
    return replace(_closed(row), **json.loads(open_sealed(key, _place(row["id"]), row["said"])))


def _place(talk_id: str) -> str:
    return f"talks.said:{talk_id}"
