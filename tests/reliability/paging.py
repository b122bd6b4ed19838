"""The real server between a child who writes that somebody hurts them and the pages that go out.

Outside are a mail server and a GOV.UK Notify of our own. The server is killed at a step that is
named, or at any moment, and started again.
"""

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import func, or_, select

from backend.concerns.tables import concerns
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.database import Transaction, open_database
from backend.platform.delivery.tables import outbox
from backend.platform.runs import service as runs
from backend.platform.settings import load
from bot.demo_links import SignIn
from tests.notify.fake_notify import settings_of
from tests.reliability import authority
from tests.reliability.arrivals import Arrivals, WatchedMail, WatchedNotify
from tests.reliability.browser import Traffic
from tests.reliability.client_log import ClientLog
from tests.reliability.outside import Mailbox, settings_for
from tests.reliability.paging_oracle import Seen, Verdict, judge
from tests.reliability.server import PATIENCE, Server, free_port
from tests.reliability.steps import Told
from tests.reliability.worried import WORRIES, OnDuty, Worried

LEASE_AND_MORE = timedelta(minutes=4)
NIGHT = timedelta(hours=5)
# Seconds a server lives at most, and how much later it is then started again.
LIVES = (0.1, 0.5, 1.5)
LATER = (timedelta(0), LEASE_AND_MORE, LEASE_AND_MORE, timedelta(minutes=16))
A_PAUSE = 0.05
OFFICER, MOBILE = "Grace Lin", "07700 900123"


