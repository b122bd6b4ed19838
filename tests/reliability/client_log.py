"""What each person did, and what they were told had been taken: only ever added to."""

import json
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

Told = Literal["offered", "taken"]


@dataclass(frozen=True)
class Entry:
    """One line: what was done in a conversation, under the name it was sent with.

    ``gave`` is what has to be found again, in the words of the person's side; ``worry`` is why
    somebody has to look at it ("help", "choice" or "cue"), "" for nothing. ``tapped`` is the text
    of a button in a chat.
    """

    told: Told
    conversation: str
    message: str
    gave: Mapping[str, Any]
    worry: str = ""
    tapped: str = ""

    def is_in(self, event: Mapping[str, Any]) -> bool:
        """Say whether this is what was kept.

        Where a kill leaves nobody sure that the question had gone out before a tap, the tap is kept
        to the letter and answers nothing, as any text dated before its question.
        """
        aside = {"event": "said", "step": "", "words": self.tapped}
        return self.gave.items() <= event.items() or bool(self.tapped and aside == {**event})


@dataclass(frozen=True)
class Sent:
    """What the fakes outside were sent: e-mails by subject, messages by Telegram chat."""

    emails: Counter[str] = field(default_factory=Counter)
    messages: Counter[str] = field(default_factory=Counter)


class ClientLog:
    """A file of lines, written by every person at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writing = threading.Lock()
        path.touch(mode=0o600)

    def add(self, entry: Entry) -> None:
        """Add a line; it is in the file when this returns."""
        line = json.dumps(asdict(entry))
        with self._writing, self._path.open("a", encoding="ascii") as file:
            file.write(f"{line}\n")

    def entries(self) -> list[Entry]:
        """Give every line there is."""
        return [Entry(**json.loads(line)) for line in self._path.read_text("ascii").splitlines()]
