"""The first page of a pack, and the officer's own notes on it, which no print or record holds."""

from datetime import date, datetime

from backend.briefings import rules, store
from backend.briefings.rules import Briefing
from backend.consultations.rules import Desk
from backend.decisions import service as decisions
from backend.packs.rules import Pack
from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.database import Transaction
from backend.platform.errors import BadInput
from backend.platform.ids import derived_id
from backend.platform.keys.rules import ChildKey, open_sealed, seal
from backend.platform.keys.service import open_child_key, require_current
from backend.reviews import service as reviews
from backend.talks import service as talks
from backend.talks.rules import wrong_words


def read(transaction: Transaction, desk: Desk, viewer: Viewer, pack: Pack, today: date) -> Briefing:
    """Make the first page of a pack. Raises NotFound for anybody but the child's own IRO."""
    review = pack.review
    people.require_words(transaction, viewer, review.child_id)
    key = open_child_key(transaction, desk.ring, review.child_id)
    previous = reviews.previous(transaction, viewer, review)
    last = rules.since_last(
        decisions.of_child(transaction, key, viewer, review.child_id),
        review.id,
        previous.id if previous else "",
        previous.day if previous else None,
    )
    differing = rules.differences(pack)
    printed_at = store.printed_at(transaction, viewer, review.id)
    return Briefing(
        agenda=rules.agenda(pack, last, differing, today),
        changes=rules.changes(pack),
        differences=differing,
        last=last,
        talk=talks.standings(transaction, viewer, (review.id,), today)[review.id],
        printed_at=printed_at,
        since_printed=rules.said_since(pack, printed_at),
        notes=_notes(transaction, key, viewer, review.id),
    )


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
