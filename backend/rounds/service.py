"""The round before a review: who is asked, when and how, by itself or once somebody said yes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from backend.asking import service as asking
from backend.asking.rules import may_be_asked
from backend.asking.service import Made, Means
from backend.invitations import service as invitations
from backend.invitations.rules import Invitation, Secrets
from backend.people import service as people
from backend.people.rules import SYSTEM, Participant, Viewer
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction, lock
from backend.platform.delivery.rules import Undelivered
from backend.platform.delivery.service import undelivered
from backend.platform.errors import BadInput, NotFound
from backend.platform.ids import derived_id
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from backend.rounds import rules, store
from backend.rounds.rules import Habit, Line, Round, Standing


def habit(transaction: Transaction) -> Habit:
    """Give how the authority opens its rounds: on approval, four weeks before, until it says."""
    return store.habit(transaction) or Habit()


def change_habit(
    transaction: Transaction, viewer: Viewer, row_id: str, new: Habit, at: datetime
) -> None:
    """Say how rounds are opened from now on. Raises NotFound for all but the owner, BadInput."""
    if "owner" not in viewer.roles:
        raise NotFound
    wrong = rules.wrong_habit(new)
    if wrong:
        raise BadInput(wrong)
    store.keep_habit(transaction, row_id, new, viewer.id, at)


def steer(
    transaction: Transaction, viewer: Viewer, review_id: str, step: str, at: datetime
) -> Round:
    """Approve a round, let it wait, open it now, stop it or let it go on.

    Raises NotFound for all but the child's IRO and who keeps the records, and BadInput for what
    cannot be done at the stage the round is at.
    """
    review, known = _led(transaction, viewer, review_id)
    stage = rules.stage(known, habit(transaction), review, at)
    if step not in rules.steps_of(stage):
        raise BadInput({"step": rules.NOT_NOW})
    changed = rules.steered(known, step, viewer.id, at)
    store.keep(transaction, changed)
    return changed


def leave_out(
    transaction: Transaction,
    viewer: Viewer,
    review_id: str,
    participant_id: str,
    at: datetime,
    *,
    out: bool,
) -> None:
    """Let a round not ask somebody, or ask them after all; a link they hold stops with it.

    Raises NotFound, also for a child who was asked: theirs is never closed by leaving them out.
    """
    review, _known = _led(transaction, viewer, review_id)
    participant = people.get_participant(transaction, viewer, participant_id)
    if participant.child_id != review.child_id:
        raise NotFound
    if not out:
        store.take_in(transaction, review_id, participant_id)
        return
    asked = invitations.for_review(transaction, viewer, review_id)
    if any(one.participant_id == participant_id for one in asked):
        if participant.role == "child":
            raise NotFound
        invitations.revoke_participants(transaction, (participant_id,), at)
    store.leave_out(transaction, review_id, participant_id, review.child_id, viewer.id, at)


def _led(transaction: Transaction, viewer: Viewer, review_id: str) -> tuple[Review, Round]:
    """Give a review and its round to who may change it, and let nobody else until the end."""
    lock(transaction, f"review:{review_id}")
    review = reviews.get(transaction, viewer, review_id)
    if not viewer.roles & {"support", "owner"}:
        people.require_words(transaction, viewer, review.child_id)
    return review, _round(transaction, viewer, review)


def follow_review(transaction: Transaction, viewer: Viewer, review_id: str, at: datetime) -> None:
    """Let the round follow a review that was moved or cancelled, in the unit that changes it.

    The day it opens and the days of reminders are reckoned from the review's day each time, and
    links end by the new one. A cancelled review closes links, stops what waits to go out, and
    lets the round begin anew: approved anew and, for whoever was asked, asked anew.
    """
    lock(transaction, f"review:{review_id}")
    review = reviews.get(transaction, viewer, review_id)
    if review.status == "cancelled":
        known = _round(transaction, viewer, review)
        asked = invitations.for_review(transaction, viewer, review_id)
        closes = any(one.revoked_at is None for one in asked)
        renewed = at if closes else known.renewed_at
        store.keep(transaction, Round(review_id, review.child_id, known.mode, renewed_at=renewed))
    invitations.follow_review(transaction, viewer, review_id, at)


def standing(transaction: Transaction, viewer: Viewer, review_id: str, at: datetime) -> Standing:
    """Give where one review's round is, without its people. Raises NotFound."""
    review = reviews.get(transaction, viewer, review_id)
    child = people.get_child(transaction, viewer, review.child_id)
    known = _round(transaction, viewer, review)
    return rules.standing(known, habit(transaction), review, child, at)


def every_standing(transaction: Transaction, viewer: Viewer, at: datetime) -> tuple[Standing, ...]:
    """Give where the round of every planned review is, soonest first, without their people."""
    children = {child.id: child for child in people.list_children(transaction, viewer)}
    known, usual = store.every(transaction, viewer), habit(transaction)
    return tuple(
        rules.standing(
            known.get(review.id, Round(review.id, review.child_id)),
            usual,
            review,
            children[review.child_id],
            at,
        )
        for review in reviews.my_reviews(transaction, viewer)
        if review.child_id in children
    )