class House:
    """Children, an officer on duty and two providers around one server, which dies as told."""

    def __init__(self, folder: Path, families: int, more: dict[str, str] | None = None) -> None:
        self._folder = folder
        self._families = families
        self._more = more or {}
        self._stack = ExitStack()
        self._traffic = Traffic()
        self._arrivals = Arrivals()
        self._spoilt, self._runs = "", False
        self.told = Told(folder / "told")
        self.log = ClientLog(folder / "told.jsonl")

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self.mailbox = stack.enter_context(Mailbox(WatchedMail(self._arrivals)))
            notify = stack.enter_context(WatchedNotify(self._arrivals))
            port, data = free_port(), self._folder / "data"
            environ = settings_for(self.mailbox, port) | settings_of(notify) | self._more
            environ["SAYSO_EDT_EMAIL"] = "edt@eastmarch.example"
            asked, staff = authority.make_with_staff(data, environ, self._families)
            self.database = open_database(load(environ, data).database_url)
            stack.callback(self.database.close)
            self._arrivals.watch(self.database)
            self._server = stack.enter_context(Server(data, environ | self.told.environ, port))
            self._people(stack, asked, staff)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def _people(
        self, stack: ExitStack, asked: tuple[authority.Asked, ...], staff: tuple[SignIn, ...]
    ) -> None:
        self.database.write(_give_a_phone)
        grace = next(each for each in staff if each.name == OFFICER)
        self.officer = OnDuty(self._server.url, grace)
        stack.callback(self.officer.close)
        self.children = [
            Worried(self._server.url, each, self.log, self._traffic)
            for each in asked
            if each.is_child
        ]
        for child in self.children:
            stack.callback(child.close)
        self._pool = stack.enter_context(ThreadPoolExecutor(len(self.children) + 1))

    def start(self, spoilt: str = "") -> None:
        """Start the server, with this wrong about it, and let all children come in."""
        if self._runs:
            self._server.kill()
        self._spoilt, self._runs = spoilt, True
        self._begin()
        for child in self.children:
            child.arrive()
        self.quiet()

    def kill_at(self, step: str, work: Callable[[], object]) -> None:
        """Do something that brings the server to a step where it dies, and start it again."""
        self.told.die_at(step)
        done = self._pool.submit(work)
        self._wait_for(lambda: not self.told.waits, f"never came to {step!r}", done)
        self.again(LEASE_AND_MORE)
        done.result()
        self.quiet()

    def kill_as_it_starts_at(self, step: str, later: timedelta) -> None:
        """Start it again a while later, and let it die at a step of what it then finds to do."""
        self._server.kill()
        self.told.put_forward(later)
        self.told.die_at(step)
        self._server.start(f"dies-at-a-step {self._spoilt}")
        self._wait_for(lambda: not self.told.waits, f"never came to {step!r}")
        self.told.put_forward(LEASE_AND_MORE)
        self.passed_on()

    def again(self, later: timedelta = timedelta(0)) -> None:
        """Start it again, after a while; it is killed first if it still runs."""
        self._traffic.kills += 1
        self._server.kill()
        self.told.put_forward(later)
        self._begin()

    def _begin(self) -> None:
        self._server.start(f"dies-at-a-step {self._spoilt}")
        self._server.ready()

    def kill_at_random(self, chance: random.Random, kills: int) -> None:
        """Kill it so often, each time a little later, while all children write and one has duty."""
        closing = threading.Event()
        crowd = [self._pool.submit(self._write, child, closing) for child in self.children]
        crowd.append(self._pool.submit(self._answer, closing))
        try:
            for _ in range(kills):
                time.sleep(chance.choice(LIVES) * chance.random())
                self.again(chance.choice(LATER))
        finally:
            closing.set()
        for each in crowd:
            each.result()

    def _write(self, child: Worried, closing: threading.Event) -> None:
        for worry in cycle(WORRIES):
            child.say(worry)
            if closing.wait(A_PAUSE):
                return

    def _answer(self, closing: threading.Event) -> None:
        while not closing.wait(A_PAUSE):
            for concern_id in self.waiting()[:2]:
                self.officer.take(concern_id, closing)

    def quiet(self) -> None:
        """Wait until nothing that is urgent is due."""
        self._wait_for(lambda: not self.database.read(self._is_due), "pages stay where they are")

    def _is_due(self, unit: Transaction) -> bool:
        waits = (outbox.c.status == "waiting") & (outbox.c.next_at <= self.told.clock())
        due = or_(outbox.c.status == "sending", waits)
        query = select(func.count()).select_from(outbox).where(due, outbox.c.urgent)
        return bool(unit.execute(query).scalar_one())

    def waiting(self) -> list[str]:
        """Give the concerns that nobody has."""
        query = select(concerns.c.id).where(concerns.c.waiting_since.is_not(None))
        return list(self.database.read(lambda unit: unit.execute(query).scalars().all()))

    def passed_on(self) -> None:
        """Wait until the server has looked for what is to be passed on, and nothing is due."""
        since = self.told.clock()
        self.again()
        self._wait_for(lambda: self._looked_since(since), "nobody looks for what waits")
        self.quiet()

    def _looked_since(self, since: datetime) -> bool:
        last = {each.job: each for each in self.database.read(runs.last)}
        at = last["concerns"].finished_at
        return at is not None and at >= since

    @property
    def cut(self) -> int:
        """How many kills cut off what a child was just sending."""
        return len(self._traffic.cut)

    def judged(self) -> Verdict:
        """Let a night go by, and judge what has come of it all."""
        for by in (LEASE_AND_MORE, NIGHT):
            self.told.put_forward(by)
            self.passed_on()
        return judge(self.database, self.seen())

    def seen(self) -> Seen:
        """Give what there is outside just now."""
        log, pages = self.log.entries(), self._arrivals.taken
        return Seen(log, pages, tuple(self.officer.has), self.told.clock())

    def take_all(self, but: int = 0) -> None:
        """Let the officer take everything that waits, but so many."""
        for concern_id in self.waiting()[but:]:
            self.officer.take(concern_id)

    def _wait_for(
        self, fact: Callable[[], bool], complaint: str, done: "Future[object] | None" = None
    ) -> None:
        until = time.monotonic() + PATIENCE
        while not fact():
            assert time.monotonic() < until, complaint
            if done is not None and done.done():
                done.result()
            time.sleep(0.01)


def _give_a_phone(unit: Transaction) -> None:
    officers = people.list_officers(unit, SYSTEM)
    grace = next(each for each in officers if each.name == OFFICER)
    people.correct_officer(unit, replace(grace, phone=MOBILE))
