"""A Bot API of our own, over real HTTP, for tests without Telegram.

with FakeBotApi(clock) as telegram:
    carer = telegram.user(1, "Jo")
    ...start a bot with telegram.token at telegram.url...
    carer.send("/start")
    carer.hear("Hello")
"""

import asyncio
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiogram import methods
from aiohttp import web

from backend.platform.clock import Clock, system_clock
from tests.telegram import limits
from tests.telegram.calls import Calls, parse
from tests.telegram.limits import UNHURRIED, Pace, Pacer, Refusal, bad
from tests.telegram.person import PATIENCE, Person
from tests.telegram.webhook import Hook, Sender, Tried
from tests.telegram.wire import cut, either, parameters, refused
from tests.telegram.world import BOT_ID, Account, Json, Waiting, World

TOKEN = f"{BOT_ID}:AAFake-Token_of-nobody-at-all-000000"


@dataclass
class Fault:
    """Something that goes wrong with the next calls of a method."""

    method: str
    kind: str
    times: int
    seconds: float = 0.0


class FakeBotApi:
    """One bot's Bot API, served on a free port of this machine by a thread of its own.

    `clock` dates messages and ages updates; `pace` and its `monotonic` say how fast the bot may
    speak (unhurried unless given); `speed` shortens the waits between tries of a webhook.
    """

    token = TOKEN

    def __init__(
        self,
        clock: Clock = system_clock,
        *,
        pace: Pace = UNHURRIED,
        monotonic: Callable[[], float] = time.monotonic,
        speed: float = 100.0,
    ) -> None:
        self.world = World(clock)
        self.calls: list[tuple[str, Json]] = []
        self.url = ""
        self._methods = Calls(self.world, Pacer(pace, monotonic))
        self._speed = speed
        self._faults: list[Fault] = []
        self._reverse_next = False
        self._sender: Sender | None = None
        self._poll: asyncio.Event | None = None
        self._news = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._runner: web.AppRunner | None = None
        self._thread = threading.Thread(target=self._run, name="fake-bot-api", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(PATIENCE)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    def user(self, user_id: int, name: str, language: str = "en") -> Person:
        """Give somebody an account; they have not written to the bot yet."""
        with self.world.changed:
            account = self.world.accounts.setdefault(user_id, Account(user_id, name, language))
            return Person(self.world, account)

    def fail_before(self, method: str, times: int = 1, status: int = 500) -> None:
        """Let the next calls end in an error with nothing done."""
        self._faults.append(Fault(method, str(status), times))

    def fail_after(self, method: str, times: int = 1) -> None:
        """Let the next calls do their work and then cut the connection."""
        self._faults.append(Fault(method, "cut", times))

    def slow(self, method: str, seconds: float, times: int = 1) -> None:
        """Let the next calls do their work at once and answer late."""
        self._faults.append(Fault(method, "slow", times, seconds))

    def redeliver(self, update_id: int) -> None:
        """Send the bot an update again that it has confirmed."""
        with self.world.changed:
            known = (*self.world.confirmed, *self.world.waiting)
            found = next(each for each in known if each.id == update_id)
            self.world.queue(found)

    def forge(self, update: Json) -> None:
        """Put any update whatever in the queue, just as it is."""
        with self.world.changed:
            lives = self.world.clock() + limits.UPDATE_LIVES
            self.world.queue(Waiting(update, ("chat", 0), lives))

    def reverse_next(self) -> None:
        """Give out the next batch with the newest update first."""
        self._reverse_next = True

    @property
    def tried(self) -> list[Tried]:
        """Every attempt to hand an update to the webhook."""
        with self.world.changed:
            return list(self._sender.tried) if self._sender else []

    def called(self, method: str) -> list[Json]:
        """The parameters of every call of a method, failed ones too."""
        with self.world.changed:
            return [parameters for name, parameters in self.calls if name == method]

    def wait_until_heard(self, timeout: float = PATIENCE) -> None:
        """Wait until the bot has confirmed every update."""
        until = time.monotonic() + timeout
        with self.world.changed:
            while self.world.waiting:
                assert time.monotonic() < until, f"{len(self.world.waiting)} updates still wait"
                self.world.changed.wait(0.1)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    async def _serve(self) -> None:
        self.world.on_news = self._wake
        server = web.Application(client_max_size=2**22)
        server.router.add_route("*", "/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _close(self) -> None:
        self.world.on_news = lambda: None
        if self._poll is not None:
            self._poll.set()
            self._on_news()
        if self._sender is not None:
            await self._sender.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def _wake(self) -> None:
        self._loop.call_soon_threadsafe(self._on_news)

    def _on_news(self) -> None:
        self._news.set()
        self._news = asyncio.Event()
        if self._sender is not None:
            self._sender.look()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return refused(Refusal(401, "Unauthorized"))
        method = request.match_info["method"]
        given = await parameters(request)
        with self.world.changed:
            self.calls.append((method, given))
        fault = self._fault(method)
        try:
            if fault and fault.kind.isdigit():
                raise Refusal(int(fault.kind), "Internal Server Error")
            result = await self._call(method, given)
        except Refusal as refusal:
            return refused(refusal)
        if fault and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind == "cut":
            cut(request)
        return web.json_response({"ok": True, "result": result})

    async def _call(self, method: str, given: Json) -> Any:
        waits = {
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._get_webhook_info,
        }
        if method in waits:
            return await waits[method](given)
        if method not in self._methods.by_name:
            raise Refusal(404, "Not Found: method not found")
        with self.world.changed:
            return self._methods.by_name[method](given)

    def _fault(self, method: str) -> Fault | None:
        fault = next((each for each in self._faults if each.method == method), None)
        if fault is not None:
            fault.times -= 1
            self._faults = [each for each in self._faults if each.times > 0]
        return fault

    async def _get_updates(self, given: Mapping[str, Any]) -> list[Json]:
        call = parse(methods.GetUpdates, given)
        if self._sender is not None:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active;"
                " use deleteWebhook to delete the webhook first",
            )
        if call.allowed_updates is not None:
            self.world.allowed = call.allowed_updates
        mine = self._take_the_poll()
        with self.world.changed:
            self.world.drop_expired()
            if call.offset:
                self.world.confirm(call.offset)
        until = time.monotonic() + min(call.timeout or 0, limits.LONGEST_POLL)
        while not self.world.waiting and time.monotonic() < until:
            await either(self._news, mine, until - time.monotonic())
            if mine.is_set():
                # server, Client.cpp, abort_long_poll: a newer request ends an older one.
                raise Refusal(
                    409,
                    "Conflict: terminated by other getUpdates request;"
                    " make sure that only one bot instance is running",
                )
        return self._batch(min(max(call.limit or limits.MOST_UPDATES, 1), limits.MOST_UPDATES))

    def _take_the_poll(self) -> asyncio.Event:
        if self._poll is not None:
            self._poll.set()
            self._on_news()
        self._poll = asyncio.Event()
        return self._poll

    def _batch(self, most: int) -> list[Json]:
        with self.world.changed:
            self.world.drop_expired()
            batch = [each.update for each in self.world.waiting[:most]]
        if batch and self._reverse_next:
            self._reverse_next = False
            batch.reverse()
        return batch

    async def _set_webhook(self, given: Mapping[str, Any]) -> bool:
        call = parse(methods.SetWebhook, given)
        if call.secret_token is not None and not limits.SECRET.fullmatch(call.secret_token):
            raise bad("secret token contains unallowed characters")
        # docs, "Using a Local Bot API Server": such a one takes "an HTTP URL for the webhook".
        if not call.url.startswith(("https://", "http://127.0.0.1:")):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        await self._delete_webhook(given)
        self.world.allowed = call.allowed_updates or self.world.allowed
        hook = Hook(call.url, call.secret_token or "", call.max_connections or 40)
        self._sender = Sender(self.world, hook, self._speed)
        self._sender.look()
        return True

    async def _delete_webhook(self, given: Mapping[str, Any]) -> bool:
        if self._sender is not None:
            await self._sender.close()
            self._sender = None
        if str(given.get("drop_pending_updates", "")).lower() == "true":
            with self.world.changed:
                self.world.waiting.clear()
        return True

    async def _get_webhook_info(self, _parameters: Mapping[str, Any]) -> Json:
        with self.world.changed:
            self.world.drop_expired()
            pending = len(self.world.waiting)
        url = self._sender.hook.url if self._sender else ""
        info: Json = {"url": url, "has_custom_certificate": False, "pending_update_count": pending}
        if self._sender and self._sender.last_error:
            info["last_error_message"] = self._sender.last_error
        return info
