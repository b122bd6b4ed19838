"""Asking people before a review: who is asked, new links and codes, and cards to hand out."""

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from backend.asking.rules import Asked
from backend.asking.service import (
    Made,
    Means,
    link,
    means_of,
    new_secrets,
    on_telegram,
    who_is_asked,
)
from backend.asking.service import ask as ask_one
from backend.invitations import service as invitations
from backend.invitations.rules import Card
from backend.letters import service as letters
from backend.people import service as people
from backend.people.rules import Child
from backend.platform.database import Transaction, new_id
from backend.platform.errors import BadInput
from backend.platform.msgids import _
from backend.reviews.rules import Review
from backend.web.forms import Form, Typed
from backend.web.once import show_once, shown_once
from backend.web.qr import qr_code
from backend.web.routes.planning import own_review
from backend.web.visits import Id, Keeper, Visit, staff_router

router = staff_router("support", "owner")

# Their links and codes travel in one cookie.
MOST_AT_ONCE = 20
WAYS = ("card", "email")

NOBODY = _("Tick at least one person.")
TOO_MANY = _("Tick at most 20 people at a time.")


@dataclass(frozen=True)
class Handed:
    """Somebody's new link and code, as they are shown once.

    ``goes_at`` is when their e-mail goes out, where that is not at once.
    """

    card: Card
    language: str
    email: str
    qr: str
    code_sent: bool = False
    goes_at: datetime | None = None


@router.get("/children/{child_id}/reviews/{review_id}/asking")
def asking(visit: Keeper, child_id: Id, review_id: Id) -> Response:
    """Show how far everybody is, and let more people be asked."""
    return _page(visit, child_id, review_id, Form({"way": ["card"]}))


@router.post("/children/{child_id}/reviews/{review_id}/asking")
def ask(visit: Keeper, child_id: Id, review_id: Id, form: Typed) -> Response:
    """Make links and codes for those who were ticked; old ones of theirs stop at once."""
    ticked = list(dict.fromkeys(form.picked("who")))
    by_email = form.one_of("way", WAYS) == "email"
    if not 0 < len(ticked) <= MOST_AT_ONCE:
        form.errors["who"] = TOO_MANY if ticked else NOBODY
        ticked = []
    made = {one: Made(new_id(), new_secrets()) for one in ticked}

    def unit(transaction: Transaction) -> list[list[str]]:
        own_review(transaction, visit, child_id, review_id)
        return [
            _ask(transaction, visit, review_id, one, made[one], by_email=by_email) for one in made
        ]

    try:
        rows = visit.keep(form, unit)
    except BadInput as wrong:
        return _page(visit, child_id, review_id, form, _beside_the_boxes(wrong))
    path = cards_path(child_id, review_id)
    return show_once(visit.go(path, "invited"), visit, path, rows)


@router.get("/children/{child_id}/reviews/{review_id}/cards")
def cards(visit: Keeper, child_id: Id, review_id: Id) -> Response:
    """Show the links and codes that were just made, to be printed and handed out."""
    rows = shown_once(visit, cards_path(child_id, review_id))

    def unit(transaction: Transaction) -> tuple[Child, Review, list[Handed]]:
        review = own_review(transaction, visit, child_id, review_id)
        child = people.get_child(transaction, visit.viewer, child_id)
        return child, review, [handed_out(transaction, visit, row) for row in rows]

    child, review, handed = visit.look(child_id, "invitation cards", unit)
    again = f"/children/{child_id}/reviews/{review.id}/asking"
    return visit.page("cards.html", child=child, again=again, handed=handed)


def cards_path(child_id: str, review_id: str) -> str:
    """Give the page that shows what was just made for a review."""
    return f"/children/{child_id}/reviews/{review_id}/cards"


def _ask(
    transaction: Transaction,
    visit: Visit,
    review_id: str,
    participant_id: str,
    made: Made,
    *,
    by_email: bool,
) -> list[str]:
    """Ask one person; give what is shown once: who, token, code, and whether it was e-mailed."""
    means, viewer, at = means_here(visit), visit.viewer, visit.at
    handed = ask_one(
        transaction, means, viewer, review_id, participant_id, made, at, by_email=by_email
    )
    how = "both" if handed.code_sent else "link" if handed.link_sent else ""
    return [participant_id, made.secrets.token, made.secrets.code, how]


def means_here(visit: Visit) -> Means:
    """Give what asking somebody needs, as it is set up here."""
    return means_of(visit.runtime, mail_works=visit.runtime.settings.sends_email)


def _page(
    visit: Visit, child_id: str, review_id: str, form: Form, wrong: BadInput | None = None
) -> Response:
    def unit(transaction: Transaction) -> tuple[Child, Review, tuple[Asked, ...]]:
        review = own_review(transaction, visit, child_id, review_id)
        child = people.get_child(transaction, visit.viewer, child_id)
        scripts = visit.runtime.scripts
        asked = who_is_asked(transaction, visit.viewer, scripts, review, visit.at)
        return child, review, asked

    child, review, asked = visit.look(child_id, "who is asked", unit)
    return visit.form_page(
        "asking.html",
        form,
        wrong,
        child=child,
        review=review,
        asked=asked,
        mail_works=visit.runtime.settings.sends_email,
        on_telegram={
            one.participant.id
            for one in asked
            if on_telegram(means_here(visit), child, one.participant, visit.at)
        },
    )


def handed_out(transaction: Transaction, visit: Visit, row: list[str]) -> Handed:
    """Give one row that was shown once as it is handed out: a card, or what to say."""
    participant_id, token, code, sent = row
    participant = people.get_participant(transaction, visit.viewer, participant_id)
    child = people.get_child(transaction, visit.viewer, participant.child_id)
    url = link(visit.runtime.settings.public_url, token)
    telegram = on_telegram(means_here(visit), child, participant, visit.at, token)
    card = Card(participant.name, url, f"{code[:3]} {code[3:]}", telegram)
    email = participant.email if sent else ""
    goes_at = _goes_at(transaction, visit, token) if sent else None
    qr = qr_code(url)
    return Handed(card, participant.language, email, qr, sent == "both", goes_at)


def _goes_at(transaction: Transaction, visit: Visit, token: str) -> datetime | None:
    """Give when the e-mail with a link goes out, or None where it has gone or goes now."""
    ring = visit.runtime.ring
    found = invitations.find_by_token(transaction, ring, token, visit.at)
    url = link(visit.runtime.settings.public_url, token)
    goes_at = letters.link_goes_at(transaction, ring, found.id, url) if found else None
    return goes_at if goes_at is not None and goes_at > visit.at else None


def _beside_the_boxes(wrong: BadInput) -> BadInput:
    """Say what the service says of one person beside the boxes that person was ticked in."""
    fields = dict(wrong.fields)
    if "participant" in fields:
        fields["who"] = fields.pop("participant")
    return BadInput(fields)
