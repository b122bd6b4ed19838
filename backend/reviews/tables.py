"""Reviews: one meeting about one child, its time and place."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table

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
    Column("kind", String(12), nullable=False),
    Column("meeting", String(32), nullable=False),
    Column("adjourned_to", Instant),
    Column("completed_on", Date),
    Column("late_because", String(20), nullable=False),
    # Sealed with the child's key; nothing where nobody wrote one.
    Column("late_note", LargeBinary),
    Index("ix_reviews_child_id", "child_id", "starts_at"),
)
