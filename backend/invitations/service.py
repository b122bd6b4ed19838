"""Ask someone, open the door to whoever holds link and code, and close it at once."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select

from backend.invitations import rules, store
from backend.invitations.rules import Bound, Entered, Invitation, Secrets
from backend.people import service as people
from backend.people.rules import SYSTEM, Participant, Viewer
from backend.platform.database import Transaction, lock
from backend.platform.delivery.service import cancel_for_participants
from backend.platform.errors import BadInput, NotFound, or_not_found
from backend.platform.keys.rules import KeyRing
from backend.platform.msgids import _
from backend.reviews import service as reviews

NOT_TAKING_PART = _("This person does not take part in the child's life on that day.")
TOO_LATE = _("Nobody can be asked about this review any more: it is cancelled or long past.")


def invite(
    transaction: Transaction,
    ring: KeyRing,
    viewer: Viewer,
    *,
    participant_id: str,
    review_id: str | None,
    invitation_id: str,
    secrets: Secrets,
    at: datetime,
    purpose: str = "",
) -> Invitation:
    """Ask a participant for their views before a review; asking again makes new secrets.

    Without a review it is a child's own way to say something on any day; with ``purpose``
    "after_review", to hear what was decided. Raises NotFound, or BadInput for someone whose role
    or home has ended. The old link, code, browser and chat stop at once.
    """
    purpose = purpose or (rules.REVIEW if review_id else rules.ANY_DAY)
    asked = Invitation(invitation_id, participant_id, "", review_id, at, at, at, purpose)
    participant, ends_at = _askable(transaction, viewer, asked, at)
    earlier = store.same_as(transaction, SYSTEM, asked)
    if earlier is not None:
        return reissue(transaction, ring, viewer, earlier.id, secrets, at)
    invitation = replace(asked, child_id=participant.child_id, expires_at=ends_at)
    store.add(transaction, invitation, *rules.digests(ring, invitation_id, secrets))
    return invitation


def reissue(
    transaction: Transaction,
    ring: KeyRing,
    viewer: Viewer,
    invitation_id: str,
    secrets: Secrets,
    at: datetime,
) -> Invitation:
    """Make a new link and code; the old ones and all they were bound to stop at once."""
    invitation = get(transaction, viewer, invitation_id)
    ends_at = _askable(transaction, viewer, invitation, at)[1]
    fresh = rules.asked_again(invitation, ends_at, at)
    token, code = rules.digests(ring, invitation_id, secrets)
    store.change(transaction, invitation_id, {**vars(fresh), "token": token, "code": code})
    store.unbind(transaction, invitation_id)
    store.unfollow(transaction, invitation_id)
    # What still waits to go out holds the dead link, or speaks to a chat that is let go.
    cancel_for_participants(transaction, (invitation.participant_id,), at)
    return fresh


def _askable(
    transaction: Transaction, viewer: Viewer, asked: Invitation, at: datetime
) -> tuple[Participant, datetime]:
    """Give who is to be asked and until when, if they can be. Raises NotFound, BadInput."""
    if viewer.kind == "participant":
        raise NotFound
    # Nobody is asked twice at once, nor while the review is being cancelled.
    lock(transaction, f"review:{asked.review_id or asked.participant_id}")
    participant = people.get_participant(transaction, viewer, asked.participant_id)
    if not store.takes_part(transaction, participant.id, at):
        raise BadInput({"participant": NOT_TAKING_PART})
    if asked.purpose != rules.REVIEW and participant.role != "child":
        raise NotFound
    if asked.review_id is None:
        return participant, at + rules.ANY_DAY_LASTS
    review = reviews.get(transaction, viewer, asked.review_id)
    if review.child_id != participant.child_id:
        raise NotFound
    ends_at = rules.ends_at(asked, review.links_end_at, at)
    if review.status == "cancelled" or ends_at <= at:
        raise BadInput({"participant": TOO_LATE})
    return participant, ends_at


def follow(transaction: Transaction, ring: KeyRing, invitation: Invitation, at: datetime) -> bool:
    """Let the code, browser and chat somebody has open a new invitation too; False for none."""
    earlier_id = store.last_entered(transaction, invitation.participant_id)
    if earlier_id is None:
        return False
    store.follow(transaction, invitation.id, earlier_id)
    chat = chat_of(transaction, ring, earlier_id)
    if chat is not None:
        sealed = ring.seal(rules.address_place(invitation.id), chat.encode())
        store.bind(transaction, invitation.id, "chat", ring.digest("chat", chat), sealed, at)
    return True


def working_of(
    transaction: Transaction, viewer: Viewer, participant_id: str, at: datetime
) -> tuple[Invitation, ...]:
    """Give the invitations of a participant whose links work, newest first."""
    return store.working_of(transaction, viewer, participant_id, at)


def follow_review(transaction: Transaction, viewer: Viewer, review_id: str, at: datetime) -> None:
    """Let the links of a review end 28 days after the day it now has, of a cancelled one at once.

    What was closed stays so if the review is planned again: everybody is asked anew.
    """
    lock(transaction, f"review:{review_id}")
    review = reviews.get(transaction, viewer, review_id)
    store.end_at(transaction, viewer, review_id, review.links_end_at)
    if review.status == "cancelled":
        closed = store.revoke_review(transaction, viewer, review_id, at)
        cancel_for_participants(transaction, closed, at)


def revoke_participants(
    transaction: Transaction, participant_ids: Collection[str], at: datetime
) -> None:
    """Close everything these participants hold, and stop what has not gone out to them."""
    store.revoke(transaction, participant_ids, at)
    cancel_for_participants(transaction, participant_ids, at)


def get(
    transaction: Transaction, viewer: Viewer, invitation_id: str, hold: bool = False
) -> Invitation:
    """Give one invitation, which nobody else changes while this unit ``holds`` it."""
    return or_not_found(store.get(transaction, viewer, invitation_id, hold))


def switch_reminders(transaction: Transaction, viewer: Viewer, name: str, wanted: bool) -> None:
    """Let reminders of one invitation go out, or none from now on. Raises NotFound."""
    store.change(transaction, get(transaction, viewer, name).id, {"reminders": wanted})


def for_review(transaction: Transaction, viewer: Viewer, review_id: str) -> tuple[Invitation, ...]:
    """Give who has been asked for a review. Raises NotFound for another's child."""
    reviews.get(transaction, viewer, review_id)
    return store.of_review(transaction, viewer, review_id)


