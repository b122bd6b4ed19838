"""In Telegram, too, people are told when another reads what they say."""

from datetime import timedelta

from tests.backend.consultations.household import TODAY
from tests.backend.covers.away import enter, stop
from tests.bot.telegram.chatting import Chatting

AWAY = "Priya Shah is away. Tom Bell reads what you say here until 24 November 2026."


def test_a_carer_is_told_in_the_chat(chats: Chatting) -> None:
    """The first message of the conversation says who reads, and the next one no more."""
    made = enter(chats.household, TODAY, TODAY)
    carer = chats.joined("amara_carer")
    assert AWAY in carer.hear("is away").text
    assert "is away" not in carer.says("OK", "\n").text
    chats.clock.advance(timedelta(minutes=1))
    stop(chats.household, made)
    carer.settled()
    back = carer.says("/stop", "in the place of").text
    assert back.startswith("Priya Shah reads what you say here now, in the place of Tom Bell.")
