"""What the tests stand on: an empty database of each kind, keys, and a clock that stands still."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.migrations.schema import metadata
from backend.platform.clock import SettableClock
from backend.platform.database import Database, new_id, open_database
from backend.platform.keys.rules import KeyRing
from backend.platform.runtime import Runtime
from backend.platform.settings import load as load_settings
from backend.platform.translations import load as load_translations
from dialogs.loading import load_all
from dialogs.script import Scripts
from tests.postgres import Cluster, running_cluster


@pytest.fixture
def clock() -> SettableClock:
    """A clock at nine in the morning, Tuesday 24 November 2026."""
    return SettableClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))


@pytest.fixture
def ring() -> KeyRing:
    """A key ring of a made-up key."""
    return KeyRing(bytes(range(32)))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL cluster for this run."""
    with running_cluster() as started:
        yield started


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and nothing in them."""
    path = tmp_path_factory.mktemp("template") / "sayso.sqlite"
    _make_tables(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(cluster: Cluster) -> str:
    """The name of a PostgreSQL database with every table and nothing in them."""
    cluster.create("template_sayso")
    _make_tables(cluster.url("template_sayso"))
    return "template_sayso"


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a SQLite database of this test's own."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return f"sqlite:///{shutil.copy(sqlite_template, folder / 'sayso.sqlite')}"


@pytest.fixture
def postgres_url(cluster: Cluster, postgres_template: str) -> Iterator[str]:
    """The address of a PostgreSQL database of this test's own."""
    name = f"test_{new_id()}"
    cluster.create(name, postgres_template)
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database with every table: once of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database with every table: once SQLite, once PostgreSQL."""
    opened = open_database(database_url, throwaway=True)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def scripts() -> Scripts:
    """Every script, read once: that takes longer than most tests."""
    return load_all()


@pytest.fixture
def runtime(
    database: Database,
    database_url: str,
    ring: KeyRing,
    clock: SettableClock,
    scripts: Scripts,
    tmp_path: Path,
) -> Runtime:
    """Everything the application is given, on an empty database."""
    settings = load_settings({"SAYSO_DATABASE_URL": database_url}, tmp_path / "data")
    translations = load_translations(settings.languages, settings.draft_languages)
    return Runtime(settings, database, ring, clock, scripts, translations)


def _make_tables(url: str) -> None:
    opened = open_database(url, throwaway=True)
    try:
        opened.write(metadata.create_all)
    finally:
        opened.close()
