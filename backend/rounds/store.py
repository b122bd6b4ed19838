"""Queries over rounds. Permission is part of every query that gives a child's rows."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import Select, delete, select

from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.database import Transaction, insert_unless
from backend.rounds.rules import Habit, Round
from backend.rounds.tables import round_habits, round_left_out, rounds


def habit(transaction: Transaction) -> Habit | None:
    """Give how the authority opens its rounds, or None where nobody has said."""
    query = select(round_habits.c.mode, round_habits.c.days_before)
    newest = query.order_by(round_habits.c.at.desc(), round_habits.c.id.desc()).limit(1)
    row = transaction.execute(newest).one_or_none()
    return Habit(*row) if row else None


def keep_habit(transaction: Transaction, row_id: str, new: Habit, by: str, at: datetime) -> None:
    """Keep how it is done from now on; the same id again changes nothing."""
    fresh = insert_unless(transaction, round_habits)
    values = {**asdict(new), "id": row_id, "by": by, "at": at}
    transaction.execute(fresh.values(**values).on_conflict_do_nothing())


def keep(transaction: Transaction, kept: Round) -> None:
    """Add a round, or put this in the place of what was known of it."""
    values = asdict(kept)
    fresh = insert_unless(transaction, rounds).values(**values)
    transaction.execute(
        fresh.on_conflict_do_update(index_elements=[rounds.c.review_id], set_=values)
    )


def get(transaction: Transaction, viewer: Viewer, review_id: str) -> Round | None:
    """Give the round of one review, None where nothing was said of it."""
    query = select(rounds).where(
        rounds.c.review_id == review_id, rounds.c.child_id.in_(_visible(viewer))
    )
    row = transaction.execute(query).mappings().one_or_none()
    return Round(**row) if row else None


def every(transaction: Transaction, viewer: Viewer) -> dict[str, Round]:
    """Give every round of which something was said, by review."""
    query = select(rounds).where(rounds.c.child_id.in_(_visible(viewer)))
    return {row["review_id"]: Round(**row) for row in transaction.execute(query).mappings()}


def leave_out(
    transaction: Transaction,
    review_id: str,
    participant_id: str,
    child_id: str,
    by: str,
    at: datetime,
) -> None:
    """Note that somebody is not to be asked before a review."""
    fresh = insert_unless(transaction, round_left_out)
    values = {"review_id": review_id, "participant_id": participant_id, "child_id": child_id}
    transaction.execute(fresh.values(**values, by=by, at=at).on_conflict_do_nothing())


def take_in(transaction: Transaction, review_id: str, participant_id: str) -> None:
    """Forget that somebody was left out."""
    transaction.execute(
        delete(round_left_out).where(
            round_left_out.c.review_id == review_id,
            round_left_out.c.participant_id == participant_id,
        )
    )


def left_out(transaction: Transaction, viewer: Viewer, review_id: str) -> frozenset[str]:
    """Give who is not to be asked before a review."""
    query = select(round_left_out.c.participant_id).where(
        round_left_out.c.review_id == review_id,
        round_left_out.c.child_id.in_(_visible(viewer)),
    )
    return frozenset(transaction.execute(query).scalars())


def taking_part(transaction: Transaction, ids: Collection[str], day: date) -> frozenset[str]:
    """Give those of these participants who have a part in a child's life on a day."""
    whoever = people.taking_part(day).subquery()
    return frozenset(
        transaction.execute(select(whoever.c.id).where(whoever.c.id.in_(ids))).scalars()
    )


def _visible(viewer: Viewer) -> Select[tuple[str]]:
    return people.visible_children(viewer, "details")
