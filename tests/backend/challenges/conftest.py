import pytest

from backend.platform.database import Database
from backend.platform.keys.rules import KeyRing
from tests.backend.challenges.raising import Case


@pytest.fixture
def case(database: Database, ring: KeyRing) -> Case:
    return Case(database, ring)
