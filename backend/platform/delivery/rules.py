"""Decisions about sending: how often it is tried, when it is given up, how an e-mail is worded.

A route is a function handed in. It returns once the message is taken, or says by an exception
what became of it; any other exception means that nobody can know.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from backend.platform.ids import derived_id
from backend.platform.messages import EMAIL_ROUTES, SMS_ROUTE
from backend.platform.receipts import AWAITED, SHORTEST_WAIT, UNKNOWN, Awaited, wait_for

# One recipient's messages stay in order here: a chat is a conversation.
KEEPS_ORDER = frozenset({"telegram"})
# Here a repeat is better than silence when nobody can say whether a message went out; Notify is
# asked first.
RESENDS_WHEN_UNSURE = frozenset({*EMAIL_ROUTES, SMS_ROUTE})
# Its own client keeps the pace of each chat.
KEEPS_ITS_PACE = frozenset({"telegram"})

CALL_TEMPLATE = "concern"
LEASE = timedelta(minutes=3)
GIVE_UP_AFTER = timedelta(hours=72)
# Anything waiting this long after its time is shown to staff.
LATE_AFTER = timedelta(minutes=15)
# How long the first e-mail about a concern may take before the second goes another way.
SECOND_WAY_AFTER = timedelta(seconds=90)

_FIRST_WAIT = {True: timedelta(seconds=5), False: timedelta(seconds=30)}
_LONGEST_WAIT = {True: timedelta(minutes=1), False: timedelta(hours=1)}
# What is urgent never waits longer at a time, whatever a provider asks for.
LONGEST_URGENT_WAIT = timedelta(minutes=5)
# Twice that, since two servers read their clocks at different moments: what is urgent and is to
# wait longer than this was written by a clock that ran ahead, and is due.
FROM_AHEAD = 2 * LONGEST_URGENT_WAIT
_CODE = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True)
class OutboxMessage:
    """Something to be sent. The same `key` twice is one message, whatever else differs.

    `key` is derived from the cause and holds no secret. `recipient` is an address or chat id.
    An `urgent` message goes before the rest, is tried for ever, and may arrive twice. One with
    `unless_sent`, the id of another, is cancelled if that one is sent when its own time comes.
    """

    id: str
    key: str
    route: str
    recipient: str = field(repr=False)
    template: str
    values: Mapping[str, str] = field(repr=False)
    language: str
    child_id: str | None
    participant_id: str | None
    due_at: datetime
    urgent: bool = False
    unless_sent: str | None = None


def notice(
    key: str,
    recipient: str,
    template: str,
    url: str,
    at: datetime,
    child_id: str | None,
    *,
    urgent: bool = False,
) -> OutboxMessage:
    """Make an e-mail to an officer that holds nothing but where to sign in: no name, no words.

    Its id follows from its key, since the unit that makes it may run twice.
    """
    row_id = derived_id(key)
    values = {"url": url}
    return OutboxMessage(
        row_id, key, "email", recipient, template, values, "en", child_id, None, at, urgent
    )


@dataclass(frozen=True)
class PageOut:
    """A call to one person to look at once; it holds where to sign in, no name and no words.

    `email` or `phone` may be "". The same `key` again is the same call.
    """

    key: str
    email: str = field(repr=False)
    phone: str = field(repr=False)
    template: str
    url: str
    at: datetime
    child_id: str | None


def ways(page: PageOut, routes: Collection[str]) -> list[OutboxMessage]:
    """Make the messages of a call: a text and an e-mail at once, the other e-mail if need be."""
    messages = []
    if page.phone and SMS_ROUTE in routes:
        messages.append(_call(page, SMS_ROUTE, page.phone))
    first = None
    for route in [name for name in EMAIL_ROUTES if page.email and name in routes]:
        message = _call(page, route, page.email)
        if first is not None:
            due_at = page.at + SECOND_WAY_AFTER
            message = replace(message, due_at=due_at, unless_sent=first.id)
        first = first or message
        messages.append(message)
    return messages


def _call(page: PageOut, route: str, recipient: str) -> OutboxMessage:
    key = f"{page.key}:{route}"
    mail = notice(key, recipient, page.template, page.url, page.at, page.child_id, urgent=True)
    return replace(mail, route=route)


@dataclass(frozen=True)
class OpenedMessage:
    """What a route is given; `tries` counts this one, from 1."""

    id: str
    recipient: str = field(repr=False)
    template: str
    values: Mapping[str, str] = field(repr=False)
    language: str
    tries: int


@dataclass(frozen=True)
class Claimed:
    """A row that one sender holds until its lease runs out; `payload` is sealed."""

    id: str
    route: str
    recipient: str
    template: str
    language: str
    payload: bytes = field(repr=False)
    urgent: bool
    due_at: datetime
    tries: int
    lease: str


@dataclass(frozen=True)
class Settlement:
    """What becomes of a row: its status, when to try again if it waits, and a short code.

    `receipt` is what is known of one that was sent; if awaited, it is asked for at `next_at`.
    """

    status: str
    next_at: datetime
    code: str
    receipt: str = ""


@dataclass(frozen=True)
class Fate:
    """What became of a message: its route and status, when it was due, when no more was to do."""

    route: str
    status: str
    due_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True)
class Undelivered:
    """A message that staff should know has not arrived, or may not have; no words, no address.

    `status` is "undeliverable", "held" (it may have arrived) or "waiting" (still being tried).
    """

    id: str
    key: str
    route: str
    template: str
    child_id: str | None
    participant_id: str | None
    due_at: datetime
    status: str
    tries: int
    code: str
    urgent: bool

    @property
    def is_call(self) -> bool:
        """Say whether it calls somebody about a concern, of which few may know; in doubt it is."""
        return self.template == CALL_TEMPLATE or (self.urgent and self.child_id is not None)

    @property
    def call_key(self) -> str:
        """Give the key of the call that it is one way of."""
        return self.key.removesuffix(f":{self.route}")


class RetryLater(Exception):
    """It was surely not sent and may go later, not before `seconds` if they are given.

    `all_wait` says that they were asked for all of the route, and not for this message alone.
    """

    def __init__(
        self, seconds: float = 0, code: str = "not-now", *, all_wait: bool = False
    ) -> None:
        super().__init__(code)
        self.seconds = seconds
        self.code = code
        self.all_wait = all_wait


class Ambiguous(Exception):
    """It may have been sent: the connection was lost before the answer came."""

    def __init__(self, code: str = "unsure") -> None:
        super().__init__(code)
        self.code = code


class Undeliverable(Exception):
    """It will never arrive, and `code` says why in one word such as "refused"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


