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

from backend.platform.clock import SettableClock, system_clock
from backend.platform.delivery.service import deliver_due
from backend.platform.settings import load
from bot import serving
from tests.reliability import authority
from tests.reliability.answering import WebPerson
from tests.reliability.authority import Asked
from tests.reliability.browser import Traffic
from tests.reliability.chatting import TelegramPerson
from tests.reliability.client_log import ClientLog, Sent
from tests.reliability.oracle import Verdict, judge
from tests.reliability.outside import Mailbox, settings_for, settings_of
from tests.reliability.server import PATIENCE, Server, free_port
from tests.telegram.fake_bot_api import FakeBotApi

LEASE_AND_MORE = timedelta(minutes=10)
# Seconds a server lives at most: too short to get anywhere, or long enough to hear of Telegram.
LIVES = (0.2, 0.6, 2.5)
# So many posts have to be on their way before the server is killed with some of them in hand.
A_HANDFUL = 3


@dataclass(frozen=True)
class Plan:
    """What to do: how many families and carers on Telegram, how often to kill, what is spoilt.

    `anywhere` of the kills come at any moment from the start of the process on; the others while
    people post. The same seed gives the same people and the same pauses.
    """

    seed: int
    families: int = 10
    on_telegram: int = 6
    kills: int = 50
    anywhere: int = 4
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

    def __str__(self) -> str:
        """Give the figures in one line, and what is wrong by kind with how much of it."""
        wrong = {what: len(ids) for what, ids in self.verdict.wrong.items()}
        return (
            f"seed {self.plan.seed}: {self.people} people, {self.plan.kills} kills, "
            f"{self.cut} of them with {self.posts} posts in hand, "
            f"{self.verdict.taken} taken, {self.verdict.kept} kept, wrong {wrong}\n"
        )


class Harness:
    """One data folder, one server, and the people who answer."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.data = folder / "data"
        self.log = ClientLog(folder / "told.jsonl")
        self.sent = Sent()
        self._plan = plan
        self._traffic = Traffic()
        self._closing = threading.Event()

    def run(self) -> Outcome:
        """Let everybody answer under the kills, then to the end, and judge what is left."""
        with ExitStack() as stack:
            mailbox = stack.enter_context(Mailbox())
            port = free_port()
            telegram = stack.enter_context(FakeBotApi())
            environ = settings_for(mailbox, port)
            asked = authority.make(self.data, environ, self._plan.families)
            served = environ | (settings_of(telegram) if self._plan.on_telegram else {})
            server = stack.enter_context(Server(self.data, served, port))
            self._answer_and_kill(server, telegram, asked)
            server.stop()
            verdict = self._judged(environ, mailbox, telegram)
        cut = self._traffic.cut
        return Outcome(
            self._plan, len(asked), len(cut), cut.total(), dict(self._traffic.refused), verdict
        )

    def _answer_and_kill(
        self, server: Server, telegram: FakeBotApi, asked: tuple[Asked, ...]
    ) -> None:
        carers = [each for each in asked if not each.is_child]
        chatting = set(carers[: self._plan.on_telegram])
        with ThreadPoolExecutor(len(asked)) as pool:
            everybody = []
            for each in asked:
                person = self._person(server.url, each, telegram if each in chatting else None)
                everybody.append(pool.submit(person.run))
            try:
                self._kill_and_restart(server)
            finally:
                self._closing.set()
            for gone_home in everybody:
                gone_home.result()

    def _person(
        self, url: str, asked: Asked, telegram: FakeBotApi | None
    ) -> WebPerson | TelegramPerson:
        seed = f"{self._plan.seed}:{asked.chat}"
        web = WebPerson(url, asked, self._traffic, self.log, self._closing, seed)
        if telegram is None:
            return web
        return TelegramPerson(telegram, asked, self.log, self._closing, seed, web)

    def _kill_and_restart(self, server: Server) -> None:
        chance = random.Random(self._plan.seed)
        anywhere = set(chance.sample(range(self._plan.kills), self._plan.anywhere))
        for number in range(self._plan.kills):
            server.start(self._plan.spoilt)
            if number in anywhere:
                time.sleep(chance.uniform(0, 1))
            else:
                server.ready()
                time.sleep(chance.choice(LIVES) * chance.random())
                self._wait_for_posts()
            self._traffic.kills += 1
            server.kill()
        server.start(self._plan.spoilt)
        server.ready()

    def _wait_for_posts(self) -> None:
        until = time.monotonic() + PATIENCE
        while self._traffic.on_their_way < A_HANDFUL:
            assert time.monotonic() < until, "nobody posts any more"
            time.sleep(0.0005)

    def _judged(self, environ: dict[str, str], mailbox: Mailbox, telegram: FakeBotApi) -> Verdict:
        """Deliver what a killed sender still held, once its lease is over, and ask the oracle."""
        house = serving.open_house(load(environ, self.data))
        runtime = house.runtime
        try:
            later = SettableClock(system_clock() + LEASE_AND_MORE)
            deliver_due(runtime.database, runtime.ring, house.routes, later)
            said = (each for each in telegram.world.messages if each.from_bot)
            self.sent = Sent(
                Counter(str(message["Subject"]) for message in mailbox.taken),
                Counter(str(each.chat_id) for each in said),
            )
            return judge(house, self.log.entries(), self.sent)
        finally:
            runtime.database.close()
