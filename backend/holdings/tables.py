"""Who held a child's case from when: kept for good, since a record says who chaired what."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, UniqueConstraint

from backend.platform.append_only import append_only
from backend.platform.database import Instant, metadata

iro_history = Table(
    "iro_history",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("from_id", String(32), ForeignKey("officers.id")),
    Column("to_id", String(32), ForeignKey("officers.id"), nullable=False),
    Column("changed_on", Date, nullable=False),
    Column("changed_at", Instant),
    Column("by_kind", String(12), nullable=False),
    Column("by_id", String(32), nullable=False),
    Column("why", String(20), nullable=False),
    UniqueConstraint("child_id", "number"),
)
append_only(iro_history)
