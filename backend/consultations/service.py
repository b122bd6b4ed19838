"""One conversation: take what happened, screen it, keep it, and say what comes next."""

from dataclasses import replace
from datetime import datetime

from backend.answers import service as answers
from backend.answers.rules import Revision
from backend.concerns import service as concerns
from backend.concerns.rules import About
from backend.consultations import rules, store
from backend.consultations.rules import Consultation, Desk, Message, Names, Received, Stepped
from backend.invitations.rules import Invitation
from backend.people import service as people
from backend.people.rules import SYSTEM, Viewer, age_on
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction, lock
from backend.platform.delivery.rules import notice
from backend.platform.delivery.service import enqueue
from backend.platform.errors import or_not_found
from backend.platform.ids import derived_id
from backend.platform.keys.rules import ChildKey, open_sealed, seal
from backend.platform.keys.service import require_current
from dialogs import events
from dialogs.engine import show, start
from dialogs.script import Script


def find(
    transaction: Transaction, key: ChildKey, viewer: Viewer, invitation_id: str
) -> Consultation | None:
    """Give the consultation an invitation led to, or None while it has not begun."""
    row = store.by_invitation(transaction, viewer, invitation_id)
    return rules.opened(key, row) if row else None


def names_for(transaction: Transaction, desk: Desk, participant_id: str) -> Names:
    """Give the names the chat fills in; a child hears first names, an adult whole ones."""
    circle = people.circle_of(transaction, participant_id)
    return {
        "child": circle.child,
        "iro": circle.iro.split()[0] if circle.role == "child" else circle.iro,
        "authority": desk.authority,
        "childline": desk.childline,
    }


def begin(
    transaction: Transaction,
    desk: Desk,
    key: ChildKey,
    invitation: Invitation,
    *,
    language: str,
    at: datetime,
) -> Consultation:
    """Begin the consultation of an invitation, or give the one that has begun.

    Raises NoDutyRoute for a child while a worry would reach nobody, NotFound where there is no
    script for them. Its id is the invitation's: there is one to an invitation.
    """
    lock(transaction, f"consultation:{invitation.id}")
    require_current(transaction, key)
    begun = find(transaction, key, SYSTEM, invitation.id)
    if begun is not None:
        return begun
    script = _script_of(transaction, desk, invitation, at)
    state = start(script, language).state
    begun = Consultation(
        id=invitation.id,
        invitation_id=invitation.id,
        participant_id=invitation.participant_id,
        child_id=invitation.child_id,
        review_id=invitation.review_id,
        script=script.id,
        version=script.version,
        digest=script.digest,
        language=language,
        status=state.status,
        events=0,
        started_at=at,
        changed_at=at,
        sent_at=None,
        state=state,
    )
    store.add(transaction, {**vars(begun), "state": rules.sealed_state(key, begun.id, state)})
    return begun


def receive(
    transaction: Transaction,
    desk: Desk,
    key: ChildKey,
    *,
    consultation_id: str,
    event: events.Event,
    channel: str,
    at: datetime,
) -> Received:
    """Take one thing that happened: accepting it and handling it are the same commit.

    The same message with the same content is done once; with other content it is a change of
    the answer. Raises NotFound for no such consultation, ErasedChild for a key that is gone.
    """
    lock(transaction, f"consultation:{consultation_id}")
    row = store.require(transaction, SYSTEM, consultation_id)
    lock(transaction, f"child:{row['child_id']}")
    require_current(transaction, key)
    before = rules.opened(key, row)
    script = desk.scripts.get(before.script, before.version)
    message = _fresh(transaction, desk, consultation_id, event, channel, at)
    if message is None:
        return Received(before, show(script, before.state), repeated=True)
    stepped = rules.step_forward(script, before.state, event, desk.cues)
    _keep_event(transaction, key, before, message, script)
    _keep_answer(transaction, desk, key, before, message, stepped)
    _raise(transaction, desk, before, message, stepped)
    after = _move_on(transaction, key, before, stepped, at)
    if after.status == "sent" and before.status != "sent":
        _tell_the_officer(transaction, desk, after, at)
    return Received(after, stepped.turn.outputs)


def sent_or_begun(
    transaction: Transaction, invitation_ids: tuple[str, ...]
) -> dict[str, tuple[str, datetime | None]]:
    """Give (status, time sent) by invitation for those that have begun; holds no words."""
    return store.statuses(transaction, invitation_ids)


def views_of_review(
    transaction: Transaction, desk: Desk, key: ChildKey, viewer: Viewer, review_id: str
) -> tuple[rules.Views, ...]:
    """Give each consultation for a review; answers only of those that were sent."""
    rows = store.of_review(transaction, viewer, review_id)
    return tuple(_views(transaction, desk, key, viewer, rules.opened(key, row)) for row in rows)


def excerpt(
    transaction: Transaction, key: ChildKey, viewer: Viewer, event_ids: tuple[str, ...]
) -> tuple[rules.Excerpt, ...]:
    """Give what raised a concern, and what was said beside it in the same topic.

    Only events that a concern open to this viewer points at; whatever was chosen to be shared.
    """
    allowed = concerns.events_open_to(transaction, viewer, event_ids)
    return tuple(
        _excerpt(transaction, key, row) for row in store.events_by_id(transaction, allowed)
    )


