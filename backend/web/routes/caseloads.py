"""Caseloads: how many children each IRO has, who is away and who covers, and who moves where."""

from typing import Annotated, Any

from starlette.responses import Response

from backend.caseloads import service as caseloads
from backend.covers import service as covers
from backend.covers.rules import Cover
from backend.holdings.rules import WHY, Change
from backend.people import service as people
from backend.platform.database import Transaction, new_id
from backend.platform.errors import BadInput
from backend.web.forms import Form, Typed, filled
from backend.web.open_concerns import names_of_officers
from backend.web.visits import CaseHolder, Id, Visit, signed_in, staff_router

Manager = Annotated[Visit, signed_in("manager")]

router = staff_router("iro", "manager")


@router.get("/caseload")
def caseload(visit: CaseHolder) -> Response:
    """Show what each IRO has: a manager everybody's, an IRO their own."""

    def work(transaction: Transaction) -> dict[str, Any]:
        return {
            "loads": caseloads.loads(transaction, visit.viewer, visit.today),
            "covers": covers.standing(transaction, visit.viewer, visit.today),
            "left": _left(transaction, visit),
            "names": names_of_officers(transaction),
            "may_review": _may_review(transaction, visit),
        }

    return visit.page("caseload/page.html", guide=caseloads.guide(), **visit.read(work))


@router.get("/caseload/{iro_id}")
def officer(visit: CaseHolder, iro_id: Id) -> Response:
    """Show one IRO's caseload, their absences, and for a manager their children to be moved."""
    return _page(visit, iro_id)


@router.post("/caseload/{iro_id}/cover")
def enter_cover(visit: CaseHolder, iro_id: Id, form: Typed) -> Response:
    """Enter that somebody covers for an IRO from a day until a day."""
    typed = Cover(
        id=new_id(),
        iro_id=iro_id,
        cover_id=form.value("cover_id"),
        starts_on=form.day("starts_on"),
        ends_on=form.day("ends_on"),
        entered_at=visit.at,
        entered_by=visit.officer.id,
    )
    try:
        visit.keep(form, lambda t: covers.add(t, visit.viewer, typed, visit.today))
    except BadInput as wrong:
        return _page(visit, iro_id, wrong, cover=form)
    return visit.go(f"/caseload/{iro_id}", "cover-entered")


@router.post("/caseload/covers/{cover_id}/stop")
def stop_cover(visit: CaseHolder, cover_id: Id) -> Response:
    """Stop a cover at once; that it was there stays written down."""
    stopped = visit.write(lambda t: covers.end(t, visit.viewer, cover_id, visit.at))
    return visit.go(f"/caseload/{stopped.iro_id}", "cover-stopped")


@router.post("/caseload/{iro_id}/move")
def move(visit: Manager, iro_id: Id, form: Typed) -> Response:
    """Move some children of an IRO, or all, to another: each in a unit of its own."""
    to_id, why = form.value("to_id"), form.value("why")
    change = Change(visit.today, "officer", visit.officer.id, why, visit.at)

    def wanted(transaction: Transaction) -> tuple[str, ...]:
        every = caseloads.children_of(transaction, visit.viewer, iro_id)
        ticked = [each.id for each in every] if form.has("all") else form.values("children")
        return caseloads.require_move(transaction, visit.viewer, iro_id, tuple(ticked), to_id, why)

    def move_one(child_id: str) -> None:
        visit.write(lambda t: caseloads.move(t, visit.viewer, child_id, to_id, change))

    try:
        for child_id in visit.read(wanted):
            move_one(child_id)
    except BadInput as wrong:
        return _page(visit, iro_id, wrong, moving=form)
    return visit.go(f"/caseload/{iro_id}", "children-moved")


@router.post("/caseload/{iro_id}/share")
def set_share(visit: Manager, iro_id: Id, form: Typed) -> Response:
    """Say how much of the week an IRO works."""
    typed = form.text("percent").removesuffix("%").strip()
    percent = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    try:
        visit.keep(form, lambda t: caseloads.set_share(t, visit.viewer, iro_id, percent))
    except BadInput as wrong:
        return _page(visit, iro_id, wrong, share=form)
    return visit.go(f"/caseload/{iro_id}", "share-kept")


def _page(visit: Visit, iro_id: str, wrong: BadInput | None = None, **typed: Form) -> Response:
    def work(transaction: Transaction) -> dict[str, Any]:
        load = caseloads.load_of(transaction, visit.viewer, iro_id, visit.today)
        standing = covers.standing(transaction, visit.viewer, visit.today)
        return {
            "load": load,
            "covers": [each for each in standing if iro_id in {each.iro_id, each.cover_id}],
            "children": caseloads.children_of(transaction, visit.viewer, iro_id),
            "others": caseloads.others(transaction, visit.viewer, iro_id),
            "names": names_of_officers(transaction),
            "may_review": _may_review(transaction, visit),
        }

    found = visit.read(work)
    forms = {"cover": Form({}), "moving": Form({}), "share": filled(percent=found["load"].percent)}
    forms |= typed
    for form in typed.values():
        form.errors = dict(wrong.fields) if wrong else {}
    return visit.page(
        "caseload/officer.html",
        wrong.status if wrong else 200,
        **found,
        forms=forms,
        why=WHY,
        is_manager="manager" in visit.officer.roles,
        guide=caseloads.guide(),
    )


def _may_review(transaction: Transaction, visit: Visit) -> frozenset[str]:
    found = people.officers_with_role(transaction, visit.viewer, "iro")
    return frozenset(each.id for each in found)


def _left(transaction: Transaction, visit: Visit) -> dict[str, int]:
    """Count, for a manager, the children whose IRO may review no more, by that IRO."""
    counted: dict[str, int] = {}
    if "manager" in visit.officer.roles:
        for child in people.children_left(transaction, visit.viewer):
            counted[child.iro_id] = counted.get(child.iro_id, 0) + 1
    return counted
