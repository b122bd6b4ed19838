"""One conversation: take what happened, screen it, keep it, and say what comes next."""

from datetime import datetime

from backend.answers import service as answers
from backend.answers.rules import Revision
from backend.concerns import service as concerns
from backend.concerns.rules import About
from backend.consultations import rules, store
from backend.consultations.rules import Consultation, Desk, Message, Names, Received, Stepped
from backend.covers import service as covers
from backend.invitations.rules import Invitation
from backend.letters import service as letters
from backend.people import service as people
from backend.people.rules import SYSTEM, ChosenQuestions, Viewer, age_on
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction, lock
from backend.platform.delivery.rules import notice
from backend.platform.delivery.service import enqueue
from backend.platform.errors import or_not_found
from backend.platform.ids import derived_id
from backend.platform.keys.rules import ChildKey, open_sealed
from backend.platform.keys.service import require_current
from dialogs import events
from dialogs.carrying import take
from dialogs.engine import show
from dialogs.script import Script


def find(
    transaction: Transaction, key: ChildKey, viewer: Viewer, invitation_id: str
) -> Consultation | None:
    """Give the consultation an invitation led to, or None while it has not begun."""
    row = store.by_invitation(transaction, viewer, invitation_id)
    return rules.opened(key, row) if row else None


def names_for(transaction: Transaction, desk: Desk, participant_id: str, at: datetime) -> Names:
    """Give the names known at a moment; a child hears first names, an adult whole ones.

    What was decided last time is not known of yet, and is left out where nothing is.
    """
    circle = covers.circle_at(transaction, participant_id, at)
    return {
        "child": circle.child,
        "iro": circle.iro.partition(" ")[0] if circle.role == "child" else circle.iro,
        "authority": desk.authority,
        "childline": desk.childline,
        "decided": "",
    }


def names_in(transaction: Transaction, desk: Desk, held: Consultation, at: datetime) -> Names:
    """Give the names one conversation fills in: those known, and what they said of names."""
    names = names_for(transaction, desk, held.participant_id, at)
    return rules.filled(desk, desk.scripts.get(held.script, held.version), held.state, names)


def begin(
    transaction: Transaction,
    desk: Desk,
    key: ChildKey,
    invitation: Invitation,
    *,
    language: str,
    at: datetime,
    once_more: bool = False,
) -> Consultation:
    """Begin the consultation of an invitation, or give the one that has begun.

    Between reviews another may be begun ``once_more``, when the one before is sent. Raises
    NoDutyRoute for a child while a worry would reach nobody, NotFound where there is no script
    for them.
    """
    lock(transaction, f"consultation:{invitation.id}")
    require_current(transaction, key)
    begun = find(transaction, key, SYSTEM, invitation.id)
    goes_on = once_more and invitation.between_reviews
    if begun is not None and not (goes_on and begun.status == "sent"):
        return begun
    script = _script_of(transaction, desk, invitation, at)
    fresh = rules.begun(invitation, script, language, begun.number + 1 if begun else 1, at)
    store.add(transaction, {**vars(fresh), "state": rules.sealed_state(key, fresh.id, fresh.state)})
    return fresh


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
    version = event.version if isinstance(event, events.CarriedOver) else before.version
    script = desk.scripts.get(before.script, version)
    message = _fresh(transaction, desk, consultation_id, event, channel, at)
    if message is None:
        return Received(before, show(script, before.state), repeated=True)
    turn = take(desk.scripts, before.state, event)
    stepped = rules.heard(turn, event, desk.cues, script.audience)
    store.add_event(transaction, rules.event_row(key, before, message, script))
    _keep_answer(transaction, desk, key, before, message, stepped)
    _raise(transaction, desk, before, message, stepped)
    after = _move_on(transaction, key, before, stepped, at)
    if after.status == "sent":
        letters.stop_reminders(transaction, after.invitation_id, at)
    if after.status == "sent" and (before.status != "sent" or stepped.kept):
        _tell_the_officer(transaction, desk, after, at)
    return Received(after, stepped.turn.outputs)


def get(transaction: Transaction, key: ChildKey, viewer: Viewer, name: str) -> Consultation:
    """Give one consultation by its id. Raises NotFound."""
    return rules.opened(key, store.require(transaction, viewer, name))


def in_the_middle(transaction: Transaction, at: datetime) -> tuple[rules.Open, ...]:
    """Give what has begun, is not sent and can still be gone on with; holds no words."""
    return store.in_the_middle(transaction, at)


def sent_or_begun(
    transaction: Transaction, invitation_ids: tuple[str, ...]
) -> dict[str, tuple[str, datetime | None]]:
    """Give (status, time sent) by invitation for those that have begun; holds no words."""
    return store.statuses(transaction, invitation_ids)


def last_changed(transaction: Transaction, invitation_ids: tuple[str, ...]) -> dict[str, datetime]:
    """Give when it was sent, or last changed since, by invitation; holds no words."""
    return store.last_changed(transaction, invitation_ids)


