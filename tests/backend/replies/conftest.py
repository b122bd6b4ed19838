import pytest

from backend.platform.clock import SettableClock
from backend.platform.runtime import Runtime
from tests.backend.consultations.household import Household, make_household
from tests.backend.replies.answering import AFTER, Answering


@pytest.fixture
def household(runtime: Runtime) -> Household:
    return make_household(runtime)


@pytest.fixture
def answering(household: Household, clock: SettableClock) -> Answering:
    """Amara's officer right after the review, before anything is said or decided."""
    clock.set(AFTER)
    return Answering(household)
