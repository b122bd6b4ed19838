"""PostgreSQL: an ordinary transaction to a unit, in the thread that asks."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from backend.platform.errors import Unavailable

T = TypeVar("T")
Work = Callable[[Connection], T]

TRIES = 5
# Serialisation failure, deadlock: the server undid everything and asks for another try.
_AGAIN = {"40001", "40P01"}
# Lock, statement and idle time-outs, no room, shutting down, not yet up, no connection.
_TROUBLE = ("55P03", "57", "53", "58", "25P03", "08")

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
        pool_size=10,
        max_overflow=0,
        pool_timeout=10,
        connect_args={
            "connect_timeout": 10,
            "options": " ".join(f"-c {name}={value}" for name, value in _SESSION.items()),
        },
    )
    event.listen(writing, "handle_error", _hide_the_row)
    if not throwaway:
        _refuse_a_forgetful_server(writing)
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

    def write(self, work: Work[T]) -> T:
        """Run the unit and return what it came to, once that is on the server's disk."""
        for tries_left in range(TRIES - 1, -1, -1):
            try:
                return self._once(work)
            except PoolTimeout as error:
                raise Unavailable from error
            except DBAPIError as error:
                if tries_left and _worth_another(error):
                    time.sleep(random.uniform(0, 0.05))  # noqa: S311  # only to spread the tries
                    continue
                raise _as_told(error) from error
        raise Unavailable

    def _once(self, work: Work[T]) -> T:
        with self._engine.begin() as connection:
            return work(connection)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()


def _worth_another(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in _AGAIN


def _as_told(error: DBAPIError) -> Exception:
    state = getattr(error.orig, "sqlstate", None)
    gone = state is None and error.connection_invalidated
    return Unavailable() if gone or str(state).startswith(_TROUBLE) else error
