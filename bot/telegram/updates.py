"""From an update of Telegram's to what a person did. Pure; knows no library.

Everything in an update was written by somebody else: what does not have the shape of Telegram's
docs, "Update" and "Message", is left alone.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from bot.telegram.rendering import Button, Screen
from dialogs import events

_COMMAND = re.compile(r"/([a-z]{1,32})(?:@\w+)?(?:\s+(\S.*))?", re.DOTALL)
_NUMBERS = re.compile(r"\s*\d{1,2}(?:[\s,;.+&]+\d{1,2})*[\s.]*")

# These mean the same wherever they are pressed, also before the question they lie below.
ANYWHERE = frozenset({"help", "pause", "resume", "again", "changes", "whom"})


@dataclass(frozen=True)
class Letter:
    """One message of a private chat. ``number`` is Telegram's; ``command`` comes without slash.

    Of a "photo" (anything that is no text) ``text`` is what was written below it.
    """

    chat: str
    number: int
    written_at: datetime
    kind: Literal["text", "edited", "photo"]
    text: str = field(repr=False)
    language: str = ""
    command: str = ""
    argument: str = field(default="", repr=False)
    edited_at: int = 0

    @property
    def reference(self) -> str:
        """Name this message, and this version of it, among those of its chat."""
        return f"{self.number}.{self.edited_at}" if self.edited_at else str(self.number)


def read(update: Mapping[str, Any]) -> Letter | None:
    """Give the message of a private chat that an update brings, or None for all else."""
    kind = "message" if "message" in update else "edited_message"
    message = update.get(kind)
    if not isinstance(message, dict):
        return None
    chat, sender = message.get("chat"), message.get("from")
    if not isinstance(chat, dict) or chat.get("type") != "private" or not isinstance(sender, dict):
        return None
    number, written = message.get("message_id"), message.get("date")
    if not isinstance(number, int) or not isinstance(written, int) or sender.get("is_bot"):
        return None
    text = message.get("text")
    words = verbatim(text if isinstance(text, str) else str(message.get("caption", "")))
    command = _COMMAND.fullmatch(words) if kind == "message" else None
    return Letter(
        chat=str(chat.get("id")),
        number=number,
        written_at=datetime.fromtimestamp(written, UTC),
        kind=_kind(kind, text),
        text=words,
        language=str(sender.get("language_code", ""))[:12],
        command=command[1] if command else "",
        argument=(command[2] or "") if command else "",
        edited_at=int(message.get("edit_date", 0)) if kind == "edited_message" else 0,
    )


def _kind(kind: str, text: object) -> Literal["text", "edited", "photo"]:
    if kind == "edited_message":
        return "edited"
    return "text" if isinstance(text, str) else "photo"


def verbatim(text: str) -> str:
    """Give the text as received, with line ends as one mark."""
    return text.replace("\r\n", "\n")


def pressed(screen: Screen, text: str) -> Button | None:
    """Give the button whose label this is, big letters or small, or None."""
    buttons = [button for row in screen.rows for button in row]
    for same in (str, str.casefold):
        for button in buttons:
            if same(button.label) == same(text.strip()):
                return button
    return None


def to_event(screen: Screen, button: Button | None, text: str, message_id: str) -> events.Event:
    """Give what a person did on this screen by a button, or by a text that is none."""
    if button is not None:
        return _MOVES[button.move](message_id, screen, button.argument)
    if not screen.takes_words:
        return aside(text, message_id)
    if numbers := _numbers(screen, text):
        return events.Picked(message_id, screen.step, numbers)
    return events.Said(message_id, screen.step, text)


def aside(text: str, message_id: str) -> events.Event:
    """Give a text that is kept and screened, and answers nothing."""
    return events.Said(message_id, "", text)


def _numbers(screen: Screen, text: str) -> tuple[str, ...]:
    """Read "1 3" where several may be picked: the codes of those choices, or () if it is none."""
    if not screen.several or not _NUMBERS.fullmatch(text):
        return ()
    found = [int(number) for number in re.findall(r"\d+", text)]
    if not all(1 <= number <= len(screen.several) for number in found):
        return ()
    return tuple(dict.fromkeys(screen.several[number - 1] for number in found))


Make = Callable[[str, Screen, str], events.Event]

_MOVES: dict[str, Make] = {
    "pick": lambda name, screen, code: events.Picked(name, screen.step, (code,)),
    "skip": lambda name, screen, _: events.Skipped(name, screen.step),
    "decline": lambda name, screen, _: events.Declined(name, screen.step),
    "back": lambda name, screen, _: events.WentBack(name, screen.place),
    "change": lambda name, _, step: events.Changed(name, step),
    "pause": lambda name, *_: events.Paused(name),
    "resume": lambda name, *_: events.Resumed(name),
    "again": lambda name, *_: events.AskedAgain(name),
    "meaning": lambda name, *_: events.AskedMeaning(name),
    "help": lambda name, *_: events.AskedForHelp(name),
}
