"""Something that keeps texts, and fails when asked to."""

from collections.abc import Callable

from backend.inbox import service as inbox
from backend.platform.clock import SettableClock
from backend.platform.database import Database
from backend.platform.keys.rules import KeyRing
from bot.telegram.receiving import Receiver, Update


class Keeper:
    """Keeps each text once, in the order it came; fails when asked to."""

    def __init__(self, database: Database, ring: KeyRing, clock: SettableClock) -> None:
        self._database = database
        self._ring = ring
        self._clock = clock
        self.kept: list[str] = []
        self.aside: list[Update] = []
        self.failing: Callable[[str], Exception | None] = lambda _text: None

    def handle(self, update: Update) -> None:
        text = str(update["message"]["text"])
        if error := self.failing(text):
            raise error
        digest = self._ring.digest("test", text)
        number = int(update["update_id"])
        first = self._database.write(
            lambda unit: inbox.first_time(unit, "telegram:1", number, digest, self._clock())
        )
        if first:
            self.kept.append(text)

    def receiver(self) -> Receiver:
        return Receiver(self.handle, self.aside.append, sleep=lambda _seconds: None)


def times(count: int, error: Exception) -> Callable[[str], Exception | None]:
    """Fail so many times and then no more."""
    left = [error] * count
    return lambda _text: left.pop() if left else None
