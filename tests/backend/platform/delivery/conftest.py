import pytest

from backend.platform.clock import SettableClock
from backend.platform.database import Database
from backend.platform.keys.rules import KeyRing
from tests.backend.platform.delivery.box import Outbox


@pytest.fixture
def box(database: Database, ring: KeyRing, clock: SettableClock) -> Outbox:
    return Outbox(database, ring, clock)
