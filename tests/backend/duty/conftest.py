from tests.backend.concerns.conftest import desk, household

__all__ = ["desk", "household"]
