"""As fast as a route lets us send, and no faster."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_RECIPIENTS_KEPT = 10_000


@dataclass(frozen=True)
class Rate:
    """So many a second, and so many of them at once after a rest."""

    per_second: float
    burst: int = 1


def turn(kept: float, now: float, rate: Rate) -> tuple[float, float]:
    """Give the moment of the next turn, and what to keep as soon as it is taken.

    `kept` is what the turn before it gave, 0.0 at first; it runs behind the clock by a burst at
    most. All are seconds on one clock that never goes back.
    """
    gap = 1 / rate.per_second
    due = max(kept, now - gap * (rate.burst - 1))
    return due, due + gap


@dataclass(frozen=True)
class Pace:
    """How fast one kind of message goes by one route: to all together, and to one recipient.

    GOV.UK Notify takes 3,000 calls a minute (its API documentation, "Rate limits"). Bulk and
    urgent, e-mail and text, each asked for before a second try, and receipts: together 45 a second.
    """

    overall: Rate = Rate(5.0, 2)
    recipient: Rate = Rate(1.0, 5)


class Stop:
    """Until when a provider has asked us to be silent; shared by all that goes its way."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._until = 0.0

    def ask_for(self, seconds: float) -> None:
        """Be silent for so long from now, or longer if that was asked before."""
        self._until = max(self._until, self._monotonic() + seconds)

    @property
    def seconds(self) -> float:
        """Say how long there is still to wait, 0 for not at all."""
        return max(0.0, self._until - self._monotonic())


class Pacer:
    """Says when the next message may go by a route, and to whom not yet; for many threads."""

    def __init__(self, pace: Pace, stop: Stop, monotonic: Callable[[], float]) -> None:
        self.stop = stop
        self._pace = pace
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._all = 0.0
        self._each: OrderedDict[str, float] = OrderedDict()

    @property
    def seconds(self) -> float:
        """Say how long there is to wait before anything may go, 0 for not at all."""
        now = self._monotonic()
        due, _kept = turn(self._all, now, self._pace.overall)
        return max(self.stop.seconds, due - now, 0.0)

    def resting(self) -> list[str]:
        """List the recipients whose turn has not come yet."""
        now = self._monotonic()
        with self._lock:
            turns = [(name, turn(at, now, self._pace.recipient)) for name, at in self._each.items()]
        return [name for name, (due, _kept) in turns if due > now]

    def went(self, recipient: str) -> None:
        """Count a message that goes to this recipient now."""
        now = self._monotonic()
        with self._lock:
            _due, self._all = turn(self._all, now, self._pace.overall)
            before = self._each.pop(recipient, 0.0)
            _due, self._each[recipient] = turn(before, now, self._pace.recipient)
            self._forget(now)

    def _forget(self, now: float) -> None:
        """Let go of who has rested long enough, the longest known first."""
        while self._each:
            name, kept = next(iter(self._each.items()))
            due, _kept = turn(kept, now, self._pace.recipient)
            if due <= kept and len(self._each) <= _RECIPIENTS_KEPT:
                return
            self._each.pop(name)
