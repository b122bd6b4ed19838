"""Decisions about passwords, sessions and how often somebody may try. No state, no clock."""

import threading
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from backend.platform.msgids import _

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=10)
# Since it was last used: what somebody typed while their session ended is given back to them
# alone, also after others have signed in. Far longer than IDLE, so whatever is older has ended.
REMEMBERED = timedelta(hours=24)
LINK_LIFE = timedelta(hours=72)
# Seen again within this time, a session is not written to.
TOUCH_AFTER = timedelta(minutes=1)

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200

TRY_WINDOW = timedelta(minutes=15)
TRIES_OF_ONE = 10
# Far above what an authority's staff need on a Monday, far below what guessing needs.
TRIES_OF_ALL = 300

# RFC 9106, the second recommended option: 64 MiB, three passes, four lanes.
_HASHER = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4)
# The hash of random bytes that nobody kept: what an unknown person is compared with, so that
# being unknown takes as long as being wrong.
NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$nz9rAQS3QJjj30o9eH6D6w$"
    "S7rM/2BVO4uk8zD5CCVyHa0K9v7VLprwDCdvyRIDpSI"
)
# Each one under way takes 64 MiB; a crowd waits its turn instead of taking the machine down.
_ROOM = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Session:
    """A browser in which an officer is signed in, known by the digest of its secret."""

    digest: str = field(repr=False)
    officer_id: str
    started_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class SignIn:
    """How a sign-in went: "signed-in", "wrong", or "too-many" with `wait` in seconds.

    "wrong" never says whether it was the e-mail or the password.
    """

    outcome: str
    officer_id: str = ""
    secret: str = field(default="", repr=False)
    wait: int = 0


def is_alive(session: Session, at: datetime) -> bool:
    """Say whether the session still counts: not idle too long, and not too old."""
    return at - session.seen_at < IDLE and at - session.started_at < LONGEST


def password_problem(password: str, email: str) -> str | None:
    """Say what is wrong with a password somebody wants, as a msgid, or None."""
    if len(password) < SHORTEST_PASSWORD:
        return _("Choose a password of at least 12 characters.")
    if len(password) > LONGEST_PASSWORD:
        return _("Choose a password of at most 200 characters.")
    if normal_email(password) == normal_email(email):
        return _("Choose a password that is not your e-mail address.")
    return None


def normal_email(email: str) -> str:
    """Give the one spelling by which an e-mail address is counted."""
    return email.strip().casefold()


def wait_seconds(of_one: list[datetime], of_all: list[datetime], at: datetime) -> int:
    """Say how long somebody has to wait before the next try; 0 means they need not.

    Both lists hold the moments of recent tries that did not succeed, newest first.
    """
    waits = [
        (tries[allowed - 1] + TRY_WINDOW - at).total_seconds()
        for tries, allowed in ((of_one, TRIES_OF_ONE), (of_all, TRIES_OF_ALL))
        if len(tries) >= allowed
    ]
    return max([0, *(int(wait) + 1 for wait in waits if wait > 0)])


def hash_password(password: str) -> str:
    """Hash with argon2id and a new salt. Takes a good part of a second: never inside a unit."""
    with _ROOM:
        return _HASHER.hash(_bytes(password))


def password_matches(known: str, password: str) -> bool:
    """Compare with a hash, in the same time whichever way it turns out; never inside a unit."""
    with _ROOM:
        try:
            return _HASHER.verify(known, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False


def needs_new_hash(known: str) -> bool:
    """Say whether the hash was made with weaker settings than today's."""
    return _HASHER.check_needs_rehash(known)


def _bytes(password: str) -> bytes:
    # Two keyboards may spell one letter in two ways (NIST SP 800-63B 5.1.1.2).
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
