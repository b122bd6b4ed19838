"""A crowd at the door: units that all wait when the writer comes to them."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import event, text

from backend.platform import sqlite_writer
from backend.platform.database import Database, Transaction
from backend.platform.sqlite_writer import SqliteWriter

Unit = Callable[[Transaction], Any]

_TABLES = (
    "CREATE TABLE things (id TEXT PRIMARY KEY, words BLOB)",
    "CREATE TABLE parts (thing TEXT REFERENCES things DEFERRABLE INITIALLY DEFERRED)",
    "CREATE TABLE traps (id TEXT)",
    "CREATE TRIGGER spring BEFORE INSERT ON traps BEGIN SELECT RAISE(ROLLBACK, 'sprung'); END",
)


class Deaths:
    """Counts how often the writer was said to be dead, where the process would have ended."""

    def __init__(self) -> None:
        self.count = 0
        self.happened = threading.Event()

    def __call__(self) -> None:
        """Count one."""
        self.count += 1
        self.happened.set()


class Crowd:
    """Asks for many units at once; counts the commits that were made for them."""

    def __init__(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        self._database = database
        self._monkeypatch = monkeypatch
        self.commits = 0
        # So long that a busy machine does not make two commits of one.
        self.seconds_to_a_commit = 60.0
        event.listen(writer_of(database)._engine, "commit", self._count)

    def ask(self, units: Sequence[Unit]) -> list[Any]:
        """Have all the units wait together; return what each came to, a result or an error."""
        holding, go_on = threading.Event(), threading.Event()

        def hold(_transaction: Transaction) -> None:
            holding.set()
            go_on.wait()

        # Nobody is taken into the holding unit's own commit.
        self._monkeypatch.setattr(sqlite_writer, "SECONDS_TO_A_COMMIT", 0.0)
        with ThreadPoolExecutor(len(units) + 1) as pool:
            pool.submit(self._database.write, hold)
            holding.wait()
            asked = [self._queue_up(pool, unit) for unit in units]
            seconds = self.seconds_to_a_commit
            self._monkeypatch.setattr(sqlite_writer, "SECONDS_TO_A_COMMIT", seconds)
            self.commits = -1
            go_on.set()
            return [it.exception() or it.result() for it in asked]

    def _queue_up(self, pool: ThreadPoolExecutor, unit: Unit) -> "Future[Any]":
        waiting = writer_of(self._database)._waiting
        before = waiting.qsize()
        asked = pool.submit(self._database.write, unit)
        while waiting.qsize() == before:
            time.sleep(0.001)
        return asked

    def _count(self, _connection: object) -> None:
        self.commits += 1


def writer_of(database: Database) -> SqliteWriter:
    """Return the writer behind a SQLite database, to break it."""
    writer = database._writer
    assert isinstance(writer, SqliteWriter)
    return writer


def make_tables(transaction: Transaction) -> None:
    """Make the tables that units fail on."""
    for statement in _TABLES:
        transaction.execute(text(statement))


def add(name: str, size: int = 1) -> Unit:
    """Return a unit that adds one row."""

    def work(transaction: Transaction) -> str:
        row = {"id": name, "words": b"x" * size}
        transaction.execute(text("INSERT INTO things VALUES (:id, :words)"), row)
        return name

    return work


def then(work: Unit, statement: str) -> Unit:
    """Return a unit that also says something in SQL."""

    def both(transaction: Transaction) -> Any:
        result = work(transaction)
        transaction.execute(text(statement))
        return result

    return both


def raising(error: BaseException) -> Unit:
    """Return a unit that adds a row and then fails."""

    def work(transaction: Transaction) -> None:
        add("bad")(transaction)
        raise error

    return work


def kept(database: Database) -> list[str]:
    """Return the ids of all rows that are on the disk."""
    query = text("SELECT id FROM things ORDER BY id")
    return database.read(lambda transaction: list(transaction.execute(query).scalars()))
