"""When an officer last opened the pack of a review, or what came between reviews.

What came since is new to them; what was there has been read, and whoever said it is told so.
"""

from sqlalchemy import Column, ForeignKey, String, Table, UniqueConstraint

from backend.platform.database import Instant, metadata

pack_openings = Table(
    "pack_openings",
    metadata,
    Column("what", String(32), nullable=False),
    Column("officer_id", String(32), ForeignKey("officers.id"), nullable=False),
    Column("opened_at", Instant, nullable=False),
    UniqueConstraint("what", "officer_id"),
)
