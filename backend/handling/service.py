"""What officers do about a concern: note, act, hand over, say whom it is about, and close."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from backend.calls import service as calls
from backend.calls.rules import with_holder
from backend.concerns import service as concerns
from backend.concerns.rules import Concern, Named, as_call
from backend.duty import service as duty
from backend.duty.rules import OnCall, Recipient, as_recipients
from backend.handling import rules, store
from backend.handling.rules import Note, Record
from backend.people import service as people
from backend.people.rules import SYSTEM, Officer, Viewer
from backend.platform.database import Transaction
from backend.platform.errors import BadInput
from backend.platform.keys.rules import ChildKey, KeyRing, open_sealed, seal
from backend.platform.keys.service import require_current


def add_note(
    transaction: Transaction, key: ChildKey, viewer: Viewer, concern_id: str, note: Note
) -> None:
    """Keep a note, sealed with the child's key, and never changed; also after it was closed.

    One of kind "lado" says that the designated officer was told. Raises NotFound, BadInput.
    """
    held = concerns.hold(transaction, viewer, concern_id)
    wrong = {} if note.kind in rules.WRITTEN_BY_HAND else {"kind": rules.NO_KIND}
    if note.kind == "lado" and held.lado_due is None:
        wrong["kind"] = rules.NOT_AN_ALLEGATION
    _refuse(wrong)
    _keep(transaction, key, viewer, held, note)
    if note.kind == "lado" and held.lado_told_at is None:
        concerns.move(transaction, held, viewer.id, "lado", note.at, lado_told_at=note.at)


def act(transaction: Transaction, viewer: Viewer, concern_id: str, at: datetime) -> None:
    """Say that it was acted on, which takes a note of what was done; the first time stands.

    Raises NotFound, and BadInput with the reason why it cannot be said.
    """
    held = concerns.hold(transaction, viewer, concern_id)
    wrong = rules.why_not_act(viewer, held, store.kinds(transaction, held.id))
    _refuse({"concern": wrong} if wrong else {})
    if held.acted_at is None:
        concerns.move(transaction, held, viewer.id, "acted", at, acted_at=at, acted_by=viewer.id)


def close(
    transaction: Transaction,
    key: ChildKey,
    viewer: Viewer,
    concern_id: str,
    reason: Note,
) -> None:
    """Close it, with the reason as a note; what is said from then on opens a new one.

    Raises NotFound, and BadInput with the reason why it cannot be closed.
    """
    held = concerns.hold(transaction, viewer, concern_id)
    _refuse(rules.why_not_close(viewer, held, reason.words))
    _keep(transaction, key, viewer, held, replace(reason, kind="closing"))
    at = reason.at
    concerns.move(transaction, held, viewer.id, "closed", at, closed_at=at, closed_by=viewer.id)


def hand_over(
    transaction: Transaction,
    ring: KeyRing,
    key: ChildKey,
    viewer: Viewer,
    on_call: OnCall,
    concern_id: str,
    to_officer: str,
    note: Note,
) -> None:
    """Give it to another duty officer or manager, who is called; until they have it, others too.

    Raises NotFound, BadInput.
    """
    held = concerns.hold(transaction, viewer, concern_id)
    to = _who_may_have(transaction, held, to_officer)
    _refuse(rules.wrong_handover(viewer, held, to, note.words))
    if to is None:
        return
    _keep(transaction, key, viewer, held, replace(note, kind="handover"))
    concerns.record_change(transaction, held, viewer.id, "handed", note.at, to.id)
    concerns.place(transaction, held, holder_id=to.id)
    given = replace(held, holder_id=to.id)
    if held.waiting:
        # The steps go on: else it could be handed round for ever, and nobody further be called.
        _tell(transaction, ring, on_call, given, as_recipients((to,), "holder"), note.at)
    else:
        concerns.call_again(transaction, ring, on_call, given, note.at, only=to)


def officers_to_have_it(
    transaction: Transaction, viewer: Viewer, concern_id: str
) -> tuple[Officer, ...]:
    """Give the officers it can be handed over to. Raises NotFound."""
    held = concerns.get(transaction, viewer, concern_id)
    every = people.list_officers(transaction, SYSTEM)
    barred = concerns.barred(transaction, held)
    return tuple(it for it in every if rules.may_have(it, held, barred))


def set_allegation(
    transaction: Transaction,
    ring: KeyRing,
    viewer: Viewer,
    on_call: OnCall,
    concern_id: str,
    about: str,
    named: tuple[Named, ...],
    at: datetime,
) -> None:
    """Say whom it is about and name people; they and their household hear no more of the child.

    What waits to go out to them about any concern of that child is stopped, and where one of them
    had it, or was being called, people are called anew. Where an officer is named, the managers
    are told. Raises NotFound, BadInput, also where nobody else would be left who sees it.
    """
    held = concerns.hold(transaction, viewer, concern_id)
    _refuse(rules.wrong_allegation(viewer, held, about, named, _around(transaction, held)))
    due = rules.lado_due(about, held.raised_at, on_call)
    concerns.record_change(transaction, held, viewer.id, "about", at, about)
    concerns.place(transaction, held, about=about, lado_due=due)
    seeing = _who_sees(transaction, held, viewer)
    added = set(named) - set(concerns.named(transaction, held))
    concerns.name_people(transaction, held, viewer.id, named, at)
    left = _who_sees(transaction, held, viewer)
    # Who did it would otherwise be the only one to know, and could close it.
    _refuse({"named": rules.NOBODY_ELSE} if seeing and not left else {})
    if any(each.kind == "officer" for each in added):
        _tell(transaction, ring, on_call, held, rules.to_tell(left), at)
    barred = concerns.barred(transaction, held)
    for each in concerns.of_child(transaction, held.child_id):
        _keep_from(transaction, ring, on_call, each, barred, at)


def _keep_from(
    transaction: Transaction,
    ring: KeyRing,
    on_call: OnCall,
    held: Concern,
    barred: Collection[str],
    at: datetime,
) -> None:
    """Stop what waits to go out to these officers, and call others where one of them was called.

    Nobody is called about a closed one, whose clock never runs again.
    """
    were_called = calls.withdraw(transaction, held.id, barred, at)
    if not held.open:
        return
    if held.holder_id in barred:
        concerns.record_change(transaction, held, None, "left", at, held.holder_id or "")
        concerns.place(transaction, held, holder_id=None)
        concerns.call_again(transaction, ring, on_call, replace(held, holder_id=None), at)
    elif held.waiting and any(each.round == held.round for each in were_called):
        concerns.call_again(transaction, ring, on_call, held, at)


def notes(
    transaction: Transaction, key: ChildKey, viewer: Viewer, concern_id: str
) -> tuple[Note, ...]:
    """Give what was noted about a concern, oldest first. Raises NotFound."""
    held = concerns.get(transaction, viewer, concern_id)
    return tuple(_opened(key, row) for row in store.notes(transaction, held.id))


def record(transaction: Transaction, key: ChildKey, viewer: Viewer, concern_id: str) -> Record:
    """Give all there is about a concern but the words. Raises NotFound.

    ``views.service.concern_record`` gives it with the words; open either by ``read_for``.
    """
    held = concerns.get(transaction, viewer, concern_id)
    return Record(
        concern=held,
        pointers=concerns.pointers(transaction, held),
        changes=concerns.changes(transaction, held),
        notes=notes(transaction, key, viewer, concern_id),
        pages=calls.pages(transaction, held.id),
        named=concerns.named(transaction, held),
    )


def _keep(
    transaction: Transaction, key: ChildKey, viewer: Viewer, held: Concern, note: Note
) -> None:
    require_current(transaction, key)
    _refuse(rules.wrong_note(note))
    when = note.when.isoformat() if note.when else None
    plain = {"words": note.words, "who": note.who, "how": note.how, "when": when}
    values = {
        "id": note.id,
        "concern_id": held.id,
        "at": note.at,
        "officer_id": viewer.id,
        "kind": note.kind,
        "note": seal(key, _place(note.id), json.dumps(plain, ensure_ascii=True).encode()),
    }
    store.add_note(transaction, values)


def _opened(key: ChildKey, row: Mapping[str, Any]) -> Note:
    plain = json.loads(open_sealed(key, _place(row["id"]), row["note"]))
    when = datetime.fromisoformat(plain.pop("when")) if plain["when"] else plain.pop("when")
    return Note(row["id"], row["at"], row["officer_id"], row["kind"], **plain, when=when)


def _place(note_id: str) -> str:
    return f"concern_notes.note:{note_id}"


def _who_may_have(transaction: Transaction, held: Concern, officer_id: str) -> Officer | None:
    every = {each.id: each for each in people.list_officers(transaction, SYSTEM)}
    officer = every.get(officer_id)
    if officer is None:
        return None
    barred = concerns.barred(transaction, held)
    return officer if rules.may_have(officer, held, barred) else None


def not_acted_on(transaction: Transaction) -> tuple[str, ...]:
    """Give the ids of the concerns that somebody has and nobody has acted on, newest first."""
    opened = concerns.list_open(transaction, SYSTEM)
    return tuple(each.id for each in opened if not each.waiting and each.acted_at is None)


def remind(
    transaction: Transaction, ring: KeyRing, on_call: OnCall, concern_id: str, at: datetime
) -> bool:
    """Page the holder and the managers, once a day, where a concern is not acted on in time."""
    held = concerns.hold(transaction, SYSTEM, concern_id)
    every = people.list_officers(transaction, SYSTEM)
    barred = concerns.barred(transaction, held)
    holder = tuple(it for it in every if it.id == held.holder_id and rules.may_act(it, barred))
    if not rules.reminds_now(held, bool(holder), on_call, at):
        return False
    seeing = rules.who_sees(every, SYSTEM, barred)
    told = rules.to_tell(seeing) or duty.owners(transaction, barred)
    told = with_holder(as_recipients(holder, "holder")[0], told) if holder else told
    return _tell(transaction, ring, on_call, held, told, at, rules.day_number(at))


def _tell(
    transaction: Transaction,
    ring: KeyRing,
    on_call: OnCall,
    held: Concern,
    told: Collection[Recipient],
    at: datetime,
    number: int | None = None,
) -> bool:
    """Page people beside the steps, which go on; the same number, which is below 0, once."""
    if number is None:
        number = -1 - len(calls.pages(transaction, held.id))
    trial = people.get_child(transaction, SYSTEM, held.child_id).synthetic
    call = replace(as_call(held), synthetic=trial)
    return calls.tell(transaction, ring, on_call, call, number, told, at)


def _who_sees(transaction: Transaction, held: Concern, viewer: Viewer) -> tuple[Officer, ...]:
    every, barred = people.list_officers(transaction, SYSTEM), concerns.barred(transaction, held)
    return rules.who_sees(every, viewer, barred)


def _around(transaction: Transaction, held: Concern) -> set[Named]:
    """Give everybody who can be named: who is or was around the child, and the officers."""
    around = people.list_participants(transaction, SYSTEM, held.child_id)
    officers = people.list_officers(transaction, SYSTEM)
    parts = {Named("participant", each.id) for each in around if each.role != "child"}
    return parts | {Named("officer", each.id) for each in officers}


def _refuse(wrong: Mapping[str, str]) -> None:
    if wrong:
        raise BadInput(wrong, next(iter(wrong.values())))
