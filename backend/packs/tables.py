"""When an officer last opened the pack of a review: what came since is new to them."""

from sqlalchemy import Column, ForeignKey, String, Table, UniqueConstraint

from backend.platform.database import Instant, metadata

pack_openings = Table(
    "pack_openings",
    metadata,
    Column("review_id", String(32), ForeignKey("reviews.id"), nullable=False),
    Column("officer_id", String(32), ForeignKey("officers.id"), nullable=False),
    Column("opened_at", Instant, nullable=False),
    UniqueConstraint("review_id", "officer_id"),
)
