"""Links, their codes, and the one browser and one chat that each may be bound to.

Only keyed digests of tokens, codes and devices are kept: the database alone opens no door.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from backend.platform.database import Instant, metadata

invitations = Table(
    "invitations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("participant_id", String(32), ForeignKey("participants.id"), nullable=False),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("review_id", String(32), ForeignKey("reviews.id")),
    Column("purpose", String(20), nullable=False),
    Column("token", String(64), nullable=False, unique=True),
    Column("code", String(64), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("opened_at", Instant),
    Column("revoked_at", Instant),
    Column("reminders", Boolean, nullable=False),
    Column("code_of", String(32)),
    UniqueConstraint("participant_id", "purpose", "review_id"),
    Index("ix_invitations_review_id", "review_id"),
)

bindings = Table(
    "bindings",
    metadata,
    Column("invitation_id", String(32), ForeignKey("invitations.id"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("holder", String(64), nullable=False),
    Column("address", LargeBinary),
    Column("confirmed", Boolean, nullable=False),
    Column("bound_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    UniqueConstraint("invitation_id", "kind"),
    Index("ix_bindings_holder", "kind", "holder"),
)
