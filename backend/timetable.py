"""The explicit list of timed jobs, and the threads that run each when it is due.

Each job does again and again what the database says is to be done, so that running one twice,
late, or after a clock was put forward or back changes nothing. Add one by naming it in ``JOBS``.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from backend.asking import service as asking
from backend.canary import service as canary
from backend.concerns import service as concerns
from backend.consultations.rules import Desk
from backend.handling import service as handling
from backend.invitations.rules import Secrets
from backend.platform.database import Database, Transaction, new_id
from backend.platform.errors import DatabaseStopped
from backend.platform.runs import service as runs
from backend.platform.runtime import Runtime
from backend.reminders import service as reminders
from backend.reminders.service import Routes
from backend.rounds import service as rounds

AGAIN_AFTER = timedelta(minutes=1)
"""How soon a job that failed, or that another process is running, is tried again, at the latest."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tools:
    """What a timed job works with; ``routes`` names the ways by which messages leave the house."""

    runtime: Runtime
    desk: Desk
    routes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Job:
    """One thing that is done again and again; an ``urgent`` one has a thread to itself."""

    name: str
    every: timedelta
    run: Callable[[Tools], None]
    urgent: bool = False


def _each_by_itself(database: Database, units: Iterable[Callable[[Transaction], object]]) -> None:
    """Do each by a unit of its own, so that one's trouble is not that of those behind it.

    What went wrong is raised when all the others are done.
    """
    trouble: Exception | None = None
    for unit in units:
        try:
            database.write(unit)
        except DatabaseStopped:
            raise
        except Exception as raised:  # it is raised below, when everybody else has been served
            trouble = raised
    if trouble is not None:
        raise trouble


def _remind(tools: Tools) -> None:
    """Remind each person who is due."""
    database, at = tools.runtime.database, tools.runtime.clock()
    routes = Routes(tools.routes, tools.runtime.settings.telegram_min_age)
    remind = partial(reminders.remind, desk=tools.desk, routes=routes, at=at)
    due = database.read(lambda t: reminders.due(t, at))
    _each_by_itself(database, (partial(remind, invitation_id=each) for each in due))


def _rounds(tools: Tools) -> None:
    """Open each round that is due, ask each person whom an open one has not asked, and tidy."""
    database, at = tools.runtime.database, tools.runtime.clock()
    opens = database.read(lambda t: rounds.to_open(t, at))
    _each_by_itself(database, (partial(rounds.open_if_due, review_id=e, at=at) for e in opens))
    means = asking.means_of(tools.runtime, mail_works="email" in tools.routes)
    asks = database.read(lambda t: rounds.to_ask(t, means, at))
    ask = partial(rounds.ask_if_due, means=means, at=at)
    # The secrets are made out here: a unit may run twice.
    _each_by_itself(
        database,
        (
            partial(ask, review_id=review, participant_id=who, fresh=asking.new_secrets())
            for review, who in asks
        ),
    )
    database.write(lambda t: asking.forget_codes(t, at))


def _escalate(tools: Tools) -> None:
    """Pass on every concern that nobody has taken, the longest waiting first."""
    database, desk, at = tools.runtime.database, tools.desk, tools.runtime.clock()
    escalate = partial(concerns.escalate, ring=desk.ring, on_call=desk.on_call, at=at)
    due = database.read(lambda t: concerns.due(t, desk.on_call, at))
    _each_by_itself(database, (partial(escalate, concern_id=each) for each in due))


def _remind_of_concerns(tools: Tools) -> None:
    """Page whoever has a concern, and the managers, where nobody acts on it in time."""
    database, desk, at = tools.runtime.database, tools.desk, tools.runtime.clock()
    remind = partial(handling.remind, ring=desk.ring, on_call=desk.on_call, at=at)
    late = database.read(handling.not_acted_on)
    _each_by_itself(database, (partial(remind, concern_id=each) for each in late))


