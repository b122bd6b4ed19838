"""Who was at a review, and the code by which the child took part. No words."""

from sqlalchemy import Boolean, Column, ForeignKey, String, Table, UniqueConstraint

from backend.platform.database import Instant, metadata

attendances = Table(
    "attendances",
    metadata,
    Column("review_id", String(32), ForeignKey("reviews.id"), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False, index=True),
    Column("attended", String(10), nullable=False),
    Column("spoke", String(12), nullable=False),
    Column("briefed", Boolean, nullable=False),
    Column("code", String(3), nullable=False),
    Column("confirmed_at", Instant),
    Column("confirmed_by", String(32), ForeignKey("officers.id")),
)

attendance_of_others = Table(
    "attendance_of_others",
    metadata,
    Column("review_id", String(32), ForeignKey("reviews.id"), nullable=False),
    Column("participant_id", String(32), ForeignKey("participants.id"), nullable=False),
    Column("how", String(10), nullable=False),
    UniqueConstraint("review_id", "participant_id"),
)