def working(at: datetime) -> Select[tuple[str]]:
    """Select the ids of the invitations whose link works at this moment."""
    return store.working(at)


def find_by_token(
    transaction: Transaction, ring: KeyRing, token: str, at: datetime
) -> Invitation | None:
    """Give the invitation of a link: None alike for an unknown, an ended and a revoked one."""
    found = store.by_token(transaction, ring.digest("link", token), at)
    return found if found is not None and found.works_at(at) else None


def bind_browser(
    transaction: Transaction, ring: KeyRing, token: str, code: str, device: str, at: datetime
) -> Entered:
    """Bind a browser to whoever holds link and code, in the place of the earlier browser."""
    entered = _enter(transaction, ring, find_by_token(transaction, ring, token, at), code)
    if entered.outcome == "open" and entered.invitation is not None:
        _bind(transaction, ring, entered.invitation, "browser", device, at)
    return entered


def confirm_browser(
    transaction: Transaction,
    ring: KeyRing,
    invitation_id: str,
    code: str,
    device: str,
    at: datetime,
) -> Entered:
    """Let a bound browser see the conversation again, once the code is right."""
    held = {bound.invitation.id: bound for bound in browser_holds(transaction, ring, device, at)}
    bound = held.get(invitation_id)
    entered = _enter(transaction, ring, bound.invitation if bound else None, code)
    if entered.outcome == "open":
        seen = {"seen_at": at, "confirmed": True}
        store.mark(transaction, "browser", ring.digest("device", device), seen, invitation_id)
    return entered


def browser_holds(
    transaction: Transaction, ring: KeyRing, device: str, at: datetime
) -> tuple[Bound, ...]:
    """Give the invitations one browser is bound to: several where a phone holds two children."""
    return store.held_by(transaction, "browser", ring.digest("device", device), at)


