"""Something that was decided at the review of the made-up family."""

from backend.decisions import service
from backend.decisions.rules import Decision
from backend.people.rules import SYSTEM
from backend.platform.database import new_id
from backend.platform.keys.service import open_child_key
from backend.platform.runtime import Runtime
from tests.backend.web.people import Family


def decided(runtime: Runtime, family: Family) -> str:
    """Write down one decision about Amara, and give its id."""
    child, review = family.child, family.review
    key = runtime.database.read(lambda t: open_child_key(t, runtime.ring, child.id))
    made = Decision(
        new_id(), child.id, review.id, 0, runtime.clock(), child.iro_id, what="Jo will ring Mum."
    )
    return runtime.database.write(lambda t: service.add(t, key, SYSTEM, made)).id
