"""No update is confirmed before it was kept, and none is kept twice."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import httpx2 as httpx
import pytest

from backend.platform.clock import SettableClock
from backend.platform.errors import DatabaseStopped, Unavailable
from bot.telegram.receiving import (
    Update,
    in_order,
    poll,
)
from tests.bot.telegram.conftest import Line
from tests.bot.telegram.keeping import Keeper, times
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.person import Person


async def soon(_seconds: float) -> None:
    await asyncio.sleep(0.01)


@pytest.fixture
def polling(telegram: FakeBotApi, line: Line, keeper: Keeper) -> Iterator[Keeper]:
    """Something that keeps texts, fed by polling."""
    going = asyncio.run_coroutine_threadsafe(
        poll(line.client.updates, keeper.receiver(), soon), line.loop
    )
    yield keeper
    going.cancel()


def test_texts_are_kept_in_order(telegram: FakeBotApi, polling: Keeper, jo: Person) -> None:
    """Each text is kept once and in order, and only then confirmed."""
    for number in range(20):
        jo.send(str(number))
    telegram.wait_until_heard()
    assert polling.kept == [str(number) for number in range(20)]


def test_one_failure_loses_nothing(telegram: FakeBotApi, polling: Keeper, jo: Person) -> None:
    """A handler that fails once, or twice, is asked again."""
    polling.failing = times(2, RuntimeError("once"))
    jo.send("One")
    jo.send("Two")
    telegram.wait_until_heard()
    assert polling.kept == ["One", "Two"]
    assert polling.aside == []


def test_a_poison_message_is_set_aside(telegram: FakeBotApi, polling: Keeper, jo: Person) -> None:
    """After three failures an update is set aside, and the next one is taken."""
    polling.failing = lambda text: RuntimeError("poison") if text == "One" else None
    jo.send("One")
    jo.send("Two")
    telegram.wait_until_heard()
    assert polling.kept == ["Two"]
    assert [update["message"]["text"] for update in polling.aside] == ["One"]


def test_a_database_that_is_away_loses_nothing(
    telegram: FakeBotApi, polling: Keeper, jo: Person
) -> None:
    """While the database is away, everything waits and nothing is set aside."""
    polling.failing = times(10, Unavailable())
    jo.send("One")
    jo.send("Two")
    telegram.wait_until_heard()
    assert polling.kept == ["One", "Two"]
    assert polling.aside == []


def test_a_stopped_database_ends_the_loop(telegram: FakeBotApi, line: Line, keeper: Keeper) -> None:
    """When the database has stopped for good, nothing more is asked for."""
    keeper.failing = lambda _text: DatabaseStopped()
    telegram.user(1, "Jo").send("One")
    with pytest.raises(DatabaseStopped):
        line.run(poll(line.client.updates, keeper.receiver(), soon))
    assert len(telegram.world.waiting) == 1


def test_repeats_are_taken_once(telegram: FakeBotApi, polling: Keeper, jo: Person) -> None:
    """An update that comes again is known again."""
    jo.send("One")
    telegram.wait_until_heard()
    telegram.redeliver(telegram.world.confirmed[0].id)
    jo.send("Two")
    telegram.wait_until_heard()
    assert polling.kept == ["One", "Two"]


@pytest.mark.parametrize("remembers", [False, True], ids=["ours", "one that remembers"])
def test_numbers_that_fall_are_taken(
    telegram: FakeBotApi,
    line: Line,
    keeper: Keeper,
    jo: Person,
    clock: SettableClock,
    remembers: bool,
) -> None:
    """After a quiet week numbers start anew, lower: we take them, whoever keeps an offset loses."""
    telegram.world.next_update_id = 2**31
    newest: list[int] = []

    async def fetch(offset: int | None) -> list[Update]:
        await asyncio.sleep(0.01)
        if remembers:
            newest[:] = [max([offset or 0, *newest])]
            offset = newest[0]
        return await line.client.updates(offset, 0)

    going = asyncio.run_coroutine_threadsafe(poll(fetch, keeper.receiver(), soon), line.loop)
    jo.send("Before")
    telegram.wait_until_heard()
    clock.advance(timedelta(days=8))
    jo.send("After")
    telegram.wait_until_heard()
    going.cancel()
    assert telegram.world.confirmed[1].id < telegram.world.confirmed[0].id
    assert keeper.kept == (["Before"] if remembers else ["Before", "After"])


def test_a_batch_out_of_order_is_put_in_order(
    telegram: FakeBotApi, line: Line, keeper: Keeper, jo: Person
) -> None:
    """Texts of one chat are taken in the order they were written."""
    for number in range(5):
        jo.send(str(number))
    telegram.reverse_next()
    going = asyncio.run_coroutine_threadsafe(
        poll(line.client.updates, keeper.receiver(), soon), line.loop
    )
    telegram.wait_until_heard()
    going.cancel()
    assert keeper.kept == ["0", "1", "2", "3", "4"]


def test_each_chat_has_its_own_order() -> None:
    """Only the messages of one chat change places with each other."""

    def message(update_id: int, chat: int, number: int) -> Update:
        return {"update_id": update_id, "message": {"message_id": number, "chat": {"id": chat}}}

    odd: Update = {"update_id": 4, "edited_message": {"message_id": 1, "chat": {"id": 1}}}
    batch = [message(1, 1, 9), message(2, 2, 5), odd, message(3, 1, 7), {"update_id": 5}]
    assert [each["update_id"] for each in in_order(batch)] == [3, 2, 4, 1, 5]


def test_another_poller_is_waited_for(telegram: FakeBotApi, polling: Keeper, jo: Person) -> None:
    """If somebody else asks for our updates, we warn, wait and go on."""
    for _ in range(3):
        httpx.post(f"{telegram.url}/bot{telegram.token}/getUpdates", json={"timeout": 0})
    jo.send("One")
    telegram.wait_until_heard()
    assert polling.kept == ["One"]


def test_trouble_at_telegram_is_waited_out(
    telegram: FakeBotApi, polling: Keeper, jo: Person
) -> None:
    """Errors of Telegram's and lost connections lose nothing."""
    telegram.fail_before("getUpdates", times=2, status=502)
    telegram.fail_after("getUpdates")
    jo.send("One")
    jo.send("Two")
    telegram.wait_until_heard()
    assert polling.kept == ["One", "Two"]
