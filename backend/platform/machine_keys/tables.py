"""By what another system shows that it may speak to us. The secret is kept as a digest only."""

from sqlalchemy import Column, String, Table

from backend.platform.database import Instant, metadata

machine_keys = Table(
    "machine_keys",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("revoked_at", Instant),
)
