"""Where somebody goes after signing in: a page of ours and nowhere else."""

import re
from urllib.parse import quote, urlencode, urlsplit

from starlette.requests import Request

HOME = "/"
SIGN_IN = "/sign-in"
# Two slashes, or a slash and a backslash, would lead to another site.
_OUR_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")


def ours(path: str) -> str:
    """Give back a path of ours, and for anything else the first page."""
    return path if _OUR_PATH.fullmatch(path) and len(path) < 1000 else HOME


def sign_in_first(request: Request) -> str:
    """Give the sign-in page that leads back to what was asked for.

    A form cannot be sent again from there, so after one it leads back to the form's page.
    """
    if request.method in {"GET", "HEAD"}:
        wanted = quote(request.scope["path"])
    else:
        wanted = urlsplit(request.headers.get("referer", "")).path
    wanted = ours(wanted)
    return SIGN_IN if wanted == HOME else f"{SIGN_IN}?{urlencode({'next': wanted})}"
