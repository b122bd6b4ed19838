"""Concerns: what waits for a person, the words that raised it, and saying "I have this"."""

from fastapi import APIRouter
from starlette.responses import Response

from backend.concerns import service as concerns
from backend.concerns.rules import CATEGORIES, SOURCES, Concern
from backend.consultations import service as consultations
from backend.consultations.rules import Desk, Excerpt
from backend.people import service as people
from backend.people.rules import SYSTEM, Child, Participant
from backend.platform.audit.service import read_for
from backend.platform.database import Transaction
from backend.platform.keys.service import open_child_key
from backend.web.visits import Visit, signed_in, staff_router

Opened = tuple[Child, Participant, tuple[Excerpt, ...]]


def concerns_router(desk: Desk) -> APIRouter:
    """Make the pages of concerns, for the people on duty and for the child's own IRO."""
    router = staff_router("duty", "iro")
    allowed = signed_in("duty", "iro")

    @router.get("/concerns")
    def every(visit: Visit = allowed) -> Response:
        """List what waits and what somebody has, without a word of what was said."""

        def work(transaction: Transaction) -> list[tuple[Concern, Child, Participant]]:
            found = concerns.list_all(transaction, visit.viewer)
            return [(each, *_whose(transaction, each)) for each in found]

        listed = visit.read(work)
        waiting = [each for each in listed if each[0].open]
        taken = [each for each in listed if not each[0].open]
        return visit.page(
            "concerns.html", waiting=waiting, taken=taken, sources=SOURCES, categories=CATEGORIES
        )

    @router.get("/concerns/{concern_id}")
    def one(concern_id: str, visit: Visit = allowed) -> Response:
        """Show the words that raised it, after writing down that this officer reads them."""
        concern = visit.read(lambda t: concerns.get(t, visit.viewer, concern_id))

        def work(transaction: Transaction) -> Opened:
            key = open_child_key(transaction, desk.ring, concern.child_id)
            child, participant = _whose(transaction, concern)
            said = consultations.excerpt(transaction, key, visit.viewer, concern.event_ids)
            return child, participant, said

        child, participant, said = read_for(
            visit.runtime.database,
            at=visit.at,
            officer_id=visit.officer.id,
            child_id=concern.child_id,
            what="concern",
            work=work,
        )
        seen_by = visit.read(lambda t: _name(t, concern.seen_by))
        return visit.page(
            "concern.html",
            concern=concern,
            child=child,
            participant=participant,
            said=said,
            seen_by=seen_by,
            sources=SOURCES,
            categories=CATEGORIES,
        )

    @router.post("/concerns/{concern_id}")
    def acknowledge(concern_id: str, visit: Visit = allowed) -> Response:
        """Record that this officer has it; the first one to say so stands."""
        visit.write(lambda t: concerns.acknowledge(t, visit.viewer, concern_id, visit.at))
        return visit.go(f"/concerns/{concern_id}")

    return router


def _whose(transaction: Transaction, concern: Concern) -> tuple[Child, Participant]:
    """Give the child and who said it; that the viewer may know has been settled by the concern."""
    child = people.get_child(transaction, SYSTEM, concern.child_id)
    return child, people.get_participant(transaction, SYSTEM, concern.participant_id)


def _name(transaction: Transaction, officer_id: str | None) -> str:
    return people.get_officer(transaction, SYSTEM, officer_id).name if officer_id else ""
