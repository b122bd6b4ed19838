import pytest

from backend.platform.runtime import Runtime
from tests.backend.progress.tracked import Tracked
from tests.backend.web.people import add_family, add_staff


@pytest.fixture
def tracked(runtime: Runtime) -> Tracked:
    """Amara's review was held today, and nothing is decided yet."""
    staff = add_staff(runtime)
    return Tracked(runtime, add_family(runtime, staff), staff)
