"""How each person was last asked."""

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table

from backend.platform.database import Instant, metadata

askings = Table(
    "askings",
    metadata,
    Column("invitation_id", String(32), ForeignKey("invitations.id"), primary_key=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False, index=True),
    Column("way", String(8), nullable=False),
    Column("asked_at", Instant, nullable=False),
    # Sealed, for somebody to tell them; gone once they came in with it.
    Column("code", LargeBinary),
)
