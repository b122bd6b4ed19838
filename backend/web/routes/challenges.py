"""Challenges: what was raised and what came of it, for the child's IRO and for managers."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from backend.challenges import service as challenges
from backend.challenges.rules import KINDS, OUTCOMES, STEPS, Challenge
from backend.challenges.service import Ground
from backend.consultations.rules import Desk
from backend.people import service as people
from backend.people.rules import Child
from backend.platform.database import Transaction
from backend.platform.documents import pdf_available
from backend.stages.rules import Terms
from backend.web.challenge_figures import as_csv, lines, stage_reached
from backend.web.challenge_story import names_of_officers, open_challenge
from backend.web.pages import STATIC
from backend.web.visits import CaseHolder, Id, Visit, signed_in, staff_router

Manager = Annotated[Visit, signed_in("manager")]
WORDS: dict[str, Any] = {"kinds": KINDS, "outcomes": OUTCOMES, "steps": STEPS}


def ground_of(desk: Desk, terms: Terms) -> Ground:
    """Give what challenges stand on in this house."""
    return Ground(desk.ring, terms, desk.on_call.calendar, desk.public_url)


class ChallengePages:
    """The pages to read, over what challenges stand on."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def router(self) -> APIRouter:
        """Give the addresses, closed to all but IROs and managers."""
        router = staff_router("iro", "manager")
        one = "/challenges/{challenge_id}"
        for path, shown in (
            ("/challenges", self.every),
            ("/challenges/summary", self.summary),
            ("/challenges/summary.csv", self.summary_csv),
            ("/cases/{child_id}/challenges", self.of_child),
            (one, self.one),
            (f"{one}/print/record.pdf", self.printed),
        ):
            router.add_api_route(path, shown, methods=["GET"])
        return router

    def every(self, visit: CaseHolder) -> Response:
        """List what was raised: what is late first, then what is open, and what is over."""
        found, children, names = visit.read(lambda t: self._listed(t, visit))
        late = [each for each in found if self._is_late(each, visit)]
        mine = [
            each
            for each in found
            if each.is_open and each.now_at.owner_id == visit.officer.id
            if each.spells[-1].answered_on is None
        ]
        return visit.page(
            "challenge/list.html",
            children=children,
            names=names,
            terms=self._ground.terms,
            mine=mine,
            late=[each for each in late if each not in mine],
            still_open=[each for each in found if each.is_open and each not in (*late, *mine)],
            over=[each for each in found if not each.is_open and not each.praises],
            praised=[each for each in found if each.praises],
            **WORDS,
        )

    def of_child(self, child_id: Id, visit: CaseHolder) -> Response:
        """List what was raised about one child, after writing down that it is looked at."""

        def work(transaction: Transaction) -> dict[str, Any]:
            return {
                "child": people.get_child(transaction, visit.viewer, child_id),
                "found": challenges.of_child(transaction, visit.viewer, child_id),
                "names": names_of_officers(transaction, visit),
                "leads": people.may_read_words(transaction, visit.viewer, child_id),
            }

        found = visit.look(child_id, "challenges", work)
        return visit.page("challenge/case.html", **found, terms=self._ground.terms, **WORDS)

    def one(self, challenge_id: Id, visit: CaseHolder) -> Response:
        """Show one challenge and all that came of it, after writing down that it is read."""
        story = open_challenge(visit, self._ground, challenge_id)
        return visit.page("challenge/page.html", story=story, with_pdf=pdf_available(), **WORDS)

    def printed(self, challenge_id: Id, visit: CaseHolder) -> Response:
        """Give the record as a tagged PDF; each page says who printed it and when."""
        story = open_challenge(visit, self._ground, challenge_id, "print: challenge")
        return visit.pdf(
            "challenge/print.html",
            "challenge.pdf",
            story=story,
            style=(STATIC / "record.css").read_text("utf-8"),
            officer=visit.officer,
            now=visit.at,
            **WORDS,
        )

    def summary(self, visit: Manager) -> Response:
        """Show managers what was raised and what came of it, by kind, stage, officer and team."""
        found, _children, names = visit.read(lambda t: self._listed(t, visit))
        calendar, today, terms = self._ground.calendar, visit.today, self._ground.terms
        stages = [stage_reached(each, terms) for each in found if not each.praises]
        reached = [(each.name, stages.count(each.code)) for each in terms.stages]
        return visit.page(
            "challenge/summary.html",
            by_kind=lines(found, lambda each: each.kind, calendar, today),
            by_officer=lines(found, lambda each: names.get(each.raised_by, ""), calendar, today),
            by_team=lines(found, lambda each: each.team, calendar, today),
            reached=reached,
            **WORDS,
        )

    def summary_csv(self, visit: Manager) -> Response:
        """Give managers a row for each challenge, without the child."""
        found, _children, names = visit.read(lambda t: self._listed(t, visit))
        text = as_csv(found, names, self._ground.terms, self._ground.calendar, visit.today)
        headers = {"Content-Disposition": 'attachment; filename="challenges.csv"'}
        return Response(text, media_type="text/csv; charset=utf-8", headers=headers)

    def _listed(
        self, transaction: Transaction, visit: Visit
    ) -> tuple[tuple[Challenge, ...], dict[str, Child], dict[str, str]]:
        found = challenges.every(transaction, visit.viewer)
        children = {each.id: each for each in people.list_children(transaction, visit.viewer)}
        return found, children, names_of_officers(transaction, visit)

    def _is_late(self, challenge: Challenge, visit: Visit) -> bool:
        return challenge.overdue_on(visit.today) or challenge.formal_over_on(visit.today)
