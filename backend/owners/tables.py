"""Whoever has to do what was decided: known by an e-mail address, with no account.

Only keyed digests of tokens, codes and browsers are kept: the database alone opens no door.
"""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table

from backend.platform.append_only import append_only
from backend.platform.database import Instant, metadata

decision_owners = Table(
    "decision_owners",
    metadata,
    # Derived from a keyed digest of the address.
    Column("id", String(32), primary_key=True),
    Column("email", LargeBinary, nullable=False),
    Column("language", String(12), nullable=False),
    Column("code", String(64), nullable=False),
    Column("code_at", Instant),
    Column("tries", Integer, nullable=False),
    # How many codes went out since a moment, from which a day is counted.
    Column("codes", Integer, nullable=False),
    Column("codes_since", Instant),
    Column("browser", String(64), nullable=False),
    Column("seen_at", Instant),
)

owner_links = Table(
    "owner_links",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("owner_id", String(32), ForeignKey("decision_owners.id"), nullable=False),
    Column("expires_at", Instant, nullable=False),
)

owner_asks = Table(
    "owner_asks",
    metadata,
    # Derived from the decision, the owner and the occasion: of each there is one for ever.
    Column("id", String(32), primary_key=True),
    Column("decision_id", String(32), nullable=False, index=True),
    Column("child_id", String(32), ForeignKey("children.id"), nullable=False),
    Column("owner_id", String(32), ForeignKey("decision_owners.id"), nullable=False),
    Column("occasion", String(40), nullable=False),
    Column("at", Instant, nullable=False),
)
append_only(owner_asks)
