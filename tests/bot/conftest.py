"""The made-up authority, opened once for each file of tests about it."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from backend.platform.clock import SettableClock
from bot import demo, serving
from bot.demo_links import MadeUp
from bot.serving import House
from tests.bot.demonstration import NOW, URL, settings_in


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, MadeUp]]:
    """One made-up authority for all the tests of a file, which change nothing they share."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    house, made_up = demo.open_demo(settings_in(folder), SettableClock(NOW))
    yield house, made_up
    house.runtime.database.close()


@pytest.fixture(scope="module")
def house(opened: tuple[House, MadeUp]) -> House:
    """The house it runs in."""
    return opened[0]


@pytest.fixture(scope="module")
def made_up(opened: tuple[House, MadeUp]) -> MadeUp:
    """The ways in."""
    return opened[1]


@pytest.fixture
def visitor(house: House) -> TestClient:
    """A browser that knows nothing yet."""
    headers = {"Origin": URL, "Sec-Fetch-Site": "same-origin"}
    return TestClient(serving.application(house), base_url=URL, headers=headers)
