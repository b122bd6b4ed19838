import pytest

from backend.platform.runtime import Runtime
from tests.backend.rounds.opened import Rounds, opened


@pytest.fixture
def coming(runtime: Runtime) -> Rounds:
    """A round that waits for somebody to approve it."""
    return Rounds(runtime)


@pytest.fixture
def open_round(runtime: Runtime) -> Rounds:
    """A round that was opened at noon."""
    return opened(runtime)
