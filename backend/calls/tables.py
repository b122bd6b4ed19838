"""Who was called, in which round and step. No foreign key: this lies below the concerns."""

from sqlalchemy import Column, Integer, String, Table

from backend.platform.database import Instant, metadata

escalations = Table(
    "escalations",
    metadata,
    Column("concern_id", String(32), primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
)

escalation_pages = Table(
    "escalation_pages",
    metadata,
    Column("key", String(160), primary_key=True),
    Column("concern_id", String(32), nullable=False, index=True),
    Column("round", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    # "" is the emergency duty team.
    Column("officer_id", String(32), nullable=False),
    Column("why", String(10), nullable=False),
    Column("messages", Integer, nullable=False),
    Column("at", Instant, nullable=False),
)
