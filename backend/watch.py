"""`sayso watch`: looks from another host, with no database, whether a Sayso reaches duty.

It tells people by its own mail server and its own key for text messages: what it watches may have
lost both.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import requests

from backend.platform.clock import Clock, system_clock
from backend.platform.database import new_id
from backend.platform.delivery.rules import OpenedMessage, Route
from backend.platform.notify import Notify
from backend.platform.settings import Settings
from backend.platform.smtp import smtp_route
from backend.platform.translations import load as load_translations

PATH = "/health/duty"
CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 15.0
MOST_APART = timedelta(minutes=2)
"""How far two clocks, or an answer and its clock, may be apart."""
IN_A_ROW = 3
TOLD_EVERY_SECONDS = 30 * 60.0

Say = Callable[[str], None]


@dataclass(frozen=True)
class Address:
    """Somebody who is told, and the way there."""

    to: str
    route: Route


def look(url: str, clock: Clock) -> str:
    """Say by a code what is wrong with a Sayso just now, "" where all is well.

    The codes: "refused", "timeout", "tls", "no-answer", "status-503" and the like, "not-ours",
    "clock" where its clock is not ours, "stale" where the answer is an old one.
    """
    try:
        answer = requests.get(
            url.rstrip("/") + PATH,
            timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
            allow_redirects=False,
            headers={"Cache-Control": "no-cache"},
        )
    except requests.exceptions.SSLError:
        return "tls"
    except requests.exceptions.Timeout:
        return "timeout"
    except requests.exceptions.ConnectionError:
        return "refused"
    except (requests.exceptions.RequestException, OSError, ValueError):
        return "no-answer"
    if answer.status_code != requests.codes.ok:
        return f"status-{answer.status_code}"
    return _wrong_with(answer, clock())


def _wrong_with(answer: requests.Response, now: datetime) -> str:
    try:
        said = answer.json()
        made, ok = datetime.fromisoformat(said["at"]), said["ok"]
        apart = abs(now - made)
    except (ValueError, KeyError, TypeError):
        return "not-ours"
    if ok is not True:
        return "not-ours"
    if apart <= MOST_APART:
        return ""
    # Its own server dates every answer: where that is our time, the answer was kept by somebody.
    with suppress(ValueError, TypeError):
        if abs(now - parsedate_to_datetime(answer.headers.get("Date", ""))) <= MOST_APART:
            return "stale"
    return "clock"


class Watch:
    """Looks again and again; three failures in a row are told, every half hour, until it is well.

    `say` gets one line a change. `monotonic` counts seconds by a clock that nobody puts back.
    """

    def __init__(
        self,
        url: str,
        addresses: Sequence[Address],
        say: Say,
        clock: Clock = system_clock,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = url.rstrip("/")
        self._addresses = addresses
        self._say, self._clock, self._monotonic = say, clock, monotonic
        self._failures = 0
        self._last: str | None = None
        self._told_at: float | None = None

    def look(self) -> str:
        """Look once, say what has changed, and tell people if it is time; give what is wrong."""
        code = look(self._url, self._clock)
        self._failures = self._failures + 1 if code else 0
        if code != self._last:
            self._line(f"{code} at {self._url}" if code else f"well: {self._url}")
        self._last = code
        if code and self._failures >= IN_A_ROW and self._is_time():
            # Where nobody could be told, the next look tries again.
            if self._tell("watch_alarm", code):
                self._told_at = self._monotonic()
        elif not code and self._told_at is not None and self._tell("watch_well", code):
            self._told_at = None
        return code

    def _is_time(self) -> bool:
        return self._told_at is None or self._monotonic() - self._told_at >= TOLD_EVERY_SECONDS

    def _tell(self, template: str, code: str) -> bool:
        """Tell everybody by their way; say whether anybody could be told."""
        told = [self._told(each, template, code) for each in self._addresses]
        self._line(f"{template.removeprefix('watch_')}: {sum(told)} of {len(told)} were told")
        return any(told)

    def _told(self, address: Address, template: str, code: str) -> bool:
        values = {"url": self._url, "code": code}
        message = OpenedMessage(new_id(), address.to, template, values, "en", 1)
        try:
            address.route(message)
        except Exception:  # whatever one way's trouble is, the others are still tried
            return False
        return True

    def _line(self, words: str) -> None:
        self._say(f"{self._clock():%Y-%m-%d %H:%M:%S}Z {words}")


def addresses_of(
    settings: Settings, emails: Sequence[str], phones: Sequence[str], clock: Clock = system_clock
) -> tuple[Address, ...]:
    """Give who is told, and how, by the settings of this host. Raises ValueError for no way."""
    return tuple(_addresses(settings, emails, phones, clock))


def _addresses(
    settings: Settings, emails: Sequence[str], phones: Sequence[str], clock: Clock
) -> Iterator[Address]:
    english = load_translations(("en",), include_drafts=False)
    if emails and not settings.smtp_host:
        raise ValueError("Set SAYSO_SMTP_HOST and its lines on this host, or leave out --to.")
    if phones and not settings.notify_api_key:
        raise ValueError("Set SAYSO_NOTIFY_API_KEY and its lines here, or leave out --phone.")
    if emails:
        mail = smtp_route(settings, english, clock)
        yield from (Address(each, mail) for each in emails)
    if phones:
        notify = Notify(settings, english, clock)
        yield from (Address(each, notify.sms) for each in phones)


def run(watch: Watch, every: float, stopped: threading.Event) -> None:
    """Look every so many seconds, from now until it is stopped."""
    while True:
        watch.look()
        if stopped.wait(every):
            return
