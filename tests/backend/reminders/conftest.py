import pytest

from backend.platform.runtime import Runtime
from tests.backend.consultations.household import Household, make_household
from tests.backend.reminders.waiting import Waiting


@pytest.fixture
def household(runtime: Runtime) -> Household:
    return make_household(runtime)


@pytest.fixture
def waiting(household: Household) -> Waiting:
    """Amara and her carer, who were asked sixteen days before the review, and have addresses."""
    return Waiting(household).with_addresses("amara", "amara_carer")
