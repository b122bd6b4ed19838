import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.platform.courier import Courier
from backend.platform.delivery import service
from backend.platform.delivery.rules import OpenedMessage, RetryLater
from backend.platform.pacing import Pace, Pacer, Rate, Stop, turn
from tests.backend.platform.delivery.box import Outbox, Post


class Ticks:
    """A clock of seconds that stands still until told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


_FAST = Rate(1000.0)


def _pacer(ticks: Ticks, overall: Rate = _FAST, each: Rate = _FAST) -> Pacer:
    return Pacer(Pace(overall, each), Stop(ticks), ticks)


@given(
    gaps=st.lists(st.floats(0, 3), min_size=1, max_size=60),
    per_second=st.sampled_from([0.5, 1.0, 8.0]),
    burst=st.integers(1, 5),
)
def test_never_more_than_its_pace(gaps: list[float], per_second: float, burst: int) -> None:
    """Whenever they are asked for, no stretch of time holds more turns than the pace allows."""
    rate, kept, now, taken = Rate(per_second, burst), 0.0, 100.0, []
    for gap in gaps:
        now += gap
        due, kept = turn(kept, now, rate)
        now = max(now, due)
        taken.append(now)
    for first in range(len(taken)):
        for last in range(first, len(taken)):
            allowed = burst + (taken[last] - taken[first]) * per_second
            assert last - first + 1 <= allowed + 1e-6


def test_everybody_together_has_a_pace() -> None:
    """After a message the next waits its fraction of a second, and no longer."""
    ticks = Ticks()
    pacer = _pacer(ticks, overall=Rate(4.0))
    assert pacer.seconds == 0
    pacer.went("a")
    assert pacer.seconds == pytest.approx(0.25)
    ticks.now += 0.25
    assert pacer.seconds == pytest.approx(0)


def test_each_recipient_has_a_pace() -> None:
    """Who has had a burst rests, the others do not, and who has rested is forgotten."""
    ticks = Ticks()
    pacer = _pacer(ticks, each=Rate(1.0, 2))
    for name in ("a", "a", "b"):
        pacer.went(name)
    assert pacer.resting() == ["a"]
    ticks.now += 1
    assert pacer.resting() == []


def test_one_recipient_is_not_flooded(box: Outbox) -> None:
    """A hundred messages to one address go a second apart; another's goes between them."""
    ticks = Ticks()
    pacer = _pacer(ticks, each=Rate(1.0, 3))
    for _message in range(10):
        box.add("school@example.org")
    box.add("carer@example.org")
    post = Post()
    counts = []
    for _second in range(4):
        while service.deliver_one(box.database, box.ring, {"email": post}, box.clock, False, pacer):
            pass
        counts.append(len(post.taken))
        ticks.now += 1
    assert counts == [4, 5, 6, 7]
    assert post.recipients[3] == "carer@example.org"


def test_silence_is_kept_by_all(box: Outbox) -> None:
    """A provider that asks for silence has it from bulk and urgent, to the second."""
    ticks = Ticks()
    stop = Stop(ticks)
    bulk, urgent = (Pacer(Pace(), stop, ticks) for _each in range(2))
    box.add()
    refusing = Post(RetryLater(30, "too-fast", all_wait=True))
    service.deliver_one(box.database, box.ring, {"email": refusing}, box.clock, False, bulk)
    ticks.now += 29.5
    assert urgent.seconds == pytest.approx(0.5)
    ticks.now += 0.5
    assert (urgent.seconds, bulk.seconds) == (0, 0)


def test_one_message_that_waits_stops_nobody(box: Outbox) -> None:
    """A wait that was asked for one message is no silence."""
    ticks = Ticks()
    pacer = _pacer(ticks)
    box.add()
    service.deliver_one(
        box.database, box.ring, {"email": Post(RetryLater(30))}, box.clock, False, pacer
    )
    ticks.now += 0.01
    assert pacer.seconds == 0


def _wait_for(condition: Callable[[], bool]) -> bool:
    pause = threading.Event()
    return any(condition() or pause.wait(0.02) for _try in range(500))


def test_a_slow_pace_of_bulk_is_none_of_an_urgent_message(box: Outbox) -> None:
    """While bulk has used up its turns, an urgent message still goes at once."""
    ticks = Ticks()
    post = Post()
    for number in range(5):
        box.add(f"bulk{number}@example.org")
    courier = Courier(
        box.database,
        box.ring,
        {"email": post},
        box.clock,
        workers=1,
        pace=Pace(Rate(1.0), Rate(1.0)),
        monotonic=ticks,
    )
    courier.start()
    try:
        assert _wait_for(lambda: len(post.taken) == 1)
        box.add("duty@example.org", template="concern", urgent=True)
        courier.nudge()
        assert _wait_for(lambda: "duty@example.org" in post.recipients)
        assert len(post.taken) == 2
        ticks.now += 1
        assert _wait_for(lambda: len(post.taken) == 3)
    finally:
        courier.stop()


def test_the_courier_keeps_silent_when_asked(box: Outbox) -> None:
    """After a 429 the courier calls nobody, urgent or not, until the time is up."""
    ticks = Ticks()
    calls: list[str] = []

    def route(message: OpenedMessage) -> None:
        calls.append(message.template)
        if len(calls) == 1:
            raise RetryLater(30, "too-fast", all_wait=True)

    box.add()
    courier = Courier(box.database, box.ring, {"email": route}, box.clock, 1, monotonic=ticks)
    courier.start()
    try:
        assert _wait_for(lambda: len(calls) == 1)
        box.add("duty@example.org", template="concern", urgent=True)
        courier.nudge()
        ticks.now += 29.9
        assert not _quickly(lambda: len(calls) > 1)
        ticks.now += 0.1
        courier.nudge()
        assert _wait_for(lambda: len(calls) == 2)
        assert calls[1] == "concern"
        box.clock.advance(timedelta(seconds=30))
        ticks.now += 5
        assert _wait_for(lambda: len(calls) == 3)
    finally:
        courier.stop()


def _quickly(condition: Callable[[], bool]) -> bool:
    pause = threading.Event()
    return any(condition() or pause.wait(0.02) for _try in range(10))


def test_the_courier_asks_for_receipts(box: Outbox) -> None:
    """Started with somebody to ask, the courier finds out by itself what arrived."""
    message = box.add()
    asked: list[str] = []

    def enquire(message_id: str) -> str:
        asked.append(message_id)
        return "delivered"

    def taken(_message: OpenedMessage) -> str:
        box.clock.advance(timedelta(seconds=5))
        return "awaited"

    courier = Courier(
        box.database, box.ring, {"email": taken}, box.clock, enquiries={"email": enquire}
    )
    courier.start()
    try:
        assert _wait_for(lambda: box.row(message).status == "sent")
        box.clock.advance(timedelta(seconds=5))
        assert _wait_for(lambda: box.row(message).receipt == "delivered")
        assert asked == [message.id]
    finally:
        courier.stop()
