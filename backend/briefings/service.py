"""The first page of a pack, and the officer's own notes on it, which no print or record holds."""

from datetime import date, datetime, timedelta

from backend.briefings import rules, store
from backend.briefings.rules import AfterStep, Briefing, Facts
from backend.challenges import service as challenges
from backend.clock.rules import Due, Rulebook, after_review, before_review
from backend.consultations.rules import Desk
from backend.decisions import service as decisions
from backend.meetings import service as meetings
from backend.packs.rules import Pack, childs_lines
from backend.people import service as people
from backend.people.rules import Child, Viewer
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction
from backend.platform.errors import BadInput
from backend.platform.ids import derived_id
from backend.platform.keys.rules import ChildKey, open_sealed, seal
from backend.platform.keys.service import open_child_key, require_current
from backend.progress import service as progress
from backend.progress.rules import midway_on, needs_midway
from backend.replies import service as replies
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from backend.talks import service as talks
from backend.talks.rules import wrong_words
from backend.views import rules as shown

LATELY = timedelta(days=120)
"""How long a review that was held stays on the officer's list: the check midway is within it."""


def read(
    transaction: Transaction, desk: Desk, viewer: Viewer, pack: Pack, today: date, book: Rulebook
) -> Briefing:
    """Make the first page of a pack. Raises NotFound for anybody but the child's own IRO."""
    review = pack.review
    people.require_words(transaction, viewer, review.child_id)
    key = open_child_key(transaction, desk.ring, review.child_id)
    before = decisions.open_before(transaction, key, viewer, review)
    last = tuple(each for each in before if each.kind == "decided")
    differing = rules.differences(pack)
    printed_at = store.printed_at(transaction, viewer, review.id)
    raised = challenges.of_child(transaction, viewer, review.child_id)
    return Briefing(
        agenda=rules.agenda(pack, last, differing, today),
        changes=rules.changes(pack),
        differences=differing,
        last=last,
        talk=talks.standings(transaction, viewer, (review.id,), today)[review.id],
        printed_at=printed_at,
        since_printed=rules.said_since(pack, printed_at),
        notes=_notes(transaction, key, viewer, review.id),
        ahead=_ahead(review, book),
        after=_after(transaction, desk, key, viewer, pack, today, book),
        challenges=tuple(each for each in raised if each.is_open),
    )


def _ahead(review: Review, book: Rulebook) -> tuple[Due, ...]:
    """Give what the clock has due: before a review that is planned, after one that was held."""
    if review.ended_on is not None:
        return after_review(review.ended_on, book)
    return before_review(review.day, book) if review.status == "planned" else ()


def _after(
    transaction: Transaction,
    desk: Desk,
    key: ChildKey,
    viewer: Viewer,
    pack: Pack,
    today: date,
    book: Rulebook,
) -> tuple[AfterStep, ...]:
    review = pack.review
    if review.status == "cancelled" or review.day > today:
        return ()
    there = meetings.of_review(transaction, viewer, review.id)
    asked = shown.wishes(desk.questions, childs_lines(pack))
    wishes = tuple(line.answer for line in asked if shown.is_owed(desk.questions, line))
    sent = [
        each
        for each in replies.sent_to(transaction, key, viewer, review.child_id)
        if each.subject == ("review", review.id) and each.sent_at is not None
    ]
    checks = progress.midway_checks(transaction, key, viewer, review.id)
    own = reviews.of_child(transaction, viewer, review.child_id)
    owes_midway = not checks and needs_midway(review, own, today)
    facts = Facts(
        completed_on=review.ended_on,
        code=there.code if there else "",
        decided=len(decisions.of_review(transaction, key, viewer, review.id)),
        unanswered=len(decisions.unanswered(transaction, key, viewer, review.id, wishes)),
        answered_on=day_in_england(sent[-1].sent_at) if sent and sent[-1].sent_at else None,
        midway_on=checks[0].checked_on if checks else None,
        midway_due=midway_on(review) if owes_midway else None,
    )
    due = after_review(facts.completed_on, book) if facts.completed_on else ()
    return rules.after(facts, due, today)


def lately_held(
    transaction: Transaction, viewer: Viewer, today: date
) -> tuple[tuple[Child, Review], ...]:
    """Give the reviews of this officer's own children held in the last months, newest first."""
    children = {
        each.id: each
        for each in people.list_children(transaction, viewer)
        if people.may_read_words(transaction, viewer, each.id)
    }
    found = [
        (children[child_id], review)
        for child_id, own in reviews.of_all(transaction, viewer).items()
        if child_id in children
        for review in own
        if review.ended_on is not None and today - review.ended_on <= LATELY
    ]
    return tuple(sorted(found, key=lambda each: each[1].starts_at, reverse=True))


def note_printing(transaction: Transaction, viewer: Viewer, review_id: str, at: datetime) -> None:
    """Note that the officer has it on paper: what comes from now on is marked as new."""
    store.note_printing(transaction, viewer, review_id, at)


def keep_notes(
    transaction: Transaction, key: ChildKey, viewer: Viewer, review_id: str, words: str
) -> None:
    """Keep the officer's own notes on a review, sealed. Raises NotFound, BadInput."""
    review = reviews.get(transaction, viewer, review_id)
    people.require_words(transaction, viewer, review.child_id)
    require_current(transaction, key)
    wrong = wrong_words(words)
    if wrong:
        raise BadInput({"notes": wrong})
    notes_id = derived_id("own_notes", review_id, viewer.id)
    sealed = seal(key, _place(notes_id), words.encode())
    store.keep_notes(transaction, viewer, review_id, notes_id, sealed)


def _notes(transaction: Transaction, key: ChildKey, viewer: Viewer, review_id: str) -> str:
    found = store.notes(transaction, viewer, review_id)
    return open_sealed(key, _place(found[0]), found[1]).decode() if found else ""


def _place(notes_id: str) -> str:
    return f"own_notes.words:{notes_id}"
