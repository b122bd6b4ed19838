"""Queries over answers. An officer reads those of their own children, and nobody else any."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select

from backend.answers.tables import answers
from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.database import Transaction


def add(transaction: Transaction, values: Mapping[str, Any]) -> None:
    """Keep one revision."""
    transaction.execute(insert(answers).values(**values))


def of_consultation(
    transaction: Transaction, viewer: Viewer, consultation_id: str
) -> list[Mapping[str, Any]]:
    """Give every revision in one consultation, oldest first."""
    query = select(answers).where(
        answers.c.consultation_id == consultation_id,
        answers.c.child_id.in_(people.visible_children(viewer, "words")),
    )
    rows = transaction.execute(query.order_by(answers.c.position)).mappings()
    return [dict(row) for row in rows]
