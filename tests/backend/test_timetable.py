"""The timetable: what is due runs, whatever fails, hangs, or is done to the clocks."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text

from backend.platform.clock import SettableClock
from backend.platform.runs import service as runs
from backend.platform.runs.rules import Run
from backend.platform.runtime import Runtime
from backend.readiness import timed_jobs
from backend.readiness_mail import Finding
from backend.timetable import JOBS, Due, Job, Timetable, Tools
from tests.backend.concerns.on_duty import HARM, HELP, Desk
from tests.backend.consultations.household import desk_of, make_household

A_MINUTE = timedelta(minutes=1)
PATIENCE_SECONDS = 20.0
_SPOIL = """
INSERT INTO escalation_pages (key, concern_id, round, step, officer_id, why, messages, at)
SELECT replace(key, '\\:1\\:0\\:', '\\:1\\:1\\:'), concern_id, 9, 9,
  officer_id, why, messages, at
FROM escalation_pages WHERE concern_id = :id
"""


class Steady:
    """A clock that only ever goes on, as the machine's own does."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def tools(runtime: Runtime) -> Tools:
    return Tools(runtime, desk_of(runtime))


@contextmanager
def running(tools: Tools, *jobs: Job) -> Iterator[Timetable]:
    """Run a timetable while the block runs."""
    timetable = Timetable(tools, jobs)
    timetable.start()
    try:
        yield timetable
    finally:
        timetable.stop()


def nothing(_tools: Tools) -> None:
    """Do nothing."""


def ringing(bell: threading.Event) -> Callable[[Tools], None]:
    """Give a job that rings."""
    return lambda _tools: bell.set()


def test_a_job_is_due_by_its_interval() -> None:
    """Each is due at once, then one interval after it ended; a failed one within a minute."""
    steady, often, seldom = Steady(), Job("a", A_MINUTE, nothing), Job("b", 9 * A_MINUTE, nothing)
    due = Due((often, seldom), steady)
    assert due.now() == [often, seldom]
    due.done(often, well=True)
    due.done(seldom, well=True)
    assert (due.now(), due.seconds()) == ([], 60.0)
    steady.seconds += 60
    assert due.now() == [often]
    due.done(often, well=True)
    steady.seconds += 59
    assert due.now() == []
    steady.seconds += 421
    assert due.now() == [often, seldom]
    due.done(seldom, well=False)
    steady.seconds += 60
    assert seldom in due.now()


def test_a_wall_clock_moves_nothing(tools: Tools, clock: SettableClock) -> None:
    """A wall clock put a day forward or back makes no job due, and keeps none from running."""
    count: list[int] = []
    job = Job("count", A_MINUTE, lambda _tools: count.append(1))
    steady = Steady()
    due, timetable = Due((job,), steady), Timetable(tools, (job,))
    for moved in (timedelta(), timedelta(days=1), timedelta(days=-2), timedelta(hours=-1)):
        clock.advance(moved)
        assert due.now() == [job]
        assert timetable.run(job)
        due.done(job, well=True)
        clock.advance(timedelta(hours=5))
        assert due.now() == []
        steady.seconds += 60
    assert len(count) == 4


def test_what_is_due_runs_by_itself(tools: Tools) -> None:
    """Once started, each job runs without anybody asking."""
    bells = [threading.Event() for _ in range(3)]
    jobs = [Job(f"bell{n}", A_MINUTE, ringing(bell), n == 0) for n, bell in enumerate(bells)]
    with running(tools, *jobs):
        assert all(bell.wait(PATIENCE_SECONDS) for bell in bells)


def test_a_slow_job_holds_up_no_urgent_one(tools: Tools) -> None:
    """While a job hangs, an urgent one goes on running, again and again."""
    hangs, let_go, seen, enough = threading.Event(), threading.Event(), [0], threading.Event()

    def hang(_tools: Tools) -> None:
        hangs.set()
        assert let_go.wait(PATIENCE_SECONDS)

    def count(_tools: Tools) -> None:
        if hangs.is_set():
            seen[0] += 1
        if seen[0] == 3:
            enough.set()

    a_moment = timedelta(milliseconds=1)
    jobs = Job("slow", A_MINUTE, hang), Job("urgent", a_moment, count, urgent=True)
    with running(tools, *jobs):
        assert enough.wait(PATIENCE_SECONDS)
        let_go.set()


