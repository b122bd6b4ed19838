"""Read what was said: an officer's side of consultations. Nothing here changes anything."""

from dataclasses import replace

from backend.answers import service as answers
from backend.answers.rules import Revision
from backend.concerns import service as concerns
from backend.consultations import service as consultations
from backend.consultations.rules import Consultation, Desk, Happened, Names
from backend.people.rules import SYSTEM, Viewer
from backend.platform.database import Transaction
from backend.platform.keys.rules import ChildKey
from backend.views import rules
from backend.views.rules import Excerpt, Views


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
    return tuple(_excerpt(transaction, key, each) for each in happened)


def _excerpt(transaction: Transaction, key: ChildKey, happened: Happened) -> Excerpt:
    every = answers.revisions(transaction, key, SYSTEM, happened.consultation_id)
    own = next((each.kept for each in every if each.event_id == happened.event_id), None)
    beside = {
        each.kept.step: each.kept
        for each in every
        if own and each.kept.topic == own.topic and each.event_id != happened.event_id
    }
    stands = tuple(kept for kept in beside.values() if not kept.taken_back)
    return Excerpt(happened.at, happened.words, own, stands)


def _views(
    transaction: Transaction, desk: Desk, key: ChildKey, viewer: Viewer, held: Consultation
) -> Views:
    sent = held.status == "sent"
    kept = answers.revisions(transaction, key, viewer, held.id) if sent else ()
    names = consultations.names_in(transaction, desk, held)
    every = tuple(_as_named_now(desk, each, names) for each in kept)
    raised = concerns.events_open_to(transaction, viewer, tuple(each.event_id for each in every))
    return Views(
        held,
        consultations.channels_of(transaction, held.id),
        rules.what_stands(desk.scripts, held, every, raised),
        sum(answer.taken_back for answer in held.state.answers),
    )


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
