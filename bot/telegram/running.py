"""Telegram, switched on: one thread with an event loop, the bot's client, and the way in and out.

Import this only where a token is set: it loads aiogram, which takes seconds.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Awaitable, Callable
from datetime import timedelta

from fastapi import APIRouter

from backend.consultations.rules import Desk
from backend.inbox import service as inbox
from backend.platform.delivery import service as delivery
from backend.platform.delivery.rules import Route
from backend.platform.errors import DatabaseStopped
from backend.platform.runtime import Runtime
from bot.telegram import words
from bot.telegram.client import Client, telegram_route
from bot.telegram.conversation import Conversation
from bot.telegram.pacing import Pace
from bot.telegram.receiving import WEBHOOK_PATH, Receiver, Update, poll, webhook_router

STOP_SECONDS = 20.0
WATCH_SECONDS = 60.0
TIDY_EVERY = timedelta(days=1).total_seconds()
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0

_log = logging.getLogger(__name__)


class Telegram:
    """The Telegram side of one running Sayso.

    Hand `route` to delivery as "telegram" and the `routers` to the web application, then
    `start`. Updates are posted to us if the settings hold a webhook's secret, else we poll.
    """

    def __init__(self, runtime: Runtime, desk: Desk, pace: Pace | None = None) -> None:
        settings = runtime.settings
        bot_id = settings.telegram_token.partition(":")[0]
        self._runtime = runtime
        self._loop = asyncio.new_event_loop()
        self._client = Client(settings.telegram_token, settings.telegram_api_url, pace)
        self._conversation = Conversation(runtime, desk, f"telegram:{bot_id}")
        self._thread = threading.Thread(target=self._run, name="telegram", daemon=True)
        self._on_commit: Callable[[], None] = lambda: None
        self._secret = settings.telegram_webhook_secret
        self._receiver = Receiver(self._handle, self._set_aside)
        self.route: Route = telegram_route(self._client, self._loop, self._conversation.sent)

    @property
    def routers(self) -> list[APIRouter]:
        """Give the address that updates are posted to, if they are."""
        return [webhook_router(self._secret, self._receiver)] if self._secret else []

    def start(self, on_commit: Callable[[], None]) -> None:
        """Begin to receive; `on_commit` is called when something new waits to be sent."""
        self._on_commit = on_commit
        # What a killed process was saying holds up its chat, and no other process is saying it.
        self._runtime.database.write(
            lambda unit: delivery.interrupted(unit, "telegram", self._runtime.clock())
        )
        self._thread.start()

    def stop(self) -> None:
        """Take no more updates, finish the one under way, and let go of the connections."""
        if not self._thread.is_alive():
            return
        self._loop.call_soon_threadsafe(self._cancel)
        self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._live())
        finally:
            self._loop.close()

    async def _live(self) -> None:
        receiving = self._be_told if self._secret else self._ask
        tasks = [asyncio.create_task(work()) for work in (receiving, self._greet, self._tidy)]
        try:
            await asyncio.gather(*tasks)
        except (asyncio.CancelledError, DatabaseStopped):
            _log.info("Telegram is switched off")
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._client.close()

    def _cancel(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()

    async def _ask(self) -> None:
        await _insist(self._client.start_polling)
        await poll(self._client.updates, self._receiver, asyncio.sleep)

    async def _be_told(self) -> None:
        """Have updates posted to us, and see every minute that they still are."""
        ours = f"{self._runtime.settings.public_url}{WEBHOOK_PATH}"
        while True:
            url = await _insist(self._client.webhook_url)
            if url != ours:
                if url:  # somebody else has our token
                    _log.error("Telegram's updates went elsewhere; they come to us again")
                await _insist(lambda: self._client.set_webhook(ours, self._secret))
            await asyncio.sleep(WATCH_SECONDS)

    async def _greet(self) -> None:
        """Learn the bot's name, and put the commands in the menu in the first language."""
        self._runtime.bot.username = await _insist(self._client.username) or ""
        translations = self._runtime.translations
        language = self._runtime.settings.languages[0]
        menu = {name: translations.text(language, it) for name, it in words.COMMANDS.items()}
        await _insist(lambda: self._client.set_commands(menu))

    async def _tidy(self) -> None:
        """Forget once a day the updates that are too old to come again."""
        database, clock = self._runtime.database, self._runtime.clock
        while True:
            with contextlib.suppress(Exception):  # tomorrow is another day
                await asyncio.to_thread(
                    lambda: database.write(lambda unit: inbox.forget_old(unit, clock()))
                )
            await asyncio.sleep(TIDY_EVERY)

    def _handle(self, update: Update) -> None:
        self._conversation.handle(update)
        self._on_commit()

    def _set_aside(self, update: Update) -> None:
        self._conversation.set_aside(update)
        self._on_commit()


async def _insist(ask: Callable[[], Awaitable[str | None]]) -> str | None:
    """Ask until it works, waiting longer each time."""
    pause = FIRST_PAUSE
    while True:
        try:
            return await ask()
        except Exception as error:  # Telegram is away, or the token is wrong: we go on trying
            _log.warning("Telegram does not answer: %s", type(error).__name__)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
