"""The public face of caseloads: what each IRO has, and giving children to another."""

import tomllib
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from backend.caseloads import rules, store
from backend.caseloads.rules import Guide, Load
from backend.holdings import service as holdings
from backend.holdings.rules import Change, Holding
from backend.people import service as people
from backend.people.rules import SYSTEM, Child, Officer, Viewer
from backend.platform.database import Transaction, lock
from backend.platform.errors import BadInput, NotFound
from backend.reviews import service as reviews


@cache
def guide() -> Guide:
    """Give the guide for a full-time IRO: domain of the IRO Handbook, kept in a file."""
    raw = tomllib.loads((Path(__file__).parent / "guide.toml").read_text("utf-8"))
    return Guide(**{"checked_on": None, **raw})


def loads(transaction: Transaction, viewer: Viewer, today: date) -> tuple[Load, ...]:
    """Give what each IRO has, by name: a manager everybody's, an IRO their own.

    Whoever may review no more is among them for as long as they have children.
    """
    children = people.list_children(transaction, viewer)
    planned = reviews.my_reviews(transaction, viewer)
    shares, found = store.shares(transaction), guide()
    every = (
        rules.load(officer, children, planned, shares.get(officer.id, 100), found, today)
        for officer in people.list_officers(transaction, viewer)
        if "manager" in viewer.roles or officer.id == viewer.id
    )
    return tuple(each for each in every if each.officer.may_review or each.children)


def load_of(transaction: Transaction, viewer: Viewer, iro_id: str, today: date) -> Load:
    """Give what one IRO has. Raises NotFound for somebody else's, unless a manager asks."""
    for each in loads(transaction, viewer, today):
        if each.officer.id == iro_id:
            return each
    raise NotFound


def children_of(transaction: Transaction, viewer: Viewer, iro_id: str) -> tuple[Child, ...]:
    """Give the children of one IRO whom this viewer may know of, by name."""
    every = people.list_children(transaction, viewer)
    return tuple(child for child in every if child.iro_id == iro_id)


def others(transaction: Transaction, viewer: Viewer, iro_id: str) -> tuple[Officer, ...]:
    """Give the other active IROs, who may take over or cover."""
    found = people.officers_with_role(transaction, viewer, "iro")
    return tuple(each for each in found if each.id != iro_id)


def require_move(
    transaction: Transaction,
    viewer: Viewer,
    iro_id: str,
    wanted: tuple[str, ...],
    to_id: str,
    why: str,
) -> tuple[str, ...]:
    """Give which children of an IRO are to be moved to another. Raises NotFound, BadInput.

    ``wanted`` are ids of children; whoever is with the IRO no longer is left out.
    """
    _require_manager(viewer)
    with_them = {child.id for child in children_of(transaction, viewer, iro_id)}
    found = tuple(child_id for child_id in wanted if child_id in with_them)
    offered = {each.id for each in others(transaction, viewer, iro_id)}
    wrong = rules.wrong_move(found, to_id, why, offered)
    if wrong:
        raise BadInput(wrong)
    return found


def move(
    transaction: Transaction, viewer: Viewer, child_id: str, to_id: str, change: Change
) -> None:
    """Give one child to another IRO from now on, for managers. Raises NotFound, BadInput."""
    _require_manager(viewer)
    lock(transaction, f"child:{child_id}")
    child = people.get_child(transaction, viewer, child_id)
    people.correct_child(transaction, SYSTEM, replace(child, iro_id=to_id), change.on, change)


def history(transaction: Transaction, viewer: Viewer, child_id: str) -> tuple[Holding, ...]:
    """Give who held a child's case, newest first. Raises NotFound."""
    people.get_child(transaction, viewer, child_id)
    return holdings.of_child(transaction, people.visible_children(viewer, "details"), child_id)


def set_share(transaction: Transaction, viewer: Viewer, iro_id: str, percent: int) -> None:
    """Say how much of the week an IRO works, in percent. Raises NotFound, BadInput."""
    _require_manager(viewer)
    lock(transaction, "working_shares")
    people.get_officer(transaction, viewer, iro_id)
    if not rules.LEAST_SHARE <= percent <= rules.FULL_SHARE:
        raise BadInput({"percent": rules.NO_SUCH_SHARE})
    store.keep_share(transaction, iro_id, percent)


def _require_manager(viewer: Viewer) -> None:
    if viewer.kind != "officer" or "manager" not in viewer.roles:
        raise NotFound
