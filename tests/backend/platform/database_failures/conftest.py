"""A SQLite database whose writer may die without ending the tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.platform.database import Database, open_database
from tests.backend.platform.database_failures.crowd import Crowd, Deaths, make_tables


@pytest.fixture
def deaths() -> Deaths:
    """How often the writer died."""
    return Deaths()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file is."""
    return tmp_path / "sayso.sqlite"


@pytest.fixture
def database(path: Path, deaths: Deaths) -> Iterator[Database]:
    """A SQLite database with tables to fail on."""
    opened = open_database(f"sqlite:///{path}", on_death=deaths)
    opened.write(make_tables)
    yield opened
    opened.close()


@pytest.fixture
def crowd(database: Database, monkeypatch: pytest.MonkeyPatch) -> Crowd:
    """A crowd at the door of that database."""
    return Crowd(database, monkeypatch)
