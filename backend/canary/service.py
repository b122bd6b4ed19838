"""A made-up child says something every five minutes, so that a broken way to duty is noticed.

What it says goes the whole way of a real worry, and the provider's receipt proves the way.
"""

from collections.abc import Collection
from datetime import datetime

from backend.calls import service as calls
from backend.canary import rules, store
from backend.canary.rules import CHILD_ID, INVITATION_ID, PARTICIPANT_ID, Round, Standing
from backend.concerns import service as concerns
from backend.concerns.rules import Concern
from backend.consultations import service as consultations
from backend.consultations.rules import Desk
from backend.duty import service as duty
from backend.duty.rules import OnCall
from backend.duty.service import Page
from backend.invitations import service as invitations
from backend.invitations.rules import Secrets
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction
from backend.platform.delivery import service as delivery
from backend.platform.errors import NotFound
from backend.platform.ids import derived_id
from backend.platform.keys.rules import ChildKey, KeyRing
from backend.platform.keys.service import make_child_key, open_child_key
from dialogs.events import Said
from dialogs.routing import place


def standing(transaction: Transaction, *, on: bool, at: datetime) -> Standing:
    """Give how the trials stand at a moment, also where nothing has begun one for long."""
    if not on:
        return Standing(False, None, 0)
    proven = next(iter(store.newest(transaction, 1, proven=True)), None)
    first = store.oldest(transaction)
    since = proven.at if proven else first.at - rules.EVERY if first else None
    seen = len(rules.missing_in_a_row(store.newest(transaction, rules.LOOK_BACK), at))
    missing = max(seen, rules.missing_by_the_clock(since, at))
    return Standing(True, proven.proven_at if proven else None, missing)


def is_on(on_call: OnCall) -> bool:
    """Say whether there is an address for the trials; without one none is made."""
    return rules.is_on(on_call)


def rounds(transaction: Transaction, limit: int = rules.LOOK_BACK) -> tuple[Round, ...]:
    """Give the last rounds, newest first."""
    return store.newest(transaction, limit)


def prove(transaction: Transaction, on_call: OnCall, at: datetime) -> None:
    """Ask what became of the last round, as long as its time is not over."""
    last = next(iter(store.newest(transaction, 1)), None)
    if last is None or last.proven_at is not None or at > last.due:
        return
    missing = last.missing
    if not missing.startswith("conversation"):
        missing = _missing(transaction, on_call, last)
    if missing:
        store.say(transaction, last.id, missing, None)
        return
    store.say(transaction, last.id, "", at)
    told = [each.alarm_key for each in store.newest(transaction, rules.LOOK_BACK)]
    delivery.cancel_keys(transaction, told, at)


def go_on(
    transaction: Transaction, ring: KeyRing, on_call: OnCall, round_id: str, at: datetime
) -> Round | None:
    """See what became of the last round, tell people if too many are missing, and begin the next.

    Give the round that began, None where none was due; the words are still to be said in it.
    """
    prove(transaction, on_call, at)
    alarm(transaction, ring, on_call, at)
    return begin(transaction, round_id, at)


def begin(transaction: Transaction, round_id: str, at: datetime) -> Round | None:
    """Begin the next round if it is due, by a row that stays whatever becomes of the trial."""
    if not rules.is_due(next(iter(store.newest(transaction, 1)), None), at):
        return None
    begun = rules.begun(round_id, at)
    store.add(transaction, begun)
    store.prune(transaction, at - rules.KEPT)
    return begun


def make_child(transaction: Transaction, desk: Desk, secrets: Secrets, at: datetime) -> None:
    """Make the child of the trials, its part, its invitation and its conversation, once.

    Raises NoDutyRoute, as for any child, while nobody on duty could be told.
    """
    try:
        people.get_child(transaction, SYSTEM, CHILD_ID)
        return
    except NotFound:
        today = day_in_england(at)
    people.add_child(transaction, SYSTEM, rules.made_up_child(today), today)
    key = make_child_key(transaction, desk.ring, CHILD_ID, at)
    people.add_participant(transaction, SYSTEM, rules.own_part(today))
    invitation = invitations.invite(
        transaction,
        desk.ring,
        SYSTEM,
        participant_id=PARTICIPANT_ID,
        review_id=None,
        invitation_id=INVITATION_ID,
        secrets=secrets,
        at=at,
    )
    consultations.begin(transaction, desk, key, invitation, language="en", at=at)


