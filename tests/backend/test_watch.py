"""Looking from another host: over real HTTP, told by a real mail server, by a clock handed in."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from backend import watch as watching
from backend.platform.clock import SettableClock, system_clock
from backend.platform.settings import load
from backend.watch import Watch, addresses_of, look, run
from bot import __main__ as command
from tests.backend.watched import Watched
from tests.notify.fake_notify import FakeNotify, settings_of
from tests.reliability.outside import Mailbox, settings_for

TO = "oncall@northshire.example"
PHONE = "+447700900123"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def watched(clock: SettableClock) -> Iterator[Watched]:
    """A Sayso that is well."""
    with Watched(clock) as running:
        yield running


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """The mail server of the host that watches."""
    with Mailbox() as running:
        yield running


class Looking:
    """Looks once a minute, with the lines it said."""

    def __init__(
        self, watched: Watched, clock: SettableClock, mailbox: Mailbox, **more: str
    ) -> None:
        settings = load({**settings_for(mailbox, 8000), **more}, Path("nowhere"))
        phones = [PHONE] if more else []
        told = addresses_of(settings, [TO], phones, clock)
        self.lines: list[str] = []
        self.clock, self.watched, self.mailbox = clock, watched, mailbox
        self.seconds = 0.0
        self.watch = Watch(watched.url, told, self.lines.append, clock, lambda: self.seconds)

    def go(self, minutes: int) -> None:
        """Look once a minute, with answers that are made then."""
        for _ in range(minutes):
            self.clock.advance(MINUTE)
            self.seconds += 60
            self.watched.made = self.clock()
            self.watch.look()

    @property
    def told(self) -> list[str]:
        """The subjects of what was sent."""
        return [str(each["Subject"]) for each in self.mailbox.taken]


@pytest.fixture
def looking(watched: Watched, clock: SettableClock, mailbox: Mailbox) -> Looking:
    return Looking(watched, clock, mailbox)


ILL, WELL = "Sayso does not answer as it should", "Sayso answers again"


def test_all_is_well(looking: Looking, watched: Watched) -> None:
    """While all is well it asks for health, says so in one line, and tells nobody."""
    looking.go(5)
    assert watched.asked == ["/health/duty"] * 5
    assert [line.partition("Z ")[2] for line in looking.lines] == [f"well: {watched.url}"]
    assert looking.told == []


def test_three_failures_in_a_row_are_told(looking: Looking, watched: Watched) -> None:
    """Two are not; the third is, then once every half hour, and that it is well again once."""
    watched.status = 503
    looking.go(2)
    watched.status = 200
    looking.go(1)
    watched.status = 503
    looking.go(2)
    assert looking.told == []
    looking.go(1)
    assert looking.told == [ILL]
    assert "status-503" in looking.mailbox.taken[0].get_content()
    looking.go(29)
    assert len(looking.told) == 1
    looking.go(1)
    assert looking.told == [ILL, ILL]
    watched.status = 200
    looking.go(40)
    assert looking.told == [ILL, ILL, WELL]
    assert {each["To"] for each in looking.mailbox.taken} == {TO}


def test_a_text_message_goes_too(watched: Watched, clock: SettableClock, mailbox: Mailbox) -> None:
    """With a key for Notify a phone is told as well; where one way fails, the other is used."""
    with FakeNotify() as notify:
        looking = Looking(watched, clock, mailbox, **settings_of(notify))
        watched.status = 503
        looking.go(3)
        assert [each.body[: len(ILL)] for each in notify.to(PHONE)] == [ILL]
        notify.trouble = "500"
        looking.go(30)
    assert looking.told == [ILL, ILL]
    assert "1 of 2 were told" in looking.lines[-1]


def test_where_nobody_could_be_told_it_is_tried_again(looking: Looking, watched: Watched) -> None:
    """If the mail server is away, the alarm is tried at the next look, not in half an hour."""
    watched.status = 503
    looking.mailbox.refuse("451 Not now")
    looking.go(4)
    assert looking.told == []
    assert sum("0 of 1 were told" in line for line in looking.lines) == 2
    looking.mailbox.refuse("")
    looking.go(1)
    assert looking.told == [ILL]


def hangs(watched: Watched) -> None:
    watched.held.clear()


def is_gone(watched: Watched) -> None:
    watched.stop()


def is_ill(watched: Watched) -> None:
    watched.status = 503


def is_another(watched: Watched) -> None:
    watched.said = b"<html>Welcome</html>"


def says_no_time(watched: Watched) -> None:
    watched.said = b'{"ok": true, "at": 5}'


def was_kept(watched: Watched) -> None:
    watched.made -= timedelta(minutes=3)


def has_another_time(watched: Watched) -> None:
    watched.clock.advance(timedelta(minutes=3))
    watched.dated = "Tue, 24 Nov 2026 09:00:00 GMT"


WRONG: dict[Callable[[Watched], None], str] = {
    hangs: "timeout",
    is_gone: "refused",
    is_ill: "status-503",
    is_another: "not-ours",
    says_no_time: "not-ours",
    was_kept: "stale",
    has_another_time: "clock",
}


@pytest.mark.parametrize("fault", WRONG, ids=lambda fault: fault.__name__)
def test_what_is_wrong(
    watched: Watched,
    clock: SettableClock,
    fault: Callable[[Watched], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever is wrong is found, and named by a code."""
    monkeypatch.setattr(watching, "ANSWER_SECONDS", 0.2)
    assert look(watched.url, clock) == ""
    url = watched.url
    fault(watched)
    assert look(url, clock) == WRONG[fault]


def test_no_tls_where_it_is_asked_for(watched: Watched, clock: SettableClock) -> None:
    """A server that does not speak TLS as its address says is not trusted."""
    assert look(watched.url.replace("http:", "https:"), clock) == "tls"


def test_it_looks_until_it_is_stopped(looking: Looking) -> None:
    """It looks again and again, and ends when it is told to."""
    stopped, seen = threading.Event(), list[str]()

    def count(line: str) -> None:
        seen.append(line)
        stopped.set()

    watch = Watch(looking.watched.url, (), count, looking.clock)
    run(watch, 3600, stopped)
    assert len(seen) == 1


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_once_ends_with_a_code(
    watched: Watched, status: int, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --once it looks once and ends with 0 where all is well, else with 1; nobody is told."""
    watched.clock.set(system_clock())
    watched.made, watched.status = watched.clock(), status
    monkeypatch.setattr("sys.argv", ["sayso", "watch", watched.url, "--once"])
    assert command.main() == code


@pytest.mark.parametrize(
    "arguments", [[], ["--to", TO], ["--phone", PHONE]], ids=["nobody", "no mail", "no key"]
)
def test_nobody_to_tell_is_refused(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A watch that could tell nobody does not begin."""
    monkeypatch.setattr("sys.argv", ["sayso", "watch", "https://sayso.example", *arguments])
    assert command.main() == 2
