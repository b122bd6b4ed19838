"""The threads that deliver what is due, and ask what became of it."""

import logging
import threading
import time
from collections.abc import Callable, Iterator

from backend.platform.clock import Clock
from backend.platform.database import Database
from backend.platform.delivery.rules import KEEPS_ITS_PACE, Route
from backend.platform.delivery.service import Enquiries, Routes, ask_one, deliver_one
from backend.platform.errors import DatabaseStopped
from backend.platform.keys.rules import KeyRing
from backend.platform.pacing import Pace, Pacer, Rate, Stop

LONGEST_SLEEP_SECONDS = 1.0
_RECEIPTS_PACE = Pace(overall=Rate(5.0))

_log = logging.getLogger(__name__)

# Does one piece of work; False where there is none.
_Work = Callable[[], bool]


class Courier:
    """Threads that deliver what is due: urgent messages have their own, so bulk never delays them.

    `nudge()` after a commit sends at once; without it a message waits a second at most. Bulk and
    urgent keep a pace of their own each; what a provider asks for, both obey. `enquiries` are
    asked for receipts, by the names of their routes.
    """

    def __init__(
        self,
        database: Database,
        ring: KeyRing,
        routes: Routes,
        clock: Clock,
        workers: int = 2,
        enquiries: Enquiries | None = None,
        pace: Pace | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._ring, self._clock = database, ring, clock
        self._monotonic = monotonic
        self._pace = pace or Pace()
        self._nudged = threading.Condition()
        self._nudges = 0
        self._stopping = False
        # A route that hangs must not hold up another.
        self._threads = [
            thread
            for name, route in routes.items()
            for thread in self._senders(name, route, workers)
        ]
        if enquiries:
            self._threads.append(self._asker(enquiries))

    def start(self) -> None:
        """Begin to deliver."""
        for thread in self._threads:
            thread.start()

    def nudge(self) -> None:
        """Look for messages now."""
        with self._nudged:
            self._nudges += 1
            self._nudged.notify_all()

    def stop(self, timeout: float = 5.0) -> None:
        """Finish what is being sent, waiting `timeout` seconds at most for each sender."""
        self._stopping = True
        self.nudge()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout)

    def _senders(self, name: str, route: Route, workers: int) -> Iterator[threading.Thread]:
        stop = Stop(self._monotonic)
        for urgent, threads in ((True, 1), (False, workers)):
            kept = name in KEEPS_ITS_PACE
            pacer = None if kept else Pacer(self._pace, stop, self._monotonic)
            for _each in range(threads):
                yield self._thread(
                    f"{name}-{'urgent' if urgent else 'rest'}",
                    pacer,
                    self._sending({name: route}, urgent, pacer),
                )

    def _sending(self, routes: Routes, urgent: bool, pacer: Pacer | None) -> _Work:
        database, ring, clock = self._database, self._ring, self._clock
        return lambda: deliver_one(database, ring, routes, clock, urgent, pacer)

    def _asker(self, enquiries: Enquiries) -> threading.Thread:
        pacer = Pacer(_RECEIPTS_PACE, Stop(self._monotonic), self._monotonic)

        def ask() -> bool:
            pacer.went("")
            return ask_one(self._database, enquiries, self._clock)

        return self._thread("receipts", pacer, ask)

    def _thread(self, name: str, pacer: Pacer | None, work: _Work) -> threading.Thread:
        return threading.Thread(
            target=self._live, args=(work, pacer), name=f"courier-{name}", daemon=True
        )

    def _live(self, work: _Work, pacer: Pacer | None) -> None:
        seen = -1
        while not self._stopping:
            with self._nudged:
                pause = _pause(pacer)
                if pause or seen == self._nudges:
                    self._nudged.wait(min(pause or LONGEST_SLEEP_SECONDS, LONGEST_SLEEP_SECONDS))
                seen = self._nudges
            try:
                self._round(work, pacer)
            except DatabaseStopped:
                return
            except Exception as error:  # a courier outlives any trouble
                _log.error("delivery paused: %s", type(error).__name__)

    def _round(self, work: _Work, pacer: Pacer | None) -> None:
        while not self._stopping and not _pause(pacer) and work():
            pass


def _pause(pacer: Pacer | None) -> float:
    return pacer.seconds if pacer else 0.0
