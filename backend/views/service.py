"""Read what was said: an officer's side of consultations. Nothing here changes anything."""

from dataclasses import replace

from backend.answers import service as answers
from backend.answers.rules import Revision
from backend.concerns import service as concerns
from backend.consultations import service as consultations
from backend.consultations.rules import Consultation, Desk, Names
from backend.handling import service as handling
from backend.people.rules import SYSTEM, Viewer
from backend.platform.database import Transaction
from backend.platform.keys.rules import ChildKey
from backend.platform.translations import ENGLISH
from backend.views import rules
from backend.views.rules import ConcernRecord, Excerpt, Told, Views

NEAR = 3
"""How many things that were said before and after are shown beside what raised a concern."""


def of_review(
    transaction: Transaction, desk: Desk, key: ChildKey, viewer: Viewer, review_id: str
) -> tuple[Views, ...]:
    """Give each consultation for a review; answers only of those that were sent."""
    held = consultations.of_review(transaction, key, viewer, review_id)
    return tuple(_views(transaction, desk, key, viewer, each) for each in held)


def between_reviews(
    transaction: Transaction, desk: Desk, key: ChildKey, viewer: Viewer, child_id: str
) -> tuple[Views, ...]:
    """Give what a child sent between reviews, newest first."""
    held = consultations.between_reviews(transaction, key, viewer, child_id)
    sent = (each for each in held if each.status == "sent")
    return tuple(_views(transaction, desk, key, viewer, each) for each in sent)


def excerpt(
    transaction: Transaction, key: ChildKey, viewer: Viewer, event_ids: tuple[str, ...]
) -> tuple[Excerpt, ...]:
    """Give what raised a concern, and what was said beside it in the same topic.

    Only events that a concern open to this viewer points at; whatever was chosen to be shared.
    """
    allowed = concerns.events_open_to(transaction, viewer, event_ids)
    happened = consultations.words_of_events(transaction, key, allowed)
    near = consultations.words_near(transaction, key, happened, NEAR)
    # A conversation is opened once, however often something was raised in it.
    opened = {
        name: answers.revisions(transaction, key, SYSTEM, name)
        for name in {each.consultation_id for each in happened}
    }
    return tuple(rules.excerpt(each, opened[each.consultation_id], near, NEAR) for each in happened)


def concern_record(
    transaction: Transaction, key: ChildKey, viewer: Viewer, concern_id: str
) -> ConcernRecord:
    """Give all there is about a concern, in order, for a strategy discussion. Raises NotFound.

    Call it by ``read_for``: the look is written down first.
    """
    record = handling.record(transaction, key, viewer, concern_id)
    event_ids = tuple(each.event_id for each in record.pointers)
    return ConcernRecord(record, excerpt(transaction, key, viewer, event_ids))


def told_at_once(
    transaction: Transaction, desk: Desk, key: ChildKey, viewer: Viewer, concern_id: str
) -> Told:
    """Give what was said to whoever raised a concern, as they raised it. Raises NotFound."""
    concern = concerns.get(transaction, viewer, concern_id)
    held = consultations.get(transaction, key, SYSTEM, concern.consultation_id)
    names = consultations.names_in(transaction, desk, held, held.changed_at)
    script = desk.scripts.get(held.script, held.version)
    wording = script.word("helped" if concern.source == "help" else "raised")
    language = held.state.language
    return Told(
        language,
        tuple(desk.speak(wording, language, names).split("\n")),
        tuple(desk.speak(wording, ENGLISH, names).split("\n")),
    )


def _views(
    transaction: Transaction, desk: Desk, key: ChildKey, viewer: Viewer, held: Consultation
) -> Views:
    sent = held.status == "sent"
    kept = answers.revisions(transaction, key, viewer, held.id) if sent else ()
    kept = _not_kept_from(transaction, viewer, kept)
    names = consultations.names_in(transaction, desk, held, held.changed_at)
    every = tuple(_as_named_now(desk, each, names) for each in kept)
    raised = concerns.events_open_to(transaction, viewer, tuple(each.event_id for each in every))
    return Views(
        held,
        consultations.channels_of(transaction, held.id),
        rules.what_stands(desk.scripts, held, every, raised),
        sum(answer.taken_back for answer in held.state.answers),
    )


def _not_kept_from(
    transaction: Transaction, viewer: Viewer, revisions: tuple[Revision, ...]
) -> tuple[Revision, ...]:
    """Leave out the answers that raised a concern in which this very officer is named."""
    said = tuple(each.event_id for each in revisions)
    hidden = concerns.events_kept_from(transaction, viewer, said)
    steps = {each.kept.step for each in revisions if each.event_id in hidden}
    return tuple(each for each in revisions if each.kept.step not in steps)


def _as_named_now(desk: Desk, revision: Revision, names: Names) -> Revision:
    """Ask it with the names they now give: one they changed or took back is shown to nobody."""
    kept = revision.kept
    script = desk.scripts.get(kept.script, kept.version)
    step = script.step(kept.step)
    own = {each.names for each in script.steps if each.names}
    if step is None or not any(f"{{{name}}}" in step.ask.english for name in own):
        return revision
    asked = desk.speak(step.ask, kept.language, names)
    return replace(revision, kept=replace(kept, asked=asked))
