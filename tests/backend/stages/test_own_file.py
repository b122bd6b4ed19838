"""A file of stages that cannot be used is said before anything is served."""

import pytest

from backend.platform.runtime import Runtime
from backend.platform.settings import BadSettings
from bot.serving import House, application
from tests.backend.consultations.household import desk_of


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite is enough: no database is asked."""
    return sqlite_url


def test_it_does_not_start_with_it(runtime: Runtime) -> None:
    """What is wrong with the file is said by its name, without quoting it."""
    data = runtime.settings.data
    data.mkdir(parents=True, exist_ok=True)
    (data / "challenges.toml").write_text("[formal]\nworking_days = 'Ray Cole'\n")
    with pytest.raises(BadSettings, match=r"challenges\.toml cannot be read") as wrong:
        application(House(runtime, desk_of(runtime), {}))
    assert "Ray" not in str(wrong.value)
