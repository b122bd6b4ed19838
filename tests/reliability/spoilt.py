"""Servers made wrong on purpose, to see that what watches them turns red."""

import logging
import threading
from collections.abc import Callable, Mapping
from unittest.mock import patch

from backend.consultations import rules
from backend.consultations.rules import Stepped
from backend.platform.database import Database, Transaction
from dialogs.cues import CueTable
from dialogs.engine import Turn
from dialogs.events import Event
from tests.reliability import spoilt_pages, steps

LATE_SECONDS = 0.25


class _Tried(Exception):
    """Undoes a unit of work that was only tried, and carries what it came to."""

    def __init__(self, result: object) -> None:
        super().__init__()
        self.result = result


def tells_before_it_keeps() -> None:
    """Say "ok" as soon as it is known what a unit would come to, and commit it a little later."""
    write = Database.write

    def hasty(database: Database, work: Callable[[Transaction], object]) -> object:
        def only_try(transaction: Transaction) -> None:
            raise _Tried(work(transaction))

        try:
            write(database, only_try)
        except _Tried as tried:
            threading.Timer(LATE_SECONDS, write, (database, work)).start()
            return tried.result
        raise AssertionError

    patch.object(Database, "write", hasty).start()


def writes_everything_down() -> None:
    """Log all there is to log, in every library, whatever levels they set."""
    logging.basicConfig(level=logging.DEBUG)
    patch.object(logging.Logger, "isEnabledFor", lambda *_: True).start()
    patch.object(logging.Logger, "getEffectiveLevel", lambda _: logging.DEBUG).start()


def fails_with_the_words() -> None:
    """Log everything, and fail at every answer with an error that quotes what was said."""
    writes_everything_down()

    def broken(_turn: object, event: object, _cues: object, _audience: str) -> None:
        raise ValueError(f"cannot take {event!r}")

    patch("backend.consultations.rules.heard", broken).start()


def cannot_screen() -> None:
    """Log everything, and let the screening of every text fail with an error that quotes it."""
    writes_everything_down()

    def broken(_table: object, text: str, _audience: str) -> None:
        raise ValueError(f"cannot screen {text}")

    patch("backend.concerns.rules.screen", broken).start()


def lets_slip() -> None:
    """Write down each thing that happens, words and all."""
    heard = rules.heard

    def loud(turn: Turn, event: Event, cues: Mapping[str, CueTable], audience: str) -> Stepped:
        logging.getLogger(__name__).error("%s", event)
        return heard(turn, event, cues, audience)

    patch("backend.consultations.rules.heard", loud).start()


WAYS: Mapping[str, Callable[[], None]] = {
    "tells-before-it-keeps": tells_before_it_keeps,
    "writes-everything-down": writes_everything_down,
    "fails-with-the-words": fails_with_the_words,
    "cannot-screen": cannot_screen,
    "lets-slip": lets_slip,
    "dies-at-a-step": steps.watch,
    **spoilt_pages.WAYS,
}
