"""What is known of a message after it left us, and when to ask for more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# The next server took it and will say no more; a provider took it and will be asked; it has
# arrived; the provider was asked for days and never said.
TAKEN, AWAITED, DELIVERED, UNKNOWN = "taken", "awaited", "delivered", "unknown"

SHORTEST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(hours=1)
# GOV.UK Notify tries an e-mail for 72 hours before it says that it failed.
_WITHIN = timedelta(days=4)


@dataclass(frozen=True)
class Receipt:
    """What is known of a message, and since when; "" and None while it has not left."""

    state: str
    at: datetime | None

    @property
    def is_proof(self) -> bool:
        """Say whether somebody other than we has it: the next server, or its recipient."""
        return self.state in (TAKEN, DELIVERED)


@dataclass(frozen=True)
class Awaited:
    """A message that was sent at `sent_at` and whose receipt is still to be asked for."""

    id: str
    route: str
    sent_at: datetime


def wait_for(awaited: Awaited, at: datetime) -> timedelta | None:
    """Say how long to wait before the provider is asked again; None where it is not any more.

    Each wait is as long as the message is old, five seconds at least and an hour at most.
    """
    age = at - awaited.sent_at
    return None if age > _WITHIN else min(max(age, SHORTEST_WAIT), _LONGEST_WAIT)
