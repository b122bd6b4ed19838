"""Court proceedings about a child, their hearings, and talks with the children's guardian."""

from sqlalchemy import Column, Date, ForeignKey, LargeBinary, String, Table

from backend.platform.append_only import append_only
from backend.platform.database import Instant, metadata

proceedings = Table(
    "proceedings",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False, index=True),
    Column("kind", String(24), nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("final_order_on", Date),
    Column("ended_on", Date),
    Column("at", Instant, nullable=False),
    Column("by", String(32), ForeignKey("officers.id"), nullable=False),
    # The court, the case number and what was ordered.
    Column("words", LargeBinary, nullable=False),
)

hearings = Table(
    "hearings",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("proceedings_id", String(32), ForeignKey("proceedings.id"), nullable=False, index=True),
    Column("held_on", Date, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(32), ForeignKey("officers.id"), nullable=False),
    Column("words", LargeBinary, nullable=False),
)
append_only(hearings)

guardian_talks = Table(
    "guardian_talks",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False, index=True),
    Column("guardian_id", String(32), ForeignKey("participants.id"), nullable=False),
    Column("spoken_on", Date, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(32), ForeignKey("officers.id"), nullable=False),
    Column("words", LargeBinary, nullable=False),
)
append_only(guardian_talks)
