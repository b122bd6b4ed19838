"""Something raised about the made-up child's care, and her case in court; each as it is kept."""

from datetime import date

from backend.challenges import service as challenges
from backend.challenges.rules import Challenge, Step
from backend.challenges.service import Ground
from backend.people.rules import officer_viewer
from backend.platform.calendar import Calendar
from backend.platform.database import new_id
from backend.platform.holidays import bank_holidays
from backend.platform.keys.service import open_child_key
from backend.platform.runtime import Runtime
from backend.proceedings import service as proceedings
from backend.proceedings.rules import Proceedings
from backend.stages.service import terms
from tests.backend.web.people import Family, Staff

IRO = frozenset({"iro"})
LED = IRO | {"manager"}
# Who may enter which of these pages; the rest is in the table of every route.
CHALLENGE_ROUTES = {
    "GET /cases/{child_id}/challenges": LED,
    "GET /cases/{child_id}/permanence": IRO,
    "GET /cases/{child_id}/permanence/new": IRO,
    "POST /cases/{child_id}/permanence/new": IRO,
    "GET /cases/{child_id}/proceedings": IRO,
    "GET /cases/{child_id}/proceedings/new": IRO,
    "POST /cases/{child_id}/proceedings/new": IRO,
    "GET /cases/{child_id}/proceedings/talk": IRO,
    "POST /cases/{child_id}/proceedings/talk": IRO,
    "GET /cases/{child_id}/proceedings/{proceedings_id}/edit": IRO,
    "POST /cases/{child_id}/proceedings/{proceedings_id}/edit": IRO,
    "GET /cases/{child_id}/proceedings/{proceedings_id}/hearing": IRO,
    "POST /cases/{child_id}/proceedings/{proceedings_id}/hearing": IRO,
    "GET /challenges": LED | {"other_iro"},
    "GET /challenges/new": IRO | {"other_iro"},
    "POST /challenges/new": IRO | {"other_iro"},
    "GET /challenges/summary": LED - IRO,
    "GET /challenges/summary.csv": LED - IRO,
    "GET /challenges/{challenge_id}": LED,
    "GET /challenges/{challenge_id}/print/record.pdf": LED,
    "GET /challenges/{challenge_id}/{deed}": LED,
    "POST /challenges/{challenge_id}/{deed}": LED,
}
RAISED = "No visit since August.\nThe plan says <b>every</b> six weeks & more."


def challenged(runtime: Runtime, family: Family, staff: Staff, kind: str = "visits") -> str:
    """Let Priya raise something with Mo as a management alert; give its id."""
    calendar = Calendar(holidays=bank_holidays())
    ground = Ground(runtime.ring, terms(), calendar, runtime.settings.public_url)
    key = runtime.database.read(lambda t: open_child_key(t, runtime.ring, family.child.id))
    priya, at = staff["iro"], runtime.clock()
    made = Challenge(new_id(), family.child.id, kind, at, priya.id, "North", words=RAISED)
    owner = staff["manager"].id
    first = Step(new_id(), made.id, "raised", at, priya.id, stage="alert", owner_id=owner)
    viewer = officer_viewer(priya)
    runtime.database.write(lambda t: challenges.raise_one(t, ground, key, viewer, made, first))
    return made.id


def in_court(runtime: Runtime, family: Family, staff: Staff) -> str:
    """Let Priya write down that care proceedings are under way; give their id."""
    key = runtime.database.read(lambda t: open_child_key(t, runtime.ring, family.child.id))
    priya, at = staff["iro"], runtime.clock()
    entry = Proceedings(
        new_id(), family.child.id, "care", date(2026, 9, 1), at, priya.id, court="Northtown"
    )
    viewer = officer_viewer(priya)
    runtime.database.write(lambda t: proceedings.add(t, key, viewer, entry, at.date()))
    return entry.id


def challenge_ids(runtime: Runtime, family: Family, staff: Staff) -> dict[str, str]:
    """Give what stands in the addresses of these pages."""
    return {
        "challenge_id": challenged(runtime, family, staff),
        "proceedings_id": in_court(runtime, family, staff),
        "deed": "answer",
    }
