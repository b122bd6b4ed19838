"""One process at a time runs a timed job; what became of it is written down for whoever asks."""

from datetime import datetime, timedelta

from backend.platform.database import Transaction, lock
from backend.platform.runs import rules, store
from backend.platform.runs.rules import Run


def take(transaction: Transaction, job: str, holder: str, every: timedelta, at: datetime) -> bool:
    """Take a job for this process, or say that another one runs it now.

    A process that died lets go when its lease ends: after one interval, and at least a minute.
    """
    lock(transaction, f"timetable:{job}")
    lease = rules.lease_of(every)
    held = store.held(transaction, job)
    if held is None:
        store.add(transaction, job, holder, at + lease, at)
        return True
    by, until = held
    if by != holder and not rules.free(until, lease, at):
        return False
    store.take(transaction, job, holder, at + lease, at)
    return True


def finish(transaction: Transaction, job: str, holder: str, error: str, at: datetime) -> None:
    """Let go of a job; ``error`` is the type of what it raised, "" where it ended well."""
    store.finish(transaction, job, holder, error[:60], None if error else at)


def last(transaction: Transaction) -> tuple[Run, ...]:
    """Give how each job last ran, by name: nothing of a job that never has."""
    return store.every(transaction)
