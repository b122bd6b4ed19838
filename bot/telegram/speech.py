"""What is said in a chat: words and a keyboard, as the outbox keeps them. Knows no library."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

# Telegram counts UTF-16 code units: its docs, "sendMessage" and "MessageEntity".
LONGEST = 4096

SAY, DELETE, NUDGE = "say", "delete", "nudge"
"""Templates of the outbox: say a `Speech`, delete a message of the chat by its number, say a text
and leave the buttons that are there as they are."""

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Speech:
    """One message: its words, and the rows of buttons below them; no rows take buttons away."""

    text: str = field(repr=False)
    rows: Rows = ()

    def values(self) -> dict[str, str]:
        """Write it as the outbox keeps it."""
        return {"text": self.text, "rows": json.dumps(self.rows, ensure_ascii=False)}

    @classmethod
    def from_values(cls, values: Mapping[str, str]) -> "Speech":
        """Read what ``values`` wrote."""
        rows = json.loads(values["rows"])
        return cls(values["text"], tuple(tuple(row) for row in rows))


def split(speech: Speech) -> list[Speech]:
    """Cut a speech into messages that Telegram takes, at ends of lines or words if it can.

    The keyboard goes with the last.
    """
    rest, parts = speech.text, []
    while _length(rest) > LONGEST:
        cut = _cut(rest)
        parts.append(Speech(rest[:cut].rstrip()))
        rest = rest[cut:].lstrip()
    return [*parts, Speech(rest, speech.rows)]


def _cut(text: str) -> int:
    """Give where the first part ends, in characters."""
    fits = LONGEST
    while _length(text[:fits]) > LONGEST:
        fits -= (_length(text[:fits]) - LONGEST + 1) // 2
    ends = (text.rfind(mark, 1, fits) for mark in ("\n\n", "\n", " "))
    return next((end for end in ends if end > fits // 2), fits)


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
