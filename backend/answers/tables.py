"""Every revision of every answer, sealed, beside the event that brought it."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, UniqueConstraint

from backend.platform.database import Instant, metadata

answers = Table(
    "answers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("consultation_id", String(32), ForeignKey("consultations.id"), nullable=False),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("event_id", String(32), ForeignKey("consultation_events.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("step", String(60), nullable=False),
    Column("question", String(60), nullable=False),
    Column("answer", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("consultation_id", "position"),
)
