import pytest

from backend.platform.runtime import Runtime
from tests.backend.consultations.household import Household, make_household


@pytest.fixture
def household(runtime: Runtime) -> Household:
    """Three children and their carers, who are asked."""
    return make_household(runtime)
