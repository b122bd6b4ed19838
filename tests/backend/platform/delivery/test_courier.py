import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from backend.platform.courier import Courier
from backend.platform.delivery import store
from backend.platform.delivery.rules import (
    OpenedMessage,
)
from tests.backend.platform.delivery.box import Outbox, Post


@contextmanager
def _running(courier: Courier) -> Iterator[Courier]:
    courier.start()
    try:
        yield courier
    finally:
        courier.stop()


def _wait_for(condition: Callable[[], bool]) -> bool:
    pause = threading.Event()
    return any(condition() or pause.wait(0.02) for _try in range(500))


def test_the_courier_delivers_by_itself(box: Outbox) -> None:
    """Started, it delivers what is there, and later what is added, nudged or not."""
    post = Post()
    box.add("first@example.org")
    courier = Courier(box.database, box.ring, {"email": post}, box.clock)
    with _running(courier):
        assert _wait_for(lambda: len(post.taken) == 1)
        box.add("second@example.org")
        courier.nudge()
        assert _wait_for(lambda: len(post.taken) == 2)
        box.add("third@example.org")
        assert _wait_for(lambda: len(post.taken) == 3)
    assert sorted(post.recipients) == [
        "first@example.org", "second@example.org", "third@example.org",
    ]  # fmt: skip


def test_bulk_that_hangs_does_not_delay_an_urgent_message(box: Outbox) -> None:
    """While every ordinary sender hangs, an urgent message still goes."""
    let_go = threading.Event()
    sent: list[str] = []

    def route(message: OpenedMessage) -> None:
        if message.template == "invitation":
            let_go.wait(30)
        sent.append(message.template)

    for number in range(5):
        box.add(f"bulk{number}@example.org")
    with _running(Courier(box.database, box.ring, {"email": route}, box.clock)) as courier:
        box.add("duty@example.org", template="concern", urgent=True)
        courier.nudge()
        try:
            assert _wait_for(lambda: sent == ["concern"])
        finally:
            let_go.set()
        assert _wait_for(lambda: len(sent) == 6)


def test_the_courier_outlives_trouble(box: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that fails for a moment stops no sender for good."""
    troubles = [OSError("full"), OSError("full")]
    real = store.claim

    def failing(*arguments: Any) -> Any:
        if troubles:
            raise troubles.pop()
        return real(*arguments)

    monkeypatch.setattr(store, "claim", failing)
    post = Post()
    box.add()
    with _running(Courier(box.database, box.ring, {"email": post}, box.clock, workers=1)):
        assert _wait_for(lambda: len(post.taken) == 1)


def test_many_senders_send_each_message_once(box: Outbox) -> None:
    """Eight senders at once: a hundred messages arrive, none twice, each chat in order."""
    for number in range(100):
        box.add(str(number % 10), route="telegram", template=f"{number:03}")
    post = Post()
    courier = Courier(box.database, box.ring, {"telegram": post}, box.clock, workers=8)
    with _running(courier):
        assert _wait_for(lambda: len(post.taken) >= 100)
    assert sorted(message.template for message in post.taken) == [f"{n:03}" for n in range(100)]
    for chat in range(10):
        order = [message.template for message in post.taken if message.recipient == str(chat)]
        assert order == sorted(order)
