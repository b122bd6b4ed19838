"""People answer at once while the server is killed under them; then the oracle is asked."""

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from aiosmtpd.controller import Controller

from backend.platform.clock import SettableClock, system_clock
from backend.platform.delivery.service import deliver_due
from backend.platform.settings import load
from bot import serving
from tests.backend.platform.mail import Server as MailServer
from tests.reliability import authority
from tests.reliability.answering import WebPerson
from tests.reliability.authority import Asked
from tests.reliability.browser import Traffic
from tests.reliability.client_log import ClientLog, Sent
from tests.reliability.oracle import Verdict, judge
from tests.reliability.server import PATIENCE, Server, free_port

LEASE_AND_MORE = timedelta(minutes=10)
# So many posts have to be on their way before the server is killed with some of them in hand.
A_HANDFUL = 3


@dataclass(frozen=True)
class Plan:
    """What to do: how many families, how often to kill, and whether the server is spoilt.

    `anywhere` of the kills come at any moment from the start of the process on; the others while
    people post. The same seed gives the same people and the same pauses.
    """

    seed: int
    families: int = 10
    kills: int = 50
    anywhere: int = 6
    spoilt: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of it.

    `cut` counts the kills that cut off a post, `posts` how many posts those were, and `refused`
    the answers, by status, that were neither a page nor a way on.
    """

    plan: Plan
    people: int
    cut: int
    posts: int
    refused: dict[int, int]
    verdict: Verdict


class Harness:
    """One data folder, one server, and the people who answer."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self._plan = plan
        self._data = folder / "data"
        self._log = ClientLog(folder / "told.jsonl")
        self._traffic = Traffic()
        self._closing = threading.Event()
        self._mail = MailServer()

    def run(self) -> Outcome:
        """Let everybody answer under the kills, then to the end, and judge what is left."""
        with ExitStack() as stack:
            mail = Controller(self._mail, hostname="127.0.0.1", port=free_port())
            mail.start()
            stack.callback(mail.stop)
            port = free_port()
            environ = {
                "SAYSO_PUBLIC_URL": f"http://127.0.0.1:{port}",
                "SAYSO_SMTP_HOST": "127.0.0.1",
                "SAYSO_SMTP_PORT": str(mail.port),
                "SAYSO_SMTP_SENDER": "sayso@eastmarch.example",
                "SAYSO_SMTP_STARTTLS": "no",
            }
            asked = authority.make(self._data, environ, self._plan.families)
            server = stack.enter_context(Server(self._data, environ, port, self._plan.spoilt))
            self._answer_and_kill(server, asked)
            server.stop()
            verdict = self._judged(environ)
        cut = self._traffic.cut
        return Outcome(
            self._plan, len(asked), len(cut), cut.total(), dict(self._traffic.refused), verdict
        )

    def _answer_and_kill(self, server: Server, asked: tuple[Asked, ...]) -> None:
        with ThreadPoolExecutor(len(asked)) as pool:
            everybody = [
                pool.submit(self._person(server.url, each, number).run)
                for number, each in enumerate(asked)
            ]
            try:
                self._kill_and_restart(server)
            finally:
                self._closing.set()
            for each in everybody:
                each.result()

    def _person(self, url: str, asked: Asked, number: int) -> WebPerson:
        seed = f"{self._plan.seed}:{number}"
        return WebPerson(url, asked, self._traffic, self._log, self._closing, seed)

    def _kill_and_restart(self, server: Server) -> None:
        chance = random.Random(self._plan.seed)
        anywhere = set(chance.sample(range(self._plan.kills), self._plan.anywhere))
        for number in range(self._plan.kills):
            server.start()
            if number in anywhere:
                time.sleep(chance.uniform(0, 1))
            else:
                server.ready()
                time.sleep(chance.uniform(0.05, 0.35))
                self._wait_for_posts()
            self._traffic.kills += 1
            server.kill()
        server.start()
        server.ready()

    def _wait_for_posts(self) -> None:
        until = time.monotonic() + PATIENCE
        while self._traffic.on_their_way < A_HANDFUL:
            assert time.monotonic() < until, "nobody posts any more"
            time.sleep(0.0005)

    def _judged(self, environ: dict[str, str]) -> Verdict:
        """Deliver what a killed sender still held, once its lease is over, and ask the oracle."""
        house = serving.open_house(load(environ, self._data))
        runtime = house.runtime
        try:
            later = SettableClock(system_clock() + LEASE_AND_MORE)
            deliver_due(runtime.database, runtime.ring, house.routes, later)
            subjects = Counter(str(message["Subject"]) for _, _, message in self._mail.taken)
            return judge(house, self._log.entries(), Sent(subjects))
        finally:
            runtime.database.close()
