"""What was noted as done, and who reads their dates in a calendar of their own.

Only the digest of a token is kept: the database alone opens no calendar.
"""

from sqlalchemy import Column, Date, ForeignKey, Index, String, Table

from backend.platform.database import Instant, metadata

clock_marks = Table(
    "clock_marks",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("about", String(32), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("done_on", Date, nullable=False),
    Column("by_officer", String(32), ForeignKey("officers.id"), nullable=False),
    Index("ix_clock_marks_child_id", "child_id"),
)

calendar_feeds = Table(
    "calendar_feeds",
    metadata,
    Column("officer_id", String(32), ForeignKey("officers.id"), primary_key=True),
    Column("token", String(64), nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
)
