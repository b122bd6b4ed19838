"""One child's case, between and around reviews: where each page about it is found."""

from typing import Any

from starlette.responses import Response

from backend.care import service as care
from backend.caseloads import service as caseloads
from backend.covers import service as covers
from backend.people import service as people
from backend.permanence import service as permanence
from backend.permanence.rules import KINDS
from backend.platform.database import Transaction
from backend.platform.errors import NotFound
from backend.platform.keys.service import open_child_key
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from backend.web.case_words import PLACES
from backend.web.open_concerns import names_of_officers
from backend.web.visits import CaseHolder, Id, Visit, staff_router

router = staff_router("iro", "manager")


@router.get("/cases/{child_id}")
def case(visit: CaseHolder, child_id: Id) -> Response:
    """Show since when a child is looked after, their reviews, and the way to everything else."""

    def work(transaction: Transaction) -> dict[str, Any]:
        child = people.get_child(transaction, visit.viewer, child_id)
        every = reviews.of_child(transaction, visit.viewer, child_id)
        return {
            "child": child,
            "period": care.newest(transaction, visit.viewer, child_id),
            "reviews": every,
            "late_notes": _late_notes(transaction, visit, child_id, every),
            "no_plan": permanence.flag(transaction, visit.viewer, child_id, visit.today),
            "plan": permanence.newest(transaction, visit.viewer, child_id),
            "reads_words": people.may_read_words(transaction, visit.viewer, child_id),
            "held": caseloads.history(transaction, visit.viewer, child_id),
            "reader": covers.reader_of(transaction, child.iro_id, visit.at),
            "names": names_of_officers(transaction),
        }

    found = visit.look(child_id, "case", work)
    return visit.page("case/page.html", **found, places=PLACES, plans=KINDS)


def _late_notes(
    transaction: Transaction, visit: Visit, child_id: str, held: tuple[Review, ...]
) -> dict[str, str]:
    """Give by review what more was said of why it was late; nothing once the child is erased."""
    noted = [each for each in held if each.late_note]
    try:
        key = open_child_key(transaction, visit.runtime.ring, child_id) if noted else None
    except NotFound:
        return {}
    return {each.id: reviews.late_note(key, each) for each in noted} if key else {}