# A route gives the receipt, TAKEN where it gives none; an enquiry gives that of a message by its
# id, or raises Undeliverable for one that failed after it was taken.
Route = Callable[[OpenedMessage], str | None]
Enquiry = Callable[[str], str]


def settle(claimed: Claimed, answer: str | Exception, at: datetime) -> Settlement:
    """Decide what becomes of a message that was tried: `answer` is its receipt or an error."""
    if not isinstance(answer, Exception):
        next_at = at + SHORTEST_WAIT if answer == AWAITED else at
        return Settlement("sent", next_at, "", answer)
    if isinstance(answer, RetryLater):
        return _later(claimed, timedelta(seconds=answer.seconds), answer.code, at)
    if not isinstance(answer, Undeliverable):
        return _unsure(claimed, getattr(answer, "code", "answer"), at)
    if claimed.urgent:
        return Settlement("waiting", at + LONGEST_URGENT_WAIT, _short(answer.code))
    return Settlement("undeliverable", at, _short(answer.code))


def receive(awaited: Awaited, answer: str | Exception, at: datetime) -> Settlement:
    """Decide what becomes of a message whose receipt was asked for."""
    if isinstance(answer, Undeliverable):
        return Settlement("undeliverable", at, _short(answer.code))
    if isinstance(answer, str) and answer != AWAITED:
        return Settlement("sent", at, "", answer)
    wait = wait_for(awaited, at)
    if wait is None:
        return Settlement("sent", at, "", UNKNOWN)
    asked = timedelta(seconds=getattr(answer, "seconds", 0))
    return Settlement("sent", at + max(asked, wait), "", AWAITED)


def back_off(tries: int, urgent: bool) -> timedelta:
    """Say how long to wait after this many tries, each wait twice the one before."""
    doubled = _FIRST_WAIT[urgent] * (1 << min(tries - 1, 20))
    return min(doubled, _LONGEST_WAIT[urgent])


def _later(claimed: Claimed, asked: timedelta, code: str, at: datetime) -> Settlement:
    wait = max(asked, back_off(claimed.tries, claimed.urgent))
    next_at = at + (min(wait, LONGEST_URGENT_WAIT) if claimed.urgent else wait)
    if not claimed.urgent and next_at - claimed.due_at > GIVE_UP_AFTER:
        return Settlement("undeliverable", at, "gave-up")
    return Settlement("waiting", next_at, _short(code))


def _unsure(claimed: Claimed, code: str, at: datetime) -> Settlement:
    if claimed.urgent or claimed.route in RESENDS_WHEN_UNSURE:
        return _later(claimed, timedelta(), code, at)
    return Settlement("held", at, _short(code))


def _short(code: object) -> str:
    """Let only a code through: a sentence from another server may quote anything."""
    return code if isinstance(code, str) and _CODE.fullmatch(code) else "error"
