"""The fake Bot API hands updates to the bot as Telegram does: by polling, or to a webhook."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from backend.platform.clock import SettableClock
from tests.telegram.conftest import Call
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.person import Person

Answer = Callable[[int], tuple[int, dict[str, str]]]


@pytest.fixture
def jo(telegram: FakeBotApi) -> Person:
    """Somebody with an account."""
    return telegram.user(1, "Jo")


def updates(call: Call, **parameters: Any) -> list[dict[str, Any]]:
    status, answer = call("getUpdates", **parameters)
    assert status == 200, answer
    return list(answer["result"])


def texts(batch: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in batch]


def test_an_update_waits_until_it_is_confirmed(call: Call, jo: Person) -> None:
    """An update comes again and again until a call names a higher offset."""
    jo.send("One")
    jo.send("Two")
    batch = updates(call)
    assert texts(batch) == ["One", "Two"]
    assert updates(call) == batch
    assert texts(updates(call, offset=batch[0]["update_id"] + 1)) == ["Two"]
    assert texts(updates(call)) == ["Two"]
    assert updates(call, offset=batch[1]["update_id"] + 1) == []


def test_a_negative_offset_forgets(call: Call, jo: Person) -> None:
    """A negative offset counts from the end, and all before it is gone."""
    for text in ("One", "Two", "Three"):
        jo.send(text)
    assert texts(updates(call, offset=-1)) == ["Three"]
    assert texts(updates(call)) == ["Three"]


def test_a_batch_has_an_end(call: Call, jo: Person) -> None:
    """No batch has more than 100 updates, or more than were asked for."""
    for number in range(101):
        jo.send(str(number))
    assert len(updates(call)) == 100
    assert len(updates(call, limit=1000)) == 100
    assert len(updates(call, limit=2)) == 2


def test_a_long_poll_waits_for_news(call: Call, jo: Person) -> None:
    """A long poll is answered when something comes, and not before."""
    began = time.monotonic()
    threading.Timer(0.2, jo.send, ("Hello",)).start()
    assert texts(updates(call, timeout=10)) == ["Hello"]
    assert 0.15 < time.monotonic() - began < 5


def test_a_second_poller_ends_the_first(telegram: FakeBotApi, call: Call) -> None:
    """Of two polls at once the older is refused with 409."""
    told: list[tuple[int, dict[str, Any]]] = []
    first = threading.Thread(target=lambda: told.append(call("getUpdates", timeout=10)))
    first.start()
    while not telegram.called("getUpdates"):
        time.sleep(0.01)
    assert updates(call) == []
    first.join()
    assert told[0][0] == 409
    assert "terminated by other getUpdates request" in told[0][1]["description"]


def test_only_what_was_asked_for_comes(call: Call, jo: Person) -> None:
    """Kinds of update that are not allowed are not queued, and the list is remembered."""
    updates(call, allowed_updates=["edited_message"])
    message = jo.send("One")
    jo.edit(message, "Two")
    assert [set(update) for update in updates(call)] == [{"update_id", "edited_message"}]


def test_updates_grow_old(call: Call, jo: Person, clock: SettableClock) -> None:
    """A message waits for 24 hours and a press for 150 seconds."""
    jo.send("Hello")
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    call("sendMessage", chat_id=1, text="?", reply_markup=keyboard)
    jo.press("Yes")
    assert len(updates(call)) == 2
    clock.advance(timedelta(seconds=150))
    assert texts(updates(call)) == ["Hello"]
    clock.advance(timedelta(hours=24))
    assert updates(call) == []


def test_ids_start_anew_after_a_quiet_week(
    telegram: FakeBotApi, call: Call, jo: Person, clock: SettableClock
) -> None:
    """Ids follow one another until nothing came for a week; then the next one is any."""
    jo.send("One")
    clock.advance(timedelta(days=6, hours=23))
    jo.send("Two")
    assert telegram.world.waiting[1].id == telegram.world.waiting[0].id + 1
    before = telegram.world.waiting[1].id
    clock.advance(timedelta(days=7))
    jo.send("Three")
    assert abs(updates(call)[0]["update_id"] - before) > 1


def test_repeats_and_disorder_come_when_asked_for(
    telegram: FakeBotApi, call: Call, jo: Person
) -> None:
    """A confirmed update can come again, and a batch in the wrong order."""
    jo.send("One")
    first = updates(call)[0]["update_id"]
    updates(call, offset=first + 1)
    telegram.redeliver(first)
    jo.send("Two")
    telegram.reverse_next()
    assert texts(updates(call)) == ["Two", "One"]


@contextmanager
def listening(answer: Answer) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Serve a webhook; yield its address and what came: pairs of secret and body."""
    came: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the library looks for this name
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            came.append((self.headers["X-Telegram-Bot-Api-Secret-Token"], body))
            status, headers = answer(len(came))
            self.send_response(status)
            for name, value in {**headers, "Content-Length": "0"}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook", came
    finally:
        server.shutdown()
        server.server_close()


