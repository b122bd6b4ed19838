"""What an officer has written down about a child, ready for a page to show."""

from backend.people.rules import officer_viewer
from backend.platform.clock import day_in_england
from backend.platform.database import new_id
from backend.platform.keys.rules import ChildKey
from backend.platform.keys.service import open_child_key
from backend.platform.runtime import Runtime
from backend.talks import service as talks
from backend.talks.rules import Talk
from tests.backend.web.people import Family, Staff

_IRO = frozenset({"iro"})
TALK_ROUTES = {
    "GET /cases/{child_id}/talks": _IRO,
    "GET /cases/{child_id}/talks/new": _IRO,
    "POST /cases/{child_id}/talks/new": _IRO,
    "GET /talks/{talk_id}": _IRO,
    "POST /talks/{talk_id}": _IRO,
    "GET /reviews/{review_id}/talk": _IRO,
    "POST /reviews/{review_id}/talk": _IRO,
    "GET /reviews/{review_id}/attendance": _IRO,
    "POST /reviews/{review_id}/attendance": _IRO,
    "POST /reviews/{review_id}/attendance/code": _IRO,
}
"""The pages of talks and of who was at the meeting: for the child's own IRO."""


def key_of(runtime: Runtime, family: Family) -> ChildKey:
    """Open the child's key."""
    return runtime.database.read(lambda t: open_child_key(t, runtime.ring, family.child.id))


def talked(runtime: Runtime, staff: Staff, family: Family) -> str:
    """Let the IRO have talked with the child today; give the id of the talk."""
    key, viewer = key_of(runtime, family), officer_viewer(staff["iro"])
    today = day_in_england(runtime.clock())
    talk = Talk(
        id=new_id(),
        child_id=family.child.id,
        review_id=None,
        kind="between",
        state="held",
        planned_for=None,
        held_on=today,
        way="visit",
        alone=True,
        at=runtime.clock(),
        by=viewer.id,
        words="About school.",
    )
    runtime.database.write(lambda t: talks.add(t, key, viewer, talk, today))
    return talk.id
