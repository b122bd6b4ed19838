"""A webhook answers 200 only for what is kept, and nothing at all to strangers."""

import threading
from collections.abc import Iterator

import httpx2 as httpx
import pytest
import uvicorn
from fastapi import FastAPI

from backend.platform.errors import Unavailable
from bot.telegram.receiving import WEBHOOK_PATH, webhook_router
from tests.bot.telegram.conftest import Line
from tests.bot.telegram.keeping import Keeper, times
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.person import Person

SECRET = "s" * 32


@pytest.fixture
def hook(keeper: Keeper) -> Iterator[str]:
    """A webhook that feeds the keeper, served for real."""
    server_app = FastAPI()
    server_app.include_router(webhook_router(SECRET, keeper.receiver()))
    config = uvicorn.Config(server_app, port=0, log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}{WEBHOOK_PATH}"
    server.should_exit = True
    thread.join()


def post(hook: str, body: bytes | str, secret: bytes = SECRET.encode()) -> int:
    headers = {b"X-Telegram-Bot-Api-Secret-Token": secret}
    return httpx.post(hook, content=body, headers=headers).status_code


def written(text: str) -> str:
    return f'{{"update_id": 7, "message": {{"message_id": 1, "text": "{text}"}}}}'


def test_a_webhook_keeps_and_then_answers(hook: str, keeper: Keeper) -> None:
    """An update is answered with 200 once it is kept, however often it comes."""
    assert [post(hook, written("One")) for _ in range(2)] == [200, 200]
    assert keeper.kept == ["One"]


@pytest.mark.parametrize("secret", [b"", b"wrong", b"\xff\xfe", SECRET[:-1].encode()])
def test_a_stranger_is_refused(hook: str, keeper: Keeper, secret: bytes) -> None:
    """Without the very secret nothing is read, whatever bytes come in its place."""
    assert post(hook, written("One"), secret) == 401
    assert httpx.post(hook, content="no secret at all").status_code == 401
    assert keeper.kept == []


@pytest.mark.parametrize(
    "body",
    ["", "[]", "nonsense", '{"update_id": "7"}', "[" * 200_000, '{"a":' * 100_000, b"\xff{}"],
    ids=["nothing", "a list", "no JSON", "no number", "deep list", "deep object", "no text"],
)
def test_a_body_that_is_no_update_is_refused(hook: str, body: bytes | str) -> None:
    """What is no update, or is nested without end, is refused."""
    assert post(hook, body) == 400


def test_a_body_without_end_is_refused(hook: str) -> None:
    """More than a megabyte is not read to its end."""
    assert post(hook, written("a" * 1_000_000)) == 400


def test_telegram_keeps_what_we_cannot(
    telegram: FakeBotApi, line: Line, hook: str, keeper: Keeper, jo: Person
) -> None:
    """While the database is away a webhook answers 503, and Telegram comes again, in order."""
    keeper.failing = times(3, Unavailable())
    line.run(line.client.set_webhook(hook, SECRET))
    jo.send("One")
    jo.send("Two")
    telegram.wait_until_heard()
    line.run(line.client.start_polling())
    assert keeper.kept == ["One", "Two"]
    assert keeper.aside == []


def test_a_busy_webhook_asks_for_time(hook: str, keeper: Keeper) -> None:
    """A 503 says when to come again."""
    keeper.failing = times(1, Unavailable())
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    answer = httpx.post(hook, content=written("One"), headers=headers)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_a_webhook_sets_poison_aside(hook: str, keeper: Keeper) -> None:
    """What fails three times is set aside and answered with 200."""
    keeper.failing = lambda _text: RuntimeError("poison")
    assert post(hook, written("One")) == 200
    assert len(keeper.aside) == 1
