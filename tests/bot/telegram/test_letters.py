"""An update of Telegram's is read as a letter of a private chat, or as nothing."""

from datetime import UTC, datetime

import pytest

from bot.telegram.updates import Letter, read


def letter(**message: object) -> Letter | None:
    chat = {"id": 42, "type": "private"}
    return read(
        {"message": {"message_id": 7, "date": 1, "chat": chat, "from": {"id": 42}, **message}}
    )


def test_a_letter_is_read() -> None:
    """A text is taken byte for byte but for its line ends, with when and by whom."""
    assert letter(text="a\r\nb\rc ") == Letter(
        "42", 7, datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), "text", "a\nb\rc "
    )


@pytest.mark.parametrize(
    ("text", "command", "argument"),
    [
        ("/start abc-_1", "start", "abc-_1"),
        ("/help@sayso_bot", "help", ""),
        ("/start", "start", ""),
        (" /stop", "", ""),
        ("/Stop", "", ""),
        ("/stop\nnow", "stop", "now"),
    ],
)
def test_commands_are_read(text: str, command: str, argument: str) -> None:
    """A command is known by its slash, with or without the bot's name."""
    found = letter(text=text)
    assert found is not None
    assert (found.command, found.argument) == (command, argument)


@pytest.mark.parametrize(
    "message",
    [
        {"chat": {"id": -1, "type": "group"}},
        {"chat": None},
        {"from": None},
        {"from": {"id": 1, "is_bot": True}},
        {"message_id": "7"},
        {"date": None},
    ],
)
def test_what_is_no_letter_is_none(message: dict[str, object]) -> None:
    """Groups, bots and shapes we do not know are no letters."""
    assert letter(text="x", **message) is None
