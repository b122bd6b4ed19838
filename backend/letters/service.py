"""Send somebody who is asked their link, and a professional their code in a message of its own.

Both wait for a time of day at which they may arrive, and so do reminders, which carry neither.
"""

from collections.abc import Collection
from datetime import datetime

from backend.invitations.rules import Invitation
from backend.letters import rules
from backend.people import service as people
from backend.people.rules import PROFESSIONALS, SYSTEM, Participant, Viewer, age_on
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction, lock
from backend.platform.delivery.rules import Fate
from backend.platform.delivery.service import cancel_keys, enqueue, fates
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
    key, due_at = _key(ring, invitation.id, url), may_arrive(transaction, participant, at)
    mail = rules.letter(invitation, participant, key, url, due_at, telegram)
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
    due_at = may_arrive(transaction, participant, at)
    mail = rules.code_letter(invitation, participant, key, code, due_at)
    return enqueue(transaction, ring, mail, at)


def link_goes_at(
    transaction: Transaction, ring: KeyRing, invitation_id: str, url: str
) -> datetime | None:
    """Give when the e-mail with this link goes out, or went; None where there is none."""
    key = _key(ring, invitation_id, url)
    fate = fates(transaction, (key,)).get(key)
    return fate.due_at if fate else None


def may_arrive(transaction: Transaction, participant: Participant, at: datetime) -> datetime:
    """Give the first moment, now or later, at which this person may hear from us."""
    return rules.next_allowed(at, age_of(transaction, participant, at))


def age_of(transaction: Transaction, participant: Participant, at: datetime) -> int | None:
    """Give how old a child is who is written to; None for an adult."""
    if participant.role != "child":
        return None
    child = people.get_child(transaction, SYSTEM, participant.child_id)
    return age_on(child.date_of_birth, day_in_england(at))


def reminded(transaction: Transaction, invitation_id: str) -> dict[int, Fate]:
    """Say what became of the reminders of one invitation, by their number from 1."""
    keys = rules.reminder_keys(invitation_id)
    found = fates(transaction, keys)
    return {number: found[key] for number, key in enumerate(keys, start=1) if key in found}


def last_reminded(transaction: Transaction, invitation_ids: Collection[str]) -> dict[str, datetime]:
    """Give when a reminder last went out, by invitation, for those for which one has."""
    keys = {key: one for one in invitation_ids for key in rules.reminder_keys(one)}
    last: dict[str, datetime] = {}
    for key, fate in fates(transaction, keys).items():
        if fate.status == "sent" and fate.settled_at is not None:
            one = keys[key]
            last[one] = max(fate.settled_at, last.get(one, fate.settled_at))
    return last


def decide_reminders(transaction: Transaction, invitation_id: str) -> None:
    """Let nobody else send or stop reminders of this invitation until the unit has ended."""
    lock(transaction, f"reminder:{invitation_id}")


def stop_reminders(transaction: Transaction, invitation_id: str, at: datetime) -> None:
    """Stop the reminders of one invitation that have not gone out, in the caller's own unit."""
    decide_reminders(transaction, invitation_id)
    cancel_keys(transaction, rules.reminder_keys(invitation_id), at)


def _key(ring: KeyRing, invitation_id: str, url: str) -> str:
    return f"invitation:{invitation_id}:{ring.digest('sent', url)[:16]}"
