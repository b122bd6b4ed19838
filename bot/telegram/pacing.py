"""As fast as Telegram lets a bot speak, and no faster."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

_CHATS_KEPT = 10_000


@dataclass(frozen=True)
class Pace:
    """Messages a second to one chat, how many of them at once, and a second over all chats.

    Telegram names one and about thirty (its bot FAQ, "My bot is hitting limits"); ours stays
    below, since answers to 429 cost more than they gain.
    """

    chat: float = 1.0
    chat_burst: int = 3
    overall: float = 25.0


class Pacer:
    """Lets each message wait for its turn; used on one event loop only."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._next_of_all = 0.0
        self._next_of_chat: OrderedDict[str, float] = OrderedDict()

    async def turn(self, chat: str) -> None:
        """Wait until a message to this chat may go out."""
        now = asyncio.get_running_loop().time()
        at = max(self._turn_of_chat(chat, now), self._turn_of_all(now))
        if at > now:
            await asyncio.sleep(at - now)

    def _turn_of_all(self, now: float) -> float:
        at = max(now, self._next_of_all)
        self._next_of_all = at + 1 / self._pace.overall
        return at

    def _turn_of_chat(self, chat: str, now: float) -> float:
        """Give the moment of the turn: `due` runs ahead of the clock by a burst at most."""
        gap = 1 / self._pace.chat
        due = max(self._next_of_chat.pop(chat, 0.0), now - gap * (self._pace.chat_burst - 1))
        self._next_of_chat[chat] = due + gap
        if len(self._next_of_chat) > _CHATS_KEPT:
            self._next_of_chat.popitem(last=False)
        return due
