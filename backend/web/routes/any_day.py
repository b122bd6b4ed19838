"""A child's own way in for any day: a card that leads to their IRO, with or without a review."""

from starlette.responses import Response

from backend.asking.service import new_secrets
from backend.invitations import service as invitations
from backend.people import service as people
from backend.platform.database import Transaction, new_id
from backend.platform.errors import NotFound
from backend.web.forms import Typed
from backend.web.once import show_once, shown_once
from backend.web.routes.asking import handed_out
from backend.web.visits import Id, Keeper, staff_router

router = staff_router("support", "owner")


@router.post("/children/{child_id}/any-day")
def make(visit: Keeper, child_id: Id, form: Typed) -> Response:
    """Make a new link and code for any day; the child's old ones for that stop at once."""
    secrets, invitation_id = new_secrets(), new_id()

    def unit(transaction: Transaction) -> str:
        everyone = people.list_participants(transaction, visit.viewer, child_id)
        children = (one for one in everyone if one.role == "child")
        own = next((one for one in children if one.takes_part_on(visit.today)), None)
        child = people.get_child(transaction, visit.viewer, child_id)
        age = child.age_on(visit.today)
        if own is None or visit.runtime.scripts.newest_for("child", age, "any_day") is None:
            raise NotFound
        invitations.invite(
            transaction,
            visit.runtime.ring,
            visit.viewer,
            participant_id=own.id,
            review_id=None,
            invitation_id=invitation_id,
            secrets=secrets,
            at=visit.at,
        )
        return own.id

    own_id = visit.write(unit)
    path = card_path(child_id)
    return show_once(
        visit.go(path, "invited"), visit, path, [[own_id, secrets.token, secrets.code, ""]]
    )


@router.get("/children/{child_id}/any-day")
def card(visit: Keeper, child_id: Id) -> Response:
    """Show the card that was just made, to be printed and handed out."""
    rows = shown_once(visit, card_path(child_id))

    def unit(transaction: Transaction) -> tuple[object, ...]:
        child = people.get_child(transaction, visit.viewer, child_id)
        return child, [handed_out(transaction, visit, row) for row in rows]

    child, handed = visit.look(child_id, "card for any day", unit)
    again = f"/children/{child_id}"
    return visit.page("cards.html", child=child, again=again, handed=handed)


def card_path(child_id: str) -> str:
    """Give the page that shows the card that was just made."""
    return f"/children/{child_id}/any-day"