def _excerpt(transaction: Transaction, key: ChildKey, row: store.Values) -> rules.Excerpt:
    words = events.words_of(_event(key, row))
    every = answers.revisions(transaction, key, SYSTEM, row["consultation_id"])
    own = next((each.kept for each in every if each.event_id == row["id"]), None)
    beside = {
        each.kept.step: each.kept
        for each in every
        if own and each.kept.topic == own.topic and each.event_id != row["id"]
    }
    return rules.Excerpt(row["at"], words, own, tuple(beside.values()))


def rebuilds(transaction: Transaction, desk: Desk, key: ChildKey, consultation_id: str) -> bool:
    """Say whether replaying everything that happened makes the very state that is kept."""
    row = store.require(transaction, SYSTEM, consultation_id)
    happened = store.events_of(transaction, SYSTEM, consultation_id)
    script = desk.scripts.get(row["script"], row["version"])
    again = rules.replay(script, row["language"], tuple(_event(key, each) for each in happened))
    return again == rules.opened(key, row).state


def _event(key: ChildKey, row: store.Values) -> events.Event:
    plain = open_sealed(key, f"consultation_events.event:{row['id']}", row["event"])
    return events.from_json(plain.decode(), row["message_id"])


def _script_of(
    transaction: Transaction, desk: Desk, invitation: Invitation, at: datetime
) -> Script:
    participant = people.get_participant(transaction, SYSTEM, invitation.participant_id)
    child = people.get_child(transaction, SYSTEM, invitation.child_id)
    if participant.role == "child":
        concerns.require_duty_route(transaction, desk.mail_works)
    age = age_on(child.date_of_birth, day_in_england(at))
    return or_not_found(desk.scripts.newest_for(participant.role, age))


def _fresh(
    transaction: Transaction,
    desk: Desk,
    consultation_id: str,
    event: events.Event,
    channel: str,
    at: datetime,
) -> Message | None:
    """Give the message to keep, or None where this very thing has been taken already."""
    content = desk.ring.digest("event", f"{consultation_id}:{events.to_json(event)}")
    for name in (event.message_id, f"{event.message_id}#{content[:16]}"):
        taken = store.content_of(transaction, consultation_id, name)
        if taken is None:
            return Message(derived_id(consultation_id, name), name, content, event, channel, at)
        if taken == content:
            return None
    return None


def _keep_event(
    transaction: Transaction, key: ChildKey, before: Consultation, message: Message, script: Script
) -> None:
    plain = events.to_json(message.event).encode()
    step = script.step(getattr(message.event, "step", ""))
    values = {
        "id": message.id,
        "consultation_id": before.id,
        "child_id": before.child_id,
        "message_id": message.message_id,
        "position": before.events + 1,
        "content": message.content,
        "channel": message.channel,
        "step": step.id if step else "",
        "event": seal(key, f"consultation_events.event:{message.id}", plain),
        "at": message.at,
    }
    store.add_event(transaction, values)


def _keep_answer(
    transaction: Transaction,
    desk: Desk,
    key: ChildKey,
    before: Consultation,
    message: Message,
    stepped: Stepped,
) -> None:
    if stepped.kept is None:
        return
    script = desk.scripts.get(before.script, before.version)
    names = names_for(transaction, desk, before.participant_id)
    kept = rules.asked_as(desk, script, stepped.kept, before.state.language, names)
    position = before.events + 1
    revision = Revision(before.id, before.child_id, message.id, position, message.at, kept)
    answers.keep(transaction, key, derived_id(message.id, "answer"), revision)


def _move_on(
    transaction: Transaction, key: ChildKey, before: Consultation, stepped: Stepped, at: datetime
) -> Consultation:
    state = stepped.turn.state
    after = replace(
        before,
        status=state.status,
        events=before.events + 1,
        changed_at=at,
        sent_at=before.sent_at or (at if state.status == "sent" else None),
        state=state,
        says=stepped.says,
    )
    store.move_on(transaction, after, rules.sealed_state(key, before.id, state, stepped.says))
    return after


def _raise(
    transaction: Transaction, desk: Desk, before: Consultation, message: Message, stepped: Stepped
) -> None:
    if stepped.reasons:
        about = About(before.child_id, before.participant_id, before.id, message.id, message.at)
        address = f"{desk.public_url}/concerns"
        concerns.raise_concerns(transaction, desk.ring, about, stepped.reasons, address)


def _tell_the_officer(
    transaction: Transaction, desk: Desk, after: Consultation, at: datetime
) -> None:
    """Tell the IRO that something waits: no name, no content, only where to sign in."""
    to = people.circle_of(transaction, after.participant_id).iro_email
    address = f"{desk.public_url}/reviews"
    mail = notice(f"sent:{after.id}", to, "views_ready", address, at, after.child_id)
    enqueue(transaction, desk.ring, mail, at)


def _views(
    transaction: Transaction, desk: Desk, key: ChildKey, viewer: Viewer, held: Consultation
) -> rules.Views:
    sent = held.status == "sent"
    every = answers.revisions(transaction, key, viewer, held.id) if sent else ()
    raised = concerns.events_open_to(transaction, viewer, tuple(each.event_id for each in every))
    script = desk.scripts.get(held.script, held.version)
    return rules.Views(
        held,
        store.channels_of(transaction, held.id),
        rules.what_stands(script, held.state, every, raised),
    )
