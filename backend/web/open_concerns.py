"""What the duty page shows of each open concern, without a word of what was said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from backend.calls import service as calls
from backend.calls.rules import Paged, next_step
from backend.concerns import service as concerns
from backend.concerns.rules import Concern
from backend.duty import service as duty
from backend.duty.rules import OnCall
from backend.people import service as people
from backend.people.rules import SYSTEM, Child, Viewer
from backend.platform.database import Transaction

MOST_NAMED = 3
"""How many of those who are called next are named; the others are counted."""


@dataclass(frozen=True)
class NextCall:
    """Who is called next unless somebody takes it, and when.

    ``names`` holds "" for the emergency duty team, and ``more`` counts those not named.
    ``first`` says that nobody has been called yet.
    """

    at: datetime
    names: tuple[str, ...]
    more: int
    first: bool


@dataclass(frozen=True)
class OpenLine:
    """One open concern: whose it is by first name and initial, who has it, who was called."""

    concern: Concern
    child: str
    holder: str
    called: tuple[tuple[str, Paged], ...]
    next: NextCall | None


def open_lines(
    transaction: Transaction, on_call: OnCall, viewer: Viewer, at: datetime
) -> tuple[OpenLine, ...]:
    """Give what is open and this viewer may see: urgent first, then what waits longest."""
    names = names_of_officers(transaction)
    found = sorted(concerns.list_open(transaction, viewer), key=_pressing)
    return tuple(_line(transaction, on_call, names, each, at) for each in found)


def names_of_officers(transaction: Transaction) -> dict[str, str]:
    """Give the name of every officer by id; "" is the emergency duty team and has none."""
    officers = people.list_officers(transaction, SYSTEM)
    return {"": ""} | {each.id: each.name for each in officers}


def next_call(
    transaction: Transaction,
    on_call: OnCall,
    names: Mapping[str, str],
    concern: Concern,
    at: datetime,
) -> NextCall | None:
    """Say who is called next for a concern and when, or None while somebody has it."""
    if concern.waiting_since is None:
        return None
    step, due = next_step(concern.level, concern.waiting_since, on_call, at)
    barred = concerns.barred(transaction, concern)
    reached = duty.reached(transaction, on_call, step, due, barred).recipients
    called = [names.get(each.officer_id, "") for each in reached]
    return NextCall(due, tuple(called[:MOST_NAMED]), len(called[MOST_NAMED:]), first=step == 0)


def first_and_initial(child: Child) -> str:
    """Give a child's name as it stands where somebody may look over a shoulder."""
    return f"{child.called} {child.last_name[:1]}."


def _pressing(concern: Concern) -> tuple[bool, datetime]:
    return concern.level != "urgent", concern.waiting_since or concern.raised_at


def _line(
    transaction: Transaction,
    on_call: OnCall,
    names: Mapping[str, str],
    concern: Concern,
    at: datetime,
) -> OpenLine:
    # That the viewer may know of this child has been settled by the concern.
    child = people.get_child(transaction, SYSTEM, concern.child_id)
    pages = calls.pages(transaction, concern.id)
    return OpenLine(
        concern=concern,
        child=first_and_initial(child),
        holder=names.get(concern.holder_id or "", ""),
        called=tuple(_each_once(names, (it for it in pages if it.round == concern.round))),
        next=next_call(transaction, on_call, names, concern, at),
    )


def _each_once(names: Mapping[str, str], pages: Iterable[Paged]) -> Iterable[tuple[str, Paged]]:
    first: dict[str, Paged] = {}
    for each in pages:
        first.setdefault(each.officer_id, each)
    return ((names.get(each.officer_id, ""), each) for each in first.values())
