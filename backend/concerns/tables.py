"""Concerns: something a person must look at now. They hold no words, only where the words are."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from backend.platform.append_only import append_only
from backend.platform.database import Instant, metadata

_NOT_CLOSED = text("closed_at IS NULL")
_WAITING = text("waiting_since IS NOT NULL")
_NUMBER = BigInteger().with_variant(Integer(), "sqlite")

concerns = Table(
    "concerns",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("category", String(40), nullable=False),
    Column("level", String(10), nullable=False),
    # Who said it first, where, and how it came to be raised.
    Column("participant_id", String(32), ForeignKey("participants.id"), nullable=False),
    Column("consultation_id", String(32), nullable=False),
    Column("source", String(20), nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("times", Integer, nullable=False),
    Column("seen_at", Instant),
    Column("seen_by", String(32), ForeignKey("officers.id")),
    Column("acted_at", Instant),
    Column("acted_by", String(32), ForeignKey("officers.id")),
    Column("closed_at", Instant),
    Column("closed_by", String(32), ForeignKey("officers.id")),
    Column("holder_id", String(32), ForeignKey("officers.id")),
    # People are called in rounds: each begins at a moment and ends when somebody has it.
    Column("round", Integer, nullable=False),
    Column("waiting_since", Instant),
    # Nobody whose work it is could be told: shown to everybody as a banner.
    Column("nobody_left", Boolean, nullable=False),
    Column("about", String(10), nullable=False),
    Column("lado_due", Date),
    Column("lado_told_at", Instant),
    Index(
        "uq_concerns_open",
        "child_id",
        "category",
        unique=True,
        sqlite_where=_NOT_CLOSED,
        postgresql_where=_NOT_CLOSED,
    ),
    Index(
        "ix_concerns_waiting_since",
        "waiting_since",
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    ),
    Index("ix_concerns_closed_at", "closed_at"),
    Index("ix_concerns_child_id", "child_id"),
)

concern_events = Table(
    "concern_events",
    metadata,
    Column("concern_id", String(32), ForeignKey("concerns.id"), nullable=False),
    Column("event_id", String(32), nullable=False),
    Column("consultation_id", String(32), nullable=False),
    Column("participant_id", String(32), ForeignKey("participants.id"), nullable=False),
    Column("source", String(20), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("concern_id", "event_id"),
    Index("ix_concern_events_at", "concern_id", "at"),
    Index("ix_concern_events_event_id", "event_id"),
)

concern_changes = Table(
    "concern_changes",
    metadata,
    Column("number", _NUMBER, primary_key=True),
    Column("concern_id", String(32), ForeignKey("concerns.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    # Nobody, where the system did it.
    Column("officer_id", String(32), ForeignKey("officers.id")),
    Column("change", String(20), nullable=False),
    # A code or an id, never words.
    Column("detail", String(60), nullable=False),
)
append_only(concern_changes)

concern_named = Table(
    "concern_named",
    metadata,
    Column("concern_id", String(32), ForeignKey("concerns.id"), primary_key=True),
    Column("kind", String(12), primary_key=True),
    Column("person_id", String(32), primary_key=True),
)
