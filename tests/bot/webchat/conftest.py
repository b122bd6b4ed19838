import pytest
from fastapi import FastAPI

from backend.platform.runtime import Runtime
from bot.serving import House, application
from tests.backend.consultations.household import Household, make_household
from tests.bot.webchat.browser import Browser


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite is enough for pages; what is typed is tested on both."""
    return sqlite_url


@pytest.fixture
def household(runtime: Runtime) -> Household:
    return make_household(runtime)


@pytest.fixture
def app(household: Household) -> FastAPI:
    """The whole application, as the composition root makes it."""
    return application(House(household.runtime, household.desk, {}))


@pytest.fixture
def browser(app: FastAPI, household: Household) -> Browser:
    """A browser that knows nothing yet."""
    return Browser(app, household)
