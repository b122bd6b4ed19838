"""How Telegram hands updates to a webhook: in order for each chat, again until it hears 2xx."""

import asyncio
from dataclasses import dataclass

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.telegram import limits
from tests.telegram.world import Waiting, World

_ANSWERS_WITHIN = ClientTimeout(total=60)


@dataclass(frozen=True)
class Hook:
    """A webhook as `setWebhook` asked for it."""

    url: str
    secret: str
    most_at_once: int


@dataclass(frozen=True)
class Tried:
    """One attempt: 0 for a connection that failed, and the seconds until the next attempt."""

    update_id: int
    status: int
    waits: float


class Sender:
    """Sends what waits. `speed` makes waiting shorter: 100 makes a second ten milliseconds."""

    def __init__(self, world: World, hook: Hook, speed: float) -> None:
        self.hook = hook
        self.tried: list[Tried] = []
        self.last_error = ""
        self._world = world
        self._speed = speed
        self._lanes: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._at_once = asyncio.Semaphore(hook.most_at_once)
        self._client = ClientSession(timeout=_ANSWERS_WITHIN)

    def look(self) -> None:
        """Begin to send in every lane in which something waits."""
        with self._world.changed:
            lanes = {each.lane for each in self._world.waiting}
        for lane in lanes:
            if lane not in self._lanes:
                self._lanes[lane] = asyncio.create_task(self._run(lane))

    async def close(self) -> None:
        for task in self._lanes.values():
            task.cancel()
        await asyncio.gather(*self._lanes.values(), return_exceptions=True)
        await self._client.close()

    async def _run(self, lane: tuple[str, int]) -> None:
        while (waiting := self._first(lane)) is not None:
            await self._send(waiting)
        del self._lanes[lane]

    def _first(self, lane: tuple[str, int]) -> Waiting | None:
        with self._world.changed:
            self._world.drop_expired()
            return next((each for each in self._world.waiting if each.lane == lane), None)

    async def _send(self, waiting: Waiting) -> None:
        """Offer one update until it is taken or too old; others of its chat wait behind it."""
        delay = limits.FIRST_DELAY
        fails = 0
        while self._still_waits(waiting):
            status, retry_after = await self._post(waiting)
            if 200 <= status < 300:
                with self._world.changed:
                    self.tried.append(Tried(waiting.id, status, 0))
                    self._world.settle(waiting)
                return
            if not retry_after and fails:
                delay = min(delay * 2, limits.LONGEST_DELAY)
            fails += 1
            waits = retry_after or (delay if fails > 1 else 0.0)
            self._note(waiting, status, waits)
            await asyncio.sleep(waits / self._speed)

    def _still_waits(self, waiting: Waiting) -> bool:
        with self._world.changed:
            self._world.drop_expired()
            return waiting in self._world.waiting

    def _note(self, waiting: Waiting, status: int, waits: float) -> None:
        with self._world.changed:
            self.last_error = f"Wrong response from the webhook: {status}"
            self.tried.append(Tried(waiting.id, status, waits))
            self._world.changed.notify_all()

    async def _post(self, waiting: Waiting) -> tuple[int, float]:
        secret = {"X-Telegram-Bot-Api-Secret-Token": self.hook.secret} if self.hook.secret else {}
        async with self._at_once:
            try:
                async with self._client.post(
                    self.hook.url, json=waiting.update, headers=secret
                ) as answer:
                    await answer.read()
                    asked = answer.headers.get("Retry-After", "0")
                    after = float(asked) if asked.isdigit() else 0.0
                    return answer.status, min(after, limits.LONGEST_RETRY_AFTER)
            except (ClientError, TimeoutError):
                return 0, 0.0
