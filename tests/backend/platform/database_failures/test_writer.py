"""The writer dies, finds the file held by another process, or is closed."""

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from backend.platform import sqlite_writer
from backend.platform.database import (
    Database,
    DatabaseStopped,
    Transaction,
    open_database,
)
from backend.platform.errors import Unavailable
from tests.backend.platform.database_failures.crowd import (
    Crowd,
    Deaths,
    add,
    kept,
    writer_of,
)


def test_a_dead_writer_is_told_to_everyone(
    database: Database,
    crowd: Crowd,
    deaths: Deaths,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """When the writer dies, all who wait are told, all who come are told, and the end is called."""
    attempt = sqlite_writer._attempt

    def dying(connection: Any, unit: Any) -> None:
        if crowd.commits == 0 and len(writer_of(database)._batch) == 2:
            raise MemoryError("what somebody said")
        attempt(connection, unit)

    monkeypatch.setattr(sqlite_writer, "_attempt", dying)
    told = crowd.ask([add("a"), add("b"), add("c"), add("d")])
    assert [type(it) for it in told] == [DatabaseStopped] * 4
    with pytest.raises(DatabaseStopped):
        database.write(add("e"))
    assert deaths.happened.wait(5)
    assert deaths.count == 1
    assert kept(database) == []
    assert [it.levelno for it in caplog.records] == [logging.CRITICAL]
    assert "somebody" not in caplog.text


def test_a_dead_writer_ends_the_process(path: Path) -> None:
    """A process whose writer died ends at once, even while someone waits."""
    program = f"""
from backend.platform import sqlite_writer
from backend.platform.database import open_database
database = open_database("sqlite:///{path}")
def dying(*_): raise RuntimeError
sqlite_writer._attempt = dying
database.write(lambda _: None)
"""
    ended = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    assert ended.returncode == 70


_HOLDER = """
import sys
from backend.platform.sqlite import driver
connection = driver().connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
connection.execute("COMMIT")
"""


@pytest.fixture
def other_process(path: Path, database: Database) -> "Iterator[subprocess.Popen[str]]":
    """Another process that holds the file for itself until its input ends."""
    assert database.dialect == "sqlite"
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder


def test_who_finds_the_file_held_waits(
    database: Database, other_process: "subprocess.Popen[str]"
) -> None:
    """While another process holds the file all wait, and are kept once it lets go."""
    with ThreadPoolExecutor(5) as pool:
        asked = [pool.submit(database.write, add(name)) for name in "abcde"]
        time.sleep(0.5)
        assert not any(it.done() for it in asked)
        other_process.communicate("let go\n")
        assert [it.result() for it in asked] == list("abcde")
    assert kept(database) == list("abcde")


def test_who_finds_the_file_held_too_long_is_told(
    database: Database, other_process: "subprocess.Popen[str]"
) -> None:
    """Who has waited too long is told to try again, nothing of it is kept, and then it works."""
    writer_of(database)._patience = 0.3
    with ThreadPoolExecutor(5) as pool:
        asked = [pool.submit(database.write, add(name)) for name in "abcde"]
        assert [type(it.exception()) for it in asked] == [Unavailable] * 5
    other_process.communicate("let go\n")
    assert kept(database) == []
    assert database.write(add("f")) == "f"


def test_the_end_waits_for_who_is_waiting(path: Path, database: Database) -> None:
    """Closing serves everyone who was waiting already."""
    started, go_on = threading.Event(), threading.Event()

    def slow(transaction: Transaction) -> str:
        started.set()
        go_on.wait()
        result: str = add("a")(transaction)
        return result

    with ThreadPoolExecutor(3) as pool:
        one = pool.submit(database.write, slow)
        started.wait()
        two = pool.submit(database.write, add("b"))
        while not writer_of(database)._waiting.qsize():
            time.sleep(0.001)
        closing = pool.submit(database.close)
        go_on.set()
        closing.result()
        assert (one.result(), two.result()) == ("a", "b")
    again = open_database(f"sqlite:///{path}")
    assert kept(again) == ["a", "b"]
    again.close()


def test_an_error_of_a_crowd_says_no_words(crowd: Crowd) -> None:
    """An error that is told says nothing of what was being kept."""
    secret = "I do not like it there"
    _ok, bad = crowd.ask([add(secret), add(secret)])
    assert isinstance(bad, DBAPIError)
    assert not isinstance(bad, OperationalError)
    assert secret not in str(bad)


_WRITER = """
import sys
import threading
from sqlalchemy import text
from backend.platform.database import open_database
database = open_database(sys.argv[1])
def write(thread):
    for number in range(100_000):
        row = {"id": f"{thread}-{number}"}
        database.write(lambda t: t.execute(text("INSERT INTO things VALUES (:id, 'x')"), row) and 0)
        sys.stdout.write(row["id"] + "\\n")
        sys.stdout.flush()
for thread in range(8):
    threading.Thread(target=write, args=(thread,)).start()
"""


def test_whoever_heard_ok_before_a_kill_is_kept(path: Path, database: Database) -> None:
    """A process that is killed at any moment has kept everything it had said ok to."""
    for kill in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, f"sqlite:///{path}"], stdout=subprocess.PIPE, text=True
        ) as writing:
            assert writing.stdout is not None
            ok = [writing.stdout.readline() for _ in range(50 + 77 * kill)]
            writing.kill()
            ok += writing.stdout.readlines()
        heard = {line.strip() for line in ok if line.endswith("\n")}
        assert heard <= set(kept(database))
        assert len(heard) >= 50
        database.write(lambda t: t.execute(text("DELETE FROM things")) and None)
