"""Since when and how a child is looked after: what the clock of their reviews counts from."""

from typing import Any

from starlette.responses import Response

from backend.care import service as care
from backend.care.rules import LEGAL_STATUSES, CarePeriod
from backend.people import service as people
from backend.platform.database import Transaction, new_id
from backend.platform.errors import BadInput, or_not_found
from backend.reviews import service as reviews
from backend.web.due_list import book_of
from backend.web.forms import Form, Typed, filled
from backend.web.visits import CaseHolder, Id, Keeper, Visit, staff_router

router = staff_router("support", "owner")
reading = staff_router("iro", "manager")


@reading.get("/cases/{child_id}/care")
def read_care(visit: CaseHolder, child_id: Id) -> Response:
    """Show the times in care to whoever leads the reviews or answers for the dates."""
    return _list(visit, child_id, may_change=False)


@router.get("/children/{child_id}/care")
def care_of_child(visit: Keeper, child_id: Id) -> Response:
    """Show the times in care, to be put right."""
    return _list(visit, child_id, may_change=True)


@router.get("/children/{child_id}/care/new")
def new_period(visit: Keeper, child_id: Id) -> Response:
    """Ask since when a child is looked after."""
    return _form(visit, child_id, Form({"legal_status": [""]}))


@router.post("/children/{child_id}/care/new")
def add_period(visit: Keeper, child_id: Id, form: Typed) -> Response:
    """Record that a child became looked after."""
    return _keep(visit, child_id, form, "")


@router.get("/children/{child_id}/care/{period_id}/edit")
def edit_period(visit: Keeper, child_id: Id, period_id: Id) -> Response:
    """Show a time in care to be put right or ended."""

    def work(transaction: Transaction) -> CarePeriod:
        every = care.of_child(transaction, visit.viewer, child_id)
        return or_not_found(next((each for each in every if each.id == period_id), None))

    period = visit.look(child_id, "dates of care", work)
    return _form(visit, child_id, filled(**vars(period)), period_id=period_id)


@router.post("/children/{child_id}/care/{period_id}/edit")
def correct_period(visit: Keeper, child_id: Id, period_id: Id, form: Typed) -> Response:
    """Put a time in care right, or end it; planned reviews follow where the clock set them."""
    return _keep(visit, child_id, form, period_id)


def _keep(visit: Visit, child_id: str, form: Form, period_id: str) -> Response:
    period, book = _read(form, period_id or new_id(), child_id), book_of(visit.runtime)

    def unit(transaction: Transaction) -> None:
        earlier = reviews.set_by_clock(transaction, visit.viewer, child_id, book)
        keep = care.correct if period_id else care.add
        keep(transaction, visit.viewer, period, visit.today)
        reviews.follow_care(transaction, visit.viewer, earlier, book)

    try:
        visit.keep(form, unit)
    except BadInput as wrong:
        return _form(visit, child_id, form, wrong, period_id)
    return visit.go(f"/children/{child_id}/care", "care-kept")


def _list(visit: Visit, child_id: str, *, may_change: bool) -> Response:
    def work(transaction: Transaction) -> dict[str, Any]:
        book = book_of(visit.runtime)
        return {
            "child": people.get_child(transaction, visit.viewer, child_id),
            "periods": care.of_child(transaction, visit.viewer, child_id),
            "due": reviews.due_of(transaction, visit.viewer, child_id, visit.today, book),
        }

    found = visit.look(child_id, "dates of care", work)
    return visit.page("case/care.html", **found, may_change=may_change, statuses=LEGAL_STATUSES)


def _form(
    visit: Visit, child_id: str, form: Form, wrong: BadInput | None = None, period_id: str = ""
) -> Response:
    child = visit.read(lambda t: people.get_child(t, visit.viewer, child_id))
    return visit.form_page(
        "case/care_form.html",
        form,
        wrong,
        child=child,
        period_id=period_id,
        statuses=LEGAL_STATUSES,
    )


def _read(form: Form, period_id: str, child_id: str) -> CarePeriod:
    return CarePeriod(
        id=period_id,
        child_id=child_id,
        began_on=form.day("began_on"),
        ended_on=form.day_or_none("ended_on"),
        legal_status=form.one_of("legal_status", LEGAL_STATUSES),
        short_breaks=form.has("short_breaks"),
        long_term_on=form.day_or_none("long_term_on"),
        iro_named_on=form.day_or_none("iro_named_on"),
    )
