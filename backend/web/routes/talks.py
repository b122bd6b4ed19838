"""The IRO's own talks with a child: planned, held, and what the two of them agreed."""

from collections.abc import Callable

from fastapi import APIRouter
from starlette.responses import Response

from backend.consultations.rules import Desk
from backend.people import service as people
from backend.people.rules import Child
from backend.platform.database import Transaction, new_id
from backend.platform.errors import BadInput
from backend.reviews import service as reviews
from backend.talks import service as talks
from backend.talks.rules import BETWEEN, PRIVATE, STATES, WAYS, Talk
from backend.web import meeting_words
from backend.web.forms import Form, Typed, filled, filled_moment
from backend.web.visits import Id, Iro, IroTyping, Visit, staff_router, typing_router

ALONE = {"yes": True, "no": False, "": None}


class TalkPages:
    """The pages of talks, over the desk that opens a child's key."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routers(self) -> list[APIRouter]:
        """Give the addresses, closed to all but IROs."""
        asking, taking = staff_router("iro"), typing_router("iro")
        asking.add_api_route("/cases/{child_id}/talks", self.of_child, methods=["GET"])
        forms = (
            ("/cases/{child_id}/talks/new", self.between, self.add_between),
            ("/reviews/{review_id}/talk", self.private, self.keep_private),
            ("/talks/{talk_id}", self.one, self.correct),
        )
        for path, ask, take in forms:
            asking.add_api_route(path, ask, methods=["GET"])
            taking.add_api_route(path, take, methods=["POST"])
        return [asking, taking]

    def of_child(self, child_id: Id, visit: Iro) -> Response:
        """Show every talk with a child, newest first, after writing down that they are read."""
        key = visit.open_key(child_id)

        def work(transaction: Transaction) -> tuple[Child, tuple[Talk, ...]]:
            child = people.get_child(transaction, visit.viewer, child_id)
            return child, talks.of_child(transaction, key, visit.viewer, child_id)

        child, found = visit.look(child_id, "talks", work)
        return visit.page("case/talks.html", child=child, talks=found[::-1], say_as=meeting_words)

    def between(self, child_id: Id, visit: Iro) -> Response:
        """Ask for a talk between reviews."""
        visit.open_key(child_id)
        return self._form(visit, child_id, None, filled(state="held", held_on=visit.today))

    def add_between(self, child_id: Id, visit: IroTyping, form: Typed) -> Response:
        """Write down a talk between reviews."""
        talk = self._read(visit, form, new_id(), child_id, None)
        return self._keep(visit, form, talk, talks.add, f"/cases/{child_id}/talks")

    def private(self, review_id: Id, visit: Iro) -> Response:
        """Ask about the private talk before a review: the one that is known, or a new one."""
        child_id, known = self._before(visit, review_id)
        form = _filled(known) if known else filled(state="planned")
        return self._form(visit, child_id, review_id, form)

    def keep_private(self, review_id: Id, visit: IroTyping, form: Typed) -> Response:
        """Write down where the private talk before a review stands."""
        child_id, known = self._before(visit, review_id)
        talk = self._read(visit, form, known.id if known else new_id(), child_id, review_id)
        keep = talks.correct if known else talks.add
        return self._keep(visit, form, talk, keep, f"/reviews/{review_id}")

    def one(self, talk_id: Id, visit: Iro) -> Response:
        """Show one talk to be put right."""
        known = self._get(visit, talk_id)
        return self._form(visit, known.child_id, known.review_id, _filled(known))

    def correct(self, talk_id: Id, visit: IroTyping, form: Typed) -> Response:
        """Put a talk right."""
        known = self._get(visit, talk_id)
        talk = self._read(visit, form, talk_id, known.child_id, known.review_id)
        return self._keep(visit, form, talk, talks.correct, f"/cases/{known.child_id}/talks")

    def _get(self, visit: Visit, talk_id: str) -> Talk:
        child_id = visit.read(lambda t: talks.child_of(t, visit.viewer, talk_id))
        key = visit.open_key(child_id)
        return visit.look(child_id, "talk", lambda t: talks.get(t, key, visit.viewer, talk_id))

    def _before(self, visit: Visit, review_id: str) -> tuple[str, Talk | None]:
        """Give whose review it is, and the private talk before it that was last written down."""
        child_id = visit.read(lambda t: reviews.get(t, visit.viewer, review_id)).child_id
        key = visit.open_key(child_id)
        every = visit.look(
            child_id, "talk", lambda t: talks.of_child(t, key, visit.viewer, child_id)
        )
        own = [each for each in every if each.review_id == review_id and each.kind == PRIVATE]
        return child_id, own[-1] if own else None

    def _keep(
        self,
        visit: Visit,
        form: Form,
        talk: Talk,
        keep: Callable[..., Talk],
        then: str,
    ) -> Response:
        key = visit.open_key(talk.child_id)
        try:
            visit.keep(form, lambda t: keep(t, key, visit.viewer, talk, visit.today))
        except BadInput as wrong:
            return self._form(visit, talk.child_id, talk.review_id, form, wrong)
        return visit.go(then, "talk-kept")

    def _form(
        self,
        visit: Visit,
        child_id: str,
        review_id: str | None,
        form: Form,
        wrong: BadInput | None = None,
    ) -> Response:
        child = visit.read(lambda t: people.get_child(t, visit.viewer, child_id))
        return visit.form_page(
            "case/talk.html",
            form,
            wrong,
            child=child,
            review_id=review_id,
            states=STATES if review_id else {"planned": STATES["planned"], "held": STATES["held"]},
            ways=WAYS,
        )

    def _read(
        self, visit: Visit, form: Form, talk_id: str, child_id: str, review_id: str | None
    ) -> Talk:
        state = form.one_of("state", tuple(STATES))
        planned = state == "planned"
        return Talk(
            id=talk_id,
            child_id=child_id,
            review_id=review_id,
            kind=PRIVATE if review_id else BETWEEN,
            state=state,
            planned_for=form.moment("planned_for", "time") if planned else None,
            held_on=form.day("held_on") if state == "held" else None,
            way=form.value("way") if form.value("way") in WAYS else "",
            alone=ALONE.get(form.value("alone")) if state == "held" else None,
            at=visit.at,
            by=visit.officer.id,
            words=form.lines("words"),
            agreed=form.lines("agreed"),
        )


def _filled(talk: Talk) -> Form:
    alone = {True: "yes", False: "no", None: ""}[talk.alone]
    texts = {"words": talk.words, "agreed": talk.agreed}
    known = {"state": talk.state, "way": talk.way, "alone": alone, "held_on": talk.held_on}
    moment = filled_moment(talk.planned_for, "planned_for", "time") if talk.planned_for else {}
    return filled(**known, **texts, **moment)
