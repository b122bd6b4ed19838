"""Answers to children, sealed with the child's key: after a review, on any day, and when done."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from backend.platform.database import Instant, metadata

replies = Table(
    "replies",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("participant_id", String(32), ForeignKey("participants.id"), nullable=False),
    Column("review_id", String(32), ForeignKey("reviews.id")),
    Column("kind", String(10), nullable=False),
    # Counts what was sent to one child; 0 is a draft.
    Column("number", Integer, nullable=False),
    # The conversation that is answered, or the decision that was carried out.
    Column("about", String(32), nullable=False),
    Column("language", String(12), nullable=False),
    Column("words", LargeBinary, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", String(32), ForeignKey("officers.id"), nullable=False),
    # An answer that is not sent is a draft; one that is sent is never changed.
    Column("sent_at", Instant),
    Column("read_at", Instant),
    Index("ix_replies_child_id", "child_id", "sent_at"),
    Index("ix_replies_participant_id", "participant_id", "sent_at"),
)
