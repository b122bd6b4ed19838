"""The public face of people: who there is, who may see whom, what changes when a child moves."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Select

from backend.holdings import service as holdings
from backend.holdings.rules import Change
from backend.people import rules, store
from backend.people.rules import SYSTEM, Child, Officer, Participant, Placement, Viewer
from backend.platform.contacts import plain_phone
from backend.platform.database import Transaction
from backend.platform.errors import BadInput, NotFound, or_not_found


def visible_children(viewer: Viewer, purpose: str) -> Select[tuple[str]]:
    """Select the ids of the children this viewer may know of, for a purpose as in the store."""
    return store.visible_children(viewer, purpose)


def taking_part(day: date) -> Select[tuple[str]]:
    """Select the ids of the participants who have a part in a child's life on this day.

    A part that comes from a home is over when the child has left it, whatever else is written.
    """
    return store.taking_part(day)


def addressed_alike() -> Select[tuple[str, str, str, bool]]:
    """Select pairs with one e-mail or phone: officer_id, participant_id, child_id, at_home."""
    return store.addressed_alike()


def get_officer(transaction: Transaction, viewer: Viewer, officer_id: str) -> Officer:
    """Give one officer. Raises NotFound."""
    return or_not_found(store.officer(transaction, officer_id))


def find_officer(transaction: Transaction, email: str) -> Officer | None:
    """Give the officer with this address, or None."""
    return store.officer_by_email(transaction, email.strip().casefold())


def list_officers(transaction: Transaction, viewer: Viewer) -> tuple[Officer, ...]:
    """Give all officers by name."""
    return store.every_officer(transaction)


def officers_with_role(transaction: Transaction, viewer: Viewer, role: str) -> tuple[Officer, ...]:
    """Give the active officers who have a role."""
    every = store.every_officer(transaction)
    return tuple(officer for officer in every if officer.active and role in officer.roles)


def add_officer(transaction: Transaction, officer: Officer) -> Officer:
    """Add an officer. Raises BadInput with everything that is wrong."""
    return _keep_officer(transaction, officer, new=True)


def correct_officer(transaction: Transaction, officer: Officer) -> Officer:
    """Correct an officer's details. Raises BadInput with everything that is wrong."""
    get_officer(transaction, SYSTEM, officer.id)
    return _keep_officer(transaction, officer, new=False)


def _keep_officer(transaction: Transaction, officer: Officer, *, new: bool) -> Officer:
    email, phone = officer.email.strip().casefold(), plain_phone(officer.phone)
    officer = replace(officer, email=email, name=officer.name.strip(), phone=phone)
    wrong = rules.wrong_officer(officer)
    other = store.officer_by_email(transaction, officer.email)
    if other and other.id != officer.id:
        wrong["email"] = rules.EMAIL_TAKEN
    _refuse(wrong)
    store.keep_officer(transaction, officer, new)
    return officer


def get_child(transaction: Transaction, viewer: Viewer, child_id: str) -> Child:
    """Give one child. Raises NotFound, the same for no such child and for another's."""
    return or_not_found(store.child(transaction, viewer, child_id))


def may_read_words(transaction: Transaction, viewer: Viewer, child_id: str) -> bool:
    """Say whether this viewer may read what was said in a child's consultations."""
    return store.child(transaction, viewer, child_id, "words") is not None


def require_words(transaction: Transaction, viewer: Viewer, child_id: str) -> None:
    """Raise NotFound for anybody who may not read what was said."""
    if not may_read_words(transaction, viewer, child_id):
        raise NotFound


def list_children(transaction: Transaction, viewer: Viewer) -> tuple[Child, ...]:
    """Give the children this viewer may know of, by name."""
    return store.every_child(transaction, viewer)


def children_left(transaction: Transaction, viewer: Viewer) -> tuple[Child, ...]:
    """Give the children whose IRO may review no more: nobody reads what they say."""
    iros = _iros(transaction)
    return tuple(child for child in list_children(transaction, viewer) if child.iro_id not in iros)


