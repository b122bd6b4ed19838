"""The one writer of a SQLite file: many units to a commit, and nobody hears "ok" before it."""

import logging
import os
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from backend.platform.errors import DatabaseStopped, NestedWrite, Unavailable

T = TypeVar("T")
Work = Callable[[Connection], T]

UNITS_TO_A_COMMIT = 64
SECONDS_TO_A_COMMIT = 0.02
# How long a unit may wait for another process to let go of the file.
PATIENCE_SECONDS = 20.0

_BUSY, _LOCKED = 5, 6
# Busy, locked, no memory, interrupted, input/output error, full, cannot open (sqlite.org/rescode).
_TROUBLE = {_BUSY, _LOCKED, 7, 9, 10, 13, 14}

_log = logging.getLogger(__name__)


def end_the_process() -> None:
    """End the process at once: without its writer it would only collect people who wait."""
    os._exit(70)


class _Lost(Exception):
    """The transaction is gone, and with it all that the batch had done."""


class _Unit:
    """A unit of work, and whoever waits for it."""

    def __init__(self, work: Work[Any]) -> None:
        self.work = work
        self.asked_at = time.monotonic()
        self.future: Future[Any] = Future()
        self._result: Any = None
        self._error: BaseException | None = None

    def came_to(self, result: object) -> None:
        self._result, self._error = result, None

    def failed_with(self, error: BaseException) -> None:
        self._result, self._error = None, error

    def tell(self) -> None:
        """Wake the caller. Only ever after COMMIT, or when there is nothing to commit."""
        if self._error is None:
            self.future.set_result(self._result)
        else:
            self.future.set_exception(self._error)


class SqliteWriter:
    """Runs every unit in one thread, as many to a commit as are waiting anyway."""

    def __init__(
        self,
        engine: Engine,
        on_death: Callable[[], None] = end_the_process,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._engine = engine
        self._errors = (SQLAlchemyError, engine.dialect.loaded_dbapi.Error)
        self._on_death = on_death
        self._patience = patience
        self._waiting: queue.SimpleQueue[_Unit | None] = queue.SimpleQueue()
        self._batch: list[_Unit] = []
        self._gate = threading.Lock()
        self._stopped = False
        self._thread = threading.Thread(target=self._live, name="sqlite-writer", daemon=True)
        self._thread.start()

    def write(self, work: Work[T]) -> T:
        """Run the unit and return what it came to, once that is on the disk."""
        unit = _Unit(work)
        with self._gate:
            if self._stopped:
                raise DatabaseStopped
            self._waiting.put(unit)
        result: T = unit.future.result()
        return result

    def close(self) -> None:
        """Finish what is waiting and take nothing more."""
        with self._gate:
            self._stopped = True
            self._waiting.put(None)
        self._thread.join()
        # The last connection to go takes the journal into the file, so that it can be copied.
        self._engine.dispose()

    def is_trouble(self, error: BaseException) -> bool:
        """Say whether it is the machine's trouble and not the fault of what was asked."""
        return isinstance(error, PoolTimeout) or _code(error) in _TROUBLE

    def _live(self) -> None:
        try:
            with self._engine.connect() as connection:
                while (first := self._waiting.get()) is not None:
                    self._batch = [first]
                    self._serve(connection)
                    # What people said is not kept in memory until the next comes.
                    self._batch, first = [], None
        except BaseException as death:
            self._die(death)

    def _serve(self, connection: Connection) -> None:
        try:
            self._together(connection)
        except _Lost:
            _clear(connection)
            for unit in self._batch:
                self._alone(connection, unit)
        else:
            for unit in self._batch:
                unit.tell()

    def _together(self, connection: Connection) -> None:
        """Run what is waiting, each unit in a savepoint of its own, and commit it all."""
        try:
            transaction = connection.begin()
            until = time.monotonic() + SECONDS_TO_A_COMMIT
            _attempt(connection, self._batch[0])
            while len(self._batch) < UNITS_TO_A_COMMIT and time.monotonic() < until:
                unit = self._next_waiting()
                if unit is None:
                    break
                self._batch.append(unit)
                _attempt(connection, unit)
            transaction.commit()
        except self._errors as error:
            raise _Lost from error

    def _next_waiting(self) -> _Unit | None:
        """Take a unit that waits already: a lone person is never kept waiting for company."""
        try:
            unit = self._waiting.get_nowait()
        except queue.Empty:
            return None
        if unit is None:
            self._waiting.put(None)
        return unit

    def _alone(self, connection: Connection, unit: _Unit) -> None:
        """Run one unit in a commit of its own; what fails now is its own failure."""
        while True:
            try:
                transaction = connection.begin()
                result = unit.work(connection)
                if not _driver(connection).in_transaction:
                    # It said COMMIT or ROLLBACK in SQL, where nobody could stop it.
                    raise NestedWrite("a unit of work neither commits nor rolls back")
                transaction.commit()
            except BaseException as error:
                _clear(connection)
                if _code(error) in {_BUSY, _LOCKED} and not self._out_of_patience(unit):
                    continue
                unit.failed_with(Unavailable() if self.is_trouble(error) else error)
            else:
                unit.came_to(result)
            unit.tell()
            return

    def _out_of_patience(self, unit: _Unit) -> bool:
        return time.monotonic() > unit.asked_at + self._patience

    def _die(self, death: BaseException) -> None:
        # The kind and not the text: a text may quote what somebody said.
        _log.critical("the database writer died of %s", type(death).__name__)
        with self._gate:
            self._stopped = True
        left = self._batch
        with suppress(queue.Empty):
            while True:
                unit = self._waiting.get_nowait()
                left += [unit] if unit else []
        for unit in left:
            if not unit.future.done():
                unit.failed_with(DatabaseStopped())
                unit.tell()
        self._on_death()


def _attempt(connection: Connection, unit: _Unit) -> None:
    """Run a unit in a savepoint, so that its failure is nobody else's.

    The driver is asked directly: SQLAlchemy's savepoints would take a fifth of the time.
    """
    driver = _driver(connection)
    driver.execute("SAVEPOINT unit")
    try:
        result = unit.work(connection)
    except BaseException as error:
        if not _is_intact(connection) or _code(error) in _TROUBLE:
            raise _Lost from error
        driver.execute("ROLLBACK TO unit")
        unit.failed_with(error)
    else:
        if not _is_intact(connection):
            raise _Lost
        unit.came_to(result)
    driver.execute("RELEASE unit")


def _is_intact(connection: Connection) -> bool:
    """Say whether the transaction is still there, for SQLite and for SQLAlchemy alike."""
    return connection.in_transaction() and bool(_driver(connection).in_transaction)


def _clear(connection: Connection) -> None:
    """Leave no transaction behind, whatever SQLAlchemy believes about it."""
    connection.rollback()
    if _driver(connection).in_transaction:
        _driver(connection).rollback()


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _code(error: BaseException) -> int:
    """Return SQLite's primary result code for the error, 0 where it is none of SQLite's."""
    original = error.orig if isinstance(error, DBAPIError) else error
    return int(getattr(original, "sqlite_errorcode", 0)) & 0xFF
