"""Who may run a timed job now, and whether it has run lately. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

SHORTEST_LEASE = timedelta(minutes=1)
SHORTEST_PATIENCE = timedelta(minutes=15)
SHORTEST_ALIVE = timedelta(minutes=2)


@dataclass(frozen=True)
class Run:
    """How a job last ran: when it began, when it last ended well, and its error's type or ""."""

    job: str
    started_at: datetime
    finished_at: datetime | None
    error: str


def lease_of(every: timedelta) -> timedelta:
    """Give how long one process keeps a job to itself before another may take it for dead."""
    return max(every, SHORTEST_LEASE)


def free(until: datetime | None, lease: timedelta, at: datetime) -> bool:
    """Say whether a job may be taken from whoever holds it until then.

    An end further away than a lease is long was written before a clock was put back: to wait
    for it could keep the job from running for a day.
    """
    return until is None or until <= at or until > at + lease


def alive(last: Iterable[Run], jobs: Mapping[str, timedelta], at: datetime) -> bool:
    """Say whether each of these jobs has ended well within three times its interval.

    ``jobs`` are intervals by name. Two minutes are always allowed; a clock put back counts too.
    """
    ended = {run.job: run.finished_at for run in last}
    patience = {job: max(3 * every, SHORTEST_ALIVE) for job, every in jobs.items()}
    return all(
        (finished := ended.get(job)) is not None and abs(at - finished) <= wait
        for job, wait in patience.items()
    )


def overdue(run: Run, every: timedelta, at: datetime) -> bool:
    """Say whether a job has not ended well for longer than three times its interval."""
    patience = max(3 * every, SHORTEST_PATIENCE)
    return run.finished_at is None or at - run.finished_at > patience
