"""Concerns: something a person must look at now. They hold no words, only where the words are."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from backend.platform.database import Instant, metadata

concerns = Table(
    "concerns",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("participant_id", String(32), ForeignKey("participants.id"), nullable=False),
    Column("consultation_id", String(32), nullable=False),
    Column("source", String(20), nullable=False),
    Column("category", String(40), nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("times", Integer, nullable=False),
    Column("seen_at", Instant),
    Column("seen_by", String(32), ForeignKey("officers.id")),
    Index("ix_concerns_open", "child_id", "seen_at"),
)

concern_events = Table(
    "concern_events",
    metadata,
    Column("concern_id", String(32), ForeignKey("concerns.id"), nullable=False),
    Column("event_id", String(32), nullable=False),
    UniqueConstraint("concern_id", "event_id"),
)