def with_people(
    transaction: Transaction,
    means: Means,
    viewer: Viewer,
    known: Iterable[Standing],
    at: datetime,
) -> tuple[Standing, ...]:
    """Give rounds with each person in them: how far they are, and what is to be done."""
    visible = people.visible_children(viewer, "details")
    lost = {
        each.participant_id: each
        for each in undelivered(transaction, visible, at)
        if each.participant_id and each.template.startswith("invitation")
    }
    return tuple(
        replace(each, lines=_lines(transaction, means, viewer, each, lost, at)) for each in known
    )


def _lines(
    transaction: Transaction,
    means: Means,
    viewer: Viewer,
    known: Standing,
    lost: dict[str, Undelivered],
    at: datetime,
) -> tuple[Line, ...]:
    review = known.review
    everyone = asking.who_is_asked(transaction, viewer, means.scripts, review, at)
    ended = rules.has_ended(known, at)
    made = tuple(one.invitation for one in everyone if one.invitation)
    how = asking.how_asked(transaction, means, viewer, made)
    out = store.left_out(transaction, viewer, review.id)
    lines = []
    for one in everyone:
        invitation, whose = one.invitation, one.participant
        way, code = how.get(invitation.id, ("", "")) if invitation else ("", "")
        trouble = _why_lost(lost.get(whose.id), invitation)
        what = rules.next_for(
            one,
            by_email=bool(whose.email) and means.mail_works,
            left_out=whose.id in out,
            trouble=trouble,
            code=code,
            again=rules.not_yet_asked(known.round, invitation),
            ended=ended,
        )
        what = "" if known.stage == "over" else what
        lines.append(Line(one, what, way, trouble, code if what == "tell-code" else ""))
    return tuple(lines)


def _why_lost(message: Undelivered | None, invitation: Invitation | None) -> str:
    """Give why the letter of this very link has not arrived; "" where it has, or none went."""
    if message is None or invitation is None or message.due_at < invitation.asked_at:
        return ""
    return message.code or message.status


def to_open(transaction: Transaction, at: datetime) -> tuple[str, ...]:
    """Give the reviews whose round seems due to open; ``open_if_due`` decides."""
    return tuple(
        each.review.id for each in every_standing(transaction, SYSTEM, at) if each.stage == "due"
    )


def open_if_due(transaction: Transaction, review_id: str, at: datetime) -> bool:
    """Open a round if its day has come and nothing holds it; say whether it was."""
    lock(transaction, f"review:{review_id}")
    known = standing(transaction, SYSTEM, review_id, at)
    if known.stage == "due":
        store.keep(transaction, replace(known.round, opened_at=at))
    return known.stage == "due"


def to_ask(transaction: Transaction, means: Means, at: datetime) -> tuple[tuple[str, str], ...]:
    """Give review and participant of each whom an open round seems to ask now."""
    if not means.mail_works:
        return ()
    return tuple(
        (each.review.id, one.id)
        for each in every_standing(transaction, SYSTEM, at)
        for one in _to_ask(transaction, means, each, at)
    )


def ask_if_due(
    transaction: Transaction,
    means: Means,
    review_id: str,
    participant_id: str,
    fresh: Secrets,
    at: datetime,
) -> bool:
    """Let a round ask one person, who is asked once whoever else looks; say whether it did."""
    lock(transaction, f"review:{review_id}")
    known = standing(transaction, SYSTEM, review_id, at)
    if participant_id not in {one.id for one in _to_ask(transaction, means, known, at)}:
        return False
    made = Made(derived_id("round", review_id, participant_id), fresh)
    asking.ask(
        transaction,
        means,
        SYSTEM,
        review_id,
        participant_id,
        made,
        at,
        by_email=True,
        keep_code=True,
    )
    return True


def _to_ask(
    transaction: Transaction, means: Means, known: Standing, at: datetime
) -> tuple[Participant, ...]:
    review = known.review
    if not rules.asks_now(known.stage, review, at):
        return ()
    everyone = people.list_participants(transaction, SYSTEM, review.child_id)
    asked = invitations.for_review(transaction, SYSTEM, review.id)
    made = {one.participant_id: one for one in asked}
    out = store.left_out(transaction, SYSTEM, review.id)
    ids = tuple(each.id for each in everyone)
    there = store.taking_part(transaction, ids, day_in_england(at))
    return tuple(
        each
        for each in everyone
        if each.email and each.id in there and each.id not in out
        if may_be_asked(means.scripts, known.child, each, at)
        if rules.not_yet_asked(known.round, made.get(each.id))
    )


def _round(transaction: Transaction, viewer: Viewer, review: Review) -> Round:
    found = store.get(transaction, viewer, review.id)
    return found or Round(review.id, review.child_id)
