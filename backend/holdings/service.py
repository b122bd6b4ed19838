"""The public face of who held a child's case: below people, so that no change goes past it."""

from sqlalchemy import Select

from backend.holdings import store
from backend.holdings.rules import Change, Holding
from backend.platform.database import Transaction, lock
from backend.platform.ids import derived_id


def note(transaction: Transaction, child_id: str, iro_id: str, change: Change) -> None:
    """Write down that a case is held by this IRO, unless it was already."""
    lock(transaction, f"child:{child_id}")
    last = store.newest(transaction, child_id)
    if not iro_id or (last is not None and last.to_id == iro_id):
        return
    number = last.number + 1 if last else 1
    holding = Holding(
        id=derived_id(child_id, "held", str(number)),
        child_id=child_id,
        number=number,
        from_id=last.to_id if last else None,
        to_id=iro_id,
        changed_on=change.on,
        changed_at=change.at,
        by_kind=change.by_kind,
        by_id=change.by_id,
        why=change.why,
    )
    store.add(transaction, holding)


def of_child(
    transaction: Transaction, visible: Select[tuple[str]], child_id: str
) -> tuple[Holding, ...]:
    """Give who held a case, newest first; nothing for a child who is not among the ``visible``."""
    return store.of_child(transaction, visible, child_id)
