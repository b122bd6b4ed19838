"""The outbox: what is to be sent, kept in the same commit as the reason for sending it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from backend.platform.database import Instant, metadata

outbox = Table(
    "outbox",
    metadata,
    # The order of asking, which is the order in which one chat is spoken to.
    Column("number", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("route", String(20), nullable=False),
    # A digest: enough to keep one recipient's messages in order, not to know who it is.
    Column("recipient", String(64), nullable=False),
    Column("template", String(60), nullable=False),
    Column("language", String(12), nullable=False),
    # Address and values, sealed; emptied as soon as nothing more will be sent.
    Column("payload", LargeBinary),
    Column("urgent", Boolean, nullable=False),
    # No foreign keys: this lies below the tables of people, and outlives an erased child.
    Column("child_id", String(32)),
    Column("participant_id", String(32)),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("status", String(16), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("code", String(40), nullable=False),
    Column("lease", String(32)),
    Column("lease_until", Instant),
    Column("settled_at", Instant),
    # Another message: if that one is sent when this one's time comes, this one is not needed.
    Column("unless_sent", String(32)),
    # What is known of it after it was sent, "" before, and since when.
    Column("receipt", String(16), nullable=False),
    Column("receipt_at", Instant),
    CheckConstraint(
        "status IN ('waiting', 'sending', 'sent', 'held', 'undeliverable', 'cancelled')",
        name="status",
    ),
    CheckConstraint(
        "receipt IN ('', 'taken', 'awaited', 'delivered', 'unknown')",
        name="receipt",
    ),
    # So that who looks for urgent ones does not pass all of bulk.
    Index(None, "status", "route", "urgent", "next_at"),
    Index(None, "recipient", "status"),
    Index(None, "participant_id"),
    Index(None, "receipt", "next_at"),
)
