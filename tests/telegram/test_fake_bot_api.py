"""The fake Bot API refuses what Telegram refuses; each limit has its source in limits.py."""

import threading
from datetime import timedelta
from typing import Any

import httpx2 as httpx
import pytest

from backend.platform.clock import SettableClock
from tests.telegram.conftest import Call
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.limits import Pace
from tests.telegram.person import Person

CALLBACK = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


@pytest.fixture
def jo(telegram: FakeBotApi) -> Person:
    """Somebody who has written to the bot."""
    person = telegram.user(1, "Jo")
    person.send("/start")
    return person


def inline(data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Yes", "callback_data": data}]]}


def description(answer: tuple[int, dict[str, Any]], status: int = 400) -> str:
    """What a refused call was told."""
    assert answer[0] == status, answer
    assert answer[1]["ok"] is False
    assert answer[1]["error_code"] == status
    return str(answer[1]["description"])


def test_a_token_is_checked(telegram: FakeBotApi) -> None:
    """A call with another bot's token is refused."""
    answer = httpx.post(f"{telegram.url}/bot1:nobody/getMe")
    assert answer.status_code == 401


def test_a_method_is_known_or_not(call: Call) -> None:
    """The bot can ask who it is; a method that there is not is refused."""
    assert call("getMe")[1]["result"]["is_bot"] is True
    assert description(call("getThem"), 404) == "Not Found: method not found"


@pytest.mark.parametrize("text", ["a" * 4096, "😀" * 2048], ids=["letters", "two units each"])
def test_the_longest_text_arrives(call: Call, jo: Person, text: str) -> None:
    """A text of 4096 UTF-16 units is said."""
    assert call("sendMessage", chat_id=1, text=text)[0] == 200
    assert jo.heard == [text]


@pytest.mark.parametrize("text", ["a" * 4097, "😀" * 2048 + "a"], ids=["letters", "units"])
def test_a_longer_text_is_refused(call: Call, jo: Person, text: str) -> None:
    """A text over 4096 UTF-16 units is refused, when sent and when edited."""
    said = call("sendMessage", chat_id=1, text="Hello")[1]["result"]["message_id"]
    too_long = "Bad Request: message is too long"
    assert description(call("sendMessage", chat_id=1, text=text)) == too_long
    edit = call("editMessageText", chat_id=1, message_id=said, text=text)
    assert description(edit) == too_long


@pytest.mark.parametrize("text", ["", " \n "])
def test_an_empty_text_is_refused(call: Call, jo: Person, text: str) -> None:
    """A text of nothing is refused."""
    answer = call("sendMessage", chat_id=1, text=text)
    assert description(answer) == "Bad Request: message text is empty"


@pytest.mark.parametrize("data", ["", "a" * 65, "é" * 33], ids=["none", "letters", "bytes"])
def test_callback_data_is_short(call: Call, jo: Person, data: str) -> None:
    """What a button carries is 1 to 64 bytes, not characters."""
    answer = call("sendMessage", chat_id=1, text="?", reply_markup=inline(data))
    assert description(answer) == "Bad Request: BUTTON_DATA_INVALID"
    assert call("sendMessage", chat_id=1, text="?", reply_markup=inline("é" * 32))[0] == 200


def test_a_keyboard_is_checked(call: Call, jo: Person) -> None:
    """A reply keyboard has buttons with words, and a short placeholder."""
    empty = {"keyboard": [[{"text": ""}]]}
    long = {"keyboard": [[{"text": "Yes"}]], "input_field_placeholder": "a" * 65}
    wrong: list[dict[str, Any]] = [empty, {"keyboard": []}, long]
    for markup in wrong:
        description(call("sendMessage", chat_id=1, text="?", reply_markup=markup))


def test_a_bot_may_not_speak_first(telegram: FakeBotApi, call: Call) -> None:
    """Until somebody writes, the bot can't; and of a stranger it knows nothing."""
    telegram.user(2, "Sam")
    first = description(call("sendMessage", chat_id=2, text="Hello"), 403)
    assert first == "Forbidden: bot can't initiate conversation with a user"
    stranger = call("sendMessage", chat_id=3, text="Hello")
    assert description(stranger) == "Bad Request: chat not found"


def test_a_blocked_bot_is_told(telegram: FakeBotApi, call: Call, jo: Person) -> None:
    """A bot that was blocked, or whose user is gone, is told so, and may speak once unblocked."""
    jo.block()
    blocked = call("sendMessage", chat_id=1, text="Hello")
    assert description(blocked, 403) == "Forbidden: bot was blocked by the user"
    jo.unblock()
    assert call("sendMessage", chat_id=1, text="Hello")[0] == 200
    jo.deactivate()
    gone = call("sendMessage", chat_id=1, text="Hello")
    assert description(gone, 403) == "Forbidden: user is deactivated"


def test_one_chat_is_not_flooded(clock: SettableClock) -> None:
    """After a short burst a chat takes one message a second, and says how long to wait."""
    now = [0.0]
    with FakeBotApi(clock, pace=Pace(chat_burst=2), monotonic=lambda: now[0]) as telegram:
        telegram.user(1, "Jo").send("/start")
        telegram.user(2, "Sam").send("/start")
        url = f"{telegram.url}/bot{telegram.token}/sendMessage"

        def say(chat_id: int) -> httpx.Response:
            return httpx.post(url, data={"chat_id": str(chat_id), "text": "Hello"})

        assert [say(1).status_code for _ in range(3)] == [200, 200, 429]
        refused = say(1).json()
        assert refused["description"] == "Too Many Requests: retry after 1"
        assert refused["parameters"] == {"retry_after": 1}
        assert say(2).status_code == 200
        now[0] += 1
        assert [say(1).status_code for _ in range(2)] == [200, 429]


def test_the_whole_bot_has_a_pace(clock: SettableClock) -> None:
    """Over all chats a bot says 30 messages a second and not one more."""
    now = [0.0]
    with FakeBotApi(clock, pace=Pace(), monotonic=lambda: now[0]) as telegram:
        url = f"{telegram.url}/bot{telegram.token}/sendMessage"
        with httpx.Client() as client:
            for chat in range(1, 32):
                telegram.user(chat, "Jo").send("/start")
            taken = [
                client.post(url, json={"chat_id": chat, "text": "Hello"}).status_code
                for chat in range(1, 32)
            ]
        assert taken == [200] * 30 + [429]


def test_an_edit_changes_something(call: Call, jo: Person) -> None:
    """An edit that changes nothing, of nothing, or of another's words is refused."""
    said = call("sendMessage", chat_id=1, text="Hello", reply_markup=CALLBACK)[1]["result"]
    number = said["message_id"]
    same = call(
        "editMessageText", chat_id=1, message_id=number, text="Hello", reply_markup=CALLBACK
    )
    assert description(same).startswith("Bad Request: message is not modified")
    gone = call("editMessageText", chat_id=1, message_id=999, text="Hi")
    assert description(gone) == "Bad Request: message to edit not found"
    theirs = jo.messages[0].id
    other = call("editMessageText", chat_id=1, message_id=theirs, text="Hi")
    assert description(other) == "Bad Request: message can't be edited"
    assert call("editMessageText", chat_id=1, message_id=number, text="Hi")[0] == 200
    assert jo.heard == ["Hi"]


def test_messages_can_be_deleted_for_two_days(call: Call, jo: Person, clock: SettableClock) -> None:
    """A bot deletes its own and incoming messages until they are 48 hours old."""
    theirs, more = jo.messages[0], jo.send("More")
    assert call("deleteMessage", chat_id=1, message_id=theirs.id)[0] == 200
    again = call("deleteMessage", chat_id=1, message_id=theirs.id)
    assert description(again) == "Bad Request: message to delete not found"
    clock.advance(timedelta(hours=48))
    late = call("deleteMessage", chat_id=1, message_id=more.id)
    assert description(late) == "Bad Request: message can't be deleted for everyone"


def test_a_press_is_answered_in_time(call: Call, jo: Person, clock: SettableClock) -> None:
    """A press of an inline button can be answered for 150 seconds, with 200 characters."""
    call("sendMessage", chat_id=1, text="?", reply_markup=CALLBACK)
    press = jo.press("Yes")
    long = call("answerCallbackQuery", callback_query_id=press, text="a" * 201)
    assert description(long) == "Bad Request: MESSAGE_TOO_LONG"
    assert call("answerCallbackQuery", callback_query_id=press)[0] == 200
    clock.advance(timedelta(seconds=150))
    late = description(call("answerCallbackQuery", callback_query_id=press))
    assert late.startswith("Bad Request: query is too old")


def test_commands_are_checked(call: Call) -> None:
    """At most 100 commands, short and in small letters, each described."""

    def commands(*named: tuple[str, str]) -> tuple[int, dict[str, Any]]:
        return call("setMyCommands", commands=[{"command": c, "description": d} for c, d in named])

    assert commands(("help", "Get help"), ("stop", "Stop"))[0] == 200
    assert description(commands(("Help", "x"))) == "Bad Request: BOT_COMMAND_INVALID"
    assert description(commands(("a" * 33, "x"))) == "Bad Request: BOT_COMMAND_INVALID"
    assert description(commands(("help", ""))).endswith("DESCRIPTION_INVALID")
    many = description(commands(*[("help", "x")] * 101))
    assert many == "Bad Request: BOT_COMMANDS_TOO_MUCH"


def test_an_action_is_known(call: Call, jo: Person) -> None:
    """A chat is told that the bot is typing, and nothing that Telegram does not know."""
    assert call("sendChatAction", chat_id=1, action="typing")[0] == 200
    description(call("sendChatAction", chat_id=1, action="thinking"))


def test_parameters_come_in_any_form(telegram: FakeBotApi, jo: Person) -> None:
    """A form whose markup is JSON says the same as a body of JSON; bad JSON is refused."""
    url = f"{telegram.url}/bot{telegram.token}/sendMessage"
    markup = '{"keyboard": [[{"text": "Yes"}]]}'
    good = httpx.post(url, data={"chat_id": "1", "text": "?", "reply_markup": markup})
    assert good.status_code == 200
    assert jo.keyboard == ["Yes"]
    bad = httpx.post(url, data={"chat_id": "1", "text": "?", "reply_markup": "{"})
    assert bad.json()["description"] == "Bad Request: can't parse reply_markup JSON object"
    assert httpx.get(url, params={"chat_id": "1", "text": "?"}).status_code == 200
    lacking = httpx.post(url, data={"chat_id": "1"})
    assert lacking.json()["description"] == "Bad Request: can't parse text"


def test_a_button_that_is_not_there_cannot_be_tapped(call: Call, jo: Person) -> None:
    """A test that taps what nobody sees fails, also once the keyboard was taken away."""
    keyboard = {"keyboard": [[{"text": "Yes"}]]}
    call("sendMessage", chat_id=1, text="?", reply_markup=keyboard)
    assert jo.tap("Yes").text == "Yes"
    with pytest.raises(AssertionError, match="no button"):
        jo.tap("No")
    call("sendMessage", chat_id=1, text="Done", reply_markup={"remove_keyboard": True})
    with pytest.raises(AssertionError, match="no button"):
        jo.tap("Yes")


def test_faults_come_when_asked_for(telegram: FakeBotApi, call: Call, jo: Person) -> None:
    """A call fails before it did anything, or after; the next one works."""
    telegram.fail_before("sendMessage")
    assert call("sendMessage", chat_id=1, text="One")[0] == 500
    assert jo.heard == []
    telegram.fail_after("sendMessage")
    with pytest.raises(httpx.TransportError):
        call("sendMessage", chat_id=1, text="Two")
    assert jo.heard == ["Two"]
    telegram.slow("sendMessage", 0.05)
    assert call("sendMessage", chat_id=1, text="Three")[0] == 200
    assert len(telegram.called("sendMessage")) == 3


def test_waiting_wakes_up(telegram: FakeBotApi, call: Call, jo: Person) -> None:
    """Whoever waits for words hears them when they come, and only once."""
    threading.Timer(0.05, call, ("sendMessage",), {"chat_id": 1, "text": "Hello"}).start()
    jo.hear("Hello")
    with pytest.raises(AssertionError, match="was not said"):
        jo.hear("Hello", timeout=0.05)
