"""Ask whoever has to do what was decided how it is going, and let them in to say so.

A link alone opens nothing: it has a code sent to the address the link was sent to, and the code
lets one browser in.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from backend.decisions import service as decisions
from backend.decisions.rules import Decision
from backend.owners import rules, store
from backend.owners.rules import Door, Group, Outcome, Sent, Task
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction, lock
from backend.platform.delivery.rules import OutboxMessage
from backend.platform.delivery.service import enqueue
from backend.platform.errors import NotFound
from backend.platform.ids import derived_id
from backend.platform.keys.rules import ChildKey, ErasedChild, KeyRing
from backend.platform.keys.service import open_child_key
from backend.progress import service as progress
from backend.progress.rules import Owned, Update


@dataclass(frozen=True)
class Way:
    """By what an e-mail leaves the house: the keys, and the address of our own pages."""

    ring: KeyRing
    public_url: str


def due(transaction: Transaction, ring: KeyRing, at: datetime) -> tuple[Group, ...]:
    """Give whom it is time to ask, each with all that they are to be asked about at once."""
    if not rules.may_ask_at(at):
        return ()
    found: dict[str, list[Decision]] = {}
    for each, _occasion in _to_ask(transaction, ring, progress.owned(transaction, at), at):
        found.setdefault(_plain(each.owner.email), []).append(each.decision)
    return tuple(
        Group(email, frozenset(it.id for it in due), frozenset(it.child_id for it in due))
        for email, due in found.items()
    )


def ask(transaction: Transaction, way: Way, group: Group, token: str, at: datetime) -> bool:
    """Send one e-mail with one link for all that an owner is to be asked; say whether it went.

    Of each occasion there is one for ever, whatever the clock or another process does.
    """
    owner_id = _owner_id(way.ring, group.email)
    lock(transaction, f"owner:{owner_id}")
    mine = _owned_by(transaction, group.email, group.child_ids, at)
    wanted = [it for it in mine if it.decision.id in group.decision_ids]
    alive = [it for it in wanted if _alive(transaction, way, it)]
    asked = _to_ask(transaction, way.ring, alive, at)
    if not asked:
        return False
    first = asked[0][0]
    sealed = way.ring.seal(_place(owner_id), group.email.encode())
    store.keep_owner(transaction, Door(owner_id, sealed, first.owner.language))
    noted = [_note(transaction, owner_id, each, name, at) for each, name in asked]
    fresh = [ask_id for ask_id in noted if ask_id]
    if not fresh:
        return False
    digest = way.ring.digest("owner.link", token)
    store.add_link(transaction, digest, owner_id, at + rules.LINK_LASTS)
    message = _mail(f"progress:{fresh[0]}", group.email, "progress", first.owner.language, at)
    url = {"url": f"{way.public_url}/progress/{token}"}
    own = replace(message, values=url, participant_id=first.owner.participant_id)
    return enqueue(transaction, way.ring, own, at)


def find(transaction: Transaction, ring: KeyRing, token: str, at: datetime) -> Door | None:
    """Give whose link this is: None alike for an unknown one and one that has ended."""
    return store.by_link(transaction, ring.digest("owner.link", token), at)


def send_code(transaction: Transaction, ring: KeyRing, token: str, code: str, at: datetime) -> Sent:
    """Send a code to the address that a link was sent to, and to no other.

    A second press within a minute sends nothing more, and at most five go out in a day.
    """
    door = _held(transaction, ring, token, at)
    if door is None:
        return "unknown"
    if door.takes_code(at) and door.code_at and abs(at - door.code_at) < rules.CODES_APART:
        return "just_sent"
    sent = door.sent_today(at)
    if sent >= rules.CODES_A_DAY:
        return "too_many"
    since = door.codes_since if sent else at
    digest = _code(ring, door, code)
    fresh = {"code": digest, "code_at": at, "tries": 0, "codes": sent + 1, "codes_since": since}
    store.change(transaction, door.id, fresh)
    email = ring.open(_place(door.id), door.email).decode()
    key = f"progress_code:{derived_id(door.id, digest, at.isoformat())}"
    message = _mail(key, email, "progress_code", door.language, at)
    enqueue(transaction, ring, replace(message, values={"code": code}), at)
    return "sent"


def enter(
    transaction: Transaction, ring: KeyRing, token: str, typed: str, browser: str, at: datetime
) -> Outcome:
    """Let in the browser of whoever holds link and code, in the place of any earlier one."""
    door = _held(transaction, ring, token, at)
    if door is None:
        return "unknown"
    if not door.takes_code(at):
        return "code_ended"
    if _code(ring, door, rules.plain_code(typed)) != door.code:
        store.change(transaction, door.id, {"tries": door.tries + 1})
        return "wrong_code" if door.tries + 1 < rules.CODE_TRIES else "code_ended"
    bound = {"browser": ring.digest("owner.browser", browser), "seen_at": at}
    store.change(transaction, door.id, {**bound, "code": "", "code_at": None, "tries": 0})
    return "open"


def let_in(
    transaction: Transaction, ring: KeyRing, token: str, browser: str, at: datetime
) -> Door | None:
    """Give who sits at a browser that was let in by this link's code, or None."""
    door = find(transaction, ring, token, at)
    is_open = door is not None and door.is_open_to(ring.digest("owner.browser", browser), at)
    return door if is_open else None


