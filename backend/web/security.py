"""What every answer is sent with and what every request has to show, for all who are served.

Plain ASGI: staff pages and families' pages go through the same. What one of these refuses is
raised as a `SaysoError`, and `backend.web.errors` says it kindly.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.platform.errors import Refused, SaysoError
from backend.platform.msgids import _

LONGEST_BODY_BYTES = 256 * 1024

# Nothing from anywhere else, nothing inline, in nobody's frame.
_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
)
_PERMISSIONS = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
HEADERS = {
    "Content-Security-Policy": "; ".join(_POLICY),
    # Other sites learn nothing. Not "no-referrer": browsers would then hide from us, too, where
    # a form was sent from ("Origin: null"), and older ones have no other way of saying it.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _PERMISSIONS),
}
_ONLY_ENCRYPTED = {"Strict-Transport-Security": "max-age=31536000"}
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class FromElsewhere(Refused):
    """The request does not show that it was sent from one of our own pages."""

    code = "from-elsewhere"
    message = _("That did not come from one of our own pages, so nothing was changed.")


class TooLarge(SaysoError):
    """More was sent than any of our pages can send."""

    status = 413
    code = "too-large"
    message = _("That is more than we can take at once, so nothing was saved.")


class SecurityHeaders:
    """Puts the headers on every answer; nothing is kept by a browser unless the answer says so."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self._app = app
        self._headers = HEADERS | (_ONLY_ENCRYPTED if public_url.startswith("https:") else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers put on."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)


class FromOurPages:
    """Refuses whatever could change something and was not sent from one of our own pages.

    `machines` are the exact paths of doors for machines, which have no page to come from and
    show a secret instead.
    """

    def __init__(self, app: ASGIApp, public_url: str, machines: Collection[str] = ()) -> None:
        self._app = app
        self._public = origin_of(public_url)
        self._machines = frozenset(machines)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or raise `FromElsewhere`."""
        if (
            scope["type"] == "http"
            and scope["method"] not in _SAFE_METHODS
            and scope["path"] not in self._machines
        ):
            headers = Headers(scope=scope)
            # The machine itself may be called localhost as well as by its public name.
            here = f"{self._public.partition('://')[0]}://{headers.get('host', '')}"
            if not came_from(headers, {self._public, here}):
                raise FromElsewhere
        await self._app(scope, receive, send)


class BodyLimit:
    """Takes no more of a body than `limit` bytes."""

    def __init__(self, app: ASGIApp, limit: int = LONGEST_BODY_BYTES) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or raise `TooLarge` once there is more."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > self._limit:
            raise TooLarge
        taken = 0

        async def receive_so_much() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit:
                # Of the framework's own kind: it turns any other that comes up here into a 400.
                raise HTTPException(TooLarge.status)
            return message

        await self._app(scope, receive_so_much, send)


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address, as a browser writes an origin."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def came_from(headers: Headers, ours: Collection[str]) -> bool:
    """Say whether the browser tells us that a page of ours sent this; silence is a no.

    A browser that is asked to keep its referrer to itself says "null" and is then believed only
    if it also says "same-origin", which no page can make it say.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if origin in {None, "null"}:
        return site == "same-origin"
    return origin in ours and site in {None, "same-origin", "none"}
