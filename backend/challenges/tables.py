"""What an IRO raised about a child's care, and each step of it, sealed with the child's key."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table
from sqlalchemy import UniqueConstraint as Unique

from backend.platform.append_only import append_only
from backend.platform.database import Instant, metadata

challenges = Table(
    "challenges",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("raised_by", String(32), ForeignKey("officers.id"), nullable=False),
    Column("team", String(200), nullable=False),
    Column("review_id", String(32), nullable=False),
    Column("decision_id", String(32), nullable=False),
    Column("words", LargeBinary, nullable=False),
    Index("ix_challenges_child_id", "child_id", "raised_at"),
)
append_only(challenges)

challenge_steps = Table(
    "challenge_steps",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("challenge_id", String(32), ForeignKey("challenges.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    # Nobody, where the clock ran out by itself.
    Column("by", String(32), ForeignKey("officers.id")),
    Column("kind", String(20), nullable=False),
    Column("stage", String(24), nullable=False),
    Column("formal", Boolean, nullable=False),
    Column("due_on", Date),
    Column("formal_due_on", Date),
    Column("owner_id", String(32), nullable=False),
    Column("owner_name", String(200), nullable=False),
    Column("owner_email", String(254), nullable=False),
    Column("owner_role", String(200), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("happened_on", Date),
    # What was said, and by whom.
    Column("words", LargeBinary),
    Unique("challenge_id", "number"),
)
append_only(challenge_steps)
