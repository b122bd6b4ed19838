"""A mark on a page that only some were shown: going back to it much later opens nothing.

Pure: it holds no word and no code, and nobody can make one without the key ring.
"""

from datetime import datetime

from backend.invitations.rules import IDLE
from backend.platform.keys.rules import KeyRing


def proof(ring: KeyRing, shown: str, at: datetime) -> str:
    """Give the mark of a page that is shown now; ``shown`` names the page, and to which browser."""
    seconds = int(at.timestamp())
    return f"{seconds}.{ring.digest('page', f'{seconds}:{shown}')}"


def proves(ring: KeyRing, mark: str, shown: str, at: datetime) -> bool:
    """Say whether this very page was shown to this browser within the last quarter of an hour."""
    seconds, _, _ = mark.partition(".")
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) < 12):
        return False
    shown_at = datetime.fromtimestamp(int(seconds), at.tzinfo)
    return mark == proof(ring, shown, shown_at) and at - shown_at < IDLE
