import pytest
from fastapi import FastAPI

from backend.platform.runtime import Runtime
from bot.serving import House, application
from tests.backend.consultations.household import desk_of
from tests.backend.web.people import Staff, add_staff
from tests.bot.tryout.officer import Officer


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite is enough where nothing may be written."""
    return sqlite_url


@pytest.fixture
def app(runtime: Runtime) -> FastAPI:
    """The whole application, as the composition root makes it."""
    return application(House(runtime, desk_of(runtime), {}))


@pytest.fixture
def staff(runtime: Runtime) -> Staff:
    """One officer of each role."""
    return add_staff(runtime)


@pytest.fixture
def officer(app: FastAPI, runtime: Runtime, staff: Staff) -> Officer:
    """A duty officer's browser without JavaScript."""
    return Officer(app, runtime, staff["duty"])
