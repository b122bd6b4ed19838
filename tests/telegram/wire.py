"""Telegram's requests and answers as they cross the wire: docs, "Making requests"."""

import asyncio
import json
import socket
import struct

from aiohttp import web

from tests.telegram.limits import Refusal
from tests.telegram.world import Json


async def parameters(request: web.Request) -> Json:
    """Read a form, JSON or the query: docs, "Making requests"."""
    if request.content_type == "application/json":
        try:
            sent = json.loads(await request.read())
        except ValueError:
            return {}
        return sent if isinstance(sent, dict) else {}
    return {**request.query, **{name: str(value) for name, value in (await request.post()).items()}}


async def either(one: asyncio.Event, other: asyncio.Event, seconds: float) -> None:
    tasks = [asyncio.create_task(one.wait()), asyncio.create_task(other.wait())]
    await asyncio.wait(tasks, timeout=max(seconds, 0), return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()


def refused(refusal: Refusal) -> web.Response:
    body: Json = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    if refusal.retry_after:
        body["parameters"] = {"retry_after": refusal.retry_after}
    return web.json_response(body, status=refusal.status)


def cut(request: web.Request) -> None:
    """Reset the connection, so that the caller can't know what became of its request."""
    transport = request.transport
    if transport is not None:
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
