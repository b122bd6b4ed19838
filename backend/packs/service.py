"""Make the pack of one review for the child's own IRO, and the list that leads to it."""

from dataclasses import dataclass
from datetime import date, datetime

from backend.concerns import service as concerns
from backend.concerns.rules import Concern
from backend.consultations import service as consultations
from backend.consultations.rules import Consultation, Desk
from backend.covers import service as covers
from backend.invitations import service as invitations
from backend.packs import rules, store
from backend.packs.rules import Pack
from backend.people import service as people
from backend.people.rules import Child, Placement, Viewer, age_on
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction
from backend.platform.keys.service import open_child_key
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from backend.views import rules as shown
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


@dataclass(frozen=True)
class BetweenLine:
    """One child who said something between reviews, and when they last did; holds no words."""

    child: Child
    at: datetime
    new: bool


def my_reviews(transaction: Transaction, viewer: Viewer) -> tuple[ReviewLine, ...]:
    """Give the officer's planned reviews, soonest first, with who has answered and what is new."""
    opened = store.opened(transaction, viewer)
    worries = concerns.list_waiting(transaction, viewer)
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
    told = _views(transaction, desk, viewer, review)
    previous = reviews.previous(transaction, viewer, review)
    before = _views(transaction, desk, viewer, previous) if previous else {}
    voices = _voices(transaction, viewer, review, told)
    names = {each.participant_id: each.name for each in voices}
    age = age_on(child.date_of_birth, review.day)
    said = {
        each.participant_id: shown.lines_by_topic(
            desk.questions, told[each.participant_id], before.get(each.participant_id), names
        )
        for each in voices
        if each.participant_id in told
    }
    skipped, declined = rules.passed_over(desk.questions, voices, said)
    since = previous.day if previous else None
    home = _home(transaction, viewer, review)
    return Pack(
        child=child,
        review=review,
        age=age,
        home=home.name if home else "",
        home_withheld=bool(home and home.address_withheld),
        voices=voices,
        agenda=rules.used_as(desk.questions, voices, said, "agenda", "added"),
        topics=rules.rows(desk.questions, voices, said),
        requests=rules.used_as(desk.questions, voices, said, "request"),
        observed=rules.used_as(desk.questions, voices, said, "observer"),
        between=between(transaction, desk, viewer, child.id, since),
        skipped=skipped,
        declined=declined,
        uncovered=rules.uncovered(desk.questions, said, age),
        earlier_on=previous.day if previous and before else None,
        questions=_questions(transaction, viewer, child.id),
    )


def between(
    transaction: Transaction, desk: Desk, viewer: Viewer, child_id: str, since: date | None = None
) -> tuple[rules.Between, ...]:
    """Give what a child said between reviews from a day on, newest first.

    Raises NotFound for anybody but the child's own IRO.
    """
    people.require_words(transaction, viewer, child_id)
    key = open_child_key(transaction, desk.ring, child_id)
    said = tuple(
        rules.Between(each.consultation.sent_at, shown.lines(desk.questions, each, {}))
        for each in views.between_reviews(transaction, desk, key, viewer, child_id)
        if each.consultation.sent_at
    )
    return tuple(each for each in said if since is None or day_in_england(each.last_at) >= since)


def said_between(transaction: Transaction, viewer: Viewer) -> tuple[BetweenLine, ...]:
    """Give which of the officer's children said something between reviews, newest first."""
    opened = store.opened(transaction, viewer)
    return tuple(
        BetweenLine(
            people.get_child(transaction, viewer, child_id),
            at,
            child_id not in opened or opened[child_id] < at,
        )
        for child_id, at in consultations.last_between(transaction, viewer)
    )


def _questions(transaction: Transaction, viewer: Viewer, child_id: str) -> rules.Questions | None:
    chosen = people.chosen_questions(transaction, viewer, child_id)
    if chosen is None or not chosen.script:
        return None
    by = people.name_of(transaction, viewer, chosen.by_kind, chosen.by_id)
    return rules.Questions(chosen.script, by, day_in_england(chosen.chosen_at))


def note_opening(transaction: Transaction, viewer: Viewer, what: str, at: datetime) -> None:
    """Note that the officer has it open: what came before is no longer new.

    ``what`` is the id of a review, or of a child for what came between reviews.
    """
    store.note_opening(transaction, viewer, what, at)


def was_read(transaction: Transaction, held: Consultation, at: datetime) -> bool:
    """Say whether whoever holds the case has opened what was sent since it last changed.

    The person who sent it is told by name who has read it, so nobody else's opening counts.
    """
    reader_id = covers.circle_at(transaction, held.participant_id, at).iro_id
    opened_at = store.last_opened(transaction, held.review_id or held.child_id, reader_id)
    return opened_at is not None and opened_at >= held.changed_at


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


def _home(transaction: Transaction, viewer: Viewer, review: Review) -> Placement | None:
    homes = people.list_placements(transaction, viewer, review.child_id)
    day = review.day
    return next((home for home in homes if home.holds_on(day)), None)


def _line(
    transaction: Transaction,
    viewer: Viewer,
    review: Review,
    opened_at: datetime | None,
    worries: tuple[Concern, ...],
) -> ReviewLine:
    asked = invitations.for_review(transaction, viewer, review.id)
    sent = consultations.last_changed(transaction, tuple(each.id for each in asked))
    child = people.get_child(transaction, viewer, review.child_id)
    everyone = people.list_participants(transaction, viewer, review.child_id)
    children = {each.id for each in everyone if each.role == "child"}
    return ReviewLine(
        review=review,
        child=child,
        asked=len(asked),
        sent=len(sent),
        child_sent=any(each.participant_id in children for each in asked if each.id in sent),
        new=sum(opened_at is None or at > opened_at for at in sent.values()),
        concerns=tuple(each for each in worries if each.child_id == child.id),
    )
