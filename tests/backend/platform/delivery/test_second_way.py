from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.platform.delivery import rules, service
from backend.platform.delivery.rules import OutboxMessage, PageOut, RetryLater
from tests.backend.platform.delivery.box import Outbox, Post

ALL = frozenset({"email", "notify_email", "notify_sms", "telegram"})
ADDRESS, MOBILE = "duty@council.example", "07700 900123"
_MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
IN_TIME = timedelta(seconds=90)


def _page(box: Outbox, routes: frozenset[str] = ALL, **changes: Any) -> tuple[str, ...]:
    page = PageOut(
        key="concern:c1:o1",
        email=ADDRESS,
        phone=MOBILE,
        template="concern",
        url="https://sayso.example/concerns",
        at=box.clock(),
        child_id="c1",
    )
    page = replace(page, **changes)
    return box.database.write(lambda t: service.page(t, box.ring, page, routes))


def test_a_call_goes_every_way(box: Outbox) -> None:
    """With every route at hand a text and an e-mail go at once, and no second e-mail is needed."""
    assert len(_page(box)) == 3
    text, first, second = Post(), Post(), Post()
    routes: dict[str, Any] = {"notify_sms": text, "email": first, "notify_email": second}
    box.deliver(urgent=True, **routes)
    assert (text.recipients, first.recipients) == ([MOBILE], [ADDRESS])
    box.clock.advance(IN_TIME)
    assert box.deliver(**routes) == 0
    assert second.taken == []
    box.clock.advance(timedelta(days=30))
    assert box.deliver(**routes) == 0
    assert box.undelivered_calls("c1") == []


def test_the_second_way_takes_over(box: Outbox) -> None:
    """While the first e-mail can't go, the other goes within two minutes, and not before."""
    _page(box)
    first, second = Post(*[RetryLater()] * 50), Post()
    routes: dict[str, Any] = {"notify_sms": Post(), "email": first, "notify_email": second}
    for _ten_seconds in range(8):
        box.deliver(**routes)
        box.clock.advance(timedelta(seconds=10))
    assert second.taken == []
    box.clock.advance(timedelta(seconds=10))
    box.deliver(**routes)
    assert second.recipients == [ADDRESS]
    assert second.taken[0].values == {"url": "https://sayso.example/concerns"}


def test_a_first_way_that_hangs_is_no_reason_to_wait(box: Outbox) -> None:
    """A first e-mail that somebody is still sending counts as not sent."""
    _page(box)
    second = Post()

    def hanging(_message: rules.OpenedMessage) -> None:
        box.clock.advance(IN_TIME)
        box.deliver(notify_email=second)

    box.deliver(email=hanging)
    assert second.recipients == [ADDRESS]


@pytest.mark.parametrize(
    ("routes", "given", "ways"),
    [
        (ALL, {}, ["notify_sms", "email", "notify_email"]),
        (ALL, {"phone": ""}, ["email", "notify_email"]),
        (ALL, {"email": ""}, ["notify_sms"]),
        ({"email", "notify_sms"}, {}, ["notify_sms", "email"]),
        ({"email"}, {}, ["email"]),
        ({"telegram"}, {}, []),
        (ALL, {"phone": "", "email": ""}, []),
    ],
)
def test_only_ways_that_exist(routes: set[str], given: dict[str, Any], ways: list[str]) -> None:
    """A call goes over the routes of this house to the addresses this person has."""
    # No database: which ways there are is decided without one.
    page = PageOut("k", ADDRESS, MOBILE, "concern", "https://x.example", _MORNING, "c1")
    calls = rules.ways(replace(page, **given), routes)
    assert [call.route for call in calls] == ways
    assert all(call.urgent for call in calls)


def test_the_same_call_again_is_none(box: Outbox) -> None:
    """A unit that runs twice calls once, and says the same."""
    assert _page(box) == _page(box)
    text = Post()
    box.deliver(notify_sms=text)
    assert len(text.taken) == 1


def test_nothing_readable_in_a_call() -> None:
    """A call printed by mistake shows no address."""
    page = PageOut("k", ADDRESS, MOBILE, "concern", "https://x.example", _MORNING, "c1")
    assert ADDRESS not in repr(page)
    assert MOBILE not in repr(page)


def test_a_text_that_cannot_be_worded_is_refused_at_once(box: Outbox) -> None:
    """A text nobody wrote, or a value it needs, is missed where it is asked for."""
    with pytest.raises(ValueError, match="no text message is called"):
        box.add(MOBILE, route="notify_sms", template="account_link")
    with pytest.raises(ValueError, match="needs url"):
        box.add(MOBILE, route="notify_sms", template="concern", values={})
    with pytest.raises(ValueError, match="no e-mail is called"):
        box.add(route="notify_email", template="unheard-of")


def test_a_message_unless_a_later_one(box: Outbox) -> None:
    """It goes if the other was cancelled or never was, and is shown as neither."""
    other = box.add(participant_id="p1")
    box.cancel("p1")
    messages: list[OutboxMessage] = [
        box.add("a@example.org", unless_sent=other.id),
        box.add("b@example.org", unless_sent="0" * 32),
    ]
    post = Post()
    assert box.deliver(email=post) == len(messages)
