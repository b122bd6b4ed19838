import logging
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta
from email.utils import format_datetime

import pytest

from backend.platform import notify as notify_module
from backend.platform.clock import SettableClock
from backend.platform.delivery.rules import Ambiguous, OpenedMessage, RetryLater, Undeliverable
from backend.platform.messages import SMS
from backend.platform.notify import ANSWER_SECONDS, CONNECT_SECONDS, Notify
from backend.platform.receipts import AWAITED, DELIVERED, TAKEN
from backend.platform.settings import Settings
from backend.platform.translations import load
from tests.notify.fake_notify import EMAIL_TEMPLATE, SERVICE, FakeNotify

Opened = Callable[..., OpenedMessage]

MOBILE = "07700 900123"
# GSM 03.38, the letters that a text message holds 160 of.
GSM = r"[A-Za-z0-9 @£$¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ!\"#¤%&'()*+,\-./:;<=>?¡¿ÄÖÑÜ§äöñüà_\n]*"


def test_an_email_arrives_whole(provider: FakeNotify, notify: Notify, opened: Opened) -> None:
    """Subject, words and link arrive under our id, and the provider is to be asked for more."""
    assert notify.email(opened()) == AWAITED
    [taken] = provider.to("duty@council.example")
    assert taken.subject == "A concern is waiting in Sayso"
    assert taken.body == (
        "A concern is waiting in Sayso. Sign in now.\n\nhttps://sayso.example/concerns"
    )
    assert taken.reference == "a1" * 16


def test_a_text_arrives_whole(provider: FakeNotify, notify: Notify, opened: Opened) -> None:
    """A text message says in one line that something waits and where."""
    assert notify.sms(opened(recipient=MOBILE)) == AWAITED
    [taken] = provider.to(MOBILE)
    assert taken.kind == "sms"
    assert taken.body == (
        "Sayso: a concern is waiting. Sign in now: https://sayso.example/concerns"
    )


@pytest.mark.parametrize("template", sorted(SMS))
def test_every_text_is_one_message(template: str) -> None:
    """Every text fits into 160 letters of the simplest alphabet with a link of 80."""
    code = {"url": "x" * 80, "code": "123 456"}
    text = load(("en",), include_drafts=False).text("en", SMS[template], **code)
    assert len(text) <= 160
    assert re.fullmatch(GSM, text)


def test_no_text_says_what_it_is_about() -> None:
    """A text that lies on a locked screen names no child, no care and no social work."""
    for text in SMS.values():
        assert not re.search(r"child|care|social|review|worr|abuse", text, re.IGNORECASE)


