"""Every look is written down before it happens, and what is written is never changed."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from backend.platform.audit import service
from backend.platform.audit.rules import Read
from backend.platform.audit.tables import audit_reads
from backend.platform.clock import SettableClock
from backend.platform.database import Database, Transaction, new_id


def _record(database: Database, clock: SettableClock, child_id: str = "child") -> str:
    row_id, at = new_id(), clock()
    database.write(
        lambda t: service.record_read(
            t, id=row_id, at=at, officer_id="officer", child_id=child_id, what="pack", why="review"
        )
    )
    return row_id


def test_a_look_is_written_down(database: Database, clock: SettableClock) -> None:
    """A look is written down: who, when, at whom, at what and why."""
    row_id = _record(database, clock)
    [read] = database.read(lambda t: service.reads_of_child(t, "child"))
    assert read == Read(row_id, clock(), "officer", "child", "pack", "review")


def test_looks_are_listed_newest_first(database: Database, clock: SettableClock) -> None:
    """A child's looks are listed newest first, and no other child's."""
    rows = []
    for _ in range(3):
        rows.append(_record(database, clock))
        _record(database, clock, "another")
        clock.advance(timedelta(minutes=1))
    listed = database.read(lambda t: service.reads_of_child(t, "child"))
    assert [read.id for read in listed] == rows[::-1]


def test_a_look_is_durable_before_it_happens(database: Database, clock: SettableClock) -> None:
    """When the looking begins, the row is committed already, and the look can change nothing."""

    def look(transaction: Transaction) -> int:
        with pytest.raises(DBAPIError):
            transaction.execute(insert(audit_reads).values(asdict(_another(clock))))
        return 1

    def count(transaction: Transaction) -> int:
        return transaction.execute(select(func.count()).select_from(audit_reads)).scalar_one()

    def read(work: Callable[[Transaction], int]) -> int:
        return service.read_for(
            database, at=clock(), officer_id="officer", child_id=None, what="list", work=work
        )

    assert read(count) == 1
    assert read(look) == 1
    assert database.read(count) == 2


def test_a_look_that_fails_stays_written_down(database: Database, clock: SettableClock) -> None:
    """A look that fails has been tried, and so it stays written down."""

    def fail(_transaction: Transaction) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        service.read_for(
            database, at=clock(), officer_id="officer", child_id="child", what="pack", work=fail
        )
    assert len(database.read(lambda t: service.reads_of_child(t, "child"))) == 1


def test_who_cannot_be_written_down_does_not_look(database: Database, clock: SettableClock) -> None:
    """Where the look cannot be written down, it does not happen."""
    looked = []
    database.write(audit_reads.drop)
    with pytest.raises(DBAPIError):
        service.read_for(
            database,
            at=clock(),
            officer_id="officer",
            child_id="child",
            what="pack",
            work=lambda _: looked.append(1),
        )
    assert looked == []


_SLIPPING_PAST = {
    "sqlite": "INSERT OR REPLACE INTO audit_reads SELECT * FROM audit_reads",
    "postgresql": "TRUNCATE audit_reads",
}


@pytest.mark.parametrize(
    "change", ["UPDATE audit_reads SET why = 'another'", "DELETE FROM audit_reads", "slip past"]
)
def test_what_is_written_is_never_changed(
    database: Database, clock: SettableClock, change: str
) -> None:
    """The database refuses to change, remove, replace or empty what is written down."""
    _record(database, clock)
    before = database.read(lambda t: service.reads_of_child(t, "child"))
    statement = text(_SLIPPING_PAST[database.dialect] if change == "slip past" else change)
    with pytest.raises(IntegrityError):
        database.write(lambda t: t.execute(statement))
    assert database.read(lambda t: service.reads_of_child(t, "child")) == before


def test_a_refused_change_takes_nobody_with_it(database: Database, clock: SettableClock) -> None:
    """A change that is refused fails that statement and not the transaction around it."""
    first = _record(database, clock)
    row = asdict(_another(clock))

    def work(transaction: Transaction) -> None:
        transaction.execute(insert(audit_reads).values(row))
        with pytest.raises(IntegrityError), transaction.begin_nested():
            transaction.execute(text("DELETE FROM audit_reads"))

    database.write(work)
    ids = {read.id for read in database.read(lambda t: service.reads_of_child(t, "child"))}
    assert ids == {first, row["id"]}


def _another(clock: SettableClock) -> Read:
    return Read(new_id(), clock(), "officer", "child", "letter")
