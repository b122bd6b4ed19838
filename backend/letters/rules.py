"""The messages that carry a link or a code, never both in one. Pure."""

from dataclasses import replace
from datetime import datetime

from backend.invitations.rules import Invitation
from backend.people.rules import Participant
from backend.platform.delivery.rules import OutboxMessage
from backend.platform.ids import derived_id


def letter(
    invitation: Invitation,
    participant: Participant,
    key: str,
    url: str,
    at: datetime,
    telegram: str = "",
) -> OutboxMessage:
    """Make the e-mail that holds the links, and never the code; its id follows from its key."""
    return OutboxMessage(
        id=derived_id(key),
        key=key,
        route="email",
        recipient=participant.email,
        template="invitation_telegram" if telegram else "invitation",
        values={"url": url, "telegram": telegram} if telegram else {"url": url},
        language=participant.language,
        child_id=invitation.child_id,
        participant_id=participant.id,
        due_at=at,
    )


def code_letter(
    invitation: Invitation, participant: Participant, key: str, code: str, at: datetime
) -> OutboxMessage:
    """Make the e-mail that holds the code and never the link, for whoever has a work address."""
    return replace(
        letter(invitation, participant, key, "", at),
        template="invitation_code",
        values={"code": f"{code[:3]} {code[3:]}"},
    )
