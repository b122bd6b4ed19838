"""What the pages about children show, gathered from the capabilities in one look."""

from dataclasses import dataclass
from datetime import datetime

from backend.consultations.service import sent_or_begun
from backend.invitations import service as invitations
from backend.invitations.rules import Invitation
from backend.letters.service import last_reminded
from backend.people import service as people
from backend.people.rules import YOUNGEST_ASKED, Child, Officer, Participant, Placement, Viewer
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction
from backend.platform.delivery.rules import Undelivered
from backend.platform.delivery.service import undelivered
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from dialogs.script import Scripts


@dataclass(frozen=True)
class ChildLine:
    """One child in the list."""

    child: Child
    iro: Officer | None
    review: Review | None


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


@dataclass(frozen=True)
class ChildRecord:
    """Everything business support keeps about one child."""

    child: Child
    iro: Officer
    home: Placement | None
    address: str
    earlier_homes: tuple[Placement, ...]
    taking_part: tuple[Participant, ...]
    took_part: tuple[Participant, ...]
    next_review: Review | None
    other_reviews: tuple[Review, ...]
    asked: tuple[Asked, ...]
    undelivered: tuple[Undelivered, ...]
    any_day: bool


def children_list(transaction: Transaction, viewer: Viewer) -> tuple[ChildLine, ...]:
    """Give every child this viewer may know of, by name."""
    officers = {officer.id: officer for officer in people.list_officers(transaction, viewer)}
    soonest: dict[str, Review] = {}
    for review in reviews.my_reviews(transaction, viewer):
        soonest.setdefault(review.child_id, review)
    return tuple(
        ChildLine(child, officers.get(child.iro_id), soonest.get(child.id))
        for child in people.list_children(transaction, viewer)
    )


def child_record(
    transaction: Transaction, viewer: Viewer, scripts: Scripts, child_id: str, at: datetime
) -> ChildRecord:
    """Gather one child's record. Raises NotFound."""
    child = people.get_child(transaction, viewer, child_id)
    today = day_in_england(at)
    homes = people.list_placements(transaction, viewer, child_id)
    home = next((each for each in homes if each.holds_on(today)), None)
    everyone = people.list_participants(transaction, viewer, child_id)
    held = reviews.of_child(transaction, viewer, child_id)
    planned = sorted((r for r in held if r.status == "planned"), key=lambda r: r.starts_at)
    review = planned[0] if planned else None
    return ChildRecord(
        child=child,
        iro=people.get_officer(transaction, viewer, child.iro_id),
        home=home,
        address=people.address_of(transaction, viewer, home) if home else "",
        earlier_homes=tuple(each for each in homes if each != home),
        taking_part=tuple(each for each in everyone if not _is_past(each, at)),
        took_part=tuple(each for each in everyone if _is_past(each, at)),
        next_review=review,
        other_reviews=tuple(each for each in held if each != review),
        asked=who_is_asked(transaction, viewer, scripts, review, at) if review else (),
        undelivered=tuple(
            each
            for each in undelivered(transaction, people.visible_children(viewer, "details"), at)
            if each.child_id == child_id
        ),
        any_day=any(each.role == "child" and each.takes_part_on(today) for each in everyone)
        and scripts.newest_for("child", child.age_on(today), "any_day") is not None,
    )


def who_is_asked(
    transaction: Transaction, viewer: Viewer, scripts: Scripts, review: Review, at: datetime
) -> tuple[Asked, ...]:
    """Say of everyone who takes part today, or was asked, how far they are."""
    child = people.get_child(transaction, viewer, review.child_id)
    made = {
        invitation.participant_id: invitation
        for invitation in invitations.for_review(transaction, viewer, review.id)
    }
    ids = tuple(invitation.id for invitation in made.values())
    begun, reminded = sent_or_begun(transaction, ids), last_reminded(transaction, ids)
    age = child.age_on(day_in_england(at))
    return tuple(
        _asked(
            each,
            may_be_asked(scripts, child, each, at),
            made.get(each.id),
            begun,
            reminded,
            at,
            "too-young" if each.role == "child" and age < YOUNGEST_ASKED else "no-questions",
        )
        for each in people.list_participants(transaction, viewer, review.child_id)
        if each.id in made or not _is_past(each, at)
    )


def may_be_asked(scripts: Scripts, child: Child, participant: Participant, at: datetime) -> bool:
    """Say whether they take part, and there is a script for their part or for a child's age."""
    today = day_in_england(at)
    age = child.age_on(today)
    has_questions = scripts.newest_for(participant.role, age) is not None
    return has_questions and participant.takes_part_on(today)


def _is_past(participant: Participant, at: datetime) -> bool:
    today = day_in_england(at)
    return participant.ends_on is not None and participant.ends_on <= today


def _asked(
    participant: Participant,
    askable: bool,
    invitation: Invitation | None,
    begun: dict[str, tuple[str, datetime | None]],
    reminded: dict[str, datetime],
    at: datetime,
    without: str,
) -> Asked:
    if invitation is None:
        return Asked(participant, "not-asked" if askable else without, askable)
    closed = "stopped" if _is_past(participant, at) else "closed"
    state, since = _how_far(invitation, *begun.get(invitation.id, ("", None)), closed, at)
    return Asked(participant, state, askable, since, reminded.get(invitation.id))


def _how_far(
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
