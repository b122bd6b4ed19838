"""Where somebody goes after signing in: a page of ours and nowhere else."""

import re
from urllib.parse import quote, urlencode, urlsplit

from starlette.requests import Request

HOME = "/"
SIGN_IN = "/sign-in"
# Two slashes, or a slash and a backslash, would lead to another site.
_OUR_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")
# What a link of ours filled in, such as about which child; nothing that somebody typed.
_FILLED_IN = re.compile(r"[0-9A-Za-z_-]{1,64}")
# What is said once, and how a page asked for itself.
_ONCE = frozenset({"done", "again"})


def ours(path: str) -> str:
    """Give back a path of ours, and for anything else the first page."""
    return path if _OUR_PATH.fullmatch(path) and len(path) < 1000 else HOME


def sign_in_first(request: Request) -> str:
    """Give the sign-in page that leads back to what was asked for, with what its link filled in.

    A form cannot be sent again from there, so after one it leads back to the form's page.
    """
    if request.method in {"GET", "HEAD"}:
        wanted = quote(request.scope["path"]) + _filled_in(request)
    else:
        wanted = urlsplit(request.headers.get("referer", "")).path
    wanted = ours(wanted)
    return SIGN_IN if wanted == HOME else f"{SIGN_IN}?{urlencode({'next': wanted})}"


def _filled_in(request: Request) -> str:
    query = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in _ONCE and _FILLED_IN.fullmatch(name) and _FILLED_IN.fullmatch(value)
    ]
    return f"?{urlencode(query)}" if query else ""
