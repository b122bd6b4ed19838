"""What has come in by a messenger: known repeats, what could not be handled, and each chat.

Chats are known by keyed digests alone.
"""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, String, Table

from backend.platform.database import Instant, metadata

received_updates = Table(
    "received_updates",
    metadata,
    # The ids start anew after a quiet week, so an old number with new content is a new update.
    Column("source", String(40), primary_key=True),
    Column("update_id", BigInteger, primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("received_at", Instant, nullable=False),
    Index(None, "received_at"),
)

quarantined_updates = Table(
    "quarantined_updates",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("source", String(40), nullable=False),
    # One of a few words of ours; never anything of what came in.
    Column("why", String(40), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
)

chats = Table(
    "chats",
    metadata,
    Column("chat", String(64), primary_key=True),
    Column("standing", LargeBinary, nullable=False),
    Column("changed_at", Instant, nullable=False),
)
