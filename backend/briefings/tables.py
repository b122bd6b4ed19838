"""An officer's own side of a pack: when they printed it, and their notes, which are no record."""

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table, UniqueConstraint

from backend.platform.database import Instant, metadata

pack_prints = Table(
    "pack_prints",
    metadata,
    Column("review_id", String(32), ForeignKey("reviews.id"), nullable=False),
    Column("officer_id", String(32), ForeignKey("officers.id"), nullable=False),
    Column("printed_at", Instant, nullable=False),
    UniqueConstraint("review_id", "officer_id"),
)

own_notes = Table(
    "own_notes",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("review_id", String(32), ForeignKey("reviews.id"), nullable=False),
    Column("officer_id", String(32), ForeignKey("officers.id"), nullable=False),
    Column("words", LargeBinary, nullable=False),
    UniqueConstraint("review_id", "officer_id"),
)
