"""Queries on the runs of timed jobs."""

from datetime import datetime

from sqlalchemy import insert, select, update

from backend.platform.database import Transaction
from backend.platform.runs.rules import Run
from backend.platform.runs.tables import timetable_runs as runs

_RUN = (runs.c.job, runs.c.started_at, runs.c.finished_at, runs.c.error)


def held(transaction: Transaction, job: str) -> tuple[str | None, datetime | None] | None:
    """Give who holds a job and until when, or None where it has never run."""
    query = select(runs.c.holder, runs.c.until).where(runs.c.job == job)
    row = transaction.execute(query).one_or_none()
    return (row.holder, row.until) if row else None


def add(transaction: Transaction, job: str, holder: str, until: datetime, at: datetime) -> None:
    """Write down that a job runs for the first time."""
    values = {"job": job, "holder": holder, "until": until, "started_at": at, "error": ""}
    transaction.execute(insert(runs).values(**values))


def take(transaction: Transaction, job: str, holder: str, until: datetime, at: datetime) -> None:
    """Write down that a job runs again, and who runs it."""
    taken = {"holder": holder, "until": until, "started_at": at}
    transaction.execute(update(runs).where(runs.c.job == job).values(**taken))


def finish(
    transaction: Transaction, job: str, holder: str, error: str, at: datetime | None
) -> None:
    """Let go of a job that is still this holder's; without a time it did not end well."""
    ended = {"finished_at": at} if at is not None else {}
    transaction.execute(
        update(runs)
        .where(runs.c.job == job, runs.c.holder == holder)
        .values(holder=None, until=None, error=error, **ended)
    )


def every(transaction: Transaction) -> tuple[Run, ...]:
    """Give how each job last ran, by name."""
    rows = transaction.execute(select(*_RUN).order_by(runs.c.job)).mappings()
    return tuple(Run(**row) for row in rows)
