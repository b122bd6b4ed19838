"""What somebody had typed when their session had ended: kept for them, and for nobody else.

On the way from the form to the sign-in page and back it is in a browser that anybody may use by
then: sealed, for the officer whose session it was and for the page it was typed into.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64

from backend.platform.keys.rules import CannotOpen, KeyRing
from backend.web.forms import Form

Fields = list[tuple[str, str]]


def seal_typed(ring: KeyRing, officer_id: str, path: str, form: Form) -> str:
    """Seal what was typed into the form at `path` for this officer; "" where there is nothing."""
    fields = form.every()
    if not fields:
        return ""
    plain = json.dumps(fields, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return urlsafe_b64encode(ring.seal(_place(officer_id, path), plain)).decode()


def open_typed(ring: KeyRing, officer_id: str, path: str, sealed: str) -> Fields:
    """Give each name and value that this officer typed at `path`, or none if it was not they."""
    try:
        plain = ring.open(_place(officer_id, path), urlsafe_b64decode(sealed.encode()))
    except (CannotOpen, NotBase64, UnicodeEncodeError):
        return []
    return [(name, value) for name, value in json.loads(plain.decode("utf-8", "surrogatepass"))]


def _place(officer_id: str, path: str) -> str:
    return f"typed:{officer_id}:{path}"
