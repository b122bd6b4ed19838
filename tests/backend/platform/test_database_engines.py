"""What each engine is asked for, and what it is refused for."""

import os
import stat
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.platform.database import Transaction, lock, open_database
from backend.platform.postgres import ForgetfulPostgres
from backend.platform.sqlite import BadSqlite, journal, loses_wal, network_filesystem
from tests.postgres import running_cluster


def _make_things(transaction: Transaction) -> None:
    transaction.execute(text("CREATE TABLE things (id TEXT PRIMARY KEY)"))


def _add(transaction: Transaction) -> None:
    transaction.execute(text("INSERT INTO things VALUES ('a')"))


def _names(transaction: Transaction) -> list[str]:
    return list(transaction.execute(text("SELECT id FROM things")).scalars())


def test_two_locks_in_opposite_order_end_well(postgres_url: str) -> None:
    """Where two units block each other, one is run again and both are kept."""
    database = open_database(postgres_url, throwaway=True)
    both_have_one = threading.Barrier(2, timeout=5)
    tries: list[str] = []

    def crossing(mine: str, other: str) -> Callable[[Transaction], str]:
        def work(transaction: Transaction) -> str:
            lock(transaction, mine)
            if len(tries) < 2:
                tries.append(mine)
                both_have_one.wait()
            lock(transaction, other)
            return mine

        return work

    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(database.write, crossing(*pair)) for pair in ("ab", "ba")]
        assert [it.result() for it in asked] == ["a", "b"]
    database.close()


def test_a_forgetful_server_is_refused(postgres_url: str) -> None:
    """A PostgreSQL that may forget what it said it kept is refused."""
    with pytest.raises(ForgetfulPostgres, match="fsync=off"):
        open_database(postgres_url)


def test_a_restarted_server_turns_nobody_away() -> None:
    """A careful PostgreSQL is accepted, and after its restart the next unit just works."""
    with running_cluster(forgetful=False) as cluster:
        database = open_database(cluster.url("postgres"))
        database.write(_make_things)
        cluster.stop()
        cluster.start()
        database.write(_add)
        assert database.read(_names) == ["a"]
        database.close()


def test_sqlite_is_set_to_keep_what_it_takes(sqlite_url: str) -> None:
    """SQLite runs with every setting that keeps answers safe, for writing and for reading."""
    database = open_database(sqlite_url)
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "recursive_triggers": 1,
    }

    def work(transaction: Transaction) -> dict[str, object]:
        return {name: transaction.execute(text(f"PRAGMA {name}")).scalar_one() for name in wanted}

    assert database.write(work) == wanted
    assert database.read(work) == wanted
    database.close()


def test_nobody_else_can_read_the_file(tmp_path: Path) -> None:
    """The SQLite file, its journals and a new data folder are their owner's only."""
    before = os.umask(0)
    try:
        database = open_database(f"sqlite:///{tmp_path / 'new' / 'sayso.sqlite'}")
        database.write(_make_things)
        database.read(_names)
    finally:
        os.umask(before)
    files = sorted((tmp_path / "new").iterdir())
    assert [it.name for it in files] == ["sayso.sqlite", "sayso.sqlite-shm", "sayso.sqlite-wal"]
    assert {stat.S_IMODE(it.stat().st_mode) for it in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    database.close()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    """A SQLite database that is only in memory is refused."""
    with pytest.raises(ValueError, match="needs a file"):
        open_database(url)


@pytest.mark.parametrize(
    ("version", "bad"),
    [
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_a_sqlite_that_loses_data_is_known(version: tuple[int, int, int], bad: bool) -> None:
    """A SQLite with the fault in its write-ahead log is refused where a fixed one can be had."""
    assert loses_wal(version) is bad
    assert journal(version, "aarch64") == (("DELETE", "EXTRA") if bad else ("WAL", "FULL"))
    if bad:
        with pytest.raises(BadSqlite, match="can lose data"):
            journal(version, "x86_64")


_MOUNTS = """/dev/vda / ext4 rw 0 0
server:/care /srv nfs4 rw 0 0
tmpfs /srv/fast tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/data/sayso.sqlite", ""), ("/srv/data/sayso.sqlite", "nfs4"), ("/srv/fast/sayso", "")],
)
def test_a_network_disk_is_known(path: str, kind: str) -> None:
    """A file on a network disk is known by the mount that is nearest to it."""
    assert network_filesystem(Path(path), _MOUNTS) == kind


def test_a_network_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite on a network disk is refused: it cannot keep its promise there."""
    monkeypatch.setattr("backend.platform.sqlite._mounts", lambda: f"s:/x {tmp_path} cifs rw 0 0")
    with pytest.raises(BadSqlite, match="cifs"):
        open_database(f"sqlite:///{tmp_path / 'sayso.sqlite'}")


def test_several_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    """Several that open a new file at the same moment all get it open."""
    for attempt in range(25):
        url = f"sqlite:///{tmp_path / str(attempt)}"
        with ThreadPoolExecutor(3) as pool:
            for opened in [pool.submit(open_database, url) for _ in range(3)]:
                opened.result().close()
