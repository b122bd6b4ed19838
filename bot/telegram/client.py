"""Telegram's Bot API by aiogram's types: what is asked of it, and what became of a message.

This module alone loads aiogram, which takes seconds: import it only where a token is set.
"""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as TookTooLong
from typing import Any

from aiogram import Bot, exceptions
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import (
    DeleteMessage,
    DeleteWebhook,
    EditMessageText,
    GetMe,
    GetWebhookInfo,
    SendMessage,
    SetMyCommands,
    SetWebhook,
    TelegramMethod,
)
from aiogram.types import (
    BotCommand,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from aiohttp import ClientConnectorError, ConnectionTimeoutError

from backend.platform.delivery.rules import (
    Ambiguous,
    OpenedMessage,
    RetryLater,
    Route,
    Undeliverable,
)
from bot.telegram.pacing import Pace, Pacer
from bot.telegram.speech import DELETE, NUDGE, Speech, split

ANSWER_SECONDS = 30
POLL_SECONDS = 50
# Longer than a message may wait for its turn and its answer, shorter than delivery's lease.
ROUTE_SECONDS = 150.0
# A wait this short is sat out where it stands, so that a conversation does not falter.
SHORT_WAIT_SECONDS = 5
# Answers are texts; a photo or a voice message comes as "message" as well.
KINDS = ["message", "edited_message"]

_ONCE_IS_AS_GOOD_AS_TWICE = (EditMessageText, DeleteMessage)
_ALREADY_SO = ("message is not modified", "message to delete not found")

Sent = Callable[[OpenedMessage, int], None]


class GetUpdates(TelegramMethod[list[dict[str, Any]]]):
    """Ask for updates as they are: one that aiogram can't read must not hide the others."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int = POLL_SECONDS
    allowed_updates: list[str] = KINDS


class PolledElsewhere(Exception):
    """Somebody else asks for this bot's updates, or a webhook is set."""


class Client:
    """One bot at the Bot API; its coroutines belong to one event loop."""

    def __init__(self, token: str, api_url: str, pace: Pace | None = None) -> None:
        server = TelegramAPIServer.from_base(api_url)
        self._bot = Bot(token, AiohttpSession(api=server, timeout=ANSWER_SECONDS))
        self._pacer = Pacer(pace or Pace())

    async def close(self) -> None:
        """Let go of the connections."""
        await self._bot.session.close()

    async def username(self) -> str:
        """Ask Telegram for the bot's name, as it stands in links."""
        return (await self._bot(GetMe())).username or ""

    async def updates(
        self, offset: int | None, seconds: int = POLL_SECONDS
    ) -> list[dict[str, Any]]:
        """Wait for updates; an offset confirms all before it. Raises PolledElsewhere."""
        asked = GetUpdates(offset=offset, timeout=seconds)
        try:
            return await self._bot(asked, request_timeout=seconds + 10)
        except exceptions.TelegramConflictError:
            raise PolledElsewhere from None

    async def start_polling(self) -> None:
        """Take any webhook away; what waits is kept."""
        await self._bot(DeleteWebhook(drop_pending_updates=False))

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have updates posted to an address of ours, each with the secret."""
        await self._bot(SetWebhook(url=url, secret_token=secret, allowed_updates=KINDS))

    async def webhook_url(self) -> str:
        """Ask where updates are posted to now, "" for nowhere."""
        return (await self._bot(GetWebhookInfo())).url

    async def set_commands(self, described: Mapping[str, str]) -> None:
        """Show these commands in the menu of the chat."""
        commands = [BotCommand(command=name, description=it) for name, it in described.items()]
        await self._bot(SetMyCommands(commands=commands))

    async def send(self, method: TelegramMethod[Any], chat: str) -> Any:
        """Do one thing in a chat when its turn comes; None where it was done before.

        Raises RetryLater, Undeliverable or Ambiguous, which say what became of it.
        """
        await self._pacer.turn(chat)
        try:
            return await self._asked(method)
        except _Wait as wait:
            await asyncio.sleep(wait.seconds)
        try:
            return await self._asked(method)
        except _Wait as wait:
            raise RetryLater(wait.seconds, "too-fast") from None

    async def _asked(self, method: TelegramMethod[Any]) -> Any:
        try:
            return await self._bot(method, request_timeout=ANSWER_SECONDS)
        except (exceptions.AiogramError, OSError) as error:
            fate = _fate(error, isinstance(method, _ONCE_IS_AS_GOOD_AS_TWICE))
        if fate is None:
            return None
        raise fate  # outside the except: Telegram's own words may quote a message


class _Wait(Exception):
    """Telegram asks for a short pause."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


def _fate(error: Exception, repeatable: bool) -> Exception | None:
    """Say what became of a message, by a code and never by Telegram's own words."""
    if isinstance(error, exceptions.TelegramRetryAfter):
        if error.retry_after <= SHORT_WAIT_SECONDS:
            return _Wait(error.retry_after)
        return RetryLater(error.retry_after, "too-fast")
    if isinstance(error, exceptions.TelegramForbiddenError):
        gone = "deactivated" in error.message
        return Undeliverable("chat-gone" if gone else "blocked")
    if isinstance(error, exceptions.TelegramBadRequest):
        return _bad_request(error.message)
    if isinstance(error, exceptions.TelegramUnauthorizedError | exceptions.TelegramNotFound):
        # The token is at fault, not the chat: it can be put right while they wait.
        return RetryLater(code="bad-token")
    if isinstance(error.__cause__, ClientConnectorError | ConnectionTimeoutError):
        return RetryLater(code="no-connection")
    return RetryLater(code="no-answer") if repeatable else Ambiguous("no-answer")


def _bad_request(words: str) -> Exception | None:
    if any(so in words for so in _ALREADY_SO):
        return None
    return Undeliverable("chat-gone" if "chat not found" in words else "refused")


def telegram_route(client: Client, loop: asyncio.AbstractEventLoop, sent: Sent) -> Route:
    """Make the function by which delivery sends one message, from any thread.

    ``sent`` is told Telegram's number for each message that went out.
    """

    def send(message: OpenedMessage) -> None:
        for part, method in enumerate(methods(message)):
            try:
                number = _on_loop(client, loop, method, message.recipient)
            except RetryLater:
                if part:  # the first half would come again
                    raise Ambiguous("half-sent") from None
                raise
            if number:
                sent(message, number)

    return send


def methods(message: OpenedMessage) -> list[TelegramMethod[Any]]:
    """Give what is to be asked of Telegram for one message of the outbox."""
    if message.template == DELETE:
        number = int(message.values["number"])
        return [DeleteMessage(chat_id=message.recipient, message_id=number)]
    if message.template == NUDGE:
        return [_said(message.recipient, message.values["text"], None)]
    return [
        _said(message.recipient, part.text, _keyboard(part))
        for part in split(Speech.from_values(message.values))
    ]


def _said(
    chat: str, text: str, keyboard: ReplyKeyboardMarkup | ReplyKeyboardRemove | None
) -> SendMessage:
    return SendMessage(
        chat_id=chat,
        text=text,
        reply_markup=keyboard,
        protect_content=True,
        # A preview would have Telegram's servers open the person's own page.
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )


def _keyboard(speech: Speech) -> ReplyKeyboardMarkup | ReplyKeyboardRemove:
    if not speech.rows:
        return ReplyKeyboardRemove(remove_keyboard=True)
    rows = [[KeyboardButton(text=label) for label in row] for row in speech.rows]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, is_persistent=True)


def _on_loop(
    client: Client,
    loop: asyncio.AbstractEventLoop,
    method: TelegramMethod[Any],
    chat: str,
) -> int:
    """Run one call on the Telegram thread; give the number of the message it made, or 0."""
    if not loop.is_running():
        raise RetryLater(code="stopped")
    waiting = asyncio.run_coroutine_threadsafe(client.send(method, chat), loop)
    try:
        result = waiting.result(ROUTE_SECONDS)
    except (TookTooLong, CancelledError):
        waiting.cancel()
        raise Ambiguous("no-answer") from None
    return int(getattr(result, "message_id", 0))