@pytest.mark.parametrize("lost", ["cut", "black-hole"])
def test_what_may_have_gone_is_doubt(
    provider: FakeNotify,
    notify: Notify,
    opened: Opened,
    lost: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A connection lost before the answer came leaves doubt, and no more than ten seconds of it."""
    assert CONNECT_SECONDS + ANSWER_SECONDS < 10
    monkeypatch.setattr(notify_module, "ANSWER_SECONDS", 0.2)
    provider.trouble = lost
    with pytest.raises(Ambiguous) as doubt:
        notify.email(opened())
    assert doubt.value.code == "no-answer"


@pytest.mark.parametrize("lost", ["cut", "slow"])
def test_what_took_effect_is_not_sent_again(
    provider: FakeNotify,
    notify: Notify,
    opened: Opened,
    lost: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Sent, but the answer was lost: the second try finds it by its reference, and it goes once."""
    monkeypatch.setattr(notify_module, "ANSWER_SECONDS", 0.2)
    provider.trouble = lost
    with pytest.raises(Ambiguous):
        notify.email(opened())
    provider.trouble = ""
    assert notify.email(opened(tries=2)) == AWAITED
    assert len(provider.taken) == 1
    assert provider.asked("POST", "/v2/notifications/") == 1


def test_a_first_try_asks_nothing(provider: FakeNotify, notify: Notify, opened: Opened) -> None:
    """Only a second try costs a question."""
    notify.email(opened())
    assert provider.calls == [("POST", "/v2/notifications/email")]


def test_a_second_try_sends_what_never_went(
    provider: FakeNotify, notify: Notify, opened: Opened
) -> None:
    """Nothing is found under the reference: it is sent."""
    assert notify.sms(opened(recipient=MOBILE, tries=2)) == AWAITED
    assert len(provider.taken) == 1


@pytest.mark.parametrize("trouble", ["500", "403", "429", "400"])
def test_who_cannot_be_asked_is_not_sent_to(
    provider: FakeNotify, notify: Notify, opened: Opened, trouble: str
) -> None:
    """If the reference can't be looked up, nothing is sent, for it may be there."""
    provider.trouble = trouble
    with pytest.raises(RetryLater):
        notify.email(opened(tries=2))
    assert provider.asked("POST", "/") == 0


@pytest.mark.parametrize(
    ("trouble", "code"),
    [("403", "bad-key"), ("clock", "bad-clock"), ("400", "bad-template")],
)
def test_our_own_fault_waits(
    provider: FakeNotify, notify: Notify, opened: Opened, trouble: str, code: str
) -> None:
    """A wrong key, clock or template can be put right, and nothing is given up for it."""
    provider.trouble = trouble
    with pytest.raises(RetryLater) as later:
        notify.email(opened())
    assert later.value.code == code


def test_a_wrong_key_waits(settings: Settings, opened: Opened, clock: SettableClock) -> None:
    """A key that Notify does not know loses no message."""
    wrong = replace(settings, notify_api_key=f"x-{SERVICE}-{'0' * 8}{'-0000' * 3}-{'0' * 12}")
    with pytest.raises(RetryLater) as later:
        Notify(wrong, load(("en",), include_drafts=False), clock).email(opened())
    assert later.value.code == "bad-key"


def test_a_bad_address_is_undeliverable(
    provider: FakeNotify, notify: Notify, opened: Opened
) -> None:
    """An address or number that is none is told apart from our own faults."""
    for send, recipient in ((notify.email, "nobody"), (notify.sms, "12345")):
        with pytest.raises(Undeliverable) as refused:
            send(opened(recipient=recipient))
        assert refused.value.code == "refused"
    assert provider.taken == []


def test_nobody_there(provider: FakeNotify, notify: Notify, opened: Opened) -> None:
    """A connection refused has sent nothing, for sure."""
    provider.stop()
    with pytest.raises(RetryLater) as later:
        notify.email(opened())
    assert later.value.code == "no-connection"


@pytest.mark.parametrize(
    ("limit", "header", "seconds"),
    [
        ("RateLimitError", "", 10),
        ("TooManyRequestsError", "", 900),
        ("RateLimitError", "37", 37),
        ("RateLimitError", "a date", 90),
        ("RateLimitError", "nonsense", 10),
    ],
)
def test_too_fast_is_obeyed_exactly(
    provider: FakeNotify,
    notify: Notify,
    opened: Opened,
    clock: SettableClock,
    limit: str,
    header: str,
    seconds: int,
) -> None:
    """After a 429 nothing is asked of Notify, by any of its routes, until the time is up."""
    in_a_while = (clock() + timedelta(seconds=90)).astimezone(UTC)
    provider.trouble, provider.limit = "429", limit
    provider.retry_after = (
        format_datetime(in_a_while, usegmt=True) if header == "a date" else header
    )
    with pytest.raises(RetryLater) as later:
        notify.email(opened())
    assert (later.value.seconds, later.value.all_wait) == (seconds, True)
    provider.trouble = ""
    clock.advance(timedelta(seconds=seconds - 1))
    calls: list[Callable[[], str]] = [
        lambda: notify.email(opened()),
        lambda: notify.sms(opened(recipient=MOBILE)),
        lambda: notify.enquire("a1" * 16),
    ]
    for call in calls:
        with pytest.raises(RetryLater) as later:
            call()
        assert later.value.seconds == pytest.approx(1)
    assert len(provider.calls) == 1
    clock.advance(timedelta(seconds=1))
    assert notify.sms(opened(recipient=MOBILE)) == AWAITED


@pytest.mark.parametrize(
    ("status", "receipt"),
    [
        ("created", AWAITED),
        ("sending", AWAITED),
        ("pending", AWAITED),
        ("sent", TAKEN),
        ("delivered", DELIVERED),
    ],
)
def test_a_receipt_is_understood(
    provider: FakeNotify, notify: Notify, opened: Opened, status: str, receipt: str
) -> None:
    """Every word of Notify for a message on its way is understood."""
    notify.email(opened())
    provider.tell(status)
    assert notify.enquire("a1" * 16) == receipt


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("permanent-failure", "no-such-address"),
        ("temporary-failure", "not-reachable"),
        ("technical-failure", "provider-failed"),
    ],
)
def test_a_failure_is_understood(
    provider: FakeNotify, notify: Notify, opened: Opened, status: str, code: str
) -> None:
    """Every word of Notify for a message that did not arrive is told by a code."""
    notify.email(opened())
    provider.tell(status)
    with pytest.raises(Undeliverable) as failed:
        notify.enquire("a1" * 16)
    assert failed.value.code == code


def test_what_failed_at_the_provider_is_sent_again(
    provider: FakeNotify, notify: Notify, opened: Opened
) -> None:
    """A second try that finds a failure of Notify's own sends again, and not to no address."""
    notify.email(opened())
    provider.tell("technical-failure")
    assert notify.email(opened(tries=2)) == AWAITED
    assert len(provider.taken) == 2
    provider.tell("permanent-failure")
    with pytest.raises(Undeliverable):
        notify.email(opened(tries=3))
    assert len(provider.taken) == 2


def test_a_message_notify_does_not_know_is_awaited(notify: Notify) -> None:
    """Whatever Notify has not heard of may still come."""
    assert notify.enquire("b2" * 16) == AWAITED


def test_fitness_is_told(provider: FakeNotify, notify: Notify) -> None:
    """The check before live use finds a wrong key, a wrong template and a provider that is away."""
    assert notify.why_unusable() == ""
    provider.templates[EMAIL_TEMPLATE]["body"] = "Hello"
    assert notify.why_unusable() == "bad-template"
    del provider.templates[EMAIL_TEMPLATE]
    assert notify.why_unusable() == "bad-template"
    provider.trouble = "403"
    assert notify.why_unusable() == "bad-key"
    provider.stop()
    assert notify.why_unusable() == "no-connection"


def test_nothing_readable_in_errors_and_logs(
    provider: FakeNotify, notify: Notify, opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither a log nor an error quotes an address, or what Notify said of it."""
    caplog.set_level(logging.DEBUG)
    with pytest.raises(Undeliverable) as refused:
        notify.email(opened(recipient="jo bloggs"))
    provider.trouble = "500"
    with pytest.raises(Ambiguous):
        notify.sms(opened(recipient=MOBILE))
    told = caplog.text + repr(refused.value.__cause__) + repr(refused.value.__context__)
    assert "bloggs" not in told
    assert "Not a valid" not in told
    assert "900123" not in told
