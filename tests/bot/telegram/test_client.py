"""The client says of each message what became of it, and nothing of what it said."""

import time
from typing import Any

import pytest
from aiogram.methods import DeleteMessage, EditMessageText, SendMessage

from backend.platform.clock import SettableClock
from backend.platform.delivery.rules import Ambiguous, OpenedMessage, RetryLater, Undeliverable
from bot.telegram.client import Client, PolledElsewhere, telegram_route
from bot.telegram.pacing import Pace
from bot.telegram.speech import DELETE, SAY, Speech
from tests.bot.telegram.conftest import Line
from tests.telegram import limits
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.person import Person

WORDS = "how are you"


@pytest.fixture
def jo(telegram: FakeBotApi) -> Person:
    """Somebody who has written to the bot."""
    person = telegram.user(1, "Jo")
    person.send("/start")
    return person


def say(speech: Speech, chat: str = "1") -> OpenedMessage:
    return OpenedMessage("m1", chat, SAY, speech.values(), "en", 1)


def send(line: Line, text: str = WORDS, chat: int = 1) -> Any:
    return line.run(line.client.send(SendMessage(chat_id=chat, text=text), str(chat)))


def test_a_speech_arrives_with_its_keyboard(line: Line, jo: Person) -> None:
    """What the outbox holds is said, with its buttons; without rows they are taken away."""
    numbers: list[int] = []
    route = telegram_route(line.client, line.loop, lambda _, number: numbers.append(number))
    route(say(Speech(WORDS, (("Yes", "No"), ("Help now",)))))
    assert jo.hear(WORDS).id == numbers[0]
    assert jo.keyboard == ["Yes", "No", "Help now"]
    route(say(Speech("Thank you")))
    assert jo.keyboard == []


def test_nothing_can_be_forwarded_or_previewed(
    telegram: FakeBotApi, line: Line, jo: Person
) -> None:
    """A message is protected from forwarding, and no link in it is opened by Telegram."""
    telegram_route(line.client, line.loop, lambda *_: None)(say(Speech(WORDS)))
    sent = telegram.called("sendMessage")[0]
    assert sent["protect_content"] == "true"
    assert '"is_disabled": true' in sent["link_preview_options"].replace('":t', '": t')


def test_a_long_speech_is_cut(line: Line, jo: Person) -> None:
    """A speech over the limit goes out in parts; the keyboard is with the last."""
    route = telegram_route(line.client, line.loop, lambda *_: None)
    route(say(Speech("word " * 1000 + "end", (("Yes",),))))
    assert len(jo.heard) == 2
    assert all(limits.utf16_length(text) <= limits.LONGEST_TEXT for text in jo.heard)
    assert " ".join(jo.heard) == "word " * 1000 + "end"
    assert jo.keyboard == ["Yes"]


def test_a_message_is_deleted_once(line: Line, jo: Person) -> None:
    """A message can be deleted through the outbox; one that is gone is no trouble."""
    route = telegram_route(line.client, line.loop, lambda *_: None)
    code = jo.send("123456")
    for _ in range(2):
        route(OpenedMessage("m2", "1", DELETE, {"number": str(code.id)}, "en", 1))
    assert code not in jo.messages


def test_who_is_gone_is_told_apart(telegram: FakeBotApi, line: Line, jo: Person) -> None:
    """A blocked bot, a stranger and a chat that never began can't be reached."""
    jo.block()
    with pytest.raises(Undeliverable, match=r"^blocked$"):
        send(line)
    jo.deactivate()
    with pytest.raises(Undeliverable, match=r"^chat-gone$"):
        send(line)
    with pytest.raises(Undeliverable, match=r"^chat-gone$"):
        send(line, chat=99)
    telegram.user(2, "Sam")
    with pytest.raises(Undeliverable, match=r"^blocked$"):
        send(line, chat=2)


def test_what_telegram_refuses_is_not_repeated(line: Line, jo: Person) -> None:
    """A message Telegram can't take will never arrive; nothing of it is in the error."""
    with pytest.raises(Undeliverable, match=r"^refused$") as caught:
        send(line, text="secret" * 1000)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("status", [500, 502])
def test_a_server_error_leaves_doubt(
    telegram: FakeBotApi, line: Line, jo: Person, status: int
) -> None:
    """After an error of the server nobody knows whether a message went out."""
    telegram.fail_before("sendMessage", status=status)
    with pytest.raises(Ambiguous):
        send(line)


def test_a_lost_connection_leaves_doubt(telegram: FakeBotApi, line: Line, jo: Person) -> None:
    """If the connection is lost before the answer, the message may have gone out."""
    telegram.fail_after("sendMessage")
    with pytest.raises(Ambiguous):
        send(line)
    assert jo.heard == [WORDS]


