"""What officers noted about a concern, sealed with the child's key: it goes with it."""

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table

from backend.platform.append_only import append_only
from backend.platform.database import Instant, metadata

concern_notes = Table(
    "concern_notes",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("concern_id", String(32), ForeignKey("concerns.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("officer_id", String(32), ForeignKey("officers.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("note", LargeBinary, nullable=False),
)
append_only(concern_notes)
