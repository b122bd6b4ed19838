from collections.abc import Iterator

import pytest

from backend.platform.runtime import Runtime
from tests.backend.consultations.household import Household, make_household
from tests.backend.consultations.talk import Talk


@pytest.fixture
def household(runtime: Runtime) -> Household:
    return make_household(runtime)


@pytest.fixture
def talk(household: Household) -> Iterator[Talk]:
    """Amara's conversation, just begun; whatever a test does to it can be made again by replay."""
    begun = Talk(household).begin()
    yield begun
    assert begun.rebuilds()
