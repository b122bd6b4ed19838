"""Reminders of one review: who was reminded, who will be, and who is to be left in peace."""

from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from backend.consultations.rules import Desk
from backend.people import service as people
from backend.people.rules import Child
from backend.platform.database import Transaction
from backend.platform.errors import BadInput
from backend.reminders import service as reminders
from backend.reminders.service import Reminded, Routes
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from backend.web.forms import Typed
from backend.web.visits import Id, Visit, signed_in, staff_router

WHOSE = ("iro", "support", "owner")
ON_OR_OFF = ("on", "off")

# The child's own IRO, and whoever keeps the records.
KeeperOrIro = Annotated[Visit, signed_in(*WHOSE)]


class ReminderPages:
    """The pages of reminders, over the desk and the routes by which they leave the house."""

    def __init__(self, desk: Desk, routes: Collection[str] = ()) -> None:
        self._desk = desk
        self._routes = routes

    def router(self) -> APIRouter:
        """Give the addresses."""
        router = staff_router(*WHOSE)
        path = "/reviews/{review_id}/reminders"
        router.add_api_route(path, self.shown, methods=["GET"])
        router.add_api_route(path, self.switch, methods=["POST"])
        return router

    def shown(self, review_id: Id, visit: KeeperOrIro) -> Response:
        """Show of everybody who was asked and has not sent whether they are reminded, and when."""
        review = visit.read(lambda t: reviews.get(t, visit.viewer, review_id))

        def work(transaction: Transaction) -> tuple[Child, Review, tuple[Reminded, ...]]:
            child = people.get_child(transaction, visit.viewer, review.child_id)
            routes = Routes(self._routes, visit.runtime.settings.telegram_min_age)
            listed = reminders.of_review(
                transaction, visit.viewer, self._desk, routes, review_id, visit.at
            )
            return child, review, listed

        child, review, listed = visit.look(review.child_id, "reminders", work)
        reads = visit.read(lambda t: people.may_read_words(t, visit.viewer, child.id))
        keeps = bool(visit.officer.roles & {"support", "owner"})
        return visit.page(
            "reminders.html", child=child, review=review, listed=listed, reads=reads and not keeps
        )

    def switch(self, review_id: Id, visit: KeeperOrIro, form: Typed) -> Response:
        """Let somebody be reminded, or leave them in peace from now on."""
        visit.read(lambda t: reviews.get(t, visit.viewer, review_id))
        wanted = form.one_of("reminders", ON_OR_OFF) == "on"
        if form.errors:
            raise BadInput(form.errors)
        visit.write(
            lambda t: reminders.switch(
                t, visit.viewer, review_id, form.value("who"), wanted=wanted, at=visit.at
            )
        )
        done = "reminders-on" if wanted else "reminders-off"
        return visit.go(f"/reviews/{review_id}/reminders", done)
