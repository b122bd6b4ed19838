"""Bringing a database to the version this program was written for."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, make_url, text

from backend.platform import postgres, sqlite
from backend.platform.database import lock

FIRST = "base"
NEWEST = "head"


def migrate(url: str, *, throwaway: bool = False) -> None:
    """Bring the database to the newest version, all of the way or not at all.

    An empty one gets every table. It may be called at every start, by two processes at once.
    """
    _move(url, NEWEST, throwaway)


def undo(url: str, version: str, *, throwaway: bool = False) -> None:
    """Take the database back to an older version; what only newer ones keep is lost."""
    _move(url, version, throwaway)


def _move(url: str, version: str, throwaway: bool) -> None:
    engine = _engine(url, throwaway)
    try:
        with engine.connect() as connection:
            _let_it_take_its_time(connection)
            with connection.begin():
                lock(connection, "migrations")
                _run(connection, version)
                _require_whole(connection)
    finally:
        engine.dispose()


def _engine(url: str, throwaway: bool) -> Engine:
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        writing, reading = sqlite.open_file(Path(str(parts.database)))
    else:
        writing, reading = postgres.open_server(url, throwaway)
    reading.dispose()
    return writing


def _let_it_take_its_time(connection: Connection) -> None:
    """Take away what guards a unit of work and would end a migration half way."""
    driver = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        # Copying a table drops the old one, which would delete all that refers to it.
        driver.execute("PRAGMA foreign_keys=OFF")
        driver.execute("PRAGMA busy_timeout=60000")
    else:
        driver.execute("SET statement_timeout = 0")
        driver.execute("SET lock_timeout = '60s'")
        connection.connection.commit()
    driver.close()


def _run(connection: Connection, version: str) -> None:
    config = Config()
    config.set_main_option("script_location", "backend:migrations")
    config.attributes["connection"] = connection
    if version == NEWEST:
        command.upgrade(config, version)
    else:
        command.downgrade(config, version)


def _require_whole(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        dangling = connection.execute(text("PRAGMA foreign_key_check")).all()
        if dangling:
            raise RuntimeError(f"rows of {dangling[0][0]} would refer to rows that are gone")
