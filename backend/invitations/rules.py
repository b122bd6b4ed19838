"""What an invitation is, how long it works, and when the code is asked for again. Pure."""

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

IDLE = timedelta(minutes=15)
TRIES = 10
ANY_DAY = "any_day"
ANY_DAY_LASTS = timedelta(days=400)
"""A year and a little more, so that a new card can be handed out at a review before it ends."""

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
    ``opened_at`` is when the right one was first entered. ``reminders`` says that some may go out.
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
