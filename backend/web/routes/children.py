"""Children: the list, one child's record, adding and correcting."""

from dataclasses import replace
from datetime import date

from starlette.responses import Response

from backend.holdings.rules import Change
from backend.people import service as people
from backend.people.rules import Child, Participant
from backend.platform.database import Transaction, new_id
from backend.platform.errors import BadInput
from backend.platform.keys.service import make_child_key
from backend.web.forms import Form, Typed, filled
from backend.web.records import child_record, children_list
from backend.web.visits import Id, Keeper, Visit, staff_router

router = staff_router("support", "owner")


@router.get("/children")
def children(visit: Keeper) -> Response:
    """List every child, with who reviews them and when."""
    lines = visit.read(lambda transaction: children_list(transaction, visit.viewer))
    return visit.page("children.html", lines=lines)


@router.get("/children/new")
def new_child(visit: Keeper) -> Response:
    """Ask about a child who is not here yet."""
    return _form(visit, Form({"language": [visit.runtime.settings.languages[0]]}))


@router.post("/children/new")
def add_child(visit: Keeper, form: Typed) -> Response:
    """Add a child, with a key for their words and their own part in their review."""
    child, own_part = _read(visit, form, new_id()), new_id()

    def unit(transaction: Transaction) -> None:
        people.add_child(transaction, visit.viewer, child, visit.today)
        make_child_key(transaction, visit.runtime.ring, child.id, visit.at)
        people.add_participant(transaction, visit.viewer, _own_part(child, own_part, visit.today))

    try:
        visit.keep(form, unit)
    except BadInput as wrong:
        return _form(visit, form, wrong)
    return visit.go(f"/children/{child.id}", "child-added")


@router.get("/children/{child_id}")
def child_page(visit: Keeper, child_id: Id) -> Response:
    """Show one child's record; that it was looked at is written down first."""
    record = visit.look(
        child_id,
        "child record",
        lambda t: child_record(t, visit.viewer, visit.runtime.scripts, child_id, visit.at),
    )
    return visit.page("child.html", record=record)


@router.get("/children/{child_id}/edit")
def edit_child(visit: Keeper, child_id: Id) -> Response:
    """Show a child's details to be corrected."""
    child = visit.look(
        child_id, "child details", lambda t: people.get_child(t, visit.viewer, child_id)
    )
    return _form(visit, filled(**vars(child)), child_id=child_id)


@router.post("/children/{child_id}/edit")
def correct_child(visit: Keeper, child_id: Id, form: Typed) -> Response:
    """Correct a child's details, and their name where they take part themselves."""
    child = _read(visit, form, child_id)

    def unit(transaction: Transaction) -> None:
        how = Change(visit.today, visit.viewer.kind, visit.officer.id, at=visit.at)
        people.correct_child(transaction, visit.viewer, child, visit.today, how)
        for one in people.list_participants(transaction, visit.viewer, child_id):
            if one.role == "child":
                own = replace(one, name=child.called, language=child.language)
                people.correct_participant(transaction, visit.viewer, own)

    try:
        visit.keep(form, unit)
    except BadInput as wrong:
        return _form(visit, form, wrong, child_id)
    return visit.go(f"/children/{child_id}", "child-corrected")


def _own_part(child: Child, participant_id: str, today: date) -> Participant:
    return Participant(
        id=participant_id,
        child_id=child.id,
        role="child",
        name=child.called,
        placement_id=None,
        starts_on=today,
        ends_on=None,
        email="",
        phone="",
        language=child.language,
    )


def _form(visit: Visit, form: Form, wrong: BadInput | None = None, child_id: str = "") -> Response:
    iros = visit.read(lambda t: people.officers_with_role(t, visit.viewer, "iro"))
    return visit.form_page("child_form.html", form, wrong, iros=iros, child_id=child_id)


def _read(visit: Visit, form: Form, child_id: str) -> Child:
    return Child(
        id=child_id,
        first_name=form.text("first_name"),
        last_name=form.text("last_name"),
        known_as=form.text("known_as"),
        date_of_birth=form.day("date_of_birth"),
        language=form.one_of("language", visit.runtime.settings.languages),
        iro_id=form.text("iro_id"),
        case_number=form.text("case_number"),
    )
