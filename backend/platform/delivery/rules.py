"""Decisions about sending: how often it is tried, when it is given up, how an e-mail is worded.

A route is a function handed in. It returns once the message is taken, or says by an exception
what became of it; any other exception means that nobody can know.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from string import Formatter

from backend.platform.ids import derived_id
from backend.platform.msgids import _

# One recipient's messages stay in order here: a chat is a conversation.
KEEPS_ORDER = frozenset({"telegram"})
# Here a repeat is better than silence when nobody can say whether a message went out.
RESENDS_WHEN_UNSURE = frozenset({"email"})

LEASE = timedelta(minutes=3)
GIVE_UP_AFTER = timedelta(hours=72)
# Anything waiting this long after its time is shown to staff.
LATE_AFTER = timedelta(minutes=15)

_FIRST_WAIT = {True: timedelta(seconds=5), False: timedelta(seconds=30)}
_LONGEST_WAIT = {True: timedelta(minutes=1), False: timedelta(hours=1)}
_REFUSED_URGENT_WAIT = timedelta(minutes=5)
_CODE = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True)
class OutboxMessage:
    """Something to be sent. The same `key` twice is one message, whatever else differs.

    `key` is derived from the cause and holds no secret. `recipient` is an address or chat id.
    An `urgent` message goes before the rest, is tried for ever, and may arrive twice.
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
class Way:
    """What became of one message: its route, its status, and when it was settled, if it was."""

    route: str
    status: str
    settled_at: datetime | None


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
    template: str
    language: str
    payload: bytes = field(repr=False)
    urgent: bool
    due_at: datetime
    tries: int
    lease: str


@dataclass(frozen=True)
class Settlement:
    """What becomes of a row: its status, when to try again if it waits, and a short code."""

    status: str
    next_at: datetime
    code: str


@dataclass(frozen=True)
class Undelivered:
    """A message that staff should know has not arrived, or may not have; no words, no address.

    `status` is "undeliverable", "held" (it may have arrived) or "waiting" (still being tried).
    """

    id: str
    route: str
    template: str
    child_id: str | None
    participant_id: str | None
    due_at: datetime
    status: str
    tries: int
    code: str
    urgent: bool


class RetryLater(Exception):
    """It was surely not sent and may go later, not before `seconds` if they are given."""

    def __init__(self, seconds: float = 0, code: str = "not-now") -> None:
        super().__init__(code)
        self.seconds = seconds
        self.code = code


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


Route = Callable[[OpenedMessage], None]


def settle(claimed: Claimed, error: Exception | None, at: datetime) -> Settlement:
    """Decide what becomes of a message that was tried; None means that it was taken."""
    if error is None:
        return Settlement("sent", at, "")
    if isinstance(error, RetryLater):
        return _later(claimed, timedelta(seconds=error.seconds), error.code, at)
    if not isinstance(error, Undeliverable):
        return _unsure(claimed, getattr(error, "code", "error"), at)
    if claimed.urgent:
        return Settlement("waiting", at + _REFUSED_URGENT_WAIT, _short(error.code))
    return Settlement("undeliverable", at, _short(error.code))


def back_off(tries: int, urgent: bool) -> timedelta:
    """Say how long to wait after this many tries, each wait twice the one before."""
    doubled = _FIRST_WAIT[urgent] * (1 << min(tries - 1, 20))
    return min(doubled, _LONGEST_WAIT[urgent])


def _later(claimed: Claimed, asked: timedelta, code: str, at: datetime) -> Settlement:
    next_at = at + max(asked, back_off(claimed.tries, claimed.urgent))
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


@dataclass(frozen=True)
class EmailWords:
    """Subject and body of an e-mail, as msgids."""

    subject: str
    body: str


# No e-mail names a child, says what anybody said, or gives away what the sender's work is to
# someone reading over a shoulder.
EMAILS: Mapping[str, EmailWords] = {
    "invitation": EmailWords(
        _("A few questions for you"),
        _(
            "Hello,\n\nSomebody would like to know what you think. "
            "Your own page is here:\n{url}\n\n"
            "You will be asked for the six numbers you were given separately.\n\n"
            "The page is only for you. Please do not pass this message on."
        ),
    ),
    "invitation_telegram": EmailWords(
        _("A few questions for you"),
        _(
            "Hello,\n\nSomebody would like to know what you think. "
            "Your own page is here:\n{url}\n\n"
            "If you like, answer on Telegram instead:\n{telegram}\n\n"
            "Either way you will be asked for the six numbers you were given separately.\n\n"
            "This is only for you. Please do not pass this message on."
        ),
    ),
    "invitation_code": EmailWords(
        _("Six numbers"),
        _(
            "Hello,\n\nThese are your six numbers: {code}\n\n"
            "A page that was sent to you in another message will ask for them.\n\n"
            "They are only for you. Please do not pass this message on."
        ),
    ),
    "views_ready": EmailWords(
        _("Something is ready for you in Sayso"),
        _("Something is waiting for you to read in Sayso. Sign in to see it:\n{url}"),
    ),
    "concern": EmailWords(
        _("A concern is waiting in Sayso"),
        _("A concern is waiting in Sayso. Sign in now.\n\n{url}"),
    ),
    "duty_test": EmailWords(
        _("A test from Sayso"),
        _("This is a test. Nobody needs help. Sign in and say that it reached you:\n{url}"),
    ),
    "account_link": EmailWords(
        _("Choose your password for Sayso"),
        _(
            "Hello,\n\nUse this link to choose your password for Sayso. "
            "It works once, for three days:\n{url}\n\n"
            "If you did not expect this, tell the person who looks after Sayso where you work."
        ),
    ),
    "undeliverable": EmailWords(
        _("A message could not be delivered"),
        _(
            "A message from Sayso could not be delivered. "
            "Sign in to see which one and what you can do:\n{url}"
        ),
    ),
}


def check(message: OutboxMessage) -> None:
    """Refuse with ValueError an e-mail that could never be worded, while its cause is at hand."""
    if message.route != "email":
        return
    words = EMAILS.get(message.template)
    if words is None:
        raise ValueError(f"no e-mail is called {message.template!r}")
    missing = sorted(_names(words.subject + words.body) - message.values.keys())
    if missing:
        raise ValueError(f"the e-mail {message.template!r} needs {', '.join(missing)}")


def _names(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}
