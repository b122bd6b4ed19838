"""Queries over how people were asked. Permission is part of every query."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, select, update

from backend.asking.rules import Asking
from backend.asking.tables import askings as rows
from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.database import Transaction, insert_unless


def keep(transaction: Transaction, kept: Asking, child_id: str) -> None:
    """Keep how somebody was asked, in the place of how they were before."""
    values = {**vars(kept), "child_id": child_id}
    fresh = insert_unless(transaction, rows).values(**values)
    transaction.execute(
        fresh.on_conflict_do_update(index_elements=[rows.c.invitation_id], set_=values)
    )


def askings(transaction: Transaction, viewer: Viewer, ids: Collection[str]) -> dict[str, Asking]:
    """Give how the people of these invitations were asked, by invitation."""
    query = _askings().where(rows.c.invitation_id.in_(ids), rows.c.child_id.in_(_visible(viewer)))
    found = (Asking(**row) for row in transaction.execute(query).mappings())
    return {each.invitation_id: each for each in found}


def with_code(transaction: Transaction, viewer: Viewer) -> tuple[Asking, ...]:
    """Give every asking of which the code is still here."""
    query = _askings().where(rows.c.code.is_not(None), rows.c.child_id.in_(_visible(viewer)))
    return tuple(Asking(**row) for row in transaction.execute(query).mappings())


def forget_code(transaction: Transaction, invitation_id: str, asked_at: datetime) -> None:
    """Let go of a code; not of a newer one that was made meanwhile."""
    transaction.execute(
        update(rows)
        .where(rows.c.invitation_id == invitation_id, rows.c.asked_at == asked_at)
        .values(code=None)
    )


def _askings() -> Select[tuple[object, ...]]:
    held = [column for column in rows.c if column.name != "child_id"]
    return select(*held)


def _visible(viewer: Viewer) -> Select[tuple[str]]:
    return people.visible_children(viewer, "details")
