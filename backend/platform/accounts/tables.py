"""How officers prove who they are. Secrets are kept as digests and hashes only."""

from sqlalchemy import Column, Index, String, Table

from backend.platform.database import Instant, metadata

# The officers themselves are people, a floor above: their ids are only named here.
passwords = Table(
    "passwords",
    metadata,
    Column("officer_id", String(32), primary_key=True),
    Column("hash", String(200), nullable=False),
    Column("set_at", Instant, nullable=False),
)

account_links = Table(
    "account_links",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("officer_id", String(32), nullable=False, index=True),
    Column("expires_at", Instant, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("officer_id", String(32), nullable=False, index=True),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)

sign_in_tries = Table(
    "sign_in_tries",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("email", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "email", "at"),
    Index(None, "at"),
)
