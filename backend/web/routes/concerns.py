"""Concerns: what waits for a person, the words that raised it, and saying "I have this"."""

import re

from fastapi import APIRouter
from starlette.responses import Response

from backend.concerns import service as concerns
from backend.concerns.rules import CATEGORIES, SOURCES, Concern
from backend.consultations.rules import Desk
from backend.people import service as people
from backend.people.rules import SYSTEM, Child, Participant
from backend.platform.audit.service import read_for
from backend.platform.database import Transaction
from backend.platform.keys.service import open_child_key
from backend.views import service as views
from backend.views.rules import Excerpt
from backend.web.forms import Typed
from backend.web.visits import DutyOrIro, Id, Visit, staff_router

Whose = tuple[Child, Participant]


class ConcernPages:
    """The pages of concerns, for the people on duty and for the child's own IRO."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def router(self) -> APIRouter:
        """Give the addresses, closed to all but duty officers, managers and IROs."""
        router = staff_router("duty", "manager", "iro")
        router.add_api_route("/concerns", self.every, methods=["GET"])
        router.add_api_route("/concerns/{concern_id}", self.one, methods=["GET"])
        router.add_api_route("/concerns/{concern_id}", self.acknowledge, methods=["POST"])
        return router

    def every(self, visit: DutyOrIro) -> Response:
        """List what waits and what somebody has, without a word of what was said."""

        def work(transaction: Transaction) -> list[tuple[Concern, Child, Participant]]:
            found = concerns.list_open(transaction, visit.viewer)
            found += concerns.list_closed(transaction, visit.viewer)
            return [(each, *_whose(transaction, each)) for each in found]

        listed = visit.read(work)
        waiting = [each for each in listed if each[0].waiting]
        taken = [each for each in listed if not each[0].waiting]
        return visit.page(
            "concerns.html", waiting=waiting, taken=taken, sources=SOURCES, categories=CATEGORIES
        )

    def one(self, concern_id: Id, visit: DutyOrIro) -> Response:
        """Show the words that raised it, after writing down that this officer reads them."""
        return self._page(concern_id, visit)

    def _page(self, concern_id: str, visit: Visit, *, more_said: bool = False) -> Response:
        concern = visit.read(lambda t: concerns.get(t, visit.viewer, concern_id))
        (child, participant), said = read_for(
            visit.runtime.database,
            at=visit.at,
            officer_id=visit.officer.id,
            child_id=concern.child_id,
            what="concern",
            work=lambda transaction: self._opened(transaction, visit, concern),
        )
        seen_by = visit.read(lambda t: _name(t, concern.holder_id))
        return visit.page(
            "concern.html",
            status=409 if more_said else 200,
            more_said=more_said,
            concern=concern,
            child=child,
            participant=participant,
            said=said,
            seen_by=seen_by,
            sources=SOURCES,
            categories=CATEGORIES,
        )

    def acknowledge(self, concern_id: Id, visit: DutyOrIro, form: Typed) -> Response:
        """Record that this officer has it, if what they read is all there is to it by now."""
        read = form.value("times")
        times = int(read) if re.fullmatch("[0-9]{1,9}", read) else 0
        taken = visit.write(
            lambda t: concerns.acknowledge(t, visit.viewer, concern_id, times, visit.at)
        )
        if not taken:
            return self._page(concern_id, visit, more_said=True)
        return visit.go(f"/concerns/{concern_id}")

    def _opened(
        self, transaction: Transaction, visit: Visit, concern: Concern
    ) -> tuple[Whose, tuple[Excerpt, ...]]:
        key = open_child_key(transaction, self._desk.ring, concern.child_id)
        said = views.excerpt(transaction, key, visit.viewer, concern.event_ids)
        return _whose(transaction, concern), said


def _whose(transaction: Transaction, concern: Concern) -> Whose:
    """Give the child and who said it; that the viewer may know has been settled by the concern."""
    child = people.get_child(transaction, SYSTEM, concern.child_id)
    return child, people.get_participant(transaction, SYSTEM, concern.participant_id)


def _name(transaction: Transaction, officer_id: str | None) -> str:
    return people.get_officer(transaction, SYSTEM, officer_id).name if officer_id else ""
