"""PostgreSQL: an ordinary transaction to a unit, in the thread that asks."""

import random
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from backend.platform.errors import DatabaseStopped, NestedWrite, Unavailable

T = TypeVar("T")
Work = Callable[[Connection], T]

TRIES = 5
# Serialisation failure, deadlock: the server undid everything and asks for another try.
_AGAIN = {"40001", "40P01"}
# Lock, statement and idle time-outs; shutting down or not yet up, no room, an error of the
# machine's, no connection.
_TROUBLE = ("55P03", "57", "25P03", "53", "58", "08")

_SESSION = {
    "timezone": "UTC",
    "lock_timeout": "10s",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
}


class ForgetfulPostgres(RuntimeError):
    """The server may forget what it has said it kept."""


def open_server(url: str, throwaway: bool) -> tuple[Engine, Engine]:
    """Return an engine that writes and one that cannot; `throwaway` accepts a forgetful server."""
    writing = create_engine(
        url,
        # Parameters are what people said: they stay out of every error message.
        hide_parameters=True,
        # A connection from before the server was restarted is no reason to turn anyone away.
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=0,
        pool_timeout=10,
        connect_args={
            "connect_timeout": 10,
            "options": " ".join(f"-c {name}={value}" for name, value in _SESSION.items()),
        },
    )
    event.listen(writing, "handle_error", _hide_the_row)
    try:
        if not throwaway:
            _refuse_a_forgetful_server(writing)
    except BaseException:
        writing.dispose()
        raise
    reading = writing.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return writing, reading


def _refuse_a_forgetful_server(engine: Engine) -> None:
    with engine.connect() as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            value = connection.exec_driver_sql(f"SHOW {name}").scalar_one()
            if value == "off":
                raise ForgetfulPostgres(f"PostgreSQL runs with {name}=off and may lose answers.")


def _hide_the_row(context: ExceptionContext) -> None:
    """Say what kind of error it was and where, without the row that PostgreSQL quotes."""
    error = context.original_exception
    diagnosis = getattr(error, "diag", None)
    if diagnosis is None or getattr(error, "sqlstate", None) is None:
        return
    parts = (type(error).__name__, diagnosis.table_name, diagnosis.constraint_name)
    said = " ".join(part for part in parts if part)
    error.args = (said,)
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (said,)


class PostgresWriter:
    """Runs a unit in the thread that asks, again where the server says it must be."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._stopped = False

    def write(self, work: Work[T]) -> T:
        """Run the unit and return what it came to, once that is on the server's disk."""
        for _ in range(TRIES):
            try:
                return self._once(work)
            except SQLAlchemyError as error:
                if _state(error) not in _AGAIN:
                    if self.is_trouble(error):
                        raise Unavailable from error
                    raise
                time.sleep(random.uniform(0, 0.05))  # noqa: S311  # only to spread the tries
        raise Unavailable

    def _once(self, work: Work[T]) -> T:
        if self._stopped:
            raise DatabaseStopped
        with self._engine.connect() as connection:
            try:
                with connection.begin():
                    result = work(connection)
                    _require_open(connection)
                    return result
            except BaseException:
                _clear(connection)
                raise

    def is_trouble(self, error: SQLAlchemyError) -> bool:
        """Say whether it is the machine's trouble and not the fault of what was asked."""
        silent = isinstance(error, OperationalError) and not _state(error)
        return silent or isinstance(error, PoolTimeout) or _state(error).startswith(_TROUBLE)

    def close(self) -> None:
        """Take nothing more and let go of every connection."""
        self._stopped = True
        self._engine.dispose()


def _require_open(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    if driver.pgconn.transaction_status == TransactionStatus.IDLE:
        # It said COMMIT or ROLLBACK in SQL, where nobody could stop it.
        raise NestedWrite("a unit of work neither commits nor rolls back")


def _clear(connection: Connection) -> None:
    """Leave no transaction behind, whatever SQLAlchemy believes about it."""
    if not connection.invalidated:
        with suppress(connection.dialect.loaded_dbapi.Error):
            connection.connection.rollback()


def _state(error: SQLAlchemyError) -> str:
    """Return the server's code for the error, "" where the server said nothing."""
    original = error.orig if isinstance(error, DBAPIError) else None
    return getattr(original, "sqlstate", None) or ""
