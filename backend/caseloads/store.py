"""Queries over how much of the week an IRO works. They hold nothing of any child."""

from sqlalchemy import delete, insert, select

from backend.caseloads.tables import working_shares
from backend.platform.database import Transaction


def shares(transaction: Transaction) -> dict[str, int]:
    """Give the percent of the week by officer, for those who were given one."""
    query = select(working_shares.c.officer_id, working_shares.c.percent)
    return {row.officer_id: row.percent for row in transaction.execute(query)}


def keep_share(transaction: Transaction, officer_id: str, percent: int) -> None:
    """Put this share in the place of an earlier one."""
    transaction.execute(delete(working_shares).where(working_shares.c.officer_id == officer_id))
    transaction.execute(insert(working_shares).values(officer_id=officer_id, percent=percent))
