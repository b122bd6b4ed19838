import pytest

from backend.platform.clock import SettableClock
from backend.platform.database import Database
from backend.platform.keys.rules import KeyRing
from tests.backend.invitations.asked import Asked


@pytest.fixture
def asked(database: Database, ring: KeyRing, clock: SettableClock) -> Asked:
    return Asked(database, ring, clock)
