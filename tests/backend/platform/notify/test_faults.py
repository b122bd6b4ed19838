"""GOV.UK Notify in every kind of trouble, over real HTTP, beside a real mail server."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from backend.platform import notify as notify_module
from backend.platform.clock import SettableClock
from backend.platform.database import Database
from backend.platform.delivery import service
from backend.platform.delivery.rules import OpenedMessage, PageOut, Route
from backend.platform.keys.rules import KeyRing
from backend.platform.notify import Notify
from backend.platform.receipts import DELIVERED
from backend.platform.settings import Settings
from backend.platform.smtp import smtp_route
from backend.platform.translations import load
from tests.backend.platform.mail import Server, free_port
from tests.notify.fake_notify import FakeNotify

ADDRESS, MOBILE = "duty@council.example", "07700 900123"
TWO_MINUTES = timedelta(minutes=2)
MAIL_STEP, LONG_STEP = timedelta(seconds=10), timedelta(minutes=10)


class Duty:
    """One officer on duty, called over every route, with clocks that are moved by hand."""

    def __init__(
        self, database: Database, ring: KeyRing, clock: SettableClock, routes: dict[str, Route]
    ) -> None:
        self._database, self._ring, self._clock = database, ring, clock
        self.routes = routes
        self.raised_at = clock()

    def call(self, number: int = 1) -> int:
        page = PageOut(
            f"concern:{number}", ADDRESS, MOBILE, "concern", "https://s.example", self._clock(), "c"
        )
        names = frozenset(self.routes)
        return len(self._database.write(lambda t: service.page(t, self._ring, page, names)))

    def let_pass(self, time: timedelta, step: timedelta) -> None:
        until = self._clock() + time
        self._deliver()
        while self._clock() < until:
            self._clock.advance(step)
            self._deliver()

    def _deliver(self) -> None:
        service.deliver_due(self._database, self._ring, self.routes, self._clock)


@pytest.fixture
def mailbox() -> Iterator[tuple[Server, Controller]]:
    """The authority's own mail server, running."""
    server = Server()
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield server, controller
    if controller.server is not None:
        controller.stop()


@pytest.fixture
def duty(
    database: Database,
    ring: KeyRing,
    clock: SettableClock,
    settings: Settings,
    notify: Notify,
    mailbox: tuple[Server, Controller],
    monkeypatch: pytest.MonkeyPatch,
) -> Duty:
    """Somebody on duty whom both providers can reach."""
    monkeypatch.setattr(notify_module, "ANSWER_SECONDS", 0.1)
    by_mail = replace(
        settings,
        smtp_host="127.0.0.1",
        smtp_port=mailbox[1].port,
        smtp_sender="sayso@council.example",
        smtp_starttls=False,
    )
    english = load(("en",), include_drafts=False)
    routes: dict[str, Route] = {
        "email": smtp_route(by_mail, english, clock),
        "notify_email": notify.email,
        "notify_sms": notify.sms,
    }
    return Duty(database, ring, clock, routes)


@pytest.fixture(params=["down", "403", "clock", "400", "429", "500", "black-hole", "slow", "cut"])
def trouble(request: pytest.FixtureRequest, provider: FakeNotify) -> Iterator[str]:
    """Notify in one kind of trouble; who has been left waiting is let go at the end."""
    kind: str = request.param
    if kind == "down":
        provider.stop()
    else:
        provider.trouble = kind
    yield kind
    provider.let_go()


def _mend(provider: FakeNotify, trouble: str) -> None:
    provider.let_go()
    provider.trouble = ""
    if trouble == "down":
        provider.start()


@pytest.mark.slow
def test_notify_in_trouble_for_six_hours(
    duty: Duty, provider: FakeNotify, mailbox: tuple[Server, Controller], trouble: str
) -> None:
    """Mail has the call within two minutes; when Notify comes back its text goes once, no more."""
    assert duty.call() == 3
    duty.let_pass(TWO_MINUTES, MAIL_STEP)
    assert [recipients for _sender, recipients, _mail in mailbox[0].taken] == [[ADDRESS]]
    duty.let_pass(timedelta(hours=6), LONG_STEP)
    _mend(provider, trouble)
    duty.let_pass(timedelta(hours=1), LONG_STEP)
    assert Counter(message.to for message in provider.taken) == {MOBILE: 1}
    assert len(mailbox[0].taken) == 1


