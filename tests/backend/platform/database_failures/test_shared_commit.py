"""When one unit of a shared commit fails, or the commit itself: what everyone in it is told.

Nobody may hear "ok" of what is not on the disk, and nobody may fail for another's fault.
"""

import time
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from backend.platform import sqlite_writer
from backend.platform.database import (
    Database,
    NestedWrite,
    Transaction,
)
from backend.platform.errors import Unavailable
from tests.backend.platform.database_failures.crowd import (
    Crowd,
    Unit,
    add,
    kept,
    raising,
    then,
    writer_of,
)


def test_a_crowd_shares_a_commit(database: Database, crowd: Crowd) -> None:
    """Sixty-four who wait together are served by one commit, and the next by another."""
    names = [f"{number:02}" for number in range(70)]
    assert crowd.ask([add(name) for name in names]) == names
    assert crowd.commits == 2
    assert kept(database) == names


def test_a_slow_crowd_is_not_kept_for_one_commit(crowd: Crowd) -> None:
    """After twenty milliseconds of work a commit is made for those who are done."""

    crowd.seconds_to_a_commit = sqlite_writer.SECONDS_TO_A_COMMIT

    def slow(_transaction: Transaction) -> None:
        time.sleep(0.012)

    assert crowd.ask([slow] * 4) == [None] * 4
    assert crowd.commits >= 2


def test_one_alone_does_not_wait_for_company(database: Database) -> None:
    """Someone who comes alone is served at once and does not wait for others to come."""

    def seconds(number: int) -> float:
        began = time.perf_counter()
        database.write(add(str(number)))
        return time.perf_counter() - began

    assert min(seconds(number) for number in range(30)) < sqlite_writer.SECONDS_TO_A_COMMIT


@pytest.mark.parametrize(
    "error",
    [ValueError("mine"), SystemExit(3), KeyboardInterrupt(), MemoryError(), GeneratorExit()],
)
def test_a_unit_that_fails_fails_alone(
    database: Database, crowd: Crowd, error: BaseException
) -> None:
    """A unit that raises anything at all gets its own error; the others get their results."""
    first, bad, last = crowd.ask([add("a"), raising(error), add("b")])
    assert (first, last) == ("a", "b")
    assert bad is error
    assert crowd.commits == 1
    assert kept(database) == ["a", "b"]


def test_a_repeated_row_fails_alone(database: Database, crowd: Crowd) -> None:
    """Of two units with one id the second gets the error; a third is kept."""
    first, second, third = crowd.ask([add("a"), then(add("bad"), _ADD_A), add("b")])
    assert (first, third) == ("a", "b")
    assert isinstance(second, IntegrityError)
    assert kept(database) == ["a", "b"]


_ADD_A = "INSERT INTO things VALUES ('a', x'00')"


def test_a_write_inside_a_unit_fails_alone(database: Database, crowd: Crowd) -> None:
    """A unit that asks the database for another is refused; the others are kept."""
    nested: Unit = lambda _: database.write(add("bad"))  # noqa: E731
    first, bad, last = crowd.ask([add("a"), nested, add("b")])
    assert (first, last) == ("a", "b")
    assert isinstance(bad, NestedWrite)
    assert kept(database) == ["a", "b"]


@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_a_unit_that_ends_the_transaction_fails_alone(
    database: Database, crowd: Crowd, end: str
) -> None:
    """A unit that commits or rolls back by itself is refused; the others are kept, once."""

    def ending(transaction: Transaction) -> None:
        add("bad")(transaction)
        getattr(transaction, end)()

    first, bad, last = crowd.ask([add("a"), ending, add("b")])
    assert (first, last) == ("a", "b")
    assert isinstance(bad, NestedWrite)
    assert kept(database) == ["a", "b"]


@pytest.mark.parametrize("fails", [True, False])
def test_a_savepoint_left_open_is_nobody_elses(
    database: Database, crowd: Crowd, fails: bool
) -> None:
    """A unit that leaves a savepoint of its own open troubles nobody else, failing or not."""

    def leaving(transaction: Transaction) -> Any:
        transaction.begin_nested()
        result = add("b")(transaction)
        if fails:
            raise LookupError
        return result

    first, left, last = crowd.ask([add("a"), leaving, add("c")])
    assert (first, last) == ("a", "c")
    assert isinstance(left, LookupError) if fails else left == "b"
    assert kept(database) == (["a", "c"] if fails else ["a", "b", "c"])


