"""The public face of other systems' keys: made once, shown once, revoked at once."""

import secrets
from datetime import datetime

from backend.platform.database import Transaction
from backend.platform.errors import BadInput, NotFound
from backend.platform.keys.rules import KeyRing
from backend.platform.machine_keys import store
from backend.platform.machine_keys.rules import MachineKey
from backend.platform.msgids import _

WHOSE = _("Say in up to 200 characters which system the key is for.")


def new_secret() -> str:
    """Make a secret that another system will show: 256 random bits after a name to find it by."""
    return f"sayso_{secrets.token_urlsafe(32)}"


def make(
    transaction: Transaction, ring: KeyRing, *, key_id: str, name: str, secret: str, at: datetime
) -> MachineKey:
    """Keep a new key; of the secret only a digest. Raises BadInput."""
    if not name.strip() or len(name) > 200 or not name.isprintable():
        raise BadInput({"name": WHOSE})
    key = MachineKey(key_id, name.strip(), at)
    store.add(transaction, key, _digest(ring, secret))
    return key


def holder(transaction: Transaction, ring: KeyRing, secret: str) -> MachineKey | None:
    """Give the key of a secret, or None alike for an unknown and a revoked one."""
    return store.by_digest(transaction, _digest(ring, secret))


def note_use(transaction: Transaction, key: MachineKey, at: datetime) -> None:
    """Note that a key was used."""
    store.note_use(transaction, key.id, at)


def every(transaction: Transaction) -> tuple[MachineKey, ...]:
    """Give all keys, those that were revoked too, the oldest first."""
    return store.every(transaction)


def revoke(transaction: Transaction, key_id: str, at: datetime) -> None:
    """Let a key work no more, from this moment. Raises NotFound."""
    if not store.revoke(transaction, key_id, at):
        raise NotFound


def _digest(ring: KeyRing, secret: str) -> str:
    return ring.digest("machine.key", secret)
