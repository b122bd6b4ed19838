"""Plans for permanence, each as it was recorded; why it was chosen is sealed."""

from sqlalchemy import Column, Date, ForeignKey, Index, LargeBinary, String, Table

from backend.platform.append_only import append_only
from backend.platform.database import Instant, metadata

permanence_plans = Table(
    "permanence_plans",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("parallel", String(24), nullable=False),
    Column("recorded_on", Date, nullable=False),
    Column("review_id", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(32), ForeignKey("officers.id"), nullable=False),
    Column("words", LargeBinary, nullable=False),
    Index("ix_permanence_plans_child_id", "child_id", "recorded_on"),
)
append_only(permanence_plans)
