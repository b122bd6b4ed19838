"""What is shown right after it was made and never again: links and codes.

We keep only their digests. On the way from the form that made them to the page that shows them
they are in the officer's own browser: sealed, for one officer, one page and ten minutes.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from datetime import datetime, timedelta

from starlette.responses import Response

from backend.platform.keys.rules import CannotOpen
from backend.platform.runtime import Runtime
from backend.web.visits import Visit, cookie_name, set_cookie

LASTS = timedelta(minutes=10)

Rows = Sequence[Sequence[str]]


def show_once(response: Response, visit: Visit, path: str, rows: Rows) -> Response:
    """Let this officer's browser show these rows on the page at `path`, for ten minutes."""
    plain = json.dumps({"at": visit.at.isoformat(), "rows": [list(row) for row in rows]})
    sealed = visit.runtime.ring.seal(_place(visit, path), plain.encode())
    value = urlsafe_b64encode(sealed).decode()
    name = once_cookie(visit.runtime)
    set_cookie(response, visit.runtime, name, value, int(LASTS.total_seconds()))
    return response


def shown_once(visit: Visit, path: str) -> list[list[str]]:
    """Give the rows for this officer and page, or none if they are gone or not for them."""
    value = visit.request.cookies.get(once_cookie(visit.runtime), "")
    try:
        sealed = urlsafe_b64decode(value.encode())
        plain = json.loads(visit.runtime.ring.open(_place(visit, path), sealed))
    except (CannotOpen, NotBase64, UnicodeEncodeError):
        return []
    rows: list[list[str]] = plain["rows"]
    return rows if visit.at - datetime.fromisoformat(plain["at"]) < LASTS else []


def once_cookie(runtime: Runtime) -> str:
    """Name the cookie they travel in."""
    return f"{cookie_name(runtime)}-once"


def _place(visit: Visit, path: str) -> str:
    return f"once:{visit.officer.id}:{path}"
