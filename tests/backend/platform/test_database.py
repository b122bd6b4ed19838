"""What everybody may rely on, whichever database is underneath."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import (
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    func,
    insert,
    make_url,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError

from backend.platform.database import (
    Database,
    DatabaseStopped,
    Instant,
    NestedWrite,
    Transaction,
    lock,
    new_id,
)

_metadata = MetaData()
_things = Table(
    "things",
    _metadata,
    Column("id", String, primary_key=True),
    Column("number", Integer),
    Column("words", LargeBinary),
    Column("at", Instant),
)


@pytest.fixture(autouse=True)
def things(database: Database) -> None:
    database.write(_metadata.create_all)


def _adding(name: str, number: int = 0) -> Callable[[Transaction], str]:
    def work(transaction: Transaction) -> str:
        transaction.execute(insert(_things).values(id=name, number=number))
        return name

    return work


def _names(database: Database) -> list[str]:
    query = select(_things.c.id).order_by(_things.c.id)
    return database.read(lambda transaction: list(transaction.execute(query).scalars()))


def test_what_a_unit_wrote_is_there_for_the_next_reader(database: Database) -> None:
    """What a unit wrote is there for the next reader, and its result comes back."""
    assert database.write(_adding("a")) == "a"
    assert _names(database) == ["a"]


def test_a_unit_that_fails_leaves_nothing(database: Database) -> None:
    """A unit that fails leaves nothing behind, and its own error reaches whoever asked."""

    def work(transaction: Transaction) -> None:
        _adding("a")(transaction)
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        database.write(work)
    assert _names(database) == []


def test_a_write_inside_a_unit_is_refused(database: Database) -> None:
    """A write or a read inside a unit is refused, and so is a write inside a read."""
    with pytest.raises(NestedWrite):
        database.write(lambda _: database.write(_adding("a")))
    with pytest.raises(NestedWrite):
        database.write(lambda _: database.read(_adding("a")))
    with pytest.raises(NestedWrite):
        database.read(lambda _: database.write(_adding("a")))
    assert _names(database) == []
    database.write(_adding("b"))


@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_a_unit_does_not_end_its_transaction(database: Database, end: str) -> None:
    """A unit that commits or rolls back by itself is refused, and nothing of it is kept."""

    def work(transaction: Transaction) -> None:
        _adding("a")(transaction)
        getattr(transaction, end)()

    for _ in range(12):
        with pytest.raises(NestedWrite):
            database.write(work)
    assert _names(database) == []
    database.write(_adding("b"))
    assert _names(database) == ["b"]


def test_a_unit_does_not_end_its_transaction_in_sql(database: Database) -> None:
    """A unit that rolls back in SQL is refused: nobody hears ok of what was not kept."""

    def work(transaction: Transaction) -> None:
        _adding("a")(transaction)
        transaction.execute(text("ROLLBACK"))

    with pytest.raises(NestedWrite):
        database.write(work)
    database.write(_adding("b"))
    assert _names(database) == ["b"]


def test_a_reader_cannot_write(database: Database) -> None:
    """A reader is given a connection that refuses to write."""
    with pytest.raises(DBAPIError):
        database.read(_adding("a"))
    assert _names(database) == []


def test_a_reader_sees_one_moment(database: Database) -> None:
    """A reader sees one moment: what is written while it looks does not show."""

    def work(transaction: Transaction) -> tuple[int, int]:
        count = select(func.count()).select_from(_things)
        before = transaction.execute(count).scalar_one()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(database.write, _adding("a")).result()
        return before, transaction.execute(count).scalar_one()

    assert database.read(work) == (0, 0)
    assert _names(database) == ["a"]


def test_no_update_is_lost(database: Database) -> None:
    """Of 400 read-then-write updates from four threads none is lost."""
    database.write(_adding("a"))

    def add_one(transaction: Transaction) -> None:
        lock(transaction, "a")
        number = transaction.execute(select(_things.c.number)).scalar_one()
        transaction.execute(update(_things).values(number=number + 1))

    def a_hundred_times() -> None:
        for _ in range(100):
            database.write(add_one)

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(a_hundred_times) for _ in range(4)]:
            done.result()
    assert database.read(lambda t: t.execute(select(_things.c.number)).scalar_one()) == 400


def test_a_lock_keeps_others_waiting(database: Database) -> None:
    """Who asks for a lock waits until the unit that has it is done; another name is free."""
    order: list[str] = []
    first_has_it = threading.Event()

    def first(transaction: Transaction) -> None:
        lock(transaction, "conversation:1")
        first_has_it.set()
        time.sleep(0.2)
        order.append("first")

    def second(transaction: Transaction) -> None:
        lock(transaction, "conversation:1")
        order.append("second")

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(database.write, first)
        first_has_it.wait()
        two = pool.submit(database.write, second)
        one.result()
        two.result()
    assert order == ["first", "second"]


def test_a_moment_comes_back_aware(database: Database) -> None:
    """A moment given in any zone comes back as the same moment, aware and in UTC."""
    summer = datetime(2026, 7, 1, 10, 30, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
    database.write(lambda t: t.execute(insert(_things).values(id="a", at=summer)) and None)
    [back] = database.read(lambda t: list(t.execute(select(_things.c.at)).scalars()))
    assert back == summer
    assert back is not None
    assert back.tzinfo is UTC


def test_moments_sort_by_time(database: Database) -> None:
    """Moments compare by time, whatever zone they were given in."""
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    east = timezone(timedelta(hours=9))

    def work(transaction: Transaction) -> None:
        for name, at in (("late", noon), ("early", (noon - timedelta(hours=1)).astimezone(east))):
            transaction.execute(insert(_things).values(id=name, at=at))

    database.write(work)
    earlier = select(_things.c.id).where(_things.c.at < noon.astimezone(east))
    assert database.read(lambda t: list(t.execute(earlier).scalars())) == ["early"]


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    """A moment without a zone is refused before it can be kept wrongly."""
    naive = datetime(2026, 7, 1, 12, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(Exception, match="a time needs its zone"):
        database.write(lambda t: t.execute(insert(_things).values(id="a", at=naive)))


@pytest.mark.parametrize(
    "words", [b"", b"\x00\xff", "\ud83d\ude00".encode("utf-16", "surrogatepass")]
)
def test_bytes_come_back_as_they_were(database: Database, words: bytes) -> None:
    """Bytes come back exactly as they were given."""
    database.write(lambda t: t.execute(insert(_things).values(id="a", words=words)) and None)
    assert database.read(lambda t: t.execute(select(_things.c.words)).scalar_one()) == words


def test_an_error_repeats_no_words(database: Database) -> None:
    """An error of the database says where it happened and never what was being kept."""
    secret = "I do not like it there"
    database.write(_adding(secret))
    with pytest.raises(IntegrityError) as refused:
        database.write(_adding(secret))
    error: BaseException | None = refused.value
    while error is not None:
        assert secret not in f"{error} {error!r}"
        error = error.__cause__ or error.__context__


def test_nothing_is_taken_after_the_end(database: Database) -> None:
    """A database that was closed takes nothing more and says so."""
    database.close()
    with pytest.raises(DatabaseStopped):
        database.write(_adding("a"))


def test_ids_are_long_and_different() -> None:
    """An id has 32 hexadecimal digits, and no two are the same."""
    ids = {new_id() for _ in range(1_000)}
    assert len(ids) == 1_000
    assert all(len(it) == 32 and int(it, 16) >= 0 for it in ids)


def test_the_url_says_the_engine(database: Database, database_url: str) -> None:
    """A database says by what engine it is kept."""
    assert database.dialect == make_url(database_url).get_backend_name()
