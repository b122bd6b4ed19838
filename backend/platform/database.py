"""The door to what is kept: `write` for a unit of work, `read` for looking.

A unit may run twice, so ids, times and opened keys come into it and plain values go out of it.
Nothing slow happens inside: no network, file, PDF or password.
"""

import hashlib
import secrets
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, Table, event, make_url, text
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.types import TypeDecorator

from backend.platform import postgres, sqlite
from backend.platform.errors import DatabaseStopped, NestedWrite, Unavailable
from backend.platform.sqlite_writer import SqliteWriter, end_the_process

__all__ = [
    "Database",
    "DatabaseStopped",
    "Instant",
    "NestedWrite",
    "Transaction",
    "lock",
    "metadata",
    "new_id",
    "open_database",
]

T = TypeVar("T")
Transaction = Connection
Work = Callable[[Transaction], T]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """A moment: goes in aware, is kept in UTC, comes back aware and in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn any aware time into UTC; a naive one is a mistake in the program."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time needs its zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give back the zone that SQLite does not keep."""
        if value is None:
            return None
        moment: datetime = value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value
        return moment.astimezone(UTC)


def new_id() -> str:
    """Return a new id: 32 hexadecimal digits that nobody can guess."""
    return secrets.token_hex(16)


def insert_unless(transaction: Transaction, table: Table) -> SqliteInsert | PostgresInsert:
    """Begin an insert that can say what to do where the row is there already."""
    if transaction.dialect.name == "sqlite":
        return SqliteInsert(table)
    return PostgresInsert(table)


def lock(transaction: Transaction, name: str) -> None:
    """Hold the lock of that name until the transaction ends.

    SQLite has one writer and needs none. Take them in one order everywhere: conversation, child.
    """
    if transaction.dialect.name == "sqlite":
        return
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    transaction.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


class Writer(Protocol):
    """Runs a unit of work so that it is kept whole or not at all."""

    def write(self, work: Work[T]) -> T:
        """Run the unit and return what it came to, once it is durable."""

    def is_trouble(self, error: SQLAlchemyError) -> bool:
        """Say whether it is the machine's trouble and not the fault of what was asked."""

    def close(self) -> None:
        """Finish what is waiting and take nothing more."""


class Database:
    """One database, by whichever engine; safe to use from any thread."""

    def __init__(self, writer: Writer, writing: Engine, reading: Engine) -> None:
        self.dialect = reading.dialect.name
        self._writer = writer
        self._reading = reading
        self._inside = threading.local()
        for end in ("commit", "rollback"):
            event.listen(writing, end, self._refuse_an_early_end)

    def write(self, work: Work[T]) -> T:
        """Run the unit of work, perhaps twice, and return its result once that is durable.

        Raises what the unit raised; `Unavailable` if it could not be done now and may be tried
        again, with the same ids; `DatabaseStopped` if nothing more is taken; `NestedWrite` inside
        another unit.
        """
        self._refuse_nesting()
        return self._writer.write(self._marked(work))

    def read(self, work: Work[T]) -> T:
        """Run the work on one snapshot that it cannot change, and return its result.

        Raises what the work raised, and `Unavailable` if the database cannot be reached.
        """
        self._refuse_nesting()
        try:
            with self._reading.connect() as connection, connection.begin():
                return self._marked(work)(connection)
        except SQLAlchemyError as error:
            if self._writer.is_trouble(error):
                raise Unavailable from error
            raise

    def close(self) -> None:
        """Finish what is waiting, take nothing more, and let go of every connection."""
        self._writer.close()
        self._reading.dispose()

    def _refuse_nesting(self) -> None:
        if getattr(self._inside, "unit", False):
            raise NestedWrite("a unit of work uses the transaction it was given")

    def _refuse_an_early_end(self, _connection: Connection) -> None:
        if getattr(self._inside, "unit", False):
            raise NestedWrite("a unit of work neither commits nor rolls back")

    def _marked(self, work: Work[T]) -> Work[T]:
        def unit(transaction: Transaction) -> T:
            self._inside.unit = True
            try:
                return work(transaction)
            finally:
                self._inside.unit = False

        return unit


def open_database(
    url: str,
    *,
    throwaway: bool = False,
    on_death: Callable[[], None] = end_the_process,
) -> Database:
    """Open `sqlite:///path` or `postgresql+psycopg://...`; the tables have to be there already.

    `throwaway` accepts a PostgreSQL that may forget what it was given; only tests say so.
    `on_death` is called if SQLite's writer dies, and ends the process unless told otherwise.
    """
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        if not parts.database or parts.database == ":memory:":
            raise ValueError("SQLite needs a file: what is only in memory is lost")
        writing, reading = sqlite.open_file(Path(parts.database))
        return Database(SqliteWriter(writing, on_death), writing, reading)
    writing, reading = postgres.open_server(url, throwaway)
    return Database(postgres.PostgresWriter(writing), writing, reading)