def add_child(transaction: Transaction, viewer: Viewer, child: Child, today: date) -> Child:
    """Add a child; their key is made by the caller in the same unit. Raises BadInput."""
    _require_keeper(viewer)
    return _keep_child(transaction, child, Change(today, viewer.kind, viewer.id), new=True)


def correct_child(
    transaction: Transaction, viewer: Viewer, child: Child, today: date, how: Change | None = None
) -> Child:
    """Correct a child's details; ``how`` says more of a new IRO. Raises NotFound, BadInput."""
    _require_keeper(viewer)
    get_child(transaction, viewer, child.id)
    return _keep_child(transaction, child, how or Change(today, viewer.kind, viewer.id), new=False)


def _keep_child(transaction: Transaction, child: Child, change: Change, *, new: bool) -> Child:
    wrong = rules.wrong_child(child, change.on)
    if child.iro_id not in _iros(transaction) and not child.synthetic:
        wrong["iro_id"] = rules.NO_SUCH_IRO
    _refuse(wrong)
    store.keep(transaction, child, new)
    holdings.note(transaction, child.id, child.iro_id, change)
    return child


def _iros(transaction: Transaction) -> set[str]:
    return {officer.id for officer in store.every_officer(transaction) if officer.may_review}


def list_placements(
    transaction: Transaction, viewer: Viewer, child_id: str
) -> tuple[Placement, ...]:
    """Give where a child has lived, newest first, without the addresses.

    To correct one, put its address back first; see ``address_of``.
    """
    get_child(transaction, viewer, child_id)
    return tuple(replace(p, address="") for p in store.placements_of(transaction, viewer, child_id))


def address_of(transaction: Transaction, viewer: Viewer, placement: Placement) -> str:
    """Give a placement's address to an officer who keeps the records or reviews the child.

    Raises NotFound for anyone else: a withheld address is in nobody's script or print.
    """
    if viewer.kind != "officer":
        raise NotFound
    found = store.placements_of(transaction, viewer, placement.child_id)
    return or_not_found(next((each.address for each in found if each.id == placement.id), None))


def add_placement(transaction: Transaction, viewer: Viewer, placement: Placement) -> Placement:
    """Add where a child lives. Raises NotFound, BadInput."""
    return _keep_placement(transaction, viewer, placement, new=True)


def correct_placement(transaction: Transaction, viewer: Viewer, placement: Placement) -> Placement:
    """Correct a placement's details. Raises NotFound, BadInput."""
    return _keep_placement(transaction, viewer, placement, new=False)


def _keep_placement(
    transaction: Transaction, viewer: Viewer, placement: Placement, *, new: bool
) -> Placement:
    _require_keeper(viewer)
    get_child(transaction, viewer, placement.child_id)
    others = store.placements_of(transaction, viewer, placement.child_id)
    if not new:
        or_not_found(next((each for each in others if each.id == placement.id), None))
    _refuse(rules.wrong_placement(placement, others))
    store.keep(transaction, placement, new)
    return placement


def move_placement(
    transaction: Transaction, viewer: Viewer, moved_on: date, to: Placement, today: date
) -> tuple[str, ...]:
    """End where a child lives and begin a new home; give the participants whose role ended.

    The caller revokes their invitations in the same unit. Raises NotFound, BadInput.
    """
    _require_keeper(viewer)
    get_child(transaction, viewer, to.child_id)
    known = store.placements_of(transaction, viewer, to.child_id)
    left = tuple(replace(each, ends_on=moved_on) for each in known if each.holds_on(moved_on))
    others = tuple(each for each in known if not each.holds_on(moved_on))
    home = replace(to, starts_on=moved_on)
    _refuse(rules.wrong_move(home, (*left, *others), today))
    for placement in left:
        store.keep(transaction, placement, new=False)
    store.keep(transaction, home, new=True)
    return store.end_participants(transaction, viewer, to.child_id, [p.id for p in left], moved_on)


