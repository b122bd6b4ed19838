"""Each trial of the whole way of a worry, and what came of it: no child's data."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from backend.platform.database import Instant, metadata

canary_rounds = Table(
    "canary_rounds",
    metadata,
    # The order in which they began: a clock may be put back.
    Column("number", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Column("proven_at", Instant),
    # Codes of what is missing, "" once it is proven.
    Column("missing", String(80), nullable=False),
    # When people were told, in this round, that too many were missing.
    Column("alarmed_at", Instant),
    Index("ix_canary_rounds_at", "at"),
)
