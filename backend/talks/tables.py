"""Talks of IROs with children; what was said in them is sealed with the child's key."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, LargeBinary, String, Table

from backend.platform.database import Instant, metadata

talks = Table(
    "talks",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("review_id", String(32), ForeignKey("reviews.id")),
    Column("kind", String(12), nullable=False),
    Column("state", String(12), nullable=False),
    Column("planned_for", Instant),
    Column("held_on", Date),
    Column("way", String(12), nullable=False),
    Column("alone", Boolean),
    Column("at", Instant, nullable=False),
    Column("by", String(32), ForeignKey("officers.id"), nullable=False),
    # What was talked about and what was agreed.
    Column("said", LargeBinary, nullable=False),
    Index("ix_talks_child_id", "child_id", "at"),
    Index("ix_talks_review_id", "review_id"),
)
