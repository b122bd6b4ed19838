"""The IRO's own pages: my reviews, and the pack to read before each of them."""

from collections.abc import Callable

from fastapi import APIRouter
from starlette.responses import Response

from backend.consultations.rules import Desk
from backend.packs import rules, service
from backend.packs.rules import Pack
from backend.people import service as people
from backend.platform.database import Transaction
from backend.platform.documents import pdf, pdf_available
from backend.platform.errors import NotFound, Unavailable
from backend.reviews import service as reviews
from backend.web.pages import pages_of
from backend.web.pictures import face_data
from backend.web.visits import Visit, signed_in, staff_router

PRINTS: dict[str, Callable[[Pack], Pack]] = {
    "meeting": rules.for_meeting,
    "own": lambda pack: pack,
}


def packs_router(desk: Desk) -> APIRouter:
    """Make the IRO's pages over the desk that knows the questions."""
    router = staff_router("iro")
    iro = signed_in("iro")

    @router.get("/reviews")
    def my_reviews(visit: Visit = iro) -> Response:
        """Show the officer's reviews, soonest first, with any worry above them."""
        lines = visit.read(lambda transaction: service.my_reviews(transaction, visit.viewer))
        worries = [(line, concern) for line in lines for concern in line.concerns]
        return visit.page("reviews.html", lines=lines, worries=worries)

    @router.get("/reviews/{review_id}")
    def pack(review_id: str, visit: Visit = iro) -> Response:
        """Show the pack, after writing down that this officer reads it."""
        read = _read(visit, desk, review_id, "pack")
        visit.write(
            lambda transaction: service.note_opening(transaction, visit.viewer, review_id, visit.at)
        )
        return visit.page(
            "pack/page.html", pack=read, questions=desk.questions, with_pdf=pdf_available()
        )

    @router.get("/reviews/{review_id}/{which}.pdf")
    def print_pack(review_id: str, which: str, visit: Visit = iro) -> Response:
        """Give one of the two prints as a tagged PDF."""
        if which not in PRINTS:
            raise NotFound
        read = _read(visit, desk, review_id, f"print-{which}")
        html = pages_of(visit.request).text(
            "pack/print.html",
            pack=PRINTS[which](read),
            own=which == "own",
            questions=desk.questions,
            face_data=face_data(),
            printed_at=visit.at,
            printed_by=visit.officer.name,
            made_up=visit.runtime.settings.demo,
        )
        if not pdf_available():
            raise Unavailable
        name = f"review-{which}.pdf"
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        return Response(pdf(html), media_type="application/pdf", headers=headers)

    return router


def _read(visit: Visit, desk: Desk, review_id: str, what: str) -> Pack:
    review = visit.read(lambda transaction: reviews.get(transaction, visit.viewer, review_id))
    visit.read(lambda t: people.require_words(t, visit.viewer, review.child_id))

    def work(transaction: Transaction) -> Pack:
        return service.read(transaction, desk, visit.viewer, review_id)

    return visit.look(review.child_id, what, work)
