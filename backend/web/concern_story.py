"""One concern as its pages and its record show it: the words, and all that happened, in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from backend.calls.rules import Paged
from backend.concerns import service as concerns
from backend.concerns.rules import Change, Concern, Pointer
from backend.consultations.rules import Desk
from backend.handling.rules import Note
from backend.people import service as people
from backend.people.rules import SYSTEM, Child, Officer, Participant
from backend.platform.audit.service import read_for
from backend.platform.database import Transaction
from backend.platform.delivery.rules import Fate
from backend.platform.delivery.service import ways_of
from backend.platform.ids import derived_id
from backend.platform.keys.service import open_child_key
from backend.views import service as views
from backend.views.rules import ConcernRecord, Excerpt, Told
from backend.web.open_concerns import NextCall, names_of_officers, next_call
from backend.web.visits import Visit
from backend.web.words import ROUTES


@dataclass(frozen=True)
class Happening:
    """One thing that happened to a concern: a change, a call to somebody, or a note.

    ``who`` is the name of who did it or was called, "" for nobody or the emergency duty team;
    ``ways`` are those by which a call went out; ``detail`` is a name or a code, by the change.
    """

    at: datetime
    who: str
    change: Change | None = None
    paged: Paged | None = None
    ways: tuple[Fate, ...] = ()
    note: Note | None = None
    detail: str = ""


@dataclass(frozen=True)
class Story:
    """All that a page about one concern shows; ``names`` are officers' and people's, by id."""

    concern: Concern
    record: ConcernRecord
    child: Child
    participant: Participant
    around: tuple[Participant, ...]
    officers: tuple[Officer, ...]
    names: Mapping[str, str]
    told: Told
    happened: tuple[Happening, ...]
    next: NextCall | None
    others: tuple[Concern, ...]

    @property
    def holder(self) -> str:
        """The name of the officer who has it, "" for none."""
        return self.names.get(self.concern.holder_id or "", "")

    @property
    def said(self) -> tuple[tuple[Pointer, Excerpt | None], ...]:
        """Where it was said, oldest first, each with its words where they are kept."""
        kept = {each.event_id: each for each in self.record.said}
        return tuple((each, kept.get(each.event_id)) for each in self.record.record.pointers)

    @property
    def own(self) -> tuple[Participant, datetime] | None:
        """The child and when they first said it themself, where somebody else said it before."""
        children = {each.id: each for each in self.around if each.role == "child"}
        if self.participant.id in children:
            return None
        said = (it for it in self.record.record.pointers if it.participant_id in children)
        return next(((children[each.participant_id], each.at) for each in said), None)

    def notes(self, *kinds: str) -> tuple[Note, ...]:
        """Give the notes of these kinds, newest first."""
        return tuple(each for each in reversed(self.record.record.notes) if each.kind in kinds)


def open_story(visit: Visit, desk: Desk, concern_id: str, what: str = "concern") -> Story:
    """Open all there is about a concern, after writing down that this officer reads it.

    Raises NotFound where it is none of theirs, and writes nothing then.
    """
    concern = visit.read(lambda t: concerns.get(t, visit.viewer, concern_id))
    return read_for(
        visit.runtime.database,
        at=visit.at,
        officer_id=visit.officer.id,
        child_id=concern.child_id,
        what=what,
        work=lambda t: _gathered(t, visit, desk, concern),
    )


def _gathered(transaction: Transaction, visit: Visit, desk: Desk, concern: Concern) -> Story:
    key = open_child_key(transaction, desk.ring, concern.child_id)
    record = views.concern_record(transaction, key, visit.viewer, concern.id)
    # That the viewer may know these people has been settled by the concern.
    around = people.list_participants(transaction, SYSTEM, concern.child_id)
    officers = people.list_officers(transaction, SYSTEM)
    names = names_of_officers(transaction)
    every = names | {each.id: each.name for each in around}
    return Story(
        concern=record.record.concern,
        record=record,
        child=people.get_child(transaction, SYSTEM, concern.child_id),
        participant=people.get_participant(transaction, SYSTEM, concern.participant_id),
        around=around,
        officers=officers,
        names=every,
        told=views.told_at_once(transaction, desk, key, visit.viewer, concern.id),
        happened=_happened(transaction, record, every),
        next=next_call(transaction, desk.on_call, names, concern, visit.at),
        others=tuple(
            each
            for each in concerns.list_open(transaction, visit.viewer)
            if each.child_id == concern.child_id and each.id != concern.id
        ),
    )


def _happened(
    transaction: Transaction, record: ConcernRecord, names: Mapping[str, str]
) -> tuple[Happening, ...]:
    """Put changes, calls and notes in the order of time, and as they were made where that is one.

    A change comes before the calls and the notes of the same moment, which it led to.
    """
    held = record.record
    found = [
        Happening(it.at, names.get(it.officer_id or "", ""), change=it, detail=_detail(it, names))
        for it in held.changes
    ]
    found += [
        Happening(it.at, names.get(it.officer_id, ""), paged=it, ways=_ways(transaction, it))
        for it in held.pages
    ]
    found += [Happening(it.at, names.get(it.officer_id, ""), note=it) for it in held.notes]
    return tuple(sorted(found, key=lambda each: each.at))


def _detail(change: Change, names: Mapping[str, str]) -> str:
    """Give whom a change is about by name; a code stays what it is."""
    person = change.detail.rpartition(":")[2]
    return names.get(person, change.detail) if person else ""


def _ways(transaction: Transaction, paged: Paged) -> tuple[Fate, ...]:
    """Find the messages of a call: their ids follow from its key, and from the way they took."""
    ids = [derived_id(paged.key), *(derived_id(f"{paged.key}:{route}") for route in ROUTES)]
    found = ways_of(transaction, ids)
    return tuple(found[each] for each in ids if each in found)
