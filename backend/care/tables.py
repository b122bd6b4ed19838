"""When a child was looked after, and how."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, String, Table

from backend.platform.database import metadata

care_periods = Table(
    "care_periods",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("began_on", Date, nullable=False),
    Column("ended_on", Date),
    Column("legal_status", String(20), nullable=False),
    Column("short_breaks", Boolean, nullable=False),
    Column("long_term_on", Date),
    Column("iro_named_on", Date),
    Index("ix_care_periods_child_id", "child_id", "began_on"),
)
