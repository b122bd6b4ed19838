"""The people around a child: adding, correcting, and ending their part."""

from starlette.responses import Response

from backend.invitations import service as invitations
from backend.people import service as people
from backend.people.rules import PARTICIPANT_ROLES, Child, Participant, Placement
from backend.platform.database import Transaction, new_id
from backend.platform.errors import BadInput, NotFound
from backend.web.forms import Form, Typed, filled
from backend.web.visits import Id, Keeper, Visit, staff_router

router = staff_router("support", "owner")


@router.get("/children/{child_id}/people/new")
def new_participant(visit: Keeper, child_id: Id) -> Response:
    """Ask about somebody around a child."""
    languages = visit.runtime.settings.languages
    return _form(visit, child_id, filled(starts_on=visit.today, language=languages[0]))


@router.post("/children/{child_id}/people/new")
def add_participant(visit: Keeper, child_id: Id, form: Typed) -> Response:
    """Add somebody to a child's life."""
    participant = _read(visit, form, new_id(), child_id)
    try:
        visit.keep(form, lambda t: people.add_participant(t, visit.viewer, participant))
    except BadInput as wrong:
        return _form(visit, child_id, form, wrong)
    return visit.go(f"/children/{child_id}", "participant-added")


@router.get("/children/{child_id}/people/{participant_id}/edit")
def edit_participant(visit: Keeper, child_id: Id, participant_id: Id) -> Response:
    """Show somebody's details to be corrected."""

    def unit(transaction: Transaction) -> Participant:
        one = people.get_participant(transaction, visit.viewer, participant_id)
        if one.child_id != child_id:
            raise NotFound
        return one

    participant = visit.look(child_id, "participant details", unit)
    return _form(visit, child_id, filled(**vars(participant)), participant_id=participant_id)


@router.post("/children/{child_id}/people/{participant_id}/edit")
def correct_participant(visit: Keeper, child_id: Id, participant_id: Id, form: Typed) -> Response:
    """Correct somebody's details; if their part has ended, what they hold closes at once."""
    participant = _read(visit, form, participant_id, child_id)

    def unit(transaction: Transaction) -> None:
        people.correct_participant(transaction, visit.viewer, participant)
        if participant.ends_on is not None and participant.ends_on <= visit.today:
            invitations.revoke_participants(transaction, (participant_id,), visit.at)

    try:
        visit.keep(form, unit)
    except BadInput as wrong:
        return _form(visit, child_id, form, wrong, participant_id)
    return visit.go(f"/children/{child_id}", "participant-corrected")


def _form(
    visit: Visit,
    child_id: str,
    form: Form,
    wrong: BadInput | None = None,
    participant_id: str = "",
) -> Response:
    def unit(transaction: Transaction) -> tuple[Child, tuple[Placement, ...]]:
        child = people.get_child(transaction, visit.viewer, child_id)
        return child, people.list_placements(transaction, visit.viewer, child_id)

    child, homes = visit.read(unit)
    return visit.form_page(
        "participant_form.html",
        form,
        wrong,
        child=child,
        homes=homes,
        participant_id=participant_id,
    )


def _read(visit: Visit, form: Form, participant_id: str, child_id: str) -> Participant:
    return Participant(
        id=participant_id,
        child_id=child_id,
        role=form.one_of("role", PARTICIPANT_ROLES),
        name=form.text("name"),
        placement_id=form.value("placement_id") or None,
        starts_on=form.day("starts_on"),
        ends_on=form.day_or_none("ends_on"),
        email=form.text("email"),
        phone=form.text("phone"),
        language=form.one_of("language", visit.runtime.settings.languages),
    )