@pytest.mark.slow
def test_notify_in_trouble_with_nothing_beside_it(
    duty: Duty, provider: FakeNotify, trouble: str
) -> None:
    """Without a mail server nothing is lost: text and e-mail go once each when Notify is back."""
    duty.routes = {"email": duty.routes["notify_email"], "notify_sms": duty.routes["notify_sms"]}
    assert duty.call() == 2
    duty.let_pass(timedelta(hours=6), LONG_STEP)
    _mend(provider, trouble)
    duty.let_pass(timedelta(hours=1), LONG_STEP)
    assert Counter(message.to for message in provider.taken) == {MOBILE: 1, ADDRESS: 1}


def test_mail_is_down(duty: Duty, provider: FakeNotify, mailbox: tuple[Server, Controller]) -> None:
    """While the mail server is away, Notify has text and e-mail within two minutes, once each."""
    mailbox[1].stop()
    duty.call()
    duty.let_pass(TWO_MINUTES, MAIL_STEP)
    assert Counter(message.to for message in provider.taken) == {MOBILE: 1, ADDRESS: 1}
    duty.let_pass(timedelta(hours=6), LONG_STEP)
    assert len(provider.taken) == 2


def test_in_good_days_nobody_is_called_too_often(
    duty: Duty, provider: FakeNotify, mailbox: tuple[Server, Controller]
) -> None:
    """With everything in order one call is one text and one e-mail, however long one waits."""
    duty.call()
    duty.let_pass(timedelta(hours=6), LONG_STEP)
    assert Counter(message.to for message in provider.taken) == {MOBILE: 1}
    assert len(mailbox[0].taken) == 1


def test_many_calls_through_a_storm(
    duty: Duty, provider: FakeNotify, mailbox: tuple[Server, Controller]
) -> None:
    """Trouble that changes from minute to minute loses none of many calls and repeats none."""
    storm = ["cut", "500", "429", "cut", "403", "", "cut", "black-hole", "400"]
    mailbox[1].stop()
    for number, kind in enumerate(storm):
        provider.trouble = kind
        duty.call(number)
        duty.let_pass(timedelta(minutes=1), MAIL_STEP)
    _mend(provider, "")
    duty.let_pass(timedelta(hours=1), LONG_STEP)
    calls = Counter((message.reference, message.to) for message in provider.taken)
    assert set(calls.values()) == {1}
    assert Counter(to for _reference, to in calls) == {MOBILE: len(storm), ADDRESS: len(storm)}


def test_killed_before_it_was_noted(
    duty: Duty,
    provider: FakeNotify,
    database: Database,
    ring: KeyRing,
    clock: SettableClock,
) -> None:
    """Killed between Notify's yes and our note of it, we ask after the lease and send no second."""
    duty.call()

    def killed(message: OpenedMessage) -> str:
        duty.routes["notify_sms"](message)
        raise SystemExit

    with pytest.raises(SystemExit):
        service.deliver_one(database, ring, {"notify_sms": killed}, clock)
    duty.let_pass(timedelta(hours=1), MAIL_STEP)
    [taken] = provider.to(MOBILE)
    assert database.read(lambda t: service.status_of(t, taken.reference)) == "sent"


def test_what_arrived_is_known(
    duty: Duty, provider: FakeNotify, notify: Notify, database: Database, clock: SettableClock
) -> None:
    """The whole way of a text: taken, asked for by its reference, and known to have arrived."""
    duty.call()
    duty.let_pass(timedelta(0), MAIL_STEP)
    provider.tell("delivered")
    clock.advance(timedelta(seconds=5))
    enquiries = {"notify_sms": notify.enquire}
    assert service.ask_one(database, enquiries, clock)
    [taken] = provider.to(MOBILE)
    known = database.read(lambda t: service.receipt(t, taken.reference))
    assert (known.state, known.at) == (DELIVERED, clock())
