from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backend.platform.clock import SettableClock
from backend.platform.delivery.rules import OpenedMessage
from backend.platform.notify import Notify
from backend.platform.settings import Settings
from backend.platform.settings import load as load_settings
from backend.platform.translations import load
from tests.notify.fake_notify import FakeNotify, settings_of

Send = Callable[..., str]


@pytest.fixture
def provider() -> Iterator[FakeNotify]:
    """A Notify of our own on a real port."""
    with FakeNotify() as running:
        yield running


@pytest.fixture
def settings(provider: FakeNotify, tmp_path: Path) -> Settings:
    """The settings that lead to it."""
    return load_settings(settings_of(provider), tmp_path)


@pytest.fixture
def notify(settings: Settings, clock: SettableClock) -> Notify:
    """The routes under test, all of whose clocks are the test's."""
    english = load(("en",), include_drafts=False)
    return Notify(settings, english, clock, lambda: clock().timestamp())


@pytest.fixture
def opened() -> Callable[..., OpenedMessage]:
    """Make what a route is given: a notice of a concern, or what is asked for."""
    values = {"url": "https://sayso.example/concerns"}
    message = OpenedMessage("a1" * 16, "duty@council.example", "concern", values, "en", 1)

    def make(**changes: Any) -> OpenedMessage:
        return replace(message, **changes)

    return make
