"""Queries over the rota and the tests of the duty route. They hold nothing of any child."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert, select, update

from backend.duty.rules import DutyTest, SentTest, Shift
from backend.duty.tables import duty_test_pages, duty_tests, shifts
from backend.platform.database import Transaction

_SHIFT = [shifts.c[name] for name in ("id", "officer_id", "starts_at", "ends_at", "position")]


def add_shift(transaction: Transaction, shift: Shift, by: str, at: datetime) -> None:
    """Put a shift on the rota."""
    transaction.execute(insert(shifts).values(**vars(shift), entered_by=by, entered_at=at))


def remove_shift(transaction: Transaction, shift_id: str, by: str, at: datetime) -> bool:
    """Take a shift off the rota; say whether it was on it."""
    done = transaction.execute(
        update(shifts)
        .where(shifts.c.id == shift_id, shifts.c.removed_at.is_(None))
        .values(removed_by=by, removed_at=at)
    )
    return done.rowcount == 1


def shifts_between(transaction: Transaction, since: datetime, until: datetime) -> tuple[Shift, ...]:
    """Give what is on the rota in any part of a time, in order."""
    query = select(*_SHIFT).where(
        shifts.c.removed_at.is_(None), shifts.c.ends_at > since, shifts.c.starts_at < until
    )
    ordered = query.order_by(shifts.c.starts_at, shifts.c.position)
    return tuple(Shift(**row) for row in transaction.execute(ordered).mappings())


def shifts_at(transaction: Transaction, at: datetime) -> tuple[Shift, ...]:
    """Give the shifts that hold at a moment."""
    query = select(*_SHIFT).where(
        shifts.c.removed_at.is_(None), shifts.c.ends_at > at, shifts.c.starts_at <= at
    )
    return tuple(Shift(**row) for row in transaction.execute(query).mappings())


def add_test(transaction: Transaction, test: DutyTest, messages: Iterable[tuple[str, str]]) -> None:
    """Keep a test and its messages: pairs of officer and message."""
    held = {"id": test.id, "at": test.at, "by_officer": test.by_officer}
    transaction.execute(insert(duty_tests).values(**held))
    for officer_id, message_id in messages:
        page = {"test_id": test.id, "officer_id": officer_id, "message_id": message_id}
        transaction.execute(insert(duty_test_pages).values(**page))


def acknowledge_test(transaction: Transaction, test_id: str, officer_id: str, at: datetime) -> bool:
    """Write down that an officer got the test; say whether it was sent to them."""
    mine = (duty_test_pages.c.test_id == test_id, duty_test_pages.c.officer_id == officer_id)
    transaction.execute(
        update(duty_test_pages)
        .where(*mine, duty_test_pages.c.acknowledged_at.is_(None))
        .values(acknowledged_at=at)
    )
    looking = select(duty_test_pages.c.test_id).where(*mine).limit(1)
    return transaction.execute(looking).first() is not None


def newest_tests(transaction: Transaction, limit: int) -> tuple[DutyTest, ...]:
    """Give the last tests, newest first; what became of each message is not known here."""
    rows = transaction.execute(
        select(duty_tests).order_by(duty_tests.c.at.desc(), duty_tests.c.id).limit(limit)
    ).mappings()
    return tuple(
        DutyTest(row["id"], row["at"], row["by_officer"], _pages(transaction, row["id"]))
        for row in rows
    )


def _pages(transaction: Transaction, test_id: str) -> tuple[SentTest, ...]:
    query = select(
        duty_test_pages.c.officer_id,
        duty_test_pages.c.message_id,
        duty_test_pages.c.acknowledged_at,
    ).where(duty_test_pages.c.test_id == test_id)
    rows = transaction.execute(query.order_by(duty_test_pages.c.officer_id)).mappings()
    return tuple(
        SentTest(row["officer_id"], row["message_id"], "", row["acknowledged_at"]) for row in rows
    )
