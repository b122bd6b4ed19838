"""No officer reads what a child said before it is written down that they do."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from backend.platform.audit import store
from backend.platform.audit.rules import Read
from backend.platform.database import Database, Transaction, new_id

T = TypeVar("T")


def record_read(
    transaction: Transaction,
    *,
    id: str,  # noqa: A002  # the name of every row's id
    at: datetime,
    officer_id: str,
    child_id: str | None,
    what: str,
    why: str = "",
) -> None:
    """Write down that an officer is about to look; `what` says at what, in no child's words."""
    store.add(transaction, Read(id, at, officer_id, child_id, what, why))


def read_for(
    database: Database,
    *,
    at: datetime,
    officer_id: str,
    child_id: str | None,
    what: str,
    work: Callable[[Transaction], T],
    why: str = "",
) -> T:
    """Write the look down, durably, and only then run `work` where it can change nothing."""
    read = Read(new_id(), at, officer_id, child_id, what, why)
    database.write(lambda transaction: store.add(transaction, read))
    return database.read(work)


def reads_of_child(transaction: Transaction, child_id: str) -> list[Read]:
    """Return every look at what concerns this child, newest first."""
    return store.of_child(transaction, child_id)
