"""One child's case, between and around reviews: where each page about it is found."""

from typing import Any

from starlette.responses import Response

from backend.care import service as care
from backend.people import service as people
from backend.platform.database import Transaction
from backend.reviews import service as reviews
from backend.web.case_words import PLACES
from backend.web.visits import CaseHolder, Id, staff_router

router = staff_router("iro", "manager")


@router.get("/cases/{child_id}")
def case(visit: CaseHolder, child_id: Id) -> Response:
    """Show since when a child is looked after, their reviews, and the way to everything else."""

    def work(transaction: Transaction) -> dict[str, Any]:
        child = people.get_child(transaction, visit.viewer, child_id)
        return {
            "child": child,
            "period": care.newest(transaction, visit.viewer, child_id),
            "reviews": reviews.of_child(transaction, visit.viewer, child_id),
            "reads_words": people.may_read_words(transaction, visit.viewer, child_id),
        }

    found = visit.look(child_id, "case", work)
    return visit.page("case/page.html", **found, places=PLACES)
