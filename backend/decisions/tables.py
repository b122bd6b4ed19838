"""Decisions of reviews, sealed with the child's key, and the wishes they answer or do not."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table
from sqlalchemy import UniqueConstraint as Unique

from backend.platform.database import Instant, metadata

decisions = Table(
    "decisions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("review_id", String(32), ForeignKey("reviews.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("kind", String(12), nullable=False),
    # What, by whom, why, and what it changed.
    Column("words", LargeBinary, nullable=False),
    Column("owner_id", String(32), nullable=False),
    Column("owner_email", String(254), nullable=False),
    Column("due_on", Date),
    Column("part", String(20), nullable=False),
    Column("state", String(12), nullable=False),
    Column("settled_on", Date),
    Column("made_at", Instant, nullable=False),
    Column("made_by", String(32), ForeignKey("officers.id"), nullable=False),
    Index("ix_decisions_child_id", "child_id", "state"),
)

decision_wishes = Table(
    "decision_wishes",
    metadata,
    Column("decision_id", String(32), ForeignKey("decisions.id"), nullable=False),
    Column("wish", String(32), nullable=False),
    Unique("decision_id", "wish"),
)

wish_reasons = Table(
    "wish_reasons",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("review_id", String(32), ForeignKey("reviews.id"), nullable=False),
    Column("wish", String(32), nullable=False),
    Column("why", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(32), ForeignKey("officers.id"), nullable=False),
    Unique("review_id", "wish"),
)
