from collections.abc import Callable
from datetime import timedelta

import pytest

from backend.platform.delivery import service
from backend.platform.delivery.rules import Enquiry, OpenedMessage, RetryLater, Undeliverable
from backend.platform.receipts import AWAITED, DELIVERED, TAKEN, UNKNOWN, Receipt
from tests.backend.platform.delivery.box import Outbox, Post


class Provider:
    """Takes every message, and says of it what it is told to."""

    def __init__(self) -> None:
        self.says: str | Exception = AWAITED
        self.asked: list[str] = []

    def route(self, _message: OpenedMessage) -> str:
        return AWAITED

    def enquire(self, message_id: str) -> str:
        self.asked.append(message_id)
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


def _ask_all(box: Outbox, enquire: Enquiry) -> int:
    asked = 0
    while service.ask_one(box.database, {"email": enquire}, box.clock):
        asked += 1
    return asked


def _receipt(box: Outbox, message_id: str) -> Receipt:
    return box.database.read(lambda t: service.receipt(t, message_id))


def test_a_route_that_says_no_more(box: Outbox) -> None:
    """A mail server's yes is the receipt, and nobody is asked for another."""
    message = box.add()
    assert _receipt(box, message.id) == Receipt("", None)
    box.deliver(email=Post())
    assert _receipt(box, message.id) == Receipt(TAKEN, box.clock())
    assert _receipt(box, message.id).is_proof
    assert _ask_all(box, Provider().enquire) == 0


def test_an_arrival_is_known(box: Outbox) -> None:
    """A provider is asked until it says that the message has arrived, and then no more."""
    message, provider = box.add(), Provider()
    box.deliver(email=provider.route)
    assert _ask_all(box, provider.enquire) == 0
    box.clock.advance(timedelta(seconds=5))
    assert _ask_all(box, provider.enquire) == 1
    assert not _receipt(box, message.id).is_proof
    box.clock.advance(timedelta(seconds=5))
    provider.says = DELIVERED
    assert _ask_all(box, provider.enquire) == 1
    assert _receipt(box, message.id) == Receipt(DELIVERED, box.clock())
    box.clock.advance(timedelta(days=1))
    assert _ask_all(box, provider.enquire) == 0
    assert provider.asked == [message.id] * 2


@pytest.mark.parametrize("urgent", [True, False])
def test_a_failure_reported_later_is_shown(box: Outbox, urgent: bool) -> None:
    """A message that was taken and did not arrive is shown to staff, with why."""
    message, provider = box.add(urgent=urgent), Provider()
    box.deliver(email=provider.route)
    box.clock.advance(timedelta(minutes=1))
    provider.says = Undeliverable("no-such-address")
    _ask_all(box, provider.enquire)
    [told] = box.undelivered()
    assert (told.id, told.status, told.code) == (message.id, "undeliverable", "no-such-address")
    assert _receipt(box, message.id).state == ""
    assert _ask_all(box, provider.enquire) == 0


def test_a_failure_in_time_lets_the_second_way_go(box: Outbox) -> None:
    """A first e-mail that the provider gave up within 90 seconds was not sent."""
    first, provider, second = box.add(), Provider(), Post()
    box.add(route="notify_email", unless_sent=first.id, due_at=box.clock() + timedelta(seconds=90))
    box.deliver(email=provider.route)
    box.clock.advance(timedelta(seconds=5))
    provider.says = Undeliverable("no-such-address")
    _ask_all(box, provider.enquire)
    box.clock.advance(timedelta(seconds=85))
    assert box.deliver(notify_email=second) == 1


@pytest.mark.parametrize("trouble", [RetryLater(code="no-answer"), KeyError("x")])
def test_a_provider_that_is_away_is_asked_again(box: Outbox, trouble: Exception) -> None:
    """No answer means nothing: the message stays sent and is asked for again, less and less."""
    message, provider = box.add(), Provider()
    box.deliver(email=provider.route)
    provider.says = trouble
    times = 0
    for _hour in range(24):
        times += _ask_all(box, provider.enquire)
        box.clock.advance(timedelta(hours=1))
    assert 5 < times <= 24
    assert (box.row(message).status, box.undelivered()) == ("sent", [])
    provider.says = DELIVERED
    box.clock.advance(timedelta(hours=1))
    _ask_all(box, provider.enquire)
    assert _receipt(box, message.id).state == DELIVERED


def test_it_is_not_asked_sooner_than_it_wants(box: Outbox) -> None:
    """A provider that wants silence for ten minutes has it."""
    provider = Provider()
    box.add()
    box.deliver(email=provider.route)
    box.clock.advance(timedelta(seconds=5))
    provider.says = RetryLater(600)
    assert _ask_all(box, provider.enquire) == 1
    box.clock.advance(timedelta(seconds=599))
    assert _ask_all(box, provider.enquire) == 0
    box.clock.advance(timedelta(seconds=1))
    assert _ask_all(box, provider.enquire) == 1


def test_it_is_not_asked_for_ever(box: Outbox) -> None:
    """What nobody knows after four days stays unknown, and nobody asks any more."""
    message, provider = box.add(), Provider()
    box.deliver(email=provider.route)
    box.clock.advance(timedelta(days=5))
    assert _ask_all(box, provider.enquire) == 1
    assert _receipt(box, message.id).state == UNKNOWN
    assert box.row(message).status == "sent"


def test_urgent_ones_are_asked_for_first(box: Outbox) -> None:
    """The receipt of a call about a concern does not wait behind those of bulk."""
    provider = Provider()
    for number in range(3):
        box.add(f"bulk{number}@example.org")
    urgent = box.add(template="concern", urgent=True)
    box.deliver(email=provider.route)
    box.clock.advance(timedelta(seconds=5))
    _ask_all(box, provider.enquire)
    assert provider.asked[0] == urgent.id


def test_only_routes_that_can_be_asked(box: Outbox) -> None:
    """A message of another route is asked of nobody."""
    provider = Provider()
    box.add(route="notify_email")
    box.deliver(notify_email=provider.route)
    box.clock.advance(timedelta(minutes=1))
    assert _ask_all(box, provider.enquire) == 0


def test_what_was_cancelled_meanwhile_stays_so(box: Outbox) -> None:
    """An answer that comes late changes nothing that was decided in the meantime."""
    message, provider = box.add(participant_id="p1"), Provider()
    box.deliver(email=provider.route)
    box.clock.advance(timedelta(minutes=1))

    def meanwhile(message_id: str) -> str:
        provider.says = DELIVERED
        _ask_all(box, provider.enquire)
        raise Undeliverable("no-such-address")

    asking: Callable[[str], str] = meanwhile
    service.ask_one(box.database, {"email": asking}, box.clock)
    assert (box.row(message).status, box.row(message).receipt) == ("sent", DELIVERED)
