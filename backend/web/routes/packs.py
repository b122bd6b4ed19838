"""The IRO's own pages: my reviews, and the pack to read before each of them."""

from collections.abc import Callable

from fastapi import APIRouter
from starlette.responses import Response

from backend.consultations.rules import Desk
from backend.packs import rules, service
from backend.packs.rules import Pack
from backend.people import service as people
from backend.platform.documents import pdf, pdf_available
from backend.platform.errors import NotFound, Unavailable
from backend.reviews import service as reviews
from backend.web.pages import pages_of
from backend.web.pictures import face_data
from backend.web.visits import Id, Iro, Visit, staff_router

PRINTS: dict[str, Callable[[Pack], Pack]] = {
    "meeting": rules.for_meeting,
    "own": lambda pack: pack,
}


class PackPages:
    """The pages of packs, over the desk that knows the questions."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def router(self) -> APIRouter:
        """Give the addresses, closed to all but IROs."""
        router = staff_router("iro")
        router.add_api_route("/reviews", self.my_reviews, methods=["GET"])
        router.add_api_route("/reviews/{review_id}", self.pack, methods=["GET"])
        router.add_api_route("/reviews/{review_id}/{which}.pdf", self.printed, methods=["GET"])
        return router

    def my_reviews(self, visit: Iro) -> Response:
        """Show the officer's reviews, soonest first, with any worry above them."""
        lines = visit.read(lambda transaction: service.my_reviews(transaction, visit.viewer))
        worries = [(line, concern) for line in lines for concern in line.concerns]
        return visit.page("reviews.html", lines=lines, worries=worries)

    def pack(self, review_id: Id, visit: Iro) -> Response:
        """Show the pack, after writing down that this officer reads it."""
        read = self._read(visit, review_id, "pack")
        visit.write(lambda t: service.note_opening(t, visit.viewer, review_id, visit.at))
        questions = self._desk.questions
        return visit.page(
            "pack/page.html", pack=read, questions=questions, with_pdf=pdf_available()
        )

    def printed(self, review_id: Id, which: str, visit: Iro) -> Response:
        """Give one of the two prints as a tagged PDF."""
        if which not in PRINTS:
            raise NotFound
        read = self._read(visit, review_id, f"print-{which}")
        html = pages_of(visit.request).text(
            "pack/print.html",
            pack=PRINTS[which](read),
            own=which == "own",
            questions=self._desk.questions,
            face_data=face_data(),
            printed_at=visit.at,
            printed_by=visit.officer.name,
            made_up=visit.runtime.settings.demo,
        )
        if not pdf_available():
            raise Unavailable
        headers = {"Content-Disposition": f'inline; filename="review-{which}.pdf"'}
        return Response(pdf(html), media_type="application/pdf", headers=headers)

    def _read(self, visit: Visit, review_id: str, what: str) -> Pack:
        review = visit.read(lambda transaction: reviews.get(transaction, visit.viewer, review_id))
        visit.read(lambda t: people.require_words(t, visit.viewer, review.child_id))
        return visit.look(
            review.child_id, what, lambda t: service.read(t, self._desk, visit.viewer, review_id)
        )
