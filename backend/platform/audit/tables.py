"""Who looked at what: written before the look, never changed."""

from sqlalchemy import Column, Index, String, Table, Text

from backend.platform.append_only import append_only
from backend.platform.database import Instant, metadata

audit_reads = Table(
    "audit_reads",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("officer_id", String(32), nullable=False),
    Column("child_id", String(32)),
    Column("what", String(64), nullable=False),
    Column("why", Text, nullable=False),
    Index("ix_audit_reads_child_id_at", "child_id", "at"),
    Index("ix_audit_reads_officer_id_at", "officer_id", "at"),
)
append_only(audit_reads)