def get_participant(transaction: Transaction, viewer: Viewer, participant_id: str) -> Participant:
    """Give one participant. Raises NotFound."""
    return or_not_found(store.participant(transaction, viewer, participant_id))


def circle_of(transaction: Transaction, participant_id: str) -> rules.Circle:
    """Give the names a participant hears in the chat: their own child's and its IRO's."""
    return or_not_found(store.circle(transaction, participant_id))


def list_participants(
    transaction: Transaction, viewer: Viewer, child_id: str
) -> tuple[Participant, ...]:
    """Give everyone who takes or took part in a child's life, the child first."""
    return store.participants_of(transaction, viewer, child_id)


def known_to(transaction: Transaction, participant_id: str, day: date) -> tuple[Participant, ...]:
    """Give the others around the child on a day whom this person may be told of by name.

    A parent is told of nobody who comes from the home: that may say where the child lives.
    """
    own = get_participant(transaction, SYSTEM, participant_id)
    return tuple(
        each
        for each in list_participants(transaction, SYSTEM, own.child_id)
        if each.takes_part_on(day) and each.id != own.id and each.role != "child"
        if not (own.role == "parent" and each.of_the_home)
    )


def add_participant(
    transaction: Transaction, viewer: Viewer, participant: Participant
) -> Participant:
    """Add someone to a child's life, until their home ends. Raises NotFound, BadInput."""
    return _keep_participant(transaction, viewer, participant, new=True)


def correct_participant(
    transaction: Transaction, viewer: Viewer, participant: Participant
) -> Participant:
    """Correct someone's details. Raises NotFound, BadInput."""
    earlier = get_participant(transaction, viewer, participant.id)
    if earlier.child_id != participant.child_id:
        raise NotFound
    return _keep_participant(transaction, viewer, participant, new=False)


def _keep_participant(
    transaction: Transaction, viewer: Viewer, participant: Participant, *, new: bool
) -> Participant:
    _require_keeper(viewer)
    homes = {p.id: p for p in list_placements(transaction, viewer, participant.child_id)}
    home = or_not_found(homes.get(participant.placement_id)) if participant.placement_id else None
    wrong = rules.wrong_participant(participant, home)
    everyone = store.participants_of(transaction, viewer, participant.child_id)
    another = any(each.role == "child" and each.id != participant.id for each in everyone)
    if participant.role == "child" and another:
        wrong["role"] = rules.ONE_CHILD
    _refuse(wrong)
    participant = rules.tied_to(participant, home) if home else participant
    store.keep(transaction, participant, new)
    return participant


def chosen_questions(
    transaction: Transaction, viewer: Viewer, child_id: str
) -> rules.ChosenQuestions | None:
    """Give which questions somebody chose for a child; None, or an empty script, is by age."""
    return store.chosen(transaction, viewer, child_id)


def name_of(transaction: Transaction, viewer: Viewer, kind: str, name: str) -> str:
    """Give the name of an officer or a participant. Raises NotFound."""
    if kind == "officer":
        return get_officer(transaction, viewer, name).name
    return get_participant(transaction, viewer, name).name


def choose_questions(
    transaction: Transaction, viewer: Viewer, chosen: rules.ChosenQuestions
) -> None:
    """Record which questions suit a child. Raises NotFound for anybody but IRO and carers."""
    get_child(transaction, viewer, chosen.child_id)
    if viewer.kind == "participant":
        if get_participant(transaction, viewer, viewer.id).role not in rules.OF_A_HOME:
            raise NotFound
    elif viewer.kind == "officer":
        require_words(transaction, viewer, chosen.child_id)
    store.keep(transaction, chosen, new=True)


def _require_keeper(viewer: Viewer) -> None:
    """Only the system, business support and the owner change the records."""
    if viewer.kind != "system" and not viewer.roles & {"support", "owner"}:
        raise NotFound


def _refuse(wrong: dict[str, str]) -> None:
    if wrong:
        raise BadInput(wrong)
