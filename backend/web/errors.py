"""The one place where what went wrong becomes an answer."""

import logging
import traceback
from collections.abc import Callable, Mapping

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.platform.errors import BadInput, NotFound, SaysoError, TooManyTries
from backend.web.security import TooLarge

# How one part of the site shows an error. It is given nothing of what was sent.
ErrorPage = Callable[[Request, SaysoError], Response]

_log = logging.getLogger(__name__)


class AnswerCutShort(Exception):
    """Something went wrong when part of the answer was already on its way."""


class KindErrors:
    """Answers with a page whatever comes up from within, in the look of its part of the site.

    `looks` names the page by how a path begins; the empty beginning is everybody's. It decides
    about appearance only.
    """

    def __init__(self, app: ASGIApp, looks: Mapping[str, ErrorPage]) -> None:
        self._app = app
        self._looks = dict(sorted(looks.items(), key=lambda look: len(look[0]), reverse=True))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through and answer whatever comes back up."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def send_and_note(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except Exception as error:
            told = error if isinstance(error, SaysoError) else _told(error)
            if begun:
                # The server would write down the first error with all it holds.
                raise AnswerCutShort from None
            response = await run_in_threadpool(self._answer, Request(scope), told)
            await response(scope, receive, send)

    def _answer(self, request: Request, error: SaysoError) -> Response:
        path = request.scope["path"]
        show = next(look for beginning, look in self._looks.items() if path.startswith(beginning))
        response = show(request, error)
        if isinstance(error, TooManyTries) and error.wait:
            response.headers["Retry-After"] = str(error.wait)
        return response


def say_as_ours(app: FastAPI) -> None:
    """Have the framework's own errors raised as ours, so that one place words them all."""
    app.add_exception_handler(HTTPException, _raise_ours)
    app.add_exception_handler(RequestValidationError, _raise_ours)


def _raise_ours(request: Request, error: Exception) -> Response:
    # From None: the framework's error quotes what was sent.
    raise _ours(error) from None


def _ours(error: Exception) -> SaysoError:
    if isinstance(error, RequestValidationError):
        in_address = any(problem["loc"][0] == "path" for problem in error.errors())
        return NotFound() if in_address else BadInput({})
    status = error.status_code if isinstance(error, HTTPException) else 500
    kinds = {400: BadInput({}), 404: NotFound(), 405: NotFound(), 413: TooLarge()}
    return kinds.get(status) or (NotFound() if status < 500 else SaysoError())


def _told(error: Exception) -> SaysoError:
    """Write down where our mistake is, and nothing of what it was about."""
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames[-8:]))
    _log.error("%s at %s", type(error).__name__, where)
    return SaysoError()
