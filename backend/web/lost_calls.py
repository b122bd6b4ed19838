"""Calls about a concern that did not arrive: for those who may know of that concern."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from backend.calls import service as calls
from backend.concerns import service as concerns
from backend.people import service as people
from backend.people.rules import SYSTEM, Officer, officer_viewer
from backend.platform.database import Transaction
from backend.platform.delivery.rules import Undelivered
from backend.platform.delivery.service import undelivered_calls
from backend.platform.errors import NotFound
from backend.web.banners import TOLD_OF_CONCERNS
from backend.web.open_concerns import names_of_officers


@dataclass(frozen=True)
class LostCall:
    """One message of a call that has not arrived; `to` is "" for the emergency duty team."""

    message: Undelivered
    concern_id: str
    to: str


@dataclass(frozen=True)
class LostCalls:
    """What one officer may know: each call on duty, and for an owner no more than how many."""

    lines: tuple[LostCall, ...] = ()
    count: int = 0


def lost_calls(transaction: Transaction, officer: Officer, at: datetime) -> LostCalls:
    """Give what this officer may know of calls that did not arrive; whoever is barred, nothing."""
    if officer.roles & TOLD_OF_CONCERNS:
        found = _every(transaction, at)
        return LostCalls(lines=tuple(it for it in found if _may_see(transaction, officer, it)))
    if "owner" not in officer.roles:
        return LostCalls()
    found = _every(transaction, at)
    return LostCalls(count=sum(not _is_barred(transaction, officer, each) for each in found))


def _every(transaction: Transaction, at: datetime) -> Iterator[LostCall]:
    """What belongs to no concern that can be found is left out: nobody knows who may see it."""
    counted = people.visible_children(SYSTEM, "lists")
    messages = undelivered_calls(transaction, counted, at)
    called = calls.of_keys(transaction, {each.call_key for each in messages})
    names = names_of_officers(transaction) if messages else {}
    for each in messages:
        if each.call_key in called:
            concern_id, paged = called[each.call_key]
            yield LostCall(each, concern_id, names.get(paged.officer_id, ""))


def _may_see(transaction: Transaction, officer: Officer, lost: LostCall) -> bool:
    try:
        concerns.get(transaction, officer_viewer(officer), lost.concern_id)
    except NotFound:
        return False
    return True


def _is_barred(transaction: Transaction, officer: Officer, lost: LostCall) -> bool:
    held = concerns.get(transaction, SYSTEM, lost.concern_id)
    return officer.id in concerns.barred(transaction, held)