def touch(transaction: Transaction, door: Door, at: datetime) -> None:
    """Note that somebody is there, so that their half hour begins again."""
    store.change(transaction, door.id, {"seen_at": at})


def leave(transaction: Transaction, door: Door) -> None:
    """Ask for a code again, whichever browser was let in."""
    store.change(transaction, door.id, {"browser": "", "seen_at": None})


def owned_by(
    transaction: Transaction, ring: KeyRing, door: Door, at: datetime
) -> tuple[Owned, ...]:
    """Give what somebody still has to do for the children about whom they were ever asked.

    It holds no word of what that is.
    """
    email = ring.open(_place(door.id), door.email).decode()
    children = store.children_of(transaction, door.id)
    return tuple(_owned_by(transaction, email, children, at))


def tasks(transaction: Transaction, ring: KeyRing, door: Door, at: datetime) -> tuple[Task, ...]:
    """Give what somebody still has to do, the soonest first; what was erased is left out."""
    found = []
    for each in owned_by(transaction, ring, door, at):
        child_id = each.decision.child_id
        try:
            key = open_child_key(transaction, ring, child_id)
        except ErasedChild:
            continue
        what = decisions.get(transaction, key, SYSTEM, each.decision.id).what
        found.append(Task(each, people.get_child(transaction, SYSTEM, child_id).called, what))
    return tuple(sorted(found, key=_when))


def say(
    transaction: Transaction,
    ring: KeyRing,
    key: ChildKey,
    door: Door,
    update: Update,
    at: datetime,
) -> None:
    """Keep what somebody says of what they have to do. Raises NotFound, BadInput."""
    mine = owned_by(transaction, ring, door, at)
    own = next((it for it in mine if it.decision.id == update.decision_id), None)
    if own is None:
        raise NotFound
    progress.say(transaction, key, own, replace(update, by_id=door.id), day_in_england(at))


def _to_ask(
    transaction: Transaction, ring: KeyRing, owned: Sequence[Owned], at: datetime
) -> list[tuple[Owned, str]]:
    """Give those that it is time to ask about, each with the occasion."""
    gone = store.gone(transaction, [each.decision.id for each in owned])
    before = [gone.get((it.decision.id, _owner_id(ring, it.owner.email)), {}) for it in owned]
    named = [
        (each, rules.occasion(each, asked, at)) for each, asked in zip(owned, before, strict=True)
    ]
    return [(each, name) for each, name in named if name]


def _note(
    transaction: Transaction, owner_id: str, owned: Owned, occasion: str, at: datetime
) -> str:
    """Note one occasion; give its id, or "" where it was noted before."""
    decision = owned.decision
    row = {
        "id": derived_id("owner_ask", decision.id, owner_id, occasion),
        "decision_id": decision.id,
        "child_id": decision.child_id,
        "owner_id": owner_id,
        "occasion": occasion,
        "at": at,
    }
    return str(row["id"]) if store.note_ask(transaction, row) else ""


def _owned_by(
    transaction: Transaction, email: str, child_ids: Collection[str], at: datetime
) -> list[Owned]:
    every = progress.owned(transaction, at, child_ids)
    return [it for it in every if _plain(it.owner.email) == email]


def _alive(transaction: Transaction, way: Way, owned: Owned) -> bool:
    try:
        open_child_key(transaction, way.ring, owned.decision.child_id)
    except NotFound:  # a child who was erased has left no words to ask about
        return False
    return True


def _held(transaction: Transaction, ring: KeyRing, token: str, at: datetime) -> Door | None:
    """Give whose link this is, which nobody else changes until the unit ends."""
    door = find(transaction, ring, token, at)
    if door is None:
        return None
    lock(transaction, f"owner:{door.id}")
    return find(transaction, ring, token, at)


def _mail(key: str, email: str, template: str, language: str, at: datetime) -> OutboxMessage:
    """Make an e-mail that names nobody, and whose list of senders' troubles names no child."""
    row_id = derived_id(key)
    return OutboxMessage(row_id, key, "email", email, template, {}, language, None, None, at)


def _when(task: Task) -> tuple[bool, str, str]:
    due_on = task.owned.decision.due_on
    return due_on is None, str(due_on), task.owned.decision.id


def _plain(email: str) -> str:
    return email.strip().casefold()


def _owner_id(ring: KeyRing, email: str) -> str:
    return ring.digest("owner.email", _plain(email))[:32]


def _code(ring: KeyRing, door: Door, code: str) -> str:
    return ring.digest("owner.code", f"{door.id}:{code}")


def _place(owner_id: str) -> str:
    return f"decision_owners.email:{owner_id}"
