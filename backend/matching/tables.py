"""By which names the case system knows what was taken from it."""

from sqlalchemy import Column, PrimaryKeyConstraint, String, Table

from backend.platform.database import metadata

external_ids = Table(
    "external_ids",
    metadata,
    Column("kind", String(20), nullable=False),
    # Whose it is: one person of theirs may take part in several children's lives, by several roles.
    Column("scope", String(70), nullable=False),
    Column("external_id", String(200), nullable=False),
    Column("row_id", String(32), nullable=False),
    PrimaryKeyConstraint("kind", "scope", "external_id"),
)
