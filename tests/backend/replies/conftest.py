import pytest

from backend.platform.runtime import Runtime
from tests.backend.consultations.household import Household, make_household
from tests.backend.replies.answering import Answering


@pytest.fixture
def household(runtime: Runtime) -> Household:
    return make_household(runtime)


@pytest.fixture
def answering(household: Household) -> Answering:
    """Amara's officer, before anything is said or decided."""
    return Answering(household)
