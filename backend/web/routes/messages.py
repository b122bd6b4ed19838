"""What could not be delivered, for those who keep the records."""

from dataclasses import dataclass

from starlette.responses import Response

from backend.inbox import service as inbox
from backend.people import service as people
from backend.people.rules import Child, Participant
from backend.platform.database import Transaction
from backend.platform.delivery.rules import Undelivered
from backend.platform.delivery.service import undelivered
from backend.platform.errors import NotFound
from backend.web.visits import Keeper, Visit, staff_router

router = staff_router("support", "owner")


@dataclass(frozen=True)
class MessageLine:
    """One message that has not arrived, and whose it was to be."""

    message: Undelivered
    child: Child | None
    participant: Participant | None


@router.get("/messages")
def messages(visit: Keeper) -> Response:
    """List what has not arrived, or may not have, and count what came in and was set aside."""
    lines, aside = visit.read(lambda t: (_lines(t, visit), inbox.quarantined(t)))
    return visit.page("messages.html", lines=lines, aside=aside)


def _lines(transaction: Transaction, visit: Visit) -> list[MessageLine]:
    children = {one.id: one for one in people.list_children(transaction, visit.viewer)}
    visible = people.visible_children(visit.viewer, "details")
    return [
        MessageLine(
            message,
            children.get(message.child_id or ""),
            _participant(transaction, visit, message.participant_id),
        )
        for message in undelivered(transaction, visible, visit.at)
    ]


def _participant(
    transaction: Transaction, visit: Visit, participant_id: str | None
) -> Participant | None:
    if participant_id is None:
        return None
    try:
        return people.get_participant(transaction, visit.viewer, participant_id)
    except NotFound:
        return None