def test_a_webhook_is_told_with_the_secret(telegram: FakeBotApi, call: Call, jo: Person) -> None:
    """Each update is posted once, in order, with the secret in its header; polling is refused."""
    jo.send("One")
    with listening(lambda _: (200, {})) as (url, came):
        assert call("setWebhook", url=url, secret_token="s" * 32)[0] == 200
        jo.send("Two")
        telegram.wait_until_heard()
        assert [secret for secret, _ in came] == ["s" * 32] * 2
        assert ["One" in came[0][1], "Two" in came[1][1]] == [True, True]
        assert call("getUpdates")[0] == 409
        assert call("getWebhookInfo")[1]["result"]["url"] == url
        call("deleteWebhook")
    assert call("getUpdates")[0] == 200


def test_a_webhook_that_fails_is_told_again(telegram: FakeBotApi, call: Call, jo: Person) -> None:
    """What is not answered with 2xx comes again, later each time, before anything newer."""
    with listening(lambda tries: (500 if tries < 5 else 200, {})) as (url, came):
        call("setWebhook", url=url)
        jo.send("One")
        jo.send("Two")
        telegram.wait_until_heard()
        assert ["One" in body for _, body in came] == [True] * 5 + [False]
        assert [tried.waits for tried in telegram.tried[:4]] == [0, 2, 4, 8]
        assert "500" in call("getWebhookInfo")[1]["result"]["last_error_message"]
        call("deleteWebhook")


def test_a_webhook_may_ask_for_time(telegram: FakeBotApi, call: Call, jo: Person) -> None:
    """A Retry-After is kept to."""
    busy = (503, {"Retry-After": "7"})
    with listening(lambda tries: busy if tries == 1 else (200, {})) as (url, _):
        call("setWebhook", url=url)
        jo.send("One")
        telegram.wait_until_heard()
        assert [tried.waits for tried in telegram.tried] == [7, 0]
        call("deleteWebhook")


def test_a_webhook_is_not_told_what_is_too_old(
    telegram: FakeBotApi, call: Call, jo: Person, clock: SettableClock
) -> None:
    """A message that failed for a day is dropped, and the next one comes."""

    def answer(tries: int) -> tuple[int, dict[str, str]]:
        if tries == 1:
            clock.advance(timedelta(hours=24))
            return 500, {}
        return 200, {}

    with listening(answer) as (url, came):
        call("setWebhook", url=url)
        jo.send("One")
        telegram.wait_until_heard()
        jo.send("Two")
        telegram.wait_until_heard()
        assert ["One" in body for _, body in came] == [True, False]
        call("deleteWebhook")


def test_a_bad_webhook_is_refused(call: Call) -> None:
    """A webhook is encrypted or on this machine, and its secret plain."""
    assert call("setWebhook", url="http://example.org/hook")[0] == 400
    assert call("setWebhook", url="https://example.org/hook", secret_token="a b")[0] == 400
