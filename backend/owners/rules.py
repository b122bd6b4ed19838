"""When the owner of a decision is asked how it is going, and how they show who they are. Pure."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from backend.platform.clock import LONDON, day_in_england
from backend.progress.rules import Owned

# Our own choices, to be confirmed with those who are asked; November 2026.
BEFORE_DUE = timedelta(days=7)
APART = timedelta(days=7)
OVERDUE_TIMES = 3
MIDWAY_LASTS = timedelta(days=28)
FROM_HOUR, UNTIL_HOUR = 10, 17

LINK_LASTS = timedelta(days=28)
CODE_LASTS = timedelta(minutes=15)
CODE_TRIES = 5
CODES_A_DAY = 5
CODES_APART = timedelta(minutes=1)
IDLE = timedelta(minutes=30)

Outcome = Literal["open", "wrong_code", "code_ended", "unknown"]
"""Of a code: let in; wrong, with tries left; too old, used or tried too often; no such link."""
Sent = Literal["sent", "just_sent", "too_many", "unknown"]


@dataclass(frozen=True)
class Door:
    """How far somebody is on the way in; code and browser are kept as digests, "" for none."""

    id: str
    email: bytes = field(repr=False)
    language: str
    code: str = field(default="", repr=False)
    code_at: datetime | None = None
    tries: int = 0
    codes: int = 0
    codes_since: datetime | None = None
    browser: str = field(default="", repr=False)
    seen_at: datetime | None = None

    def takes_code(self, at: datetime) -> bool:
        """Say whether the code that was sent can still be used."""
        if not self.code or self.code_at is None or self.tries >= CODE_TRIES:
            return False
        return abs(at - self.code_at) < CODE_LASTS

    def sent_today(self, at: datetime) -> int:
        """Give how many codes went out in the day that is being counted."""
        counts = self.codes_since is not None and abs(at - self.codes_since) < timedelta(days=1)
        return self.codes if counts else 0

    def is_open_to(self, browser: str, at: datetime) -> bool:
        """Say whether this browser was let in, and not left alone for half an hour since."""
        if not self.browser or self.browser != browser or self.seen_at is None:
            return False
        return abs(at - self.seen_at) < IDLE


@dataclass(frozen=True)
class Group:
    """The decisions of one address that it is time to ask about."""

    email: str = field(repr=False)
    decision_ids: frozenset[str]
    child_ids: frozenset[str]


def plain_code(typed: str) -> str:
    """Give the digits of a typed code, whatever is between them and in whichever script."""
    return "".join(str(unicodedata.decimal(mark)) for mark in typed if mark.isdecimal())[:12]


def may_ask_at(at: datetime) -> bool:
    """Say whether it is an hour at which people are asked: by day, from Monday to Friday."""
    local = at.astimezone(LONDON)
    return local.weekday() < 5 and FROM_HOUR <= local.hour < UNTIL_HOUR


def occasion(owned: Owned, gone: Mapping[str, datetime], at: datetime) -> str:
    """Give for what a decision's owner is to be asked now, "" for nothing.

    ``gone`` says when they were asked before, by occasion. Two are a week apart, and nobody is
    asked in the week after it was decided, or after they last said how it is going. By an
    absolute distance, since a clock may have run ahead and been put back.
    """
    told = (owned.decision.made_at, *([owned.said_at] if owned.said_at else ()), *gone.values())
    today = day_in_england(at)
    if owned.waits_for_iro or any(abs(today - day_in_england(it)) < APART for it in told):
        return ""
    names = (*_by_date(owned.decision.due_on, gone, today), *_half_way(owned, today))
    return next((name for name in names if name not in gone), "")


def _by_date(due: date | None, gone: Mapping[str, datetime], today: date) -> tuple[str, ...]:
    if due is None or today < due - BEFORE_DUE:
        return ()
    if today <= due:
        return (f"soon:{due}",)
    times = sum(name.startswith(f"overdue:{due}:") for name in gone)
    return (f"overdue:{due}:{times + 1}",) if times < OVERDUE_TIMES else ()


def _half_way(owned: Owned, today: date) -> tuple[str, ...]:
    is_time = owned.midway_on <= today < owned.midway_on + MIDWAY_LASTS
    return (f"midway:{owned.decision.review_id}",) if is_time else ()


@dataclass(frozen=True)
class Task:
    """What an owner is shown of one decision: no child's words, and of the child a first name."""

    owned: Owned
    child: str
    what: str = field(repr=False)
