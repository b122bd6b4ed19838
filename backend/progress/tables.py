"""What is said of decisions afterwards, and the check between two reviews; both only grow."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from backend.platform.append_only import append_only
from backend.platform.database import Instant, metadata

# No foreign key to the decision: one that was written by mistake can be removed, and what was
# said of it stays.
progress_updates = Table(
    "progress_updates",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("decision_id", String(32), nullable=False),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    # In the order in which they came, whatever a clock said.
    Column("number", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by_kind", String(10), nullable=False),
    Column("by_id", String(32), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("done_on", Date),
    Column("words", LargeBinary, nullable=False),
    UniqueConstraint("decision_id", "number"),
)
append_only(progress_updates)

left_in_peace = Table(
    "left_in_peace",
    metadata,
    Column("decision_id", String(32), primary_key=True),
    Column("by", String(32), ForeignKey("officers.id"), nullable=False),
    Column("at", Instant, nullable=False),
)

midway_checks = Table(
    "midway_checks",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("review_id", String(32), ForeignKey("reviews.id"), nullable=False, index=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("checked_on", Date, nullable=False),
    Column("words", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(32), ForeignKey("officers.id"), nullable=False),
)
append_only(midway_checks)
