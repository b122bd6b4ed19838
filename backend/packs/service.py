"""Make the pack of one review for the child's own IRO, and the list that leads to it."""

from dataclasses import dataclass
from datetime import datetime

from backend.concerns import service as concerns
from backend.concerns.rules import Concern
from backend.consultations import service as consultations
from backend.consultations.rules import Consultation, Desk
from backend.invitations import service as invitations
from backend.packs import rules, store
from backend.packs.rules import Pack
from backend.people import service as people
from backend.people.rules import Child, Viewer, age_on
from backend.platform.database import Transaction
from backend.platform.keys.service import open_child_key
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from backend.views import service as views
from backend.views.rules import Views


@dataclass(frozen=True)
class ReviewLine:
    """One line of the officer's list; holds no words."""

    review: Review
    child: Child
    asked: int
    sent: int
    child_sent: bool
    new: int
    concerns: tuple[Concern, ...]


def my_reviews(transaction: Transaction, viewer: Viewer) -> tuple[ReviewLine, ...]:
    """Give the officer's planned reviews, soonest first, with who has answered and what is new."""
    opened = store.opened(transaction, viewer)
    worries = concerns.list_open(transaction, viewer)
    return tuple(
        _line(transaction, viewer, review, opened.get(review.id), worries)
        for review in reviews.my_reviews(transaction, viewer)
        if people.may_read_words(transaction, viewer, review.child_id)
    )


def read(transaction: Transaction, desk: Desk, viewer: Viewer, review_id: str) -> Pack:
    """Make the pack. Raises NotFound for anybody but the child's own IRO."""
    review = reviews.get(transaction, viewer, review_id)
    people.require_words(transaction, viewer, review.child_id)
    child = people.get_child(transaction, viewer, review.child_id)
    views = _views(transaction, desk, viewer, review)
    previous = reviews.previous(transaction, viewer, review)
    before = _views(transaction, desk, viewer, previous) if previous else {}
    voices = _voices(transaction, viewer, review, views)
    age = age_on(child.date_of_birth, review.day)
    said = {
        each.participant_id: rules.lines_by_topic(
            desk.questions, views[each.participant_id], before.get(each.participant_id)
        )
        for each in voices
        if each.participant_id in views
    }
    sent = [each.at for each in voices if each.state == "sent" and each.at]
    return Pack(
        child=child,
        review=review,
        age=age,
        home=_home(transaction, viewer, review),
        voices=voices,
        agenda=rules.used_as(desk.questions, voices, said, "agenda"),
        topics=rules.rows(desk.questions, voices, said),
        requests=rules.used_as(desk.questions, voices, said, "request"),
        skipped=rules.passed_over(desk.questions, voices, said),
        uncovered=rules.uncovered(desk.questions, said, age),
        last_sent_at=max(sent, default=None),
        earlier_on=previous.day if previous and before else None,
    )


def note_opening(transaction: Transaction, viewer: Viewer, what: str, at: datetime) -> None:
    """Note that the officer has it open: what came before is no longer new.

    ``what`` is the id of a review, or of a child for what came between reviews.
    """
    store.note_opening(transaction, viewer, what, at)


def was_read(transaction: Transaction, held: Consultation) -> bool:
    """Say whether an officer has opened what was sent since it last changed."""
    at = store.last_opened(transaction, held.review_id or held.child_id)
    return at is not None and at >= held.changed_at


def _views(
    transaction: Transaction, desk: Desk, viewer: Viewer, review: Review
) -> dict[str, Views]:
    key = open_child_key(transaction, desk.ring, review.child_id)
    every = views.of_review(transaction, desk, key, viewer, review.id)
    return {each.consultation.participant_id: each for each in every}


def _voices(
    transaction: Transaction, viewer: Viewer, review: Review, views: dict[str, Views]
) -> tuple[rules.Voice, ...]:
    asked = {
        each.participant_id: each.created_at
        for each in invitations.for_review(transaction, viewer, review.id)
    }
    day = review.day
    everyone = people.list_participants(transaction, viewer, review.child_id)
    return tuple(
        rules.voice(each, views.get(each.id), asked.get(each.id))
        for each in everyone
        if each.id in asked or each.takes_part_on(day)
    )


def _home(transaction: Transaction, viewer: Viewer, review: Review) -> str:
    homes = people.list_placements(transaction, viewer, review.child_id)
    day = review.day
    return next((home.name for home in homes if home.holds_on(day)), "")


def _line(
    transaction: Transaction,
    viewer: Viewer,
    review: Review,
    opened_at: datetime | None,
    worries: tuple[Concern, ...],
) -> ReviewLine:
    asked = invitations.for_review(transaction, viewer, review.id)
    held = consultations.sent_or_begun(transaction, tuple(each.id for each in asked))
    child = people.get_child(transaction, viewer, review.child_id)
    everyone = people.list_participants(transaction, viewer, review.child_id)
    children = {each.id for each in everyone if each.role == "child"}
    sent = {each.id: sent_at for each in asked if (sent_at := held.get(each.id, ("", None))[1])}
    return ReviewLine(
        review=review,
        child=child,
        asked=len(asked),
        sent=len(sent),
        child_sent=any(each.participant_id in children for each in asked if each.id in sent),
        new=sum(opened_at is None or at > opened_at for at in sent.values()),
        concerns=tuple(each for each in worries if each.child_id == child.id),
    )