def test_a_job_that_fails_is_tried_again(tools: Tools, caplog: pytest.LogCaptureFixture) -> None:
    """It is logged and kept by its type and never by its words, runs again, and others run on."""
    tries, well, other = list[int](), threading.Event(), threading.Event()

    def fail_twice(_tools: Tools) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise ValueError("she said zebra crossing")
        well.set()

    a_moment = timedelta(milliseconds=1)
    with (
        caplog.at_level(logging.INFO),
        running(tools, Job("fails", a_moment, fail_twice), Job("other", a_moment, ringing(other))),
    ):
        assert well.wait(PATIENCE_SECONDS)
        assert other.wait(PATIENCE_SECONDS)
    assert "timed job fails failed: ValueError" in caplog.text
    assert "zebra" not in caplog.text


def test_a_failure_is_written_down(tools: Tools, clock: SettableClock) -> None:
    """Whoever asks learns that it failed, by what type, and that it never ended well."""

    def fail(_tools: Tools) -> None:
        raise LookupError("zebra")

    assert not Timetable(tools, ()).run(Job("fails", A_MINUTE, fail))
    assert tools.runtime.database.read(runs.last) == (Run("fails", clock(), None, "LookupError"),)


def test_two_servers_never_run_a_job_at_once(tools: Tools) -> None:
    """While one process runs a job, another skips it; afterwards either may run it."""
    inside: list[bool] = []
    one, other = Timetable(tools, ()), Timetable(tools, ())
    meanwhile = Job("once", A_MINUTE, lambda _tools: inside.append(True))

    def run(_tools: Tools) -> None:
        inside.append(other.run(meanwhile))

    assert one.run(Job("once", A_MINUTE, run))
    assert inside == [False]
    assert other.run(meanwhile)


def test_stopping_ends_every_thread(tools: Tools) -> None:
    """After a stop nothing runs any more."""
    jobs = (Job("a", A_MINUTE, nothing), Job("b", A_MINUTE, nothing, urgent=True))
    with running(tools, *jobs):
        names = {thread.name for thread in threading.enumerate()}
        assert {"timetable-rest", "timetable-b"} <= names
    assert not {it.name for it in threading.enumerate()} & {"timetable-rest", "timetable-b"}


def test_a_concern_that_fails_stops_none_behind_it(
    tools: Tools, clock: SettableClock, caplog: pytest.LogCaptureFixture
) -> None:
    """One that cannot be passed on is told of, and those that wait behind it are passed on."""
    desk = Desk(make_household(tools.runtime), clock)
    spoilt = desk.raised(HARM)
    clock.advance(A_MINUTE)
    behind = desk.raised(HELP)
    # Its next page is there already, so that keeping it anew is refused by the database.
    tools.runtime.database.write(lambda t: t.execute(text(_SPOIL), {"id": spoilt.id}))
    clock.advance(timedelta(minutes=15))
    (job,) = (each for each in JOBS if each.name == "concerns")
    assert not Timetable(tools, (job,)).run(job)
    assert [record.getMessage() for record in caplog.records][-1].startswith("timed job concerns")
    assert "1.1 duty" in desk.called(behind)


def test_every_job_has_a_name_of_its_own() -> None:
    """The list names each job once, by a name that fits where it is kept."""
    names = [job.name for job in JOBS]
    assert len(names) == len(set(names))
    assert all(0 < len(name) <= 40 for name in names)


def test_check_tells_of_the_timetable(clock: SettableClock) -> None:
    """Whoever looks after Sayso learns whether each job ran lately, and by what it failed."""
    at, job = clock(), JOBS[0]
    lately, long_ago = at - job.every, at - timedelta(days=1)

    def said(*known: Run) -> Finding:
        return next(iter(timed_jobs(known, at)))

    assert said().level == "advice"
    assert said(Run(job.name, lately, lately, "")).level == "ready"
    assert said(Run(job.name, lately, long_ago, "KeyError")) == Finding(
        "missing",
        f"The timed job {job.name} is overdue (it failed: KeyError). Does sayso serve run?",
    )
    assert said(Run("of-an-older-sayso", lately, lately, "")).level == "missing"
