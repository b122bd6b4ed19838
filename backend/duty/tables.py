"""Who is on duty when, and the tests of the ways by which they are reached."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table

from backend.platform.database import Instant, metadata

shifts = Table(
    "shifts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("officer_id", String(32), ForeignKey("officers.id"), nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("position", Integer, nullable=False),
    Column("entered_by", String(32), nullable=False),
    Column("entered_at", Instant, nullable=False),
    # A shift that was taken off the rota stays: it says who was to be reached until then.
    Column("removed_by", String(32)),
    Column("removed_at", Instant),
    CheckConstraint("position IN (1, 2)", name="position"),
    Index(None, "ends_at"),
)

duty_tests = Table(
    "duty_tests",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("by_officer", String(32), ForeignKey("officers.id"), nullable=False),
)

duty_test_pages = Table(
    "duty_test_pages",
    metadata,
    Column("test_id", String(32), ForeignKey("duty_tests.id"), primary_key=True),
    # Nobody's id is the emergency duty team, who have no sign-in.
    Column("officer_id", String(32), primary_key=True),
    Column("message_id", String(32), primary_key=True),
    Column("acknowledged_at", Instant),
)
