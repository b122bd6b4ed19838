"""Something that was decided at the review of the made-up family."""

from backend.decisions import service
from backend.decisions.rules import Decision
from backend.people.rules import SYSTEM
from backend.platform.database import new_id
from backend.platform.keys.service import open_child_key
from backend.platform.runtime import Runtime
from tests.backend.web.people import Family

_IRO = frozenset({"iro"})
_EVERY = "/reviews/{review_id}/decisions"
DECISION_ROUTES = {
    f"GET {_EVERY}": _IRO,
    f"GET {_EVERY}.pdf": _IRO,
    f"POST {_EVERY}/advice": _IRO,
    f"GET {_EVERY}/new": _IRO,
    f"POST {_EVERY}/new": _IRO,
    f"GET {_EVERY}/{{decision_id}}": _IRO,
    f"POST {_EVERY}/{{decision_id}}": _IRO,
    f"GET {_EVERY}/{{decision_id}}/remove": _IRO,
    f"POST {_EVERY}/{{decision_id}}/remove": _IRO,
    f"POST {_EVERY}/{{decision_id}}/up": _IRO,
    "POST /reviews/{review_id}/wishes/{wish}": _IRO,
}
"""The pages of decisions, and who may enter: of the IROs, the child's own."""


def decided(runtime: Runtime, family: Family) -> dict[str, str]:
    """Write down one decision about Amara, and give its id, with that of a wish nobody has."""
    child, review = family.child, family.review
    key = runtime.database.read(lambda t: open_child_key(t, runtime.ring, child.id))
    made = Decision(
        new_id(), child.id, review.id, 0, runtime.clock(), child.iro_id, what="Jo will ring Mum."
    )
    runtime.database.write(lambda t: service.add(t, key, SYSTEM, made))
    return {"decision_id": made.id, "wish": new_id()}
