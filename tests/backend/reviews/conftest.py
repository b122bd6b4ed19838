import pytest

from backend.platform.database import Database
from tests.backend.people.family import Family


@pytest.fixture
def family(database: Database) -> Family:
    return Family(database)
