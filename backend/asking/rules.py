"""Who may be asked before a review, how somebody was asked, and how far they are. Pure."""

from dataclasses import dataclass
from datetime import datetime

from backend.invitations.rules import Invitation
from backend.people.rules import YOUNGEST_ASKED, Child, Participant
from backend.platform.clock import day_in_england
from dialogs.script import Scripts


@dataclass(frozen=True)
class Asking:
    """How somebody was asked, by "email" or "card"; ``code`` is sealed, for someone to tell."""

    invitation_id: str
    way: str
    asked_at: datetime
    code: bytes | None = None


@dataclass(frozen=True)
class Asked:
    """How far somebody is with the questions before one review; holds nothing of what they say.

    `state` is a key of `words.ASKED_STATES`; `at` is when that was, where it is known. `askable`
    says whether they take part today and there are questions for them, `reminded` when a reminder
    last went out.
    """

    participant: Participant
    state: str
    askable: bool
    at: datetime | None = None
    reminded: datetime | None = None
    invitation: Invitation | None = None


def may_be_asked(scripts: Scripts, child: Child, participant: Participant, at: datetime) -> bool:
    """Say whether they take part, and there is a script for their part or for a child's age."""
    today = day_in_england(at)
    age = child.age_on(today)
    has_questions = scripts.newest_for(participant.role, age) is not None
    return has_questions and participant.takes_part_on(today)


def is_past(participant: Participant, at: datetime) -> bool:
    """Say whether somebody's part has ended."""
    return participant.ends_on is not None and participant.ends_on <= day_in_england(at)


def how_far(
    invitation: Invitation, status: str, sent_at: datetime | None, closed: str, at: datetime
) -> tuple[str, datetime | None]:
    """Give the first of these that is so: what was said counts before the state of the link."""
    states = (
        (status == "sent", "sent", sent_at),
        (invitation.revoked_at is not None, closed, invitation.revoked_at),
        (not invitation.works_at(at), "ended", invitation.expires_at),
        (invitation.locked, "locked", None),
        (bool(status), "begun", None),
        (invitation.opened_at is not None, "opened", invitation.opened_at),
        (True, "asked", invitation.created_at),
    )
    return next((state, since) for is_so, state, since in states if is_so)


def without_link(participant: Participant, child: Child, askable: bool, at: datetime) -> str:
    """Give the state of somebody who has no link."""
    if askable:
        return "not-asked"
    young = participant.role == "child" and child.age_on(day_in_england(at)) < YOUNGEST_ASKED
    return "too-young" if young else "no-questions"
