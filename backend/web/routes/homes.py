"""Where a child lives: adding, correcting, and a move, which closes the old home's links."""

from dataclasses import replace
from datetime import date

from starlette.responses import Response

from backend.invitations import service as invitations
from backend.people import service as people
from backend.people.rules import PLACEMENT_KINDS, Child, Participant, Placement
from backend.platform.database import Transaction, new_id
from backend.platform.errors import BadInput, or_not_found
from backend.web.forms import Form, Typed, filled
from backend.web.visits import Id, Keeper, Visit, staff_router

router = staff_router("support", "owner")


@router.get("/children/{child_id}/homes/new")
def new_home(visit: Keeper, child_id: Id) -> Response:
    """Ask where a child lives."""
    return _form(visit, child_id, filled(starts_on=visit.today))


@router.post("/children/{child_id}/homes/new")
def add_home(visit: Keeper, child_id: Id, form: Typed) -> Response:
    """Add where a child lives."""
    home = _read(form, new_id(), child_id, form.day("starts_on"))
    try:
        visit.keep(form, lambda t: people.add_placement(t, visit.viewer, home))
    except BadInput as wrong:
        return _form(visit, child_id, form, wrong)
    return visit.go(f"/children/{child_id}", "placement-added")


@router.get("/children/{child_id}/homes/{home_id}/edit")
def edit_home(visit: Keeper, child_id: Id, home_id: Id) -> Response:
    """Show a home's details to be corrected, its address too."""

    def unit(transaction: Transaction) -> Placement:
        home = _home(transaction, visit, child_id, home_id)
        return replace(home, address=people.address_of(transaction, visit.viewer, home))

    home = visit.look(child_id, "home details", unit)
    return _form(visit, child_id, filled(**vars(home)), home_id=home_id)


@router.post("/children/{child_id}/homes/{home_id}/edit")
def correct_home(visit: Keeper, child_id: Id, home_id: Id, form: Typed) -> Response:
    """Correct a home's details; when it ended is changed by a move only."""
    typed = _read(form, home_id, child_id, form.day("starts_on"))

    def unit(transaction: Transaction) -> None:
        known = _home(transaction, visit, child_id, home_id)
        people.correct_placement(transaction, visit.viewer, replace(typed, ends_on=known.ends_on))

    try:
        visit.keep(form, unit)
    except BadInput as wrong:
        return _form(visit, child_id, form, wrong, home_id)
    return visit.go(f"/children/{child_id}", "placement-corrected")


@router.get("/children/{child_id}/move")
def move_page(visit: Keeper, child_id: Id) -> Response:
    """Say what a move does, to whom, and ask about the new home."""
    return _move(visit, child_id, filled(moved_on=visit.today))


@router.post("/children/{child_id}/move")
def move(visit: Keeper, child_id: Id, form: Typed) -> Response:
    """Record a move and close what the people of the old home hold, in one unit."""
    moved_on = form.day("moved_on")
    home = _read(form, new_id(), child_id, moved_on)

    def unit(transaction: Transaction) -> None:
        try:
            ended = people.move_placement(transaction, visit.viewer, moved_on, home, visit.today)
        except BadInput as wrong:
            # On this page the new home begins on the day of the move.
            fields = dict(wrong.fields)
            if "starts_on" in fields:
                fields["moved_on"] = fields.pop("starts_on")
            raise BadInput(fields) from None
        invitations.revoke_participants(transaction, ended, visit.at)

    try:
        visit.keep(form, unit)
    except BadInput as wrong:
        return _move(visit, child_id, form, wrong)
    return visit.go(f"/children/{child_id}", "moved")


def _form(
    visit: Visit, child_id: str, form: Form, wrong: BadInput | None = None, home_id: str = ""
) -> Response:
    child = visit.read(lambda t: people.get_child(t, visit.viewer, child_id))
    return visit.form_page("home_form.html", form, wrong, child=child, home_id=home_id)


def _move(visit: Visit, child_id: str, form: Form, wrong: BadInput | None = None) -> Response:
    def unit(transaction: Transaction) -> tuple[Child, Placement | None, list[Participant]]:
        child = people.get_child(transaction, visit.viewer, child_id)
        homes = people.list_placements(transaction, visit.viewer, child_id)
        home = next((each for each in homes if each.holds_on(visit.today)), None)
        everyone = people.list_participants(transaction, visit.viewer, child_id)
        living_there = [
            one
            for one in everyone
            if home and one.placement_id == home.id and one.takes_part_on(visit.today)
        ]
        return child, home, living_there

    child, home, losing = visit.read(unit)
    return visit.form_page("move.html", form, wrong, child=child, home=home, losing=losing)


def _home(transaction: Transaction, visit: Visit, child_id: str, home_id: str) -> Placement:
    homes = people.list_placements(transaction, visit.viewer, child_id)
    return or_not_found(next((home for home in homes if home.id == home_id), None))


def _read(form: Form, home_id: str, child_id: str, starts_on: date) -> Placement:
    return Placement(
        id=home_id,
        child_id=child_id,
        kind=form.one_of("kind", PLACEMENT_KINDS),
        name=form.text("name"),
        address=form.lines("address"),
        address_withheld=form.has("address_withheld"),
        starts_on=starts_on,
        ends_on=None,
    )
