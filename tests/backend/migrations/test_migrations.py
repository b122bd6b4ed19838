"""A database that was migrated is the one the program's tables describe."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from backend.migrations.schema import metadata
from backend.migrations.upgrade import FIRST, migrate, undo
from backend.platform.database import Database, Transaction, new_id, open_database
from tests.postgres import Cluster

_AGAIN = "run `python -m backend.migrations.first` (see docs/development.md)"
_ALL_RULES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": """SELECT tgname, pg_get_triggerdef(t.oid), prosrc
        FROM pg_trigger t JOIN pg_proc p ON p.oid = tgfoid
        WHERE NOT tgisinternal ORDER BY tgname""",
}


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it: once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = f"empty_{new_id()}"
    cluster.create(name)
    yield cluster.url(name)
    cluster.drop(name)


def _look(url: str, work: Any) -> Any:
    database = open_database(url, throwaway=True)
    try:
        return database.read(work)
    finally:
        database.close()


def _differences(transaction: Transaction) -> Any:
    context = MigrationContext.configure(transaction, opts={"compare_server_default": True})
    return compare_metadata(context, metadata)


def _rules(transaction: Transaction) -> dict[str, Any]:
    """Everything a comparison of tables leaves out: checks and triggers."""
    checks = inspect(transaction).get_multi_check_constraints()
    triggers = transaction.execute(text(_ALL_RULES[transaction.dialect.name])).all()
    return {
        "checks": {name: value for (_schema, name), value in checks.items() if value},
        "triggers": [tuple(row) for row in triggers],
    }


def _tables(transaction: Transaction) -> list[str]:
    return inspect(transaction).get_table_names()


def test_a_migrated_database_is_the_one_described(empty: str) -> None:
    """Migrating an empty database makes exactly the tables that the program describes."""
    migrate(empty, throwaway=True)
    assert _look(empty, _differences) == [], _AGAIN


def test_a_migrated_database_has_the_same_rules(empty: str, database: Database) -> None:
    """Migrating makes every check and every trigger that the program describes."""
    if database.dialect != empty.partition("+")[0].partition(":")[0]:
        return
    migrate(empty, throwaway=True)
    rules = database.read(_rules)
    assert _look(empty, _rules) == rules, _AGAIN
    assert rules["triggers"]


def test_migrating_again_changes_nothing(empty: str) -> None:
    """A database that is up to date stays as it is, with all that is in it."""
    migrate(empty, throwaway=True)
    before = _look(empty, _tables)
    migrate(empty, throwaway=True)
    assert _look(empty, _tables) == before


def test_every_step_can_be_undone_and_done_again(empty: str) -> None:
    """All the way down nothing is left, and up again it is all there."""
    migrate(empty, throwaway=True)
    undo(empty, FIRST, throwaway=True)
    assert _look(empty, _tables) == ["alembic_version"]
    migrate(empty, throwaway=True)
    assert _look(empty, _differences) == []


def test_two_that_start_at_once_migrate_once(empty: str) -> None:
    """Where two processes start at once, one migrates and the other finds it done."""
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(migrate, empty, throwaway=True) for _ in range(2)]:
            done.result()
    assert _look(empty, _differences) == []


def test_a_migration_that_fails_leaves_nothing(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration that fails on the way leaves the database as it was."""
    monkeypatch.setattr("backend.migrations.upgrade._require_whole", _fail)
    with pytest.raises(LookupError):
        migrate(empty, throwaway=True)
    assert _look(empty, _tables) == []


def _fail(_connection: object) -> None:
    raise LookupError
