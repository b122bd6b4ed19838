"""Concerns: what waits for a person, the words that raised it, and saying "I have this"."""

import re

from fastapi import APIRouter
from starlette.responses import Response

from backend.concerns import service as concerns
from backend.concerns.rules import Concern, works_on
from backend.consultations.rules import Desk
from backend.handling.rules import why_not_act, why_not_work
from backend.people import service as people
from backend.people.rules import SYSTEM, Child, Participant
from backend.platform.database import Transaction
from backend.platform.documents import pdf_available
from backend.platform.errors import BadInput
from backend.web.concern_story import open_story
from backend.web.forms import Form, Typed
from backend.web.pages import STATIC
from backend.web.visits import DutyOrIro, Id, Visit, staff_router

NOTED_ONCE = ("where", "home", "safe")
NOTED_OFTEN = ("done", "told", "strategy")


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
        router.add_api_route("/concerns/{concern_id}/record", self.record, methods=["GET"])
        router.add_api_route("/concerns/{concern_id}/record.pdf", self.printed, methods=["GET"])
        return router

    def every(self, visit: DutyOrIro) -> Response:
        """List what waits, what somebody has and what is closed, in none of the words said."""

        def work(transaction: Transaction) -> list[tuple[Concern, Child, Participant]]:
            found = concerns.list_open(transaction, visit.viewer)
            found += concerns.list_closed(transaction, visit.viewer)
            return [(each, *_whose(transaction, each)) for each in found]

        listed = visit.read(work)
        return visit.page(
            "concerns.html",
            waiting=[each for each in listed if each[0].waiting],
            taken=[each for each in listed if each[0].open and not each[0].waiting],
            closed=[each for each in listed if not each[0].open],
        )

    def one(self, concern_id: Id, visit: DutyOrIro) -> Response:
        """Show the words that raised it, after writing down that this officer reads them."""
        return concern_page(visit, self._desk, concern_id)

    def acknowledge(self, concern_id: Id, visit: DutyOrIro, form: Typed) -> Response:
        """Record that this officer has it, if what they read is all there is to it by now."""
        read = form.value("times")
        times = int(read) if re.fullmatch("[0-9]{1,9}", read) else 0
        taken = visit.write(
            lambda t: concerns.acknowledge(t, visit.viewer, concern_id, times, visit.at)
        )
        if not taken:
            return concern_page(visit, self._desk, concern_id, more_said=True)
        return visit.go(f"/concerns/{concern_id}", "taken")

    def record(self, concern_id: Id, visit: DutyOrIro) -> Response:
        """Show everything in order, to be printed for a strategy discussion."""
        story = open_story(visit, self._desk, concern_id, "concern record")
        return visit.page("concern/record.html", story=story, with_pdf=pdf_available())

    def printed(self, concern_id: Id, visit: DutyOrIro) -> Response:
        """Give the record as a tagged PDF; each page says who printed it and when."""
        story = open_story(visit, self._desk, concern_id, "print: concern record")
        return visit.pdf(
            "concern/print.html",
            "concern-record.pdf",
            story=story,
            style=(STATIC / "record.css").read_text("utf-8"),
            officer=visit.officer,
            now=visit.at,
        )


def concern_page(
    visit: Visit,
    desk: Desk,
    concern_id: str,
    *,
    more_said: bool = False,
    wrong: BadInput | None = None,
) -> Response:
    """Answer with the page of one concern; ``more_said`` and ``wrong`` say what was not done."""
    story = open_story(visit, desk, concern_id)
    form = Form({})
    form.errors = dict(wrong.fields) if wrong else {}
    kinds = {each.kind for each in story.record.record.notes}
    return visit.page(
        "concern/page.html",
        status=wrong.status if wrong else 409 if more_said else 200,
        story=story,
        form=form,
        more_said=more_said,
        decides=works_on(visit.viewer, story.concern),
        why_not=why_not_work(visit.viewer, story.concern),
        why_not_acted=why_not_act(visit.viewer, story.concern, kinds),
        noted_once=NOTED_ONCE,
        noted_often=NOTED_OFTEN,
    )


def _whose(transaction: Transaction, concern: Concern) -> tuple[Child, Participant]:
    """Give the child and who said it; that the viewer may know has been settled by the concern."""
    child = people.get_child(transaction, SYSTEM, concern.child_id)
    return child, people.get_participant(transaction, SYSTEM, concern.participant_id)
