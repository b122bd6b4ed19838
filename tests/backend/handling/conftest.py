import pytest

from backend.platform.clock import SettableClock
from tests.backend.concerns.conftest import household
from tests.backend.concerns.on_duty import Desk
from tests.backend.consultations.household import Household

__all__ = ["desk", "household"]


@pytest.fixture
def desk(household: Household, clock: SettableClock) -> Desk:  # a fixture of pytest's
    """A desk with a second duty officer and a manager."""
    made = Desk(household, clock)
    made.hire("ann", "duty", phone="07700 900123")
    made.hire("mo", "manager")
    return made
