"""How much of the week an IRO works, where it is not all of it."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, String, Table

from backend.platform.database import metadata

working_shares = Table(
    "working_shares",
    metadata,
    Column("officer_id", String(32), ForeignKey("officers.id"), primary_key=True),
    Column("percent", Integer, nullable=False),
    CheckConstraint("percent BETWEEN 10 AND 100", name="percent"),
)
