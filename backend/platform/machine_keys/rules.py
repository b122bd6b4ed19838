"""What is known of another system's key. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# Seen again within this time, a key is not written to.
NOTED_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class MachineKey:
    """One key, without its secret: whose it is, since when, and when it was last used."""

    id: str
    name: str
    made_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    def to_be_noted(self, at: datetime) -> bool:
        """Say whether its use at this moment is worth writing down."""
        return self.used_at is None or at - self.used_at >= NOTED_AFTER