def key_of_child(transaction: Transaction, ring: KeyRing) -> ChildKey:
    """Open the key of the child of the trials."""
    return open_child_key(transaction, ring, CHILD_ID)


def speak(transaction: Transaction, desk: Desk, key: ChildKey, begun: Round, at: datetime) -> None:
    """Close what the last round raised, and say the words of this one, as a channel would."""
    _close_open(transaction, at)
    concerns.forget_closed(transaction, CHILD_ID, at - rules.CONCERNS_KEPT)
    held = consultations.get(transaction, key, SYSTEM, INVITATION_ID)
    step = place(desk.scripts.get(held.script, held.version), held.state).step
    consultations.receive(
        transaction,
        desk,
        key,
        consultation_id=INVITATION_ID,
        event=Said(begun.message_id, step, rules.WORDS),
        channel="web",
        at=at,
    )
    store.say(transaction, begun.id, _missing(transaction, desk.on_call, begun), None)


def failed(transaction: Transaction, round_id: str, error: str) -> None:
    """Write down that the conversation itself failed; ``error`` is the type of what it raised."""
    store.say(transaction, round_id, f"conversation {error}"[:80], None)


def alarm(
    transaction: Transaction, ring: KeyRing, on_call: OnCall, at: datetime
) -> Collection[str]:
    """Tell managers, owners and the emergency duty team if too many rounds are missing.

    Give the ids of the messages. What earlier alarms still had to send is not sent any more.
    """
    newest = store.newest(transaction, rules.LOOK_BACK)
    if not rules.tells(newest, at):
        return ()
    this, *earlier = newest
    delivery.cancel_keys(transaction, [each.alarm_key for each in earlier], at)
    store.alarmed(transaction, this.id, at)
    sent: list[str] = []
    for each in duty.whom_to_alarm(transaction, on_call, at):
        key = f"{this.alarm_key}:{each.officer_id or 'edt'}"
        page = Page(key, each, "canary_silent", f"{on_call.public_url}/", None)
        sent += duty.send_page(transaction, ring, on_call, page, at)
    return sent


def _missing(transaction: Transaction, on_call: OnCall, held: Round) -> str:
    raised = _raised_by(transaction, held)
    if not raised:
        return rules.NO_CONCERN
    keys = [page.key for each in raised for page in calls.pages(transaction, each.id)]
    wanted = rules.expected(on_call)
    receipts = {
        name: delivery.receipt(transaction, derived_id(name))
        for name in (f"{key}:{route}" for key in keys for route in wanted)
    }
    return rules.missing_of(wanted, keys, receipts)


def _raised_by(transaction: Transaction, held: Round) -> tuple[Concern, ...]:
    event_id = derived_id(INVITATION_ID, held.message_id)
    every = concerns.list_open(transaction, SYSTEM)
    ours = (concerns.get(transaction, SYSTEM, it.id) for it in every if it.child_id == CHILD_ID)
    return tuple(each for each in ours if event_id in each.event_ids)


def _close_open(transaction: Transaction, at: datetime) -> None:
    """Acknowledge and close what is open, so that the next round raises anew.

    What has not gone out of it is stopped: it would hold up the calls of real worries.
    """
    for each in concerns.list_open(transaction, SYSTEM):
        if each.child_id != CHILD_ID:
            continue
        held = concerns.hold(transaction, SYSTEM, each.id)
        calls.withdraw(transaction, held.id, ("canary",), at)
        concerns.acknowledge(transaction, SYSTEM, held.id, held.times, at)
        concerns.move(transaction, held, None, "closed", at, closed_at=at)
