"""Consultations, and everything that happened in them.

Events are the record; the sealed state is a cache that replaying them makes again.
"""

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from backend.platform.database import Instant, metadata

consultations = Table(
    "consultations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("invitation_id", String(32), ForeignKey("invitations.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("participant_id", String(32), ForeignKey("participants.id"), nullable=False),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False, index=True),
    Column("review_id", String(32), ForeignKey("reviews.id"), index=True),
    Column("purpose", String(20), nullable=False),
    Column("script", String(60), nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("language", String(12), nullable=False),
    Column("status", String(10), nullable=False),
    Column("events", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("sent_at", Instant),
    UniqueConstraint("invitation_id", "number"),
)

consultation_events = Table(
    "consultation_events",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("consultation_id", String(32), ForeignKey("consultations.id"), nullable=False),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("message_id", String(120), nullable=False),
    Column("position", Integer, nullable=False),
    Column("content", String(64), nullable=False),
    Column("channel", String(12), nullable=False),
    Column("step", String(60), nullable=False),
    Column("event", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("consultation_id", "message_id"),
    UniqueConstraint("consultation_id", "position"),
)
