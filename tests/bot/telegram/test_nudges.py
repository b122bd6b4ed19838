"""A reminder in a chat: a few words, and the buttons that are there stay."""

from datetime import UTC, datetime

from backend.letters.rules import NUDGES
from backend.platform.delivery.rules import OpenedMessage
from backend.timetable import JOBS, Timetable, Tools
from bot.telegram.client import methods
from tests.bot.telegram.chatting import Chatting

FIRST = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)


def nudge(text: str) -> OpenedMessage:
    """A reminder as the outbox hands it to Telegram."""
    return OpenedMessage("1" * 32, "42", "nudge", {"text": text}, "en", 1)


def test_a_nudge_leaves_the_keyboard_alone() -> None:
    """It says its words, takes no button away and brings none, and cannot be passed on."""
    (method,) = methods(nudge("Still here."))
    said = method.model_dump(exclude_none=True)
    assert (said["chat_id"], said["text"]) == ("42", "Still here.")
    assert "reply_markup" not in said
    assert said["protect_content"] is True


def test_a_nudge_gives_nothing_away() -> None:
    """Neither of its words names the work, the child, or what was said, or holds a link."""
    for words in NUDGES.values():
        for word in ("care", "review", "social", "council", "child", "http", "{"):
            assert word not in words.lower()


def test_who_stopped_in_a_chat_is_told_there_and_goes_on(chats: Chatting) -> None:
    """A carer who went quiet is reminded in the chat once, and their next button still works."""
    runtime, household = chats.household.runtime, chats.household
    jo = chats.joined("amara_carer")
    jo.person.wait_for(lambda: bool(jo.person.keyboard))
    jo.settled()
    buttons = jo.person.keyboard
    chats.clock.set(FIRST)
    tools = Tools(runtime, household.desk, frozenset({"telegram"}))
    timetable = Timetable(tools)
    for _ in range(3):
        assert timetable.run(JOBS[0])
    jo.hear("Your questions are still here. You can go on where you stopped.")
    assert jo.person.keyboard == buttons
    said = [message.text for message in jo.person.messages if "still here" in message.text]
    assert len(said) == 1
    before = len(jo.person.heard)
    jo.tap(buttons[0])
    jo.person.wait_for(lambda: len(jo.person.heard) > before)
    assert "still here" not in jo.person.heard[-1]
    assert jo.person.heard[-1] != jo.person.heard[before - 2], "the conversation went on"
