import pytest

from backend.platform.runtime import Runtime
from tests.backend.intake.case_system import CaseSystem


@pytest.fixture
def case_system(runtime: Runtime) -> CaseSystem:
    """A case system and an empty authority."""
    return CaseSystem(runtime)


@pytest.fixture
def sent(case_system: CaseSystem) -> CaseSystem:
    """A case system that has sent Amara, her home, her carer and her next review."""
    return case_system.family()
