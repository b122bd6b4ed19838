"""One process at a time runs a timed job, and it is written down how that went."""

import threading
from datetime import timedelta

import pytest

from backend.platform.clock import SettableClock
from backend.platform.database import Database, new_id
from backend.platform.runs import service
from backend.platform.runs.rules import Run, free, lease_of, overdue

ONE, OTHER = "1" * 32, "2" * 32
EVERY = timedelta(minutes=5)
A_SECOND, AN_HOUR, A_DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


class Job:
    """One job, taken and let go by several processes."""

    def __init__(self, database: Database, clock: SettableClock) -> None:
        self.database, self.clock = database, clock

    def take(self, holder: str, every: timedelta = EVERY) -> bool:
        at = self.clock()
        return self.database.write(lambda t: service.take(t, "tidy", holder, every, at))

    def finish(self, holder: str, error: str = "") -> None:
        at = self.clock()
        self.database.write(lambda t: service.finish(t, "tidy", holder, error, at))

    @property
    def last(self) -> Run:
        (run,) = self.database.read(service.last)
        return run


@pytest.fixture
def job(database: Database, clock: SettableClock) -> Job:
    return Job(database, clock)


def test_one_at_a_time(job: Job) -> None:
    """While one process runs a job another cannot; as soon as it has ended, it can."""
    assert job.take(ONE)
    assert not job.take(OTHER)
    job.finish(ONE)
    assert job.take(OTHER)
    assert not job.take(ONE)


def test_of_many_at_once_one_gets_it(job: Job) -> None:
    """Of several processes that ask at the same moment, exactly one runs the job."""
    start, got = threading.Barrier(6), list[bool]()

    def ask() -> None:
        start.wait()
        got.append(job.take(new_id()))

    hands = [threading.Thread(target=ask) for _ in range(6)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert got.count(True) == 1


def test_whoever_died_lets_go(job: Job) -> None:
    """A process that never came back holds a job for one interval, to the second."""
    job.take(ONE)
    job.clock.advance(EVERY - A_SECOND)
    assert not job.take(OTHER)
    job.clock.advance(A_SECOND)
    assert job.take(OTHER)


def test_who_comes_back_late_takes_nothing_away(job: Job) -> None:
    """One whose lease ran out cannot end the run of the process that took over."""
    job.take(ONE)
    job.clock.advance(EVERY)
    job.take(OTHER)
    job.finish(ONE)
    assert job.last.finished_at is None
    assert not job.take(ONE)


@pytest.mark.parametrize("back", [AN_HOUR, A_DAY])
def test_a_clock_put_back_holds_up_nobody(job: Job, back: timedelta) -> None:
    """A lease written before a clock was put back ends at once, since its end is too far away."""
    job.take(ONE)
    job.clock.advance(-back)
    assert job.take(OTHER)


def test_an_urgent_job_is_held_a_minute_at_least() -> None:
    """Even a job that runs every 20 seconds is not taken from somebody within a minute."""
    assert lease_of(timedelta(seconds=20)) == timedelta(minutes=1)
    assert lease_of(EVERY) == EVERY


def test_a_lease_ends_at_its_end(clock: SettableClock) -> None:
    """Free is what nobody holds, what has ended, and what would end later than can be."""
    at = clock()
    assert free(None, EVERY, at)
    assert free(at, EVERY, at)
    assert not free(at + A_SECOND, EVERY, at)
    assert not free(at + EVERY, EVERY, at)
    assert free(at + EVERY + A_SECOND, EVERY, at)


def test_what_became_of_it_is_kept(job: Job) -> None:
    """When it began and last ended well is kept, and an error by its type until it ends well."""
    began = job.clock()
    job.take(ONE)
    job.clock.advance(A_SECOND)
    job.finish(ONE)
    assert job.last == Run("tidy", began, began + A_SECOND, "")
    job.clock.advance(A_DAY)
    job.take(ONE)
    job.finish(ONE, "RuntimeError")
    assert job.last == Run("tidy", began + A_SECOND + A_DAY, began + A_SECOND, "RuntimeError")
    job.take(ONE)
    job.finish(ONE)
    assert (job.last.error, job.last.finished_at) == ("", job.clock())


def test_overdue_after_three_intervals(clock: SettableClock) -> None:
    """A job is overdue when it has not ended well for three intervals and a quarter of an hour."""
    at = clock()
    assert overdue(Run("tidy", at, None, ""), EVERY, at)
    assert not overdue(Run("tidy", at, at - 3 * EVERY, "Error"), EVERY, at)
    assert overdue(Run("tidy", at, at - 3 * EVERY - A_SECOND, ""), EVERY, at)
    assert not overdue(Run("tidy", at, at - timedelta(minutes=15), ""), timedelta(seconds=20), at)
    assert overdue(Run("tidy", at, at - 3 * A_DAY - A_SECOND, ""), A_DAY, at)
