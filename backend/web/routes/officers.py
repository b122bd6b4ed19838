"""Officers: who may sign in, with which roles, and how they get their first password."""

from collections import Counter
from dataclasses import dataclass, replace

from starlette.responses import Response

from backend.people import service as people
from backend.people.rules import Officer
from backend.platform.accounts import service as accounts
from backend.platform.database import Transaction, new_id
from backend.platform.delivery.rules import OutboxMessage
from backend.platform.delivery.service import enqueue
from backend.platform.errors import BadInput
from backend.platform.msgids import _
from backend.web.forms import Form, Typed, filled
from backend.web.once import show_once, shown_once
from backend.web.visits import Id, Owner, Visit, staff_router

router = staff_router("owner")

NOT_YOURSELF = _("You cannot take the owner's role from yourself. Ask another owner.")


@dataclass(frozen=True)
class OfficerLine:
    """One officer in the list; `left` counts the children they hold and may review no more."""

    officer: Officer
    has_password: bool
    left: int


@router.get("/officers")
def officers(visit: Owner) -> Response:
    """List everybody who may sign in, and who no longer may."""

    def unit(transaction: Transaction) -> list[OfficerLine]:
        left = _left(transaction, visit)
        return [
            OfficerLine(officer, accounts.has_password(transaction, officer.id), left[officer.id])
            for officer in people.list_officers(transaction, visit.viewer)
        ]

    return visit.page("officers.html", lines=visit.read(unit))


@router.get("/officers/new")
def new_officer(visit: Owner) -> Response:
    """Ask about an officer."""
    return visit.form_page("officer_form.html", Form({}), officer_id="")


@router.post("/officers/new")
def add_officer(visit: Owner, form: Typed) -> Response:
    """Add an officer and go to their page, where a link can be sent."""
    typed = _read(form, new_id())
    try:
        visit.keep(form, lambda t: people.add_officer(t, typed))
    except BadInput as wrong:
        return visit.form_page("officer_form.html", form, wrong, officer_id="")
    return visit.go(f"/officers/{typed.id}", "officer-added")


@router.get("/officers/{officer_id}")
def officer_page(visit: Owner, officer_id: Id) -> Response:
    """Show one officer, and their link if it was made just now and could not be e-mailed."""

    def unit(transaction: Transaction) -> OfficerLine:
        shown = people.get_officer(transaction, visit.viewer, officer_id)
        has_password = accounts.has_password(transaction, officer_id)
        return OfficerLine(shown, has_password, _left(transaction, visit)[officer_id])

    line = visit.read(unit)
    links = [
        f"{visit.runtime.settings.public_url}/password/{token}"
        for (token,) in shown_once(visit, f"/officers/{officer_id}")
    ]
    return visit.page("officer.html", line=line, shown=line.officer, links=links)


@router.get("/officers/{officer_id}/edit")
def edit_officer(visit: Owner, officer_id: Id) -> Response:
    """Show an officer's details to be corrected."""
    officer = visit.read(lambda t: people.get_officer(t, visit.viewer, officer_id))
    form = filled(name=officer.name, email=officer.email, phone=officer.phone, roles=officer.roles)
    return visit.form_page("officer_form.html", form, officer_id=officer_id)


@router.post("/officers/{officer_id}/edit")
def correct_officer(visit: Owner, officer_id: Id, form: Typed) -> Response:
    """Correct an officer's name, address or roles; new roles count from the next page on."""
    typed = _read(form, officer_id)
    if officer_id == visit.officer.id and "owner" not in typed.roles:
        form.errors["roles"] = NOT_YOURSELF

    def unit(transaction: Transaction) -> None:
        known = people.get_officer(transaction, visit.viewer, officer_id)
        people.correct_officer(transaction, replace(typed, active=known.active))

    try:
        visit.keep(form, unit)
    except BadInput as wrong:
        return visit.form_page("officer_form.html", form, wrong, officer_id=officer_id)
    return visit.go(f"/officers/{officer_id}", "officer-corrected")


@router.post("/officers/{officer_id}/link")
def send_link(visit: Owner, officer_id: Id) -> Response:
    """Make a one-time link and e-mail it; where no e-mail can go out, show it once."""
    token, message_id = accounts.new_link_token(), new_id()
    by_email = visit.runtime.settings.sends_email

    def unit(transaction: Transaction) -> None:
        officer = people.get_officer(transaction, visit.viewer, officer_id)
        ring = visit.runtime.ring
        accounts.make_link(transaction, ring, officer_id=officer_id, token=token, at=visit.at)
        if by_email:
            message = _mail(visit, officer, token, message_id)
            enqueue(transaction, ring, message, visit.at)

    visit.write(unit)
    path = f"/officers/{officer_id}"
    if by_email:
        return visit.go(path, "link-sent")
    return show_once(visit.go(path, "link-made"), visit, path, [[token]])


@router.post("/officers/{officer_id}/disable")
def disable_officer(visit: Owner, officer_id: Id) -> Response:
    """Sign an officer out everywhere and let them in no more."""
    if officer_id == visit.officer.id:
        raise BadInput({}, NOT_YOURSELF)
    _set_active(visit, officer_id, active=False)
    return visit.go(f"/officers/{officer_id}", "officer-disabled")


@router.post("/officers/{officer_id}/enable")
def enable_officer(visit: Owner, officer_id: Id) -> Response:
    """Let an officer in again, by a new link."""
    _set_active(visit, officer_id, active=True)
    return visit.go(f"/officers/{officer_id}", "officer-enabled")


def _left(transaction: Transaction, visit: Visit) -> Counter[str]:
    """Count by officer the children whose reviews nobody leads any more."""
    return Counter(child.iro_id for child in people.children_left(transaction, visit.viewer))


def _set_active(visit: Visit, officer_id: str, *, active: bool) -> None:
    def unit(transaction: Transaction) -> None:
        officer = people.get_officer(transaction, visit.viewer, officer_id)
        people.correct_officer(transaction, replace(officer, active=active))
        if not active:
            accounts.disable(transaction, officer_id)

    visit.write(unit)


def _mail(visit: Visit, officer: Officer, token: str, message_id: str) -> OutboxMessage:
    return OutboxMessage(
        id=message_id,
        key=f"account-link:{message_id}",
        route="email",
        recipient=officer.email,
        template="account_link",
        values={"url": f"{visit.runtime.settings.public_url}/password/{token}"},
        language=visit.runtime.settings.languages[0],
        child_id=None,
        participant_id=None,
        due_at=visit.at,
    )


def _read(form: Form, officer_id: str) -> Officer:
    return Officer(
        id=officer_id,
        name=form.text("name"),
        email=form.text("email"),
        roles=frozenset(form.values("roles")),
        phone=form.text("phone"),
    )
