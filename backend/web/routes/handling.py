"""What is done about a concern: notes, acted on, handed over, whom it is about, closed."""

from collections.abc import Callable

from fastapi import APIRouter
from starlette.responses import Response

from backend.concerns import service as concerns
from backend.concerns.rules import ABOUT, Named
from backend.consultations.rules import Desk
from backend.handling import service as handling
from backend.handling.rules import NOTE_KINDS, WRITTEN_BY_HAND, Note
from backend.platform.database import Transaction, new_id
from backend.platform.errors import BadInput, NotFound
from backend.platform.keys.rules import ChildKey
from backend.platform.keys.service import open_child_key
from backend.web.concern_story import Story, open_story
from backend.web.forms import Form, Typed, filled, filled_moment
from backend.web.routes.concerns import concern_page
from backend.web.visits import DutyOrIro, DutyOrIroTyping, Id, Visit, staff_router, typing_router

WITH_WHO = frozenset({"told", "lado"})
"""The notes that also say who was told, how and when."""

Work = Callable[[Transaction, ChildKey], None]


class HandlingPages:
    """The forms about one concern, each on a page of its own, and each open to whoever sees it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routers(self) -> list[APIRouter]:
        """Give the addresses, closed to all but duty officers, managers and IROs."""
        asking = staff_router("duty", "manager", "iro")
        taking = typing_router("duty", "manager", "iro")
        one = "/concerns/{concern_id}"
        forms = (
            ("notes/{kind}", self.new_note, self.add_note),
            ("close", self.closing, self.close),
            ("hand-over", self.handing_over, self.hand_over),
            ("about", self.asking_about, self.set_about),
        )
        for path, ask, take in forms:
            asking.add_api_route(f"{one}/{path}", ask, methods=["GET"])
            taking.add_api_route(f"{one}/{path}", take, methods=["POST"])
        asking.add_api_route(f"{one}/act", self.act, methods=["POST"])
        return [asking, taking]

    def new_note(self, concern_id: Id, kind: str, visit: DutyOrIro) -> Response:
        """Ask for a note of one kind; who was told is asked with the present moment filled in."""
        form = filled(**filled_moment(visit.at, "when", "time")) if kind in WITH_WHO else Form({})
        return self._note_page(visit, concern_id, kind, form)

    def add_note(self, concern_id: Id, kind: str, visit: DutyOrIroTyping, form: Typed) -> Response:
        """Keep a note, which nobody changes afterwards."""
        typed = self._typed(visit, form, kind)

        def unit(transaction: Transaction, key: ChildKey) -> None:
            handling.add_note(transaction, key, visit.viewer, concern_id, typed)

        try:
            self._keep(visit, concern_id, form, unit)
        except BadInput as wrong:
            return self._note_page(visit, concern_id, kind, form, wrong)
        return visit.go(f"/concerns/{concern_id}", "noted")

    def act(self, concern_id: Id, visit: DutyOrIro) -> Response:
        """Say that it was acted on."""
        try:
            visit.write(lambda t: handling.act(t, visit.viewer, concern_id, visit.at))
        except BadInput as wrong:
            return concern_page(visit, self._desk, concern_id, wrong=wrong)
        return visit.go(f"/concerns/{concern_id}", "acted")

    def closing(self, concern_id: Id, visit: DutyOrIro) -> Response:
        """Ask why it is closed."""
        return self._form(visit, concern_id, "concern/close.html", Form({}))

    def close(self, concern_id: Id, visit: DutyOrIroTyping, form: Typed) -> Response:
        """Close it, with the reason."""
        reason = self._typed(visit, form, "closing", words="reason")

        def unit(transaction: Transaction, key: ChildKey) -> None:
            with_field(
                "words",
                "reason",
                lambda: handling.close(transaction, key, visit.viewer, concern_id, reason),
            )

        try:
            self._keep(visit, concern_id, form, unit)
        except BadInput as wrong:
            return self._form(visit, concern_id, "concern/close.html", form, wrong)
        return visit.go(f"/concerns/{concern_id}", "concern-closed")

    def handing_over(self, concern_id: Id, visit: DutyOrIro) -> Response:
        """Ask who is to have it, and what they have to know."""
        return self._handing_page(visit, concern_id, Form({}))

    def hand_over(self, concern_id: Id, visit: DutyOrIroTyping, form: Typed) -> Response:
        """Give it to another officer, who is called."""
        note, ring, on_call = (
            self._typed(visit, form, "handover"),
            self._desk.ring,
            self._desk.on_call,
        )

        def unit(transaction: Transaction, key: ChildKey) -> None:
            handling.hand_over(
                transaction, ring, key, visit.viewer, on_call, concern_id, form.value("to"), note
            )

        try:
            self._keep(visit, concern_id, form, unit)
        except BadInput as wrong:
            return self._handing_page(visit, concern_id, form, wrong)
        return visit.go(f"/concerns/{concern_id}", "handed-over")

    def asking_about(self, concern_id: Id, visit: DutyOrIro) -> Response:
        """Ask whom it is about, with what is known filled in."""
        story = open_story(visit, self._desk, concern_id)
        named = tuple(f"{each.kind}:{each.person_id}" for each in story.record.record.named)
        form = filled(about=story.concern.about, named=named)
        return visit.form_page("concern/about.html", form, story=story, abouts=ABOUT)

    def set_about(self, concern_id: Id, visit: DutyOrIroTyping, form: Typed) -> Response:
        """Write down whom it is about; the officer may be one of those who see it no more."""
        about, named = form.one_of("about", ABOUT), tuple(_named(form.values("named")))
        ring, on_call = self._desk.ring, self._desk.on_call
        try:
            visit.keep(
                form,
                lambda t: handling.set_allegation(
                    t, ring, visit.viewer, on_call, concern_id, about, named, visit.at
                ),
            )
        except BadInput as wrong:
            return self._form(visit, concern_id, "concern/about.html", form, wrong, abouts=ABOUT)
        try:
            visit.read(lambda t: concerns.get(t, visit.viewer, concern_id))
        except NotFound:
            return visit.go("/concerns", "kept-from-you")
        return visit.go(f"/concerns/{concern_id}", "about-kept")

    def _typed(self, visit: Visit, form: Form, kind: str, words: str = "words") -> Note:
        told = kind in WITH_WHO
        return Note(
            id=new_id(),
            at=visit.at,
            officer_id=visit.officer.id,
            kind=kind,
            words=form.lines(words),
            who=form.text("who") if told else "",
            how=form.text("how") if told else "",
            when=form.moment("when", "time") if told else None,
        )

    def _keep(self, visit: Visit, concern_id: str, form: Form, work: Work) -> None:
        """Do a unit of work with the child's key, opened before it."""
        concern = visit.read(lambda t: concerns.get(t, visit.viewer, concern_id))
        key = visit.read(lambda t: open_child_key(t, self._desk.ring, concern.child_id))
        visit.keep(form, lambda t: work(t, key))

    def _note_page(
        self, visit: Visit, concern_id: str, kind: str, form: Form, wrong: BadInput | None = None
    ) -> Response:
        if kind not in WRITTEN_BY_HAND:
            raise NotFound
        return self._form(
            visit,
            concern_id,
            "concern/note.html",
            form,
            wrong,
            kind=kind,
            heading=NOTE_KINDS[kind],
            with_who=kind in WITH_WHO,
        )

    def _handing_page(
        self, visit: Visit, concern_id: str, form: Form, wrong: BadInput | None = None
    ) -> Response:
        fit = visit.read(lambda t: handling.officers_to_have_it(t, visit.viewer, concern_id))
        return self._form(visit, concern_id, "concern/hand_over.html", form, wrong, officers=fit)

    def _form(
        self,
        visit: Visit,
        concern_id: str,
        name: str,
        form: Form,
        wrong: BadInput | None = None,
        **context: object,
    ) -> Response:
        story: Story = open_story(visit, self._desk, concern_id)
        return visit.form_page(name, form, wrong, story=story, **context)


def with_field(field: str, shown: str, work: Callable[[], None]) -> None:
    """Do something, and let what is wrong with a field be told by the name it has in the form."""
    try:
        work()
    except BadInput as wrong:
        fields = {shown if name == field else name: said for name, said in wrong.fields.items()}
        raise BadInput(fields) from None


def _named(values: list[str]) -> list[Named]:
    """Read who was ticked, as "kind:id"; whoever cannot be named is refused by the service."""
    return [Named(*each.split(":", 1)) for each in values if ":" in each]
