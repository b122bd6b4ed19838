from collections.abc import Iterator

import pytest

from backend.platform.runtime import Runtime
from tests.backend.canary.trying import House
from tests.backend.consultations.household import Household, make_household
from tests.reliability.outside import Mailbox


@pytest.fixture
def household(runtime: Runtime) -> Household:
    return make_household(runtime)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server on a real socket."""
    with Mailbox() as running:
        yield running


@pytest.fixture
def house(household: Household, mailbox: Mailbox) -> House:
    """A house whose trials go to an address of their own, over that server."""
    return House(household, mailbox)