def touch_browser(
    transaction: Transaction, ring: KeyRing, device: str, invitation_id: str, at: datetime
) -> None:
    """Note that the browser is in use, so that its quarter of an hour begins again.

    It does nothing where the code is needed: a page still loading undoes no leaving.
    """
    store.touch(transaction, "browser", ring.digest("device", device), invitation_id, at)


def leave_browser(transaction: Transaction, ring: KeyRing, device: str) -> None:
    """Ask this browser for the code again, whatever it was bound to."""
    store.mark(transaction, "browser", ring.digest("device", device), {"confirmed": False}, None)


def offer_chat(
    transaction: Transaction, ring: KeyRing, token: str, chat_id: str, at: datetime
) -> bool:
    """Note that a chat came with a link; it is bound, and the earlier one let go, by the code."""
    found = find_by_token(transaction, ring, token, at)
    if found is None or found.locked:
        return False
    lock(transaction, f"invitation:{found.id}")
    _bind(transaction, ring, found, "offer", chat_id, at)
    return True


def confirm_chat(
    transaction: Transaction, ring: KeyRing, chat_id: str, code: str, at: datetime
) -> Entered:
    """Bind the chat that came with a link, once its code is right."""
    waiting = store.held_by(transaction, "offer", ring.digest("chat", chat_id), at)
    entered = _enter(transaction, ring, waiting[-1].invitation if waiting else None, code)
    if entered.outcome == "open" and entered.invitation is not None:
        if chat_of(transaction, ring, entered.invitation.id) not in {None, chat_id}:
            # What still waits to be said to the earlier chat is not for it any more.
            cancel_for_participants(transaction, (entered.invitation.participant_id,), at)
        _bind(transaction, ring, entered.invitation, "chat", chat_id, at)
        store.unbind(transaction, entered.invitation.id, "offer")
    return entered


def chat_waits_for_code(
    transaction: Transaction, ring: KeyRing, chat_id: str, at: datetime
) -> bool:
    """Say whether this chat came with a link and has not given its code."""
    return bool(store.held_by(transaction, "offer", ring.digest("chat", chat_id), at))


def chat_holds(
    transaction: Transaction, ring: KeyRing, chat_id: str, at: datetime
) -> tuple[Bound, ...]:
    """Give the invitations one chat is bound to."""
    return store.held_by(transaction, "chat", ring.digest("chat", chat_id), at)


def chat_of(transaction: Transaction, ring: KeyRing, invitation_id: str) -> str | None:
    """Give the id of the chat an invitation is bound to, to write to it, or None."""
    sealed = store.chat_address(transaction, invitation_id)
    return ring.open(rules.address_place(invitation_id), sealed).decode() if sealed else None


def _enter(
    transaction: Transaction, ring: KeyRing, invitation: Invitation | None, typed: str
) -> Entered:
    if invitation is None:
        return Entered("unknown")
    lock(transaction, f"invitation:{invitation.id}")
    current = store.get(transaction, SYSTEM, invitation.id)
    if current is None or current.revoked_at is not None:
        return Entered("unknown")
    if current.locked:
        return Entered("locked", current)
    code = rules.code_digest(ring, current.code_of or current.id, typed)
    if not store.by_code(transaction, invitation.id, code):
        store.one_more_try(transaction, invitation.id)
        return Entered("wrong_code", current)
    return Entered("open", current)


def _bind(
    transaction: Transaction,
    ring: KeyRing,
    invitation: Invitation,
    kind: str,
    holder: str,
    at: datetime,
) -> None:
    digest = ring.digest("device" if kind == "browser" else "chat", holder)
    # Where to write to has to be read again; what is only recognised is kept as a digest.
    address = (
        ring.seal(rules.address_place(invitation.id), holder.encode()) if kind == "chat" else None
    )
    store.bind(transaction, invitation.id, kind, digest, address, at)
    if invitation.opened_at is None and kind != "offer":
        store.change(transaction, invitation.id, {"opened_at": at})