def _try_the_way(tools: Tools) -> None:
    """Let the made-up child speak when it is time; a round that fails is written down as that."""
    database, desk, at = tools.runtime.database, tools.desk, tools.runtime.clock()
    if not canary.is_on(desk.on_call):
        return
    go_on = partial(canary.go_on, ring=desk.ring, on_call=desk.on_call, round_id=new_id(), at=at)
    begun = database.write(go_on)
    if begun is None:
        return
    # Nobody holds this link, and nobody can type such a code.
    secrets = Secrets(new_id(), new_id())
    try:
        database.write(partial(canary.make_child, desk=desk, secrets=secrets, at=at))
        key = database.read(partial(canary.key_of_child, ring=desk.ring))
        database.write(partial(canary.speak, desk=desk, key=key, begun=begun, at=at))
    except DatabaseStopped:
        raise
    except Exception as error:
        failed = partial(canary.failed, round_id=begun.id, error=type(error).__name__)
        database.write(failed)
        raise


JOBS: tuple[Job, ...] = (
    Job("reminders", timedelta(minutes=5), _remind),
    Job("rounds", timedelta(minutes=5), _rounds),
    Job("concerns", timedelta(seconds=20), _escalate, urgent=True),
    Job("not acted on", timedelta(minutes=5), _remind_of_concerns),
    Job("canary", timedelta(seconds=30), _try_the_way, urgent=True),
)

Monotonic = Callable[[], float]


class Due:
    """When each of some jobs is due, by a clock that nobody can put forward or back."""

    def __init__(self, jobs: Iterable[Job], monotonic: Monotonic) -> None:
        self._monotonic = monotonic
        self._at = dict.fromkeys(jobs, monotonic())

    def now(self) -> list[Job]:
        """Give the jobs that are due."""
        return [job for job, at in self._at.items() if at <= self._monotonic()]

    def done(self, job: Job, *, well: bool) -> None:
        """Let a job be due again: one interval after it ended, or sooner where it did not."""
        wait = job.every if well else min(job.every, AGAIN_AFTER)
        self._at[job] = self._monotonic() + wait.total_seconds()

    def seconds(self) -> float:
        """Give how long nothing is due."""
        return max(0.0, min(self._at.values()) - self._monotonic())


class Timetable:
    """Runs each job when it is due, while it is started; a slow one never delays an urgent one."""

    def __init__(
        self,
        tools: Tools,
        jobs: tuple[Job, ...] = JOBS,
        monotonic: Monotonic = time.monotonic,
    ) -> None:
        self._tools = tools
        self._holder = new_id()
        self._stopping = threading.Event()
        rest = tuple(job for job in jobs if not job.urgent)
        groups = [*((job,) for job in jobs if job.urgent), *([rest] if rest else [])]
        self._threads = [self._thread(Due(group, monotonic), group[0]) for group in groups]

    def start(self) -> None:
        """Begin; every job is due at once, so that nothing waits for a restart to be over."""
        for thread in self._threads:
            thread.start()

    def stop(self, timeout: float = 5.0) -> None:
        """Begin nothing more, and wait at most ``timeout`` seconds for each thread."""
        self._stopping.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout)

    def run(self, job: Job) -> bool:
        """Run one job now unless another process does; say whether it ran and ended well."""
        database, clock = self._tools.runtime.database, self._tools.runtime.clock
        at = clock()
        if not database.write(lambda t: runs.take(t, job.name, self._holder, job.every, at)):
            return False
        error = ""
        try:
            job.run(self._tools)
        except DatabaseStopped:
            raise
        except Exception as raised:  # one job's trouble is not the timetable's
            # The type only: what an error says may quote a row.
            error = type(raised).__name__
            _log.error("timed job %s failed: %s", job.name, error)
        at = clock()
        database.write(lambda t: runs.finish(t, job.name, self._holder, error, at))
        return not error

    def _thread(self, due: Due, first: Job) -> threading.Thread:
        name = f"timetable-{first.name if first.urgent else 'rest'}"
        return threading.Thread(target=self._live, args=(due,), name=name, daemon=True)

    def _live(self, due: Due) -> None:
        while not self._stopping.wait(due.seconds()):
            for job in due.now():
                if self._stopping.is_set():
                    return
                try:
                    well = self.run(job)
                except DatabaseStopped:
                    return
                except Exception as error:  # the database is away: the timetable outlives that
                    _log.error("the timetable paused: %s", type(error).__name__)
                    well = False
                due.done(job, well=well)
