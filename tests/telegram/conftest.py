"""A fake Bot API, and a way to call it as a bot would."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx2 as httpx
import pytest

from backend.platform.clock import SettableClock
from tests.telegram.fake_bot_api import FakeBotApi

Call = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def telegram(clock: SettableClock) -> Iterator[FakeBotApi]:
    """A fake Bot API that hurries nobody, on a clock that stands still."""
    with FakeBotApi(clock) as started:
        yield started


@pytest.fixture
def call(telegram: FakeBotApi) -> Iterator[Call]:
    """Call a method: `call("sendMessage", chat_id=1, text="Hello")` gives status and answer."""
    with httpx.Client(base_url=f"{telegram.url}/bot{telegram.token}/", timeout=20) as client:

        def send(method: str, **parameters: Any) -> tuple[int, dict[str, Any]]:
            answer = client.post(method, json=parameters)
            read: dict[str, Any] = answer.json()
            return answer.status_code, read

        yield send
