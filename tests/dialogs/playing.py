"""Typing into `sayso play`, for the tests of it."""

from bot.play import Conversation

PAST_THE_OPENING = ("1", "1", "1", "Ammy", "1", "1", "Jo and Sam")
"""What leads somebody of 8 to 11 to the first question that asks how they feel."""


def say(conversation: Conversation, *lines: str) -> str:
    """Type lines and give what the last of them brings back."""
    said = ""
    for line in lines:
        said = conversation.take(conversation.understand(line))
    return said
