import pytest

from backend.platform.clock import SettableClock
from backend.platform.runtime import Runtime
from tests.backend.concerns.on_duty import Desk
from tests.backend.consultations.household import Household, make_household


@pytest.fixture
def household(runtime: Runtime) -> Household:
    return make_household(runtime)


@pytest.fixture
def desk(household: Household, clock: SettableClock) -> Desk:
    return Desk(household, clock)
