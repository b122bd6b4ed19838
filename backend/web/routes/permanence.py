"""The plan for permanence of one child: what was recorded, and recording one."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from backend.consultations.rules import Desk
from backend.people import service as people
from backend.permanence import service as permanence
from backend.permanence.rules import KINDS, Plan
from backend.platform.database import Transaction, new_id
from backend.platform.errors import BadInput
from backend.reviews import service as reviews
from backend.web.forms import Form, Typed, filled
from backend.web.visits import Id, Iro, Visit, staff_router, typing_router

NONE = "none"
"""What the forms say for no parallel plan, and for no review."""


class PermanencePages:
    """The pages about permanence, over the desk that opens what is sealed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routers(self) -> list[APIRouter]:
        """Give the addresses, closed to all but IROs."""
        asking, taking = staff_router("iro"), typing_router("iro")
        here = "/cases/{child_id}/permanence"
        asking.add_api_route(here, self.page, methods=["GET"])
        asking.add_api_route(f"{here}/new", self.new, methods=["GET"])
        taking.add_api_route(f"{here}/new", self.add, methods=["POST"])
        return [asking, taking]

    def page(self, child_id: Id, visit: Iro) -> Response:
        """Show the plan that holds and those before it, after writing down that they are read."""
        key = visit.open_key(child_id)

        def work(transaction: Transaction) -> dict[str, Any]:
            every = people.list_officers(transaction, visit.viewer)
            held = reviews.of_child(transaction, visit.viewer, child_id)
            return {
                "child": people.get_child(transaction, visit.viewer, child_id),
                "plans": permanence.plans(transaction, key, visit.viewer, child_id),
                "no_plan": permanence.flag(transaction, visit.viewer, child_id, visit.today),
                "names": {each.id: each.name for each in every},
                "numbers": {each.id: each.number for each in held},
            }

        found = visit.look(child_id, "permanence", work)
        return visit.page("permanence/page.html", **found, kinds=KINDS)

    def new(self, child_id: Id, visit: Iro) -> Response:
        """Ask for a plan; a review may be named in the address by the page that led here."""
        review = visit.request.query_params.get("review", NONE)
        known = {"recorded_on": visit.today, "parallel": NONE, "review": review}
        return self._form(visit, child_id, filled(**known))

    def add(self, child_id: Id, visit: Iro, form: Typed) -> Response:
        """Record a plan."""
        key = visit.open_key(child_id)
        held = visit.read(lambda t: reviews.of_child(t, visit.viewer, child_id))
        review = form.one_of("review", {NONE, *(each.id for each in held)})
        parallel = form.one_of("parallel", {NONE, *KINDS})
        plan = Plan(
            id=new_id(),
            child_id=child_id,
            kind=form.one_of("kind", KINDS),
            parallel="" if parallel == NONE else parallel,
            recorded_on=form.day("recorded_on"),
            review_id="" if review == NONE or "review" in form.errors else review,
            at=visit.at,
            by=visit.officer.id,
            words=form.lines("words"),
        )
        try:
            visit.keep(form, lambda t: permanence.record(t, key, visit.viewer, plan, visit.today))
        except BadInput as wrong:
            return self._form(visit, child_id, form, wrong)
        return visit.go(f"/cases/{child_id}/permanence", "plan-recorded")

    def _form(
        self, visit: Visit, child_id: str, form: Form, wrong: BadInput | None = None
    ) -> Response:
        visit.read(lambda t: people.require_words(t, visit.viewer, child_id))
        child = visit.read(lambda t: people.get_child(t, visit.viewer, child_id))
        held = visit.read(lambda t: reviews.of_child(t, visit.viewer, child_id))
        context = {"child": child, "reviews": held, "kinds": KINDS, "nothing": NONE}
        return visit.form_page("permanence/new.html", form, wrong, **context)
