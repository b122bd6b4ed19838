"""Remind whoever was asked before a review and has not sent; show and switch it for staff."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from backend.consultations.rules import Desk
from backend.consultations.service import sent_or_begun
from backend.invitations import service as invitations
from backend.invitations.rules import Invitation
from backend.letters import rules as letter_rules
from backend.letters import service as letters
from backend.people import service as people
from backend.people.rules import SYSTEM, Participant, Viewer, may_use
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction
from backend.platform.delivery.service import enqueue
from backend.platform.errors import NotFound
from backend.reminders import rules, store
from backend.reminders.rules import Reminding
from backend.reviews import service as reviews
from backend.reviews.rules import Review


@dataclass(frozen=True)
class Routes:
    """By which routes a reminder may leave the house, and from what age Telegram is one."""

    names: Collection[str]
    telegram_min_age: int


@dataclass(frozen=True)
class Reminded:
    """What staff are shown of one invitation that still waits for an answer.

    ``went`` is when a reminder last went out and ``next`` when another will, each None for none;
    ``reached`` says whether there is a way to this person.
    """

    invitation: Invitation
    participant: Participant
    went: datetime | None
    next: datetime | None
    reached: bool


def due(transaction: Transaction, at: datetime) -> tuple[str, ...]:
    """Give the invitations of which a reminder seems to be due; ``remind`` decides."""
    found: list[str] = []
    for review in reviews.my_reviews(transaction, SYSTEM):
        if at < review.starts_at <= at + rules.FIRST_BEFORE + rules.APART:
            asked = _unanswered(transaction, SYSTEM, review, at)
            found += [one.id for one in asked if _reminding(transaction, one, review, at).due(at)]
    return tuple(found)


def remind(
    transaction: Transaction, desk: Desk, routes: Routes, invitation_id: str, at: datetime
) -> bool:
    """Let one reminder go out if it is due; say whether one does.

    Nobody closes the link or sends meanwhile, and what they do next stops this reminder.
    """
    invitation = invitations.get(transaction, SYSTEM, invitation_id, hold=True)
    letters.decide_reminders(transaction, invitation_id)
    review = reviews.get(transaction, SYSTEM, invitation.review_id or "")
    if invitation.id not in {one.id for one in _unanswered(transaction, SYSTEM, review, at)}:
        return False
    planned = _reminding(transaction, invitation, review, at).due(at)
    if planned is None or not store.working(transaction, (invitation.id,), planned.at):
        return False
    participant = people.get_participant(transaction, SYSTEM, invitation.participant_id)
    way = _way(transaction, desk, routes, invitation, participant, at)
    if way is None:
        return False
    begun = bool(sent_or_begun(transaction, (invitation.id,)))
    words = desk.translations.text(participant.language, letter_rules.NUDGES[begun])
    message = letter_rules.reminder(
        invitation, participant, planned.number, way, words, planned.at, begun=begun
    )
    return enqueue(transaction, desk.ring, message, at)


def of_review(
    transaction: Transaction,
    viewer: Viewer,
    desk: Desk,
    routes: Routes,
    review_id: str,
    at: datetime,
) -> tuple[Reminded, ...]:
    """Show who of those asked for a review has not sent, and their reminders. Raises NotFound."""
    review = reviews.get(transaction, viewer, review_id)
    shown = []
    for one in _unanswered(transaction, viewer, review, at, switched_off_too=True):
        participant = people.get_participant(transaction, viewer, one.participant_id)
        standing = _reminding(transaction, one, review, at)
        reached = _way(transaction, desk, routes, one, participant, at) is not None
        coming = standing.next(at) if reached and one.reminders else None
        shown.append(Reminded(one, participant, standing.went, coming, reached))
    return tuple(shown)


def switch(
    transaction: Transaction,
    viewer: Viewer,
    review_id: str,
    invitation_id: str,
    *,
    wanted: bool,
    at: datetime,
) -> None:
    """Let reminders of an invitation go out, or none, not even one that waits. Raises NotFound."""
    if viewer.kind == "participant":
        raise NotFound
    if invitations.get(transaction, viewer, invitation_id).review_id != review_id:
        raise NotFound
    invitations.switch_reminders(transaction, viewer, invitation_id, wanted)
    if not wanted:
        letters.stop_reminders(transaction, invitation_id, at)


def _unanswered(
    transaction: Transaction,
    viewer: Viewer,
    review: Review,
    at: datetime,
    *,
    switched_off_too: bool = False,
) -> tuple[Invitation, ...]:
    """Give who was asked, can still answer and has not sent; a locked link lets nobody in."""
    if review.status != "planned" or review.starts_at <= at:
        return ()
    asked = invitations.for_review(transaction, viewer, review.id)
    ids = tuple(one.id for one in asked)
    works, said = store.working(transaction, ids, at), sent_or_begun(transaction, ids)
    return tuple(
        one
        for one in asked
        if one.id in works and not one.locked and said.get(one.id, ("",))[0] != "sent"
        if one.reminders or switched_off_too
    )


def _reminding(
    transaction: Transaction, invitation: Invitation, review: Review, at: datetime
) -> Reminding:
    participant = people.get_participant(transaction, SYSTEM, invitation.participant_id)
    age = letters.age_of(transaction, participant, at)
    gone = letters.reminded(transaction, invitation.id)
    return Reminding(invitation.asked_at, review.starts_at, age, gone)


def _way(
    transaction: Transaction,
    desk: Desk,
    routes: Routes,
    invitation: Invitation,
    participant: Participant,
    at: datetime,
) -> letter_rules.Way | None:
    """Give how to reach somebody: in a chat only where they may be, by day and age."""
    born = people.get_child(transaction, SYSTEM, invitation.child_id).date_of_birth
    years, today = routes.telegram_min_age, day_in_england(at)
    chat = None
    if may_use("telegram", participant.role, born, years, today):
        chat = invitations.chat_of(transaction, desk.ring, invitation.id)
    return letter_rules.way_to(participant, chat, routes.names)
