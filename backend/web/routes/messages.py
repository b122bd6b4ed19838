"""What could not be delivered: to families for those who keep the records, to those on duty."""

from dataclasses import dataclass

from starlette.responses import Response

from backend.inbox import service as inbox
from backend.people import service as people
from backend.people.rules import Child, Participant
from backend.platform.database import Transaction
from backend.platform.delivery.rules import Undelivered
from backend.platform.delivery.service import undelivered
from backend.platform.errors import NotFound
from backend.web.lost_calls import lost_calls
from backend.web.visits import KeeperOrDuty, Visit, staff_router

_KEEPERS = frozenset({"support", "owner"})

router = staff_router("support", "owner", "duty", "manager")


@dataclass(frozen=True)
class MessageLine:
    """One message that has not arrived, and whose it was to be."""

    message: Undelivered
    child: Child | None
    participant: Participant | None


@router.get("/messages")
def messages(visit: KeeperOrDuty) -> Response:
    """List what has not arrived, or may not have, and count what came in and was set aside.

    Those on duty see of this the calls about a concern, of which the others see none.
    """
    keeps = bool(_KEEPERS & visit.officer.roles)
    lost = visit.read(lambda t: lost_calls(t, visit.officer, visit.at))
    lines = visit.read(lambda t: _lines(t, visit)) if keeps else []
    aside = visit.read(inbox.quarantined) if keeps else {}
    return visit.page("messages.html", lost=lost, lines=lines, aside=aside)


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
