"""As fast as Telegram lets a bot speak, and no faster."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

from backend.platform.pacing import Rate, turn

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
        self._each = Rate(pace.chat, pace.chat_burst)
        self._all = Rate(pace.overall)
        self._kept_of_all = 0.0
        self._kept_of_chat: OrderedDict[str, float] = OrderedDict()

    async def turn(self, chat: str) -> None:
        """Wait until a message to this chat may go out."""
        now = asyncio.get_running_loop().time()
        due, self._kept_of_all = turn(self._kept_of_all, now, self._all)
        at = max(self._turn_of_chat(chat, now), due)
        if at > now:
            await asyncio.sleep(at - now)

    def _turn_of_chat(self, chat: str, now: float) -> float:
        kept = self._kept_of_chat.pop(chat, 0.0)
        due, self._kept_of_chat[chat] = turn(kept, now, self._each)
        if len(self._kept_of_chat) > _CHATS_KEPT:
            self._kept_of_chat.popitem(last=False)
        return due
