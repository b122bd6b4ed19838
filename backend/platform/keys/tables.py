"""Each child's own key, wrapped; erasing the key erases every word sealed under it."""

from sqlalchemy import Column, Integer, LargeBinary, String, Table

from backend.platform.database import Instant, metadata

child_keys = Table(
    "child_keys",
    metadata,
    Column("child_id", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    # Null once erased. The row stays, so that the child's id is never given a new key.
    Column("wrapped", LargeBinary),
    Column("made_at", Instant, nullable=False),
    Column("erased_at", Instant),
)