def test_a_slow_answer_leaves_doubt(
    telegram: FakeBotApi, line: Line, jo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If no answer comes in time, the message may have gone out."""
    monkeypatch.setattr("bot.telegram.client.ANSWER_SECONDS", 1)
    telegram.slow("sendMessage", 3)
    with pytest.raises(Ambiguous):
        send(line)


def test_edits_and_deletions_may_be_repeated(telegram: FakeBotApi, line: Line, jo: Person) -> None:
    """What does no harm twice is tried again, and is well if it had been done before."""
    said = send(line)
    edit = EditMessageText(chat_id=1, message_id=said.message_id, text="better")
    delete = DeleteMessage(chat_id=1, message_id=said.message_id)
    for name, method in (("editMessageText", edit), ("deleteMessage", delete)):
        telegram.fail_after(name)
        with pytest.raises(RetryLater, match="no-answer"):
            line.run(line.client.send(method, "1"))
        assert line.run(line.client.send(method, "1")) is None


def test_a_closed_door_is_tried_later(line: Line, telegram: FakeBotApi) -> None:
    """If there was no connection at all, nothing went out and it may go later."""
    away = Client(telegram.token, "http://127.0.0.1:9")
    with pytest.raises(RetryLater, match="no-connection"):
        line.run(away.send(SendMessage(chat_id=1, text=WORDS), "1"))
    line.run(away.close())


def test_a_wrong_token_is_not_the_chats_fault(line: Line, telegram: FakeBotApi) -> None:
    """Messages wait until the token is put right."""
    wrong = Client("1:nobody", telegram.url)
    with pytest.raises(RetryLater, match="bad-token"):
        line.run(wrong.send(SendMessage(chat_id=1, text=WORDS), "1"))
    line.run(wrong.close())


def test_a_stopped_line_keeps_messages(line: Line, telegram: FakeBotApi) -> None:
    """After the end, a message waits for the next start."""
    other = Line(telegram)
    other.close()
    with pytest.raises(RetryLater, match="stopped"):
        telegram_route(line.client, other.loop, lambda *_: None)(say(Speech(WORDS)))


def test_a_short_wait_is_sat_out(clock: SettableClock) -> None:
    """Told to wait a second, the client waits and says it once."""
    pace = limits.Pace(chat_burst=1)
    with FakeBotApi(clock, pace=pace) as telegram:
        jo = telegram.user(1, "Jo")
        jo.send("/start")
        line = Line(telegram)
        began = time.monotonic()
        send(line, "One")
        send(line, "Two")
        line.close()
        assert jo.heard == ["One", "Two"]
        assert 0.8 < time.monotonic() - began < 5


def test_a_long_wait_is_handed_back(clock: SettableClock) -> None:
    """Told to wait long, the client gives the message back with the seconds asked for."""
    pace = limits.Pace(chat=0.01, chat_burst=1)
    with FakeBotApi(clock, pace=pace) as telegram:
        telegram.user(1, "Jo").send("/start")
        line = Line(telegram)
        send(line, "One")
        with pytest.raises(RetryLater) as caught:
            send(line, "Two")
        line.close()
        assert caught.value.seconds == pytest.approx(100, abs=2)


def test_our_own_pace_keeps_within_telegrams(clock: SettableClock) -> None:
    """Speaking as fast as we let ourselves, one chat or many, is never refused."""
    with FakeBotApi(clock, pace=limits.Pace(chat=20, overall=60)) as telegram:
        line = Line(telegram, Pace(chat=20, chat_burst=3, overall=50))
        for chat in (1, 2, 3, 4):
            telegram.user(chat, "Jo").send("/start")
        began = time.monotonic()
        for turn in range(60):
            send(line, f"{turn}", 1 if turn % 2 else 1 + turn % 4)
        line.close()
        assert len(telegram.called("sendMessage")) == 60
        assert time.monotonic() - began > 60 / 50 - 0.1


def test_one_poller_at_a_time(telegram: FakeBotApi, line: Line) -> None:
    """A poll that somebody else ends, or that a webhook forbids, says so."""
    line.run(line.client.set_webhook("http://127.0.0.1:9/hook", "s" * 32))
    assert line.run(line.client.webhook_url()) == "http://127.0.0.1:9/hook"
    with pytest.raises(PolledElsewhere):
        line.run(line.client.updates(None, 0))
    line.run(line.client.start_polling())
    assert line.run(line.client.updates(None, 0)) == []


def test_an_update_of_an_unknown_shape_hides_no_other(
    telegram: FakeBotApi, line: Line, jo: Person
) -> None:
    """Updates come as they are, even one that no library knows."""
    telegram.forge({"update_id": 1, "from_the_future": {"message": 7}})
    found = line.run(line.client.updates(None, 0))
    assert [set(update) - {"update_id"} for update in found] == [{"message"}, {"from_the_future"}]


def test_the_menu_is_set(telegram: FakeBotApi, line: Line) -> None:
    """The commands stand in the menu, and the bot knows its own name."""
    line.run(line.client.set_commands({"help": "How this works"}))
    assert (
        telegram.world.commands == [{"command": "help", "description": "How this works"}]
        or telegram.world.commands[0]["command"] == "help"
    )
    assert line.run(line.client.username()) == "sayso_test_bot"
