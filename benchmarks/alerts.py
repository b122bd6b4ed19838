"""How long a call about a concern takes to be accepted, while 1,000 invitations wait.

    python -m benchmarks.alerts [calls] [invitations]

Measured from the commit of the call to the moment that a provider has taken it: a real mail server
and a Notify of our own, both on loopback over TCP, and SQLite on this disk, which keeps what it was
given. Half of the invitations are e-mails and half texts, so both providers have them too.
"""

import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import quantiles

from backend.migrations.upgrade import migrate
from backend.platform.clock import system_clock
from backend.platform.courier import Courier
from backend.platform.database import Database, Transaction, new_id, open_database
from backend.platform.delivery import service
from backend.platform.delivery.rules import OutboxMessage, PageOut
from backend.platform.keys.rules import KeyRing
from backend.platform.settings import load
from backend.platform.translations import load as load_translations
from bot.serving import outgoing
from tests.notify.fake_notify import FakeNotify, settings_of
from tests.reliability.outside import Mailbox, settings_for

URL = "https://sayso.example/concerns"
# Between two calls, so that one does not wait for the other's turn.
PAUSE_SECONDS = 0.3
PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 0.002


@dataclass
class Times:
    """Milliseconds from commit to acceptance, by each way."""

    text: list[float] = field(default_factory=list)
    email: list[float] = field(default_factory=list)


@dataclass
class House:
    """What a call needs to be made and to be seen arriving."""

    database: Database
    ring: KeyRing
    courier: Courier
    routes: frozenset[str]
    mailbox: Mailbox
    notify: FakeNotify

    def call(self, number: int, times: Times) -> None:
        """Call one officer, and wait until text and e-mail have been taken."""
        email, phone = f"duty{number}@council.example", f"07700 9{number:05}"
        page = PageOut(f"c:{new_id()}", email, phone, "concern", URL, system_clock(), "c")
        self.database.write(lambda t: service.page(t, self.ring, page, self.routes))
        began = time.perf_counter()
        self.courier.nudge()
        waits: list[tuple[list[float], Callable[[], bool]]] = [
            (times.text, lambda: any(each.to == phone for each in self.notify.taken[-50:])),
            (times.email, lambda: any(each["To"] == email for each in self.mailbox.taken[-50:])),
        ]
        while waits:
            # Each is looked at in turn, which adds two milliseconds at most.
            for kept, _arrived in [wait for wait in waits if wait[1]()]:
                kept.append((time.perf_counter() - began) * 1000)
                waits = [wait for wait in waits if wait[0] is not kept]
            if time.perf_counter() - began > PATIENCE_SECONDS:
                raise TimeoutError("a call did not arrive")
            time.sleep(LOOK_SECONDS)

    def calls(self, first: int, count: int) -> Times:
        """Make so many calls, one after the other."""
        times, pause = Times(), threading.Event()
        for number in range(first, first + count):
            self.call(number, times)
            pause.wait(PAUSE_SECONDS)
        return times

    def invite(self, count: int) -> None:
        """Queue invitations, as an import would: one unit each."""
        for number in range(count):
            self.database.write(partial(self._enqueue, message=_invitation(number)))

    def _enqueue(self, transaction: Transaction, message: OutboxMessage) -> None:
        service.enqueue(transaction, self.ring, message, message.due_at)

    def invitations_taken(self) -> int:
        """Count the invitations that a provider has."""
        mails = sum(str(each["To"]).startswith("family") for each in self.mailbox.taken)
        return mails + sum("questions" in each.body for each in self.notify.taken)


def main(calls: int = 100, invitations: int = 1000) -> None:
    """Measure, and print the figures."""
    with tempfile.TemporaryDirectory() as folder, Mailbox() as mailbox, FakeNotify() as notify:
        environ = {**settings_for(mailbox, 8000), **settings_of(notify)}
        settings = load(environ, Path(folder))
        migrate(settings.database_url)
        database, ring = open_database(settings.database_url), KeyRing(bytes(range(32)))
        routes, enquiries = outgoing(settings, load_translations(("en",), include_drafts=False))
        courier = Courier(database, ring, routes, system_clock, enquiries=enquiries)
        house = House(database, ring, courier, frozenset(routes), mailbox, notify)
        courier.start()
        try:
            alone = house.calls(0, calls)
            house.invite(invitations)
            behind = house.calls(calls, calls)
            left = invitations - house.invitations_taken()
        finally:
            courier.stop()
            database.close()
    _report(alone, behind, f"{calls} calls; {left} of {invitations} invitations still waited")


def _invitation(number: int) -> OutboxMessage:
    route, recipient = (
        ("email", f"family{number}@home.example")
        if number % 2
        else ("notify_sms", f"07701 9{number:05}")
    )
    return OutboxMessage(
        id=new_id(),
        key=f"invitation:{number}",
        route=route,
        recipient=recipient,
        template="invitation",
        values={"url": "https://sayso.example/c/abcdefghijklmnop"},
        language="en",
        child_id=None,
        participant_id=None,
        due_at=system_clock(),
    )


def _report(alone: Times, behind: Times, end: str) -> None:
    lines = ["milliseconds from commit to acceptance", "                 alone   behind  ratio"]
    for name in ("text", "email"):
        before, after = (_percentiles(getattr(times, name)) for times in (alone, behind))
        for percentile in (50, 99):
            one, other = before[percentile], after[percentile]
            lines.append(f"{name:5} p{percentile:<4} {one:10.1f} {other:8.1f} {other / one:6.2f}")
    sys.stdout.write("\n".join([*lines, end]) + "\n")


def _percentiles(times: list[float]) -> dict[int, float]:
    return dict(enumerate(quantiles(times, n=100, method="inclusive"), 1))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
