"""The staff pages of an empty authority, and officers who can sign in to them."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from backend.platform.runtime import Runtime
from backend.web.app import create_app
from tests.backend.web.people import Family, Staff, add_family, add_staff, sign_in
from tests.backend.web.worried import Worry, worried

SignIn = Callable[[str], TestClient]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite is enough: what differs between the engines is tested below the pages."""
    return sqlite_url


@pytest.fixture
def app(runtime: Runtime) -> FastAPI:
    """The application."""
    return create_app(runtime)


@pytest.fixture
def staff(runtime: Runtime) -> Staff:
    """One officer of each role, and a second reviewing officer."""
    return add_staff(runtime)


@pytest.fixture
def family(runtime: Runtime, staff: Staff) -> Family:
    """A child with a home, a foster carer and a review to come."""
    return add_family(runtime, staff)


@pytest.fixture
def anybody(app: FastAPI, runtime: Runtime) -> TestClient:
    """A browser in which nobody is signed in."""
    return browser(app, runtime)


@pytest.fixture
def signed_in(app: FastAPI, runtime: Runtime, staff: Staff) -> SignIn:
    """Gives a browser in which the officer of that name is signed in."""

    def open_browser(name: str) -> TestClient:
        client = browser(app, runtime)
        sign_in(client, runtime, staff[name])
        return client

    return open_browser


@pytest.fixture
def support(signed_in: SignIn) -> TestClient:
    """A browser in which business support is signed in."""
    return signed_in("support")


@pytest.fixture
def owner(signed_in: SignIn) -> TestClient:
    """A browser in which the system owner is signed in."""
    return signed_in("owner")


def browser(app: FastAPI, runtime: Runtime) -> TestClient:
    """A browser as browsers are: it says where a form comes from. It follows no redirect."""
    url = runtime.settings.public_url
    headers = {"Origin": url, "Sec-Fetch-Site": "same-origin"}
    return TestClient(app, base_url=url, headers=headers, follow_redirects=False)


@pytest.fixture
def worry(runtime: Runtime, family: Family, staff: Staff) -> Worry:
    """Amara wrote that she is hit and pressed the help button; Dee is on the rota."""
    return worried(runtime, family, staff)


@pytest.fixture
def dee(signed_in: SignIn, worry: Worry) -> TestClient:
    """A browser in which the duty officer is signed in, and has it."""
    client = signed_in("duty")
    client.post(worry.path, data={"times": str(worry.now.times)})
    return client
