"""Timed jobs: when each last ran, and which process runs it now."""

from sqlalchemy import Column, String, Table

from backend.platform.database import Instant, metadata

timetable_runs = Table(
    "timetable_runs",
    metadata,
    Column("job", String(40), primary_key=True),
    Column("holder", String(32)),
    Column("until", Instant),
    Column("started_at", Instant, nullable=False),
    # When it last ended well, and what kind of error it ended with since then, "" for none.
    Column("finished_at", Instant),
    Column("error", String(60), nullable=False),
)
