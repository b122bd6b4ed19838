"""A child's reviews: adding one, and putting its day, place or state right."""

import re
from dataclasses import replace

from starlette.responses import Response

from backend.people import service as people
from backend.platform.database import Transaction, new_id
from backend.platform.errors import BadInput, NotFound
from backend.platform.msgids import _
from backend.reviews import service as reviews
from backend.reviews.rules import STATUSES, Review
from backend.siblings import service as siblings
from backend.web.forms import Form, Typed, filled, filled_moment
from backend.web.visits import Id, Keeper, Visit, staff_router

router = staff_router("support", "owner")

WHICH_NUMBER = _("Enter a whole number from 1 to 200, or leave it empty.")


@router.get("/children/{child_id}/reviews/new")
def new_review(visit: Keeper, child_id: Id) -> Response:
    """Ask when and where a child's next review is."""
    return _form(visit, child_id, Form({"status": ["planned"]}))


@router.post("/children/{child_id}/reviews/new")
def add_review(visit: Keeper, child_id: Id, form: Typed) -> Response:
    """Add a review."""
    review = replace(_read(form, new_id(), child_id), status="planned")
    meeting_id = new_id()

    def unit(transaction: Transaction) -> None:
        added = reviews.add(transaction, visit.viewer, review, visit.today)
        _correct(transaction, visit, form, added, meeting_id)

    try:
        visit.keep(form, unit)
    except BadInput as wrong:
        return _form(visit, child_id, form, wrong)
    return visit.go(f"/children/{child_id}", "review-added")


@router.get("/children/{child_id}/reviews/{review_id}/edit")
def edit_review(visit: Keeper, child_id: Id, review_id: Id) -> Response:
    """Show a review's day, place and state to be put right."""
    review = visit.look(
        child_id, "review details", lambda t: own_review(t, visit, child_id, review_id)
    )
    known = {"place": review.place, "due_on": review.due_on, "status": review.status}
    moment = filled_moment(review.starts_at, "starts_at", "time")
    mates = visit.read(lambda t: siblings.together(t, visit.viewer, review))
    ticked = tuple(each.id for each in mates)
    form = filled(**known, **moment, number=review.number, together=ticked)
    return _form(visit, child_id, form, review_id=review_id)


@router.post("/children/{child_id}/reviews/{review_id}/edit")
def correct_review(visit: Keeper, child_id: Id, review_id: Id, form: Typed) -> Response:
    """Put a review right; links end with its new day, and at once where it is cancelled."""
    typed = replace(_read(form, review_id, child_id), status=form.one_of("status", STATUSES))
    meeting_id = new_id()

    def unit(transaction: Transaction) -> None:
        known = own_review(transaction, visit, child_id, review_id)
        kept = replace(
            known,
            number=typed.number or known.number,
            starts_at=typed.starts_at,
            place=typed.place,
            due_on=typed.due_on,
            status=typed.status,
        )
        _correct(transaction, visit, form, kept, meeting_id)

    try:
        visit.keep(form, unit)
    except BadInput as wrong:
        return _form(visit, child_id, form, wrong, review_id)
    return visit.go(f"/children/{child_id}", "review-corrected")


def own_review(transaction: Transaction, visit: Visit, child_id: str, review_id: str) -> Review:
    """Give a review of this child. Raises NotFound for one of another's."""
    review = reviews.get(transaction, visit.viewer, review_id)
    if review.child_id != child_id:
        raise NotFound
    return review


def _correct(
    transaction: Transaction, visit: Visit, form: Form, kept: Review, meeting_id: str
) -> None:
    """Keep a review with those it is held together with, and all that follows them."""
    wanted, number = set(form.values("together")), form.text("case_number")
    if number:
        wanted.add(siblings.by_case_number(transaction, visit.viewer, kept.child_id, number))
    others = form.value("others")
    siblings.correct(transaction, visit.viewer, kept, wanted, others, meeting_id, visit.at)


def _form(
    visit: Visit, child_id: str, form: Form, wrong: BadInput | None = None, review_id: str = ""
) -> Response:
    def unit(transaction: Transaction) -> dict[str, object]:
        viewer = visit.viewer
        child = people.get_child(transaction, viewer, child_id)
        known = own_review(transaction, visit, child_id, review_id) if review_id else None
        mates = siblings.together(transaction, viewer, known) if known else ()
        offered = siblings.offered(transaction, viewer, child_id, known)
        return {"child": child, "siblings": offered, "mates": {each.id for each in mates}}

    found = visit.read(unit)
    return visit.form_page("review_form.html", form, wrong, review_id=review_id, **found)


def _read(form: Form, review_id: str, child_id: str) -> Review:
    number = form.value("number").strip()
    if number and not re.fullmatch(r"[1-9][0-9]?|1[0-9][0-9]|200", number):
        form.errors["number"] = WHICH_NUMBER
        number = ""
    return Review(
        id=review_id,
        child_id=child_id,
        number=int(number or 0),
        starts_at=form.moment("starts_at", "time"),
        place=form.text("place"),
        due_on=form.day_or_none("due_on"),
    )
