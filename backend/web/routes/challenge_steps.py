"""What is done about challenges: raising one, and each step after that."""

import re

from fastapi import APIRouter
from starlette.responses import Response

from backend.challenges import service as challenges
from backend.challenges.rules import KINDS, OUTCOMES, Challenge, Step
from backend.challenges.service import Ground
from backend.people import service as people
from backend.people.rules import NOT_OFFERED, SYSTEM, Child, Officer
from backend.platform.database import Transaction, new_id
from backend.platform.errors import BadInput, NotFound
from backend.platform.keys.service import open_child_key
from backend.web.challenge_story import open_challenge
from backend.web.challenge_words import DEEDS
from backend.web.forms import Form, Typed, filled
from backend.web.visits import CaseHolder, Id, Iro, Visit, staff_router, typing_router

BEGINNING = {"move": "moved", "reopen": "reopened"}
OTHERS = {"answer": "responded", "outcome": "outcome", "close": "closed"}
CAFCASS = {"considered": "cafcass_considered", "referred": "cafcass_referred"}
WITH_A_DAY = frozenset({"answer", "cafcass"})


class ChallengeForms:
    """The forms about challenges, over what challenges stand on."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def routers(self) -> list[APIRouter]:
        """Give the addresses; raising is for IROs, and of the steps only an answer for managers."""
        asking, taking = staff_router("iro", "manager"), typing_router("iro", "manager")
        for path, ask, take in (
            ("/challenges/new", self.new, self.add),
            ("/challenges/{challenge_id}/{deed}", self.ask, self.take),
        ):
            asking.add_api_route(path, ask, methods=["GET"])
            taking.add_api_route(path, take, methods=["POST"])
        return [asking, taking]

    def new(self, visit: Iro) -> Response:
        """Ask what is raised, with what the page that led here knew filled in."""
        asked = visit.request.query_params
        known = {name: asked.get(name, "") for name in ("child", "kind", "review", "decision")}
        if known["child"] and self._own(visit, known["child"]) is None:
            raise NotFound
        stage = self._ground.terms.stages[0].code
        return self._raising_page(visit, filled(**known, stage=stage))

    def add(self, visit: Iro, form: Typed) -> Response:
        """Raise it."""
        child = self._own(visit, form.value("child"))
        if child is None:
            wrong = BadInput({"child": NOT_OFFERED})
            return self._raising_page(visit, form, wrong)
        challenge = _challenge(form, visit, child)
        first = _beginning(form, visit, challenge.id, "raised", new_id())
        key = visit.read(lambda t: open_child_key(t, self._ground.ring, child.id))
        try:
            visit.keep(
                form,
                lambda t: challenges.raise_one(
                    t, self._ground, key, visit.viewer, challenge, first
                ),
            )
        except BadInput as wrong:
            return self._raising_page(visit, form, wrong)
        done = "praised" if challenge.praises else "raised"
        return visit.go(f"/challenges/{challenge.id}", done)

    def ask(self, challenge_id: Id, deed: str, visit: CaseHolder) -> Response:
        """Ask for what one step needs."""
        known: dict[str, object] = {"happened_on": visit.today} if deed in WITH_A_DAY else {}
        return self._step_page(visit, challenge_id, deed, filled(**known))

    def take(self, challenge_id: Id, deed: str, visit: CaseHolder, form: Typed) -> Response:
        """Take one step."""
        if deed not in DEEDS:
            raise NotFound
        child_id = visit.read(lambda t: challenges.child_of(t, visit.viewer, challenge_id))
        key = visit.read(lambda t: open_child_key(t, self._ground.ring, child_id))
        if deed in BEGINNING:
            step = _beginning(form, visit, challenge_id, BEGINNING[deed], new_id())
            take = challenges.begin_stage
        else:
            step = self._step(form, visit, challenge_id, deed)
            take = challenges.take_step
        try:
            visit.keep(form, lambda t: take(t, self._ground, key, visit.viewer, step))
        except BadInput as wrong:
            return self._step_page(visit, challenge_id, deed, form, wrong)
        return visit.go(f"/challenges/{challenge_id}", f"challenge-{deed}")

    def _step(self, form: Form, visit: Visit, challenge_id: str, deed: str) -> Step:
        kind = OTHERS.get(deed) or CAFCASS.get(
            form.one_of("cafcass", CAFCASS), CAFCASS["considered"]
        )
        outcome = form.one_of("outcome", OUTCOMES) if deed == "outcome" else ""
        # A manager who answers does so in their own name.
        own = deed == "answer" and "iro" not in visit.officer.roles
        who = visit.officer.name if own else form.text("who") if deed == "answer" else ""
        happened_on = form.day("happened_on") if deed in WITH_A_DAY else None
        return Step(
            id=new_id(),
            challenge_id=challenge_id,
            kind=kind,
            at=visit.at,
            by=visit.officer.id,
            outcome=outcome,
            happened_on=None if "happened_on" in form.errors else happened_on,
            words=form.lines("words"),
            who=who,
        )

    def _own(self, visit: Visit, child_id: str) -> Child | None:
        own = visit.read(lambda t: self._children(t, visit))
        return next((each for each in own if each.id == child_id), None)

    def _children(self, transaction: Transaction, visit: Visit) -> tuple[Child, ...]:
        held = {visit.officer.id, *visit.viewer.covers}
        every = people.list_children(transaction, visit.viewer)
        return tuple(each for each in every if each.iro_id in held)

    def _raising_page(self, visit: Visit, form: Form, wrong: BadInput | None = None) -> Response:
        def work(transaction: Transaction) -> dict[str, object]:
            every = challenges.every(transaction, visit.viewer)
            return {
                "children": self._children(transaction, visit),
                "managers": _managers(transaction),
                "teams": sorted({each.team for each in every if each.team}),
            }

        context = visit.read(work)
        child = self._own(visit, form.value("child"))
        terms = self._ground.terms
        return visit.form_page(
            "challenge/new.html", form, wrong, child=child, terms=terms, kinds=KINDS, **context
        )

    def _step_page(
        self,
        visit: Visit,
        challenge_id: str,
        deed: str,
        form: Form,
        wrong: BadInput | None = None,
    ) -> Response:
        if deed not in DEEDS:
            raise NotFound
        story = open_challenge(visit, self._ground, challenge_id)
        if deed != "answer" and not story.leads:
            raise NotFound
        heading, about = DEEDS[deed]
        return visit.form_page(
            "challenge/step.html",
            form,
            wrong,
            story=story,
            deed=deed,
            heading=heading,
            about=about,
            begins=deed in BEGINNING,
            outcomes=OUTCOMES,
            managers=visit.read(_managers),
        )


def _challenge(form: Form, visit: Visit, child: Child) -> Challenge:
    return Challenge(
        id=new_id(),
        child_id=child.id,
        kind=form.one_of("kind", KINDS),
        raised_at=visit.at,
        raised_by=visit.officer.id,
        team=form.text("team"),
        review_id=_id_in(form, "review"),
        decision_id=_id_in(form, "decision"),
        words=form.lines("words"),
    )


def _id_in(form: Form, name: str) -> str:
    """Read which review or decision it is about, "" for none; what is no id leads nowhere."""
    value = form.value(name)
    if value and not re.fullmatch("[0-9a-f]{32}", value):
        raise NotFound
    return value


def _beginning(form: Form, visit: Visit, challenge_id: str, kind: str, step_id: str) -> Step:
    """Read at which stage it is and who is to answer; a typed name is of somebody outside."""
    return Step(
        id=step_id,
        challenge_id=challenge_id,
        kind=kind,
        at=visit.at,
        by=visit.officer.id,
        stage=form.value("stage"),
        owner_id=form.value("owner_id"),
        owner_name=form.text("owner_name"),
        owner_email=form.text("owner_email"),
        owner_role=form.text("owner_role"),
        words=form.lines("words") if kind != "raised" else "",
    )


def _managers(transaction: Transaction) -> tuple[Officer, ...]:
    return people.officers_with_role(transaction, SYSTEM, "manager")
