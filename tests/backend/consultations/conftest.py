from collections.abc import Iterator

import pytest

from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk


@pytest.fixture
def talk(household: Household) -> Iterator[Talk]:
    """Amara's conversation, just begun; whatever a test does to it can be made again by replay."""
    begun = Talk(household).begin()
    yield begun
    assert begun.rebuilds()
