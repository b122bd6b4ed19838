"""SQLite, set up so that what it has said "ok" to outlives a power cut."""

import os
import platform
import time
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

Version = tuple[int, int, int]

READER_PATIENCE_MS = 5_000
# Short, because the writer waits by itself and looks at who else is waiting meanwhile.
WRITER_PATIENCE_MS = 100
_BUSY = 5

# Where locks and write-ahead logs do not work as SQLite needs them (sqlite.org/wal.html).
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse.rclone", "afs"}


class BadSqlite(RuntimeError):
    """The SQLite found here can lose what it was given."""


def driver() -> ModuleType:
    """Return the bundled SQLite where there is a wheel of it, else the one Python came with."""
    try:
        return import_module("pysqlite3")
    except ImportError:
        return import_module("sqlite3")


def loses_wal(version: Version) -> bool:
    """Say whether this version can corrupt a database in WAL mode (sqlite.org/wal.html, 2026).

    The bug came with WAL in 3.7.0 and went in 3.51.3, 3.50.7 and 3.44.6.
    """
    if version[:2] in {(3, 50), (3, 44)}:
        return version < {50: (3, 50, 7), 44: (3, 44, 6)}[version[1]]
    return version < (3, 51, 3)


def journal(version: Version, machine: str) -> tuple[str, str]:
    """Choose the journal mode and how hard to synchronise, or refuse the version.

    A fixed SQLite can be had wherever there is a wheel of it; only elsewhere is the rollback
    journal taken, which the bug does not touch and which is slower.
    """
    if not loses_wal(version):
        return "WAL", "FULL"
    if machine.lower() in {"x86_64", "amd64"}:
        wanted = "pysqlite3 0.6.1 or newer"
        raise BadSqlite(f"SQLite {'.'.join(map(str, version))} can lose data; install {wanted}.")
    return "DELETE", "EXTRA"


def open_file(path: Path) -> tuple[Engine, Engine]:
    """Open the file, made if need be, and return an engine that writes and one that cannot."""
    module = driver()
    mode, synchronous = journal(module.sqlite_version_info, platform.machine())
    _make_private(path)
    if kind := network_filesystem(path, _mounts()):
        raise BadSqlite(f"{path} is on {kind}, where SQLite can lose data; use a local disk.")
    writing = _engine(path, module, "BEGIN IMMEDIATE")
    reading = _engine(path, module, "BEGIN")
    settings = {
        "journal_mode": mode.lower(),
        "synchronous": synchronous,
        "foreign_keys": "ON",
        "secure_delete": "ON",
        "trusted_schema": "OFF",
        # So that INSERT OR REPLACE cannot slip past a trigger on DELETE.
        "recursive_triggers": "ON",
    }
    _on_connect(writing, {"busy_timeout": WRITER_PATIENCE_MS, **settings}, mode)
    _on_connect(reading, {"busy_timeout": READER_PATIENCE_MS, **settings, "query_only": "ON"}, mode)
    # A refusal is to be heard here and not in the writer's thread.
    writing.connect().close()
    return writing, reading


def network_filesystem(path: Path, mounts: str) -> str:
    """Return the kind of network filesystem the file is on, "" if none; `mounts` as in Linux."""
    kinds = {Path(mount[1]): mount[2] for line in mounts.splitlines() if (mount := line.split())}
    around = [path.resolve(), *path.resolve().parents]
    kind = next((kinds[folder] for folder in around if folder in kinds), "")
    return kind if kind in _NETWORK else ""


def _mounts() -> str:
    mounts = Path("/proc/mounts")
    return mounts.read_text(encoding="utf-8", errors="replace") if mounts.exists() else ""


def _make_private(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite gives its journals the mode of the file itself.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)


def _engine(path: Path, module: ModuleType, begin: str) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        module=module,
        max_overflow=35,
        # Parameters are what people said: they stay out of every error message.
        hide_parameters=True,
        # The driver's own idea of when to begin makes the first RELEASE of a savepoint commit.
        connect_args={"isolation_level": None, "check_same_thread": False},
    )

    @event.listens_for(engine, "begin")
    def begin_ourselves(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _on_connect(engine: Engine, settings: dict[str, object], mode: str) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        for name, value in settings.items():
            answer = _patiently(connection, f"PRAGMA {name}={value}")
            if name == "journal_mode" and answer[0].upper() != mode:
                raise BadSqlite(f"The journal mode stayed {answer[0]}; {mode} was asked for.")


def _patiently(connection: Any, statement: str) -> Any:
    """Run it, again while another process opens the file: SQLite itself does not wait for that."""
    until = time.monotonic() + READER_PATIENCE_MS / 1_000
    while True:
        try:
            return connection.execute(statement).fetchone()
        except connection.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != _BUSY or time.monotonic() > until:
                raise
            time.sleep(0.005)