@pytest.mark.parametrize("how", ["INSERT INTO traps VALUES ('a')", "ROLLBACK"])
def test_a_transaction_that_vanishes_is_made_up_for(
    database: Database, crowd: Crowd, how: str
) -> None:
    """Where one unit makes the transaction vanish, the others are run again and kept."""
    vanishing = then(add("bad"), how)
    first, bad, last = crowd.ask([add("a"), vanishing, add("b")])
    assert (first, last) == ("a", "b")
    assert isinstance(bad, Exception)
    assert kept(database) == ["a", "b"]


def test_an_interrupt_is_made_up_for(database: Database, crowd: Crowd) -> None:
    """Where SQLite is interrupted, every unit is run again and kept."""
    stops = iter([1])

    def interrupting(transaction: Transaction) -> Any:
        driver: Any = transaction.connection.driver_connection
        driver.set_progress_handler(lambda: next(stops, 0), 10)
        return then(add("b"), _LONG)(transaction)

    assert crowd.ask([add("a"), interrupting, add("c")]) == ["a", "b", "c"]
    assert kept(database) == ["a", "b", "c"]


def test_trouble_within_a_unit_is_made_up_for(database: Database, crowd: Crowd) -> None:
    """Where a unit meets a passing trouble of the disk, every unit is run again and kept."""
    trouble: Any = writer_of(database)._engine.dialect.loaded_dbapi.OperationalError("disk I/O")
    trouble.sqlite_errorcode = 10 | 3 << 8  # SQLITE_IOERR_WRITE
    left = [trouble]

    def work(transaction: Transaction) -> Any:
        result = add("b")(transaction)
        if left:
            raise left.pop()
        return result

    assert crowd.ask([add("a"), work, add("c")]) == ["a", "b", "c"]
    assert kept(database) == ["a", "b", "c"]


_LONG = """WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers LIMIT 999)
           INSERT INTO parts SELECT NULL FROM numbers"""


def test_a_commit_that_fails_fails_its_cause_alone(database: Database, crowd: Crowd) -> None:
    """Where the commit fails for what one unit did, that one gets the error and no other."""
    dangling = then(add("bad"), "INSERT INTO parts VALUES ('nobody')")
    first, bad, last = crowd.ask([add("a"), dangling, add("b")])
    assert (first, last) == ("a", "b")
    assert isinstance(bad, IntegrityError)
    assert kept(database) == ["a", "b"]


def test_a_commit_that_fails_once_is_made_up_for(
    database: Database, crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the commit fails for the disk's sake, every unit is run once more and kept."""
    runs: list[str] = []

    def noting(name: str) -> Unit:
        def work(transaction: Transaction) -> Any:
            runs.append(name)
            return add(name)(transaction)

        return work

    _fail_commits(database, monkeypatch, times=1, only_when=lambda: len(runs) == 3)
    assert crowd.ask([noting("a"), noting("b"), noting("c")]) == ["a", "b", "c"]
    assert runs == ["a", "b", "c", "a", "b", "c"]
    assert kept(database) == ["a", "b", "c"]


def test_nobody_hears_ok_while_commits_fail(
    database: Database, crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While every commit fails nobody hears ok and nothing is kept; then it works again."""
    _fail_commits(database, monkeypatch, times=4, only_when=lambda: crowd.commits > 0)
    told = crowd.ask([add("a"), add("b"), add("c")])
    assert [type(it) for it in told] == [Unavailable] * 3
    assert kept(database) == []
    assert crowd.ask([add("a"), add("b")]) == ["a", "b"]
    assert kept(database) == ["a", "b"]


def _fail_commits(
    database: Database, monkeypatch: pytest.MonkeyPatch, times: int, only_when: Callable[[], bool]
) -> None:
    """Have the next COMMITs end in an input/output error, as on a failing disk."""
    dialect = writer_of(database)._engine.dialect
    commit, failed = dialect.do_commit, [0]

    def failing(connection: Any) -> None:
        if failed[0] < times and only_when():
            failed[0] += 1
            error: Any = dialect.loaded_dbapi.OperationalError("disk I/O error")
            error.sqlite_errorcode = 10
            raise error
        commit(connection)

    monkeypatch.setattr(dialect, "do_commit", failing)
