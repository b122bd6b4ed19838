"""The page on which a review's decisions are written, beside what the child asks for."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from starlette.testclient import TestClient

from backend.platform.accounts import service as accounts
from backend.platform.audit.service import reads_of_child
from backend.platform.documents import pdf_available
from backend.web.app import create_app
from backend.web.routes.decisions import DecisionPages
from backend.web.visits import cookie_name
from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk
from tests.backend.decisions.deciding import Deciding
from tests.backend.packs.reading import answer_all
from tests.backend.web.conftest import browser
from tests.backend.web.people import sign_in
from tests.backend.web.typed import a_day

ODD = "<script>alert(1)</script> & \"more\""
Typed = Callable[..., dict[str, str | list[str]]]


@pytest.fixture
def deciding(household: Household) -> Deciding:
    """Amara has asked for three things, two of them for everybody's ears."""
    talk = answer_all(Talk(household).begin())
    talk.send(agenda="review")
    return Deciding(household)


def open_as(household: Household, who: str) -> TestClient:
    """Open a browser in which an officer is signed in to the pages of decisions."""
    runtime = household.runtime
    client = browser(create_app(runtime, DecisionPages(household.desk).routers()), runtime)
    sign_in(client, runtime, household.officers[who])
    return client


@pytest.fixture
def iro(deciding: Deciding) -> TestClient:
    """A browser in which Amara's reviewing officer is signed in."""
    return open_as(deciding.household, "iro")


def path(deciding: Deciding, more: str = "") -> str:
    """Where the decisions of Amara's review are."""
    return f"/reviews/{deciding.review.id}/decisions{more}"


def text(page: str) -> str:
    """Give what a page says, as it is read."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def wishes(page: str) -> list[str]:
    """Give the ids of the wishes on a page, in their order."""
    return re.findall(r'action="/reviews/\w+/wishes/(\w{32})"', page)


def typed(**changed: str | list[str]) -> dict[str, str | list[str]]:
    """A decision as it is typed."""
    day = a_day("due_on", date(2027, 1, 15))
    fields = {"kind": "decided", "what": "Jo will mend the bike.", "owner": "iro", "part": "family"}
    return {**fields, **day, "why": "", **changed}


def test_print_it(iro: TestClient, deciding: Deciding) -> None:
    """Look."""
    page = iro.get(path(deciding))
    print(text(page.text))
    print(page.status_code)
    page = iro.get(path(deciding, "/new"))
    print(text(page.text))
    assert 0
