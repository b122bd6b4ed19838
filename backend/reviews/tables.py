"""Reviews: one meeting about one child, its time and place. Dates are entered by hand for now."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table

from backend.platform.database import Instant, metadata

reviews = Table(
    "reviews",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("place", String(200), nullable=False),
    Column("due_on", Date),
    Column("status", String(12), nullable=False),
    Index("ix_reviews_child_id", "child_id", "starts_at"),
)
