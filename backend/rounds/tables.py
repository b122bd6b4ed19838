"""How the authority opens its rounds, each round, and who is left out of it."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from backend.platform.database import Instant, metadata

# The newest says how it is done; the others are how it was.
round_habits = Table(
    "round_habits",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("mode", String(12), nullable=False),
    Column("days_before", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(32), ForeignKey("officers.id"), nullable=False),
)

rounds = Table(
    "rounds",
    metadata,
    Column("review_id", String(32), ForeignKey("reviews.id"), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False, index=True),
    Column("mode", String(12), nullable=False),
    Column("approved_at", Instant),
    Column("approved_by", String(32), nullable=False),
    Column("opened_at", Instant),
    Column("stopped_at", Instant),
    Column("renewed_at", Instant),
)

round_left_out = Table(
    "round_left_out",
    metadata,
    Column("review_id", String(32), ForeignKey("reviews.id"), nullable=False),
    Column("participant_id", String(32), ForeignKey("participants.id"), nullable=False),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("by", String(32), nullable=False),
    UniqueConstraint("review_id", "participant_id"),
)