def of_review(
    transaction: Transaction, key: ChildKey, viewer: Viewer, review_id: str
) -> tuple[Consultation, ...]:
    """Give every consultation for a review that this viewer may see."""
    return tuple(rules.opened(key, row) for row in store.of_review(transaction, viewer, review_id))


def between_reviews(
    transaction: Transaction, key: ChildKey, viewer: Viewer, child_id: str
) -> tuple[Consultation, ...]:
    """Give a child's consultations for no review that this viewer may see, newest first."""
    rows = store.between_reviews(transaction, viewer, child_id)
    return tuple(rules.opened(key, row) for row in rows)


def last_between(transaction: Transaction, viewer: Viewer) -> tuple[tuple[str, datetime], ...]:
    """Give (child, when they last sent something) between reviews, newest first."""
    return store.last_between(transaction, viewer)


def channels_of(transaction: Transaction, consultation_id: str) -> tuple[str, ...]:
    """Give the channels that one consultation went through."""
    return store.channels_of(transaction, consultation_id)


def words_of_events(
    transaction: Transaction, key: ChildKey, event_ids: set[str]
) -> tuple[rules.Happened, ...]:
    """Give what was written in these events; who may read them was settled by the caller."""
    return tuple(_happened(key, row) for row in store.events_by_id(transaction, event_ids))


def words_near(
    transaction: Transaction, key: ChildKey, said: tuple[rules.Happened, ...], reach: int
) -> tuple[rules.Happened, ...]:
    """Give what happened up to so many events before and after these, which are among them."""
    steps = range(-reach, reach + 1)
    near = {(each.consultation_id, each.position + step) for each in said for step in steps}
    return tuple(_happened(key, row) for row in store.events_at(transaction, near))


def _happened(key: ChildKey, row: store.Values) -> rules.Happened:
    words = events.words_of(_event(key, row))
    return rules.Happened(row["id"], row["consultation_id"], row["position"], row["at"], words)


def rebuilds(transaction: Transaction, desk: Desk, key: ChildKey, consultation_id: str) -> bool:
    """Say whether replaying everything that happened makes the very state that is kept."""
    row = store.require(transaction, SYSTEM, consultation_id)
    happened = store.events_of(transaction, SYSTEM, consultation_id)
    every = tuple(_event(key, each) for each in happened)
    begun = (row["script"], row["version"])
    again = rules.replay(desk.scripts, begun, row["language"], every)
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
    chosen = people.chosen_questions(transaction, SYSTEM, child.id)
    script_id = chosen.script if chosen else ""
    found = desk.scripts.newest_for(participant.role, age, invitation.purpose, script_id)
    return or_not_found(found)


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
    names = names_in(transaction, desk, before, message.at)
    kept = rules.asked_as(desk, script, stepped.kept, before.state.language, names)
    position = before.events + 1
    revision = Revision(before.id, before.child_id, message.id, position, message.at, kept)
    answers.keep(transaction, key, derived_id(message.id, "answer"), revision)
    if kept.question == "about.questions" and kept.choices and not kept.taken_back:
        _choose_questions(transaction, desk, before, message, kept.choices[0])


def _choose_questions(
    transaction: Transaction, desk: Desk, before: Consultation, message: Message, code: str
) -> None:
    """Let a carer's choice of questions for the child stand, until somebody chooses again."""
    chosen = ChosenQuestions(
        id=derived_id(message.id, "questions"),
        child_id=before.child_id,
        script=code if code in desk.scripts.ids else "",
        by_kind="participant",
        by_id=before.participant_id,
        chosen_at=message.at,
    )
    people.choose_questions(transaction, Viewer("participant", before.participant_id), chosen)


def _move_on(
    transaction: Transaction, key: ChildKey, before: Consultation, stepped: Stepped, at: datetime
) -> Consultation:
    after = rules.moved_on(before, stepped, at)
    sealed = rules.sealed_state(key, after.id, after.state, stepped.says)
    store.move_on(transaction, after, sealed)
    return after


def _raise(
    transaction: Transaction, desk: Desk, before: Consultation, message: Message, stepped: Stepped
) -> None:
    if stepped.reasons:
        about = About(before.child_id, before.participant_id, before.id, message.id, message.at)
        concerns.raise_concerns(transaction, desk.ring, desk.on_call, about, stepped.reasons)


def _tell_the_officer(
    transaction: Transaction, desk: Desk, after: Consultation, at: datetime
) -> None:
    """Tell the IRO that something waits: no name, no content, only where to sign in."""
    to = covers.circle_at(transaction, after.participant_id, at).iro_email
    address = f"{desk.public_url}/{'reviews' if after.review_id else 'between'}"
    mail = notice(f"sent:{after.id}:{after.events}", to, "views_ready", address, at, after.child_id)
    enqueue(transaction, desk.ring, mail, at)
