"""Updates as they come, by polling or webhook: none is confirmed before it is handled and kept.

`handle` takes one update and returns only once all that follows from it is committed. One that
can't be handled is tried three times and then given to `set_aside`, which keeps it too. While
the database is away nothing is given up: Telegram holds texts for 24 hours.
"""

import hmac
import itertools
import json
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import anyio
import anyio.to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response

from backend.platform.errors import DatabaseStopped, Unavailable

Update = dict[str, Any]
Sleep = Callable[[float], None]
Fetch = Callable[[int | None], Awaitable[list[Update]]]

TRIES = 3
WEBHOOK_PATH = "/telegram/updates"
SECRET_HEADER = b"x-telegram-bot-api-secret-token"
LONGEST_BODY = 1_000_000  # bytes; Telegram's updates have a few thousand
RETRY_AFTER_SECONDS = 5
LONGEST_PAUSE = 60.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Receiver:
    """What is done with an update, in a thread where it may wait for the disk."""

    handle: Callable[[Update], None]
    set_aside: Callable[[Update], None]
    sleep: Sleep = time.sleep

    def take(self, update: Update) -> None:
        """Handle one update, or set it aside after three tries.

        Raises Unavailable where neither could be kept: it must come again.
        """
        for attempt in range(TRIES):
            if attempt:
                self.sleep(0.25 * 4**attempt)
            try:
                self.handle(update)
                return
            except Unavailable:
                raise
            except Exception as error:  # a poison message must not hold up everybody's
                # The number and the kind of error: nothing of what was said.
                _log.error("update %s: %s", _number(update), type(error).__name__)
        self.set_aside(update)


async def poll(fetch: Fetch, receiver: Receiver, pause: Callable[[float], Awaitable[None]]) -> None:
    """Ask for updates for ever, moving on only past those that were kept.

    An offset is given once, straight after a batch: numbers start anew after a quiet week, and
    an old offset would then confirm what was never seen.
    """
    offset: int | None = None
    pauses = _pauses()
    while True:
        try:
            batch = await fetch(offset)
            offset = None
            for update in in_order(batch):
                await anyio.to_thread.run_sync(receiver.take, update)
        except DatabaseStopped:
            raise
        except Exception as error:  # whatever happens out there, we ask again
            _log.warning("Telegram's updates are waiting: %s", type(error).__name__)
            await pause(next(pauses))
            continue
        pauses = _pauses()
        if batch:
            offset = max(_number(update) for update in batch) + 1


def in_order(batch: list[Update]) -> list[Update]:
    """Put the messages of each chat in the order they were written; all else stays in place."""
    places: dict[Any, list[int]] = {}
    for place, update in enumerate(batch):
        message = update.get("message")
        if isinstance(message, dict) and isinstance(message.get("message_id"), int):
            chat = message.get("chat")
            name = chat.get("id") if isinstance(chat, dict) else None
            places.setdefault(str(name), []).append(place)
    ordered = list(batch)
    for taken in places.values():
        moved = sorted((batch[place] for place in taken), key=_message_number)
        for place, update in zip(taken, moved, strict=True):
            ordered[place] = update
    return ordered


def webhook_router(secret: str, receiver: Receiver) -> APIRouter:
    """Make the address Telegram posts updates to: 200 only once the update is kept."""
    expected = secret.encode()

    async def receive(request: Request) -> Response:
        # Bytes, not text: comparing text that is not ASCII would be an error of ours.
        given = dict(request.scope["headers"]).get(SECRET_HEADER, b"")
        if not hmac.compare_digest(given, expected):
            return Response(status_code=401)
        update = _parsed(await _body(request))
        if update is None:
            return Response(status_code=400)
        try:
            await anyio.to_thread.run_sync(partial(receiver.take, update))
        except Exception as error:  # nothing is kept, so Telegram keeps it for us
            _log.warning("update %s waits: %s", _number(update), type(error).__name__)
            return Response(status_code=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
        return Response(status_code=200)

    router = APIRouter()
    router.add_api_route(WEBHOOK_PATH, receive, methods=["POST"], include_in_schema=False)
    return router


async def _body(request: Request) -> bytes:
    """Read the body, or b"" where it is larger than any update."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_BODY:
            return b""
    return bytes(body)


def _parsed(body: bytes) -> Update | None:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):  # nested deeper than Python follows
        return None
    return read if isinstance(read, dict) and isinstance(read.get("update_id"), int) else None


def _pauses() -> Iterator[float]:
    """Seconds to wait after failures: one, then twice as long each time, up to a minute."""
    return (min(2.0**times, LONGEST_PAUSE) for times in itertools.count())


def _number(update: Update) -> int:
    number = update.get("update_id")
    return number if isinstance(number, int) else 0


def _message_number(update: Update) -> int:
    return int(update["message"]["message_id"])
