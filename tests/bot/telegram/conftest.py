"""A fake Telegram, and our client for it on a thread of its own."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

import pytest

from backend.platform.clock import SettableClock
from backend.platform.database import Database, open_database
from backend.platform.keys.rules import KeyRing
from backend.platform.runtime import Runtime
from bot.telegram.client import Client
from bot.telegram.pacing import Pace
from tests.bot.telegram.chatting import UNHURRIED, Chatting, chatting
from tests.bot.telegram.keeping import Keeper
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.person import Person

T = TypeVar("T")
Run = Callable[[Coroutine[Any, Any, T]], T]


class Line:
    """A client, and the loop it runs on."""

    def __init__(self, telegram: FakeBotApi, pace: Pace = UNHURRIED) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        self.client = Client(telegram.token, telegram.url, pace)

    def run(self, coroutine: Coroutine[Any, Any, T], timeout: float = 20) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(timeout)

    def close(self) -> None:
        self.run(self.client.close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


@pytest.fixture
def telegram(clock: SettableClock) -> Iterator[FakeBotApi]:
    """A fake Bot API that hurries nobody, on a clock that stands still."""
    with FakeBotApi(clock) as started:
        yield started


@pytest.fixture
def line(telegram: FakeBotApi) -> Iterator[Line]:
    """Our client, talking to the fake."""
    opened = Line(telegram)
    yield opened
    opened.close()


@pytest.fixture
def jo(telegram: FakeBotApi) -> Person:
    """Somebody with an account."""
    return telegram.user(1, "Jo")


@pytest.fixture
def keeper(database: Database, ring: KeyRing, clock: SettableClock) -> Keeper:
    """Something that keeps texts in a database."""
    return Keeper(database, ring, clock)


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    """One kind of database is enough here: what differs is tested where it lies."""
    opened = open_database(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The address of that database."""
    return sqlite_url


@pytest.fixture
def chats(runtime: Runtime, telegram: FakeBotApi, clock: SettableClock) -> Iterator[Chatting]:
    """A household with Telegram switched on."""
    with chatting(runtime, telegram, clock) as started:
        yield started
