"""The pages of decisions as Amara's officer uses them, and what is typed into their forms."""

import re
from datetime import date
from html import unescape

from starlette.testclient import TestClient

from backend.web.app import create_app
from backend.web.routes.decisions import DecisionPages
from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk
from tests.backend.decisions.deciding import Deciding
from tests.backend.packs.reading import answer_all
from tests.backend.web.conftest import browser
from tests.backend.web.people import sign_in
from tests.backend.web.typed import a_day

ODD = '<script>alert(1)</script> & "more"'

Typed = dict[str, str | list[str]]


def asked_for(household: Household, **given: tuple[str, str]) -> Deciding:
    """Let Amara ask for five things, two of them before everybody's eyes; her officer decides."""
    answer_all(Talk(household).begin(), **given).send(agenda="review")
    return Deciding(household)


def open_as(household: Household, who: str) -> TestClient:
    """Open a browser in which an officer is signed in to the pages of decisions."""
    runtime = household.runtime
    client = browser(create_app(runtime, DecisionPages(household.desk).routers()), runtime)
    sign_in(client, runtime, household.officers[who])
    return client


def path(deciding: Deciding, more: str = "") -> str:
    """Where the decisions of Amara's review are."""
    return f"/reviews/{deciding.review.id}/decisions{more}"


def text(page: str) -> str:
    """Give what a page says, as it is read."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def wishes(page: str) -> list[str]:
    """Give the ids of the wishes on a page, in their order."""
    return re.findall(r'action="/reviews/\w+/wishes/(\w{32})"', page)


def typed(**changed: str | list[str]) -> Typed:
    """A decision as it is typed."""
    day = a_day("due_on", date(2027, 1, 15))
    fields: Typed = {
        "kind": "decided",
        "what": "Jo will mend the bike.",
        "owner": "iro",
        "part": "family",
    }
    return {**fields, **day, "why": "", **changed}


def shown(iro: TestClient, deciding: Deciding) -> str:
    """Open the page, and give what it says."""
    return text(iro.get(path(deciding)).text)


def say_why(iro: TestClient, deciding: Deciding, wish: str, why: str = "Not yet.") -> str:
    """Say why a wish is not answered, and give where that leads."""
    answer = iro.post(f"/reviews/{deciding.review.id}/wishes/{wish}", data={f"why-{wish}": why})
    return answer.headers.get("location", str(answer.status_code))


def as_shown(form: str) -> dict[str, list[str]]:
    """Give the fields of a form as a browser would send them back unchanged."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if given.get("type") not in {"radio", "checkbox"} or " checked" in tag:
            names = re.findall(r'name="([^"]*)"', tag)
            found.setdefault(names[0], []).append(unescape(given.get("value", "")))
    for name, value in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)</textarea>', form):
        found[name] = [unescape(value)]
    picked = re.search(r'<option value="(\w*)" selected', form)
    return {**found, "part": [picked[1] if picked else ""]}
