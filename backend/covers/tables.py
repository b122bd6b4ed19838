"""Who covers for whom: a row is never removed, since it says who could read what on a day."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, String, Table

from backend.platform.database import Instant, metadata

covers = Table(
    "covers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("iro_id", String(32), ForeignKey("officers.id"), nullable=False),
    Column("cover_id", String(32), ForeignKey("officers.id"), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("entered_at", Instant, nullable=False),
    Column("entered_by", String(32), nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", String(32), nullable=False),
    CheckConstraint("starts_on <= ends_on", name="days"),
    CheckConstraint("iro_id <> cover_id", name="other"),
    Index("ix_covers_ends_on", "ends_on"),
)
