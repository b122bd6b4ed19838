"""What an invitation is, how long it works, and when the code is asked for again. Pure."""

import unicodedata
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from backend.platform.keys.rules import KeyRing

IDLE = timedelta(minutes=15)
TRIES = 10
REVIEW, ANY_DAY, AFTER_REVIEW = "review", "any_day", "after_review"
ANY_DAY_LASTS = timedelta(days=400)
"""A year and a little more, so that a new card can be handed out at a review before it ends."""
AFTER_LASTS = timedelta(days=212)
"""What was decided can be read until the next review, six months later at most, and 28 days on."""

Outcome = Literal["open", "wrong_code", "locked", "unknown"]


@dataclass(frozen=True)
class Secrets:
    """What only the invited person holds: a link's token, and a code of six digits."""

    token: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True)
class Invitation:
    """One participant asked for one purpose.

    ``asked_at`` is when the link was last made. Since then ``tries`` counts wrong codes, and
    ``opened_at`` is when the right one was first entered. ``reminders`` says that some may go
    out. ``code_of`` is the earlier invitation whose code opens this one, None where it has its own.
    """

    id: str
    participant_id: str
    child_id: str
    review_id: str | None
    created_at: datetime
    asked_at: datetime
    expires_at: datetime
    purpose: str = "review"
    tries: int = 0
    opened_at: datetime | None = None
    revoked_at: datetime | None = None
    reminders: bool = True
    code_of: str | None = None

    @property
    def between_reviews(self) -> bool:
        """Say whether it is for any day, with one conversation after the other."""
        return self.purpose == ANY_DAY

    def works_at(self, at: datetime) -> bool:
        """Say whether the link may still be used."""
        return self.revoked_at is None and at < self.expires_at

    @property
    def locked(self) -> bool:
        """Say whether too many wrong codes have closed it until it is made anew."""
        return self.tries >= TRIES


@dataclass(frozen=True)
class Bound:
    """An invitation that a browser or chat holds, and whether the code is needed first."""

    invitation: Invitation
    needs_code: bool
    seen_at: datetime


@dataclass(frozen=True)
class Entered:
    """What came of a code: a value and not an error, so that a wrong try is counted."""

    outcome: Outcome
    invitation: Invitation | None = None


@dataclass(frozen=True)
class Card:
    """What is printed on the card a person is handed; nothing on it says care or social work.

    ``telegram`` leads to the same questions there, "" where that is not for them.
    """

    name: str
    url: str = field(repr=False)
    code: str = field(repr=False)
    telegram: str = field(default="", repr=False)


def plain_code(typed: str) -> str:
    """Give the digits of a typed code, whatever is between them and in whichever script."""
    return "".join(str(unicodedata.decimal(mark)) for mark in typed if mark.isdecimal())[:12]


def idle(seen_at: datetime, confirmed: bool, at: datetime) -> bool:
    """Say whether the code is needed: left alone for 15 minutes, or left quickly."""
    return not confirmed or at - seen_at >= IDLE


def digests(ring: KeyRing, invitation_id: str, secrets: Secrets) -> tuple[str, str]:
    """Give the keyed digests of a link's token and of its code, which alone are kept."""
    return ring.digest("link", secrets.token), code_digest(ring, invitation_id, secrets.code)


def code_digest(ring: KeyRing, invitation_id: str, code: str) -> str:
    """Give the digest of a code, typed in whichever way, for one invitation."""
    return ring.digest("code", f"{invitation_id}:{plain_code(code)}")


def address_place(invitation_id: str) -> str:
    """Name the place in which the address of a chat is sealed."""
    return f"bindings.address:{invitation_id}"


def ends_at(asked: Invitation, links_end_at: datetime, at: datetime) -> datetime:
    """Give until when a link to a review works, made now: what was decided is read afterwards."""
    return at + AFTER_LASTS if asked.purpose == AFTER_REVIEW else links_end_at


def asked_again(before: Invitation, until: datetime, at: datetime) -> Invitation:
    """Give an invitation as it is once it has a new link and code."""
    fresh = replace(before, tries=0, asked_at=at, expires_at=until, opened_at=None)
    return replace(fresh, revoked_at=None, code_of=None)
