"""Send somebody who is asked their link, and a professional their code in a message of its own."""

from datetime import datetime

from backend.invitations.rules import Invitation
from backend.letters import rules
from backend.people import service as people
from backend.people.rules import PROFESSIONALS, Viewer
from backend.platform.database import Transaction
from backend.platform.delivery.service import enqueue
from backend.platform.errors import NotFound
from backend.platform.keys.rules import KeyRing


def send_link(
    transaction: Transaction,
    ring: KeyRing,
    viewer: Viewer,
    invitation: Invitation,
    url: str,
    at: datetime,
    telegram: str = "",
) -> bool:
    """Put the link, never the code, in the outbox; return False where there is no address.

    ``telegram`` leads to the same questions there, for somebody who may use it. Raises NotFound
    for an invitation that no longer works, and for another's child.
    """
    participant = people.get_participant(transaction, viewer, invitation.participant_id)
    if viewer.kind == "participant" or not invitation.works_at(at):
        raise NotFound
    if not participant.email:
        return False
    key = f"invitation:{invitation.id}:{ring.digest('sent', url)[:16]}"
    mail = rules.letter(invitation, participant, key, url, at, telegram)
    return enqueue(transaction, ring, mail, at)


def send_code(
    transaction: Transaction,
    ring: KeyRing,
    viewer: Viewer,
    invitation: Invitation,
    code: str,
    at: datetime,
) -> bool:
    """Send a professional their code in a message of its own; False for anybody else.

    They have a work address and no card is handed to them. Raises NotFound.
    """
    participant = people.get_participant(transaction, viewer, invitation.participant_id)
    if viewer.kind == "participant" or not invitation.works_at(at):
        raise NotFound
    if participant.role not in PROFESSIONALS or not participant.email:
        return False
    key = f"code:{invitation.id}:{ring.digest('sent', code)[:16]}"
    mail = rules.code_letter(invitation, participant, key, code, at)
    return enqueue(transaction, ring, mail, at)
