"""What a review decided: written beside the child's wishes, put in order, and printed."""

from dataclasses import replace

from fastapi import APIRouter
from starlette.responses import Response

from backend.consultations.rules import Desk
from backend.decisions import service
from backend.decisions.rules import KINDS, PARTS, STATES, Decision, Reason, advice_on
from backend.platform.database import new_id
from backend.platform.documents import pdf_available
from backend.platform.errors import BadInput, NotFound, Unavailable
from backend.platform.keys.rules import ChildKey
from backend.reviews.rules import Review
from backend.web.decision_sheet import Sheet, open_sheet, own_review
from backend.web.decision_words import ADVICE, DECISION_KINDS
from backend.web.forms import Form, Typed, filled
from backend.web.visits import Id, Iro, IroTyping, Visit, staff_router, typing_router

OTHER, IRO, NOBODY = "other", "iro", "nobody"
"""What the form says for somebody else, for the officer, and for no one yet."""


class DecisionPages:
    """The pages of a review's decisions, for the child's own IRO alone."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routers(self) -> list[APIRouter]:
        """Give the addresses; they come before those of the pack, whose prints end alike."""
        asking, taking = staff_router("iro"), typing_router("iro")
        every = "/reviews/{review_id}/decisions"
        one = f"{every}/{{decision_id}}"
        asking.add_api_route(every, self.every, methods=["GET"])
        asking.add_api_route(f"{every}.pdf", self.printed, methods=["GET"])
        asking.add_api_route(f"{every}/advice", self.advise, methods=["POST"])
        asking.add_api_route(f"{every}/new", self.new, methods=["GET"])
        taking.add_api_route(f"{every}/new", self.add, methods=["POST"])
        asking.add_api_route(one, self.edit, methods=["GET"])
        taking.add_api_route(one, self.correct, methods=["POST"])
        asking.add_api_route(f"{one}/remove", self.removing, methods=["GET"])
        asking.add_api_route(f"{one}/remove", self.remove, methods=["POST"])
        asking.add_api_route(f"{one}/up", self.move_up, methods=["POST"])
        taking.add_api_route("/reviews/{review_id}/wishes/{wish}", self.answer, methods=["POST"])
        return [asking, taking]

    def every(self, review_id: Id, visit: Iro) -> Response:
        """Show the child's wishes with what answers each, and everything that was decided."""
        return self._page(visit, review_id, Form({}))

    def printed(self, review_id: Id, visit: Iro) -> Response:
        """Give the decisions as a tagged PDF, to be handed to everyone who was at the review."""
        if not pdf_available():
            raise Unavailable
        sheet = open_sheet(visit, self._desk, review_id, "print:decisions")
        return visit.pdf(
            "decision/print.html",
            "decisions.pdf",
            sheet=sheet,
            parts=PARTS,
            printed_at=visit.at,
            printed_by=visit.officer.name,
        )

    def advise(self, review_id: Id, visit: Iro, form: Typed) -> Response:
        """Say what could be clearer in what is typed just now; nothing of it is kept or shown."""
        codes = _advice(form, own_review(visit, review_id), visit)
        return visit.page("decision/advice.html", codes=codes, advice=ADVICE)

    def new(self, review_id: Id, visit: Iro, wish: str = "") -> Response:
        """Ask for a decision, with the wish it is to answer already ticked."""
        sheet = open_sheet(visit, self._desk, review_id)
        picked = tuple(each.line.answer for each in sheet.wishes if each.line.answer == wish)
        return self._form(visit, sheet, filled(kind="decided", wishes=picked))

    def add(self, review_id: Id, visit: IroTyping, form: Typed) -> Response:
        """Write down a decision, or only say what could be clearer in it."""
        sheet = open_sheet(visit, self._desk, review_id)
        made = _typed(visit, sheet, form)
        if form.has("check"):
            return self._checked(visit, sheet, form)
        key = visit.open_key(sheet.pack.review.child_id)
        try:
            visit.keep(form, lambda t: service.add(t, key, visit.viewer, made))
        except BadInput as wrong:
            return self._form(visit, sheet, form, _as_in_form(wrong))
        return _go(visit, review_id, "decided", made.id)

    def edit(self, review_id: Id, decision_id: Id, visit: Iro) -> Response:
        """Show a decision to be put right."""
        sheet = open_sheet(visit, self._desk, review_id)
        known = sheet.decision(decision_id)
        codes = sheet.advice_on(known)
        return self._form(visit, sheet, _filled_with(sheet, known), known=known, codes=codes)

    def correct(self, review_id: Id, decision_id: Id, visit: IroTyping, form: Typed) -> Response:
        """Put a decision right, or only say what could be clearer in it."""
        sheet = open_sheet(visit, self._desk, review_id)
        known = sheet.decision(decision_id)
        kept = _typed(visit, sheet, form, known)
        if form.has("check"):
            return self._checked(visit, sheet, form, known)
        key = visit.open_key(sheet.pack.review.child_id)
        try:
            visit.keep(form, lambda t: service.correct(t, key, visit.viewer, kept))
        except BadInput as wrong:
            return self._form(visit, sheet, form, _as_in_form(wrong), known)
        return _go(visit, review_id, "decision-corrected", decision_id)

    def removing(self, review_id: Id, decision_id: Id, visit: Iro) -> Response:
        """Ask once whether a decision is to be removed."""
        sheet = open_sheet(visit, self._desk, review_id)
        return visit.page("decision/remove.html", sheet=sheet, known=sheet.decision(decision_id))

    def remove(self, review_id: Id, decision_id: Id, visit: Iro) -> Response:
        """Remove a decision that was written by mistake."""
        key = self._key_of(visit, review_id, decision_id)
        visit.write(lambda t: service.remove(t, key, visit.viewer, decision_id))
        return _go(visit, review_id, "decision-removed")

    def move_up(self, review_id: Id, decision_id: Id, visit: Iro) -> Response:
        """Put a decision before the one above it."""
        self._key_of(visit, review_id, decision_id)
        visit.write(lambda t: service.move_up(t, visit.viewer, decision_id))
        return _go(visit, review_id, "decision-moved", decision_id)

    def answer(self, review_id: Id, wish: Id, visit: IroTyping, form: Typed) -> Response:
        """Say why no decision answers a wish, or take that back."""
        sheet = open_sheet(visit, self._desk, review_id)
        review, asked, field = sheet.pack.review, sheet.wish(wish).line.answer, f"why-{wish}"
        if form.has("take_back"):
            visit.write(lambda t: service.take_back_reason(t, visit.viewer, review.id, asked))
            return _go(visit, review.id, "reason-taken-back", wish)
        why, by = form.lines(field), visit.officer.id
        given = Reason(new_id(), review.child_id, review.id, asked, why, visit.at, by)
        key = visit.open_key(review.child_id)
        try:
            visit.keep(form, lambda t: service.give_reason(t, key, visit.viewer, given))
        except BadInput as wrong:
            fields = {field if name == "why" else name: said for name, said in wrong.fields.items()}
            return self._page(visit, review.id, form, BadInput(fields))
        return _go(visit, review.id, "reason-given", wish)

    def _page(
        self, visit: Visit, review_id: str, form: Form, wrong: BadInput | None = None
    ) -> Response:
        sheet = open_sheet(visit, self._desk, review_id)
        return visit.form_page(
            "decision/page.html",
            form,
            wrong,
            sheet=sheet,
            parts=PARTS,
            states=STATES,
            advice=ADVICE,
            with_pdf=pdf_available(),
        )

    def _form(
        self,
        visit: Visit,
        sheet: Sheet,
        form: Form,
        wrong: BadInput | None = None,
        known: Decision | None = None,
        codes: tuple[str, ...] | None = None,
    ) -> Response:
        return visit.form_page(
            "decision/form.html",
            form,
            wrong,
            sheet=sheet,
            known=known,
            parts=PARTS,
            kinds=DECISION_KINDS,
            codes=codes,
            advice=ADVICE,
        )

    def _checked(
        self, visit: Visit, sheet: Sheet, form: Form, known: Decision | None = None
    ) -> Response:
        codes = _advice(form, sheet.pack.review, visit)
        wrong = BadInput(form.errors) if form.errors else None
        return self._form(visit, sheet, form, wrong, known, codes)

    def _key_of(self, visit: Visit, review_id: str, decision_id: str) -> ChildKey:
        """Open the key of the child a decision is about. Raises NotFound for another review's."""
        review = own_review(visit, review_id)
        key = visit.open_key(review.child_id)
        made = visit.read(lambda t: service.of_review(t, key, visit.viewer, review_id))
        if all(each.id != decision_id for each in made):
            raise NotFound
        return key


def _typed(visit: Visit, sheet: Sheet, form: Form, known: Decision | None = None) -> Decision:
    """Read what was typed into the decision that is known, or into a new one."""
    review = sheet.pack.review
    start = known or Decision(new_id(), review.child_id, review.id, 0, visit.at, visit.officer.id)
    owner, owner_id, email = _owner(sheet, form)
    shown = [each.line.answer for each in sheet.wishes]
    # What the child has taken back is not on the page: it stays where it was.
    unseen = tuple(each for each in start.wishes if each not in shown)
    return replace(
        start,
        kind=form.one_of("kind", KINDS),
        what=form.lines("what"),
        owner=owner,
        owner_id=owner_id,
        owner_email=email,
        due_on=form.day_or_none("due_on"),
        part=form.one_of("part", ("", *PARTS)),
        why=form.lines("why"),
        wishes=(*unseen, *(each for each in shown if each in form.values("wishes"))),
    )


def _owner(sheet: Sheet, form: Form) -> tuple[str, str, str]:
    """Give the name, the participant's id and the e-mail address of whoever is to do it."""
    people = {each.id: each for each in sheet.around}
    picked = form.one_of("owner", ("", NOBODY, IRO, OTHER, *people))
    if picked in people:
        return people[picked].name, picked, people[picked].email
    if picked == IRO:
        return sheet.iro.name, "", sheet.iro.email
    return form.text("owner_name"), "", form.text("owner_email")


def _filled_with(sheet: Sheet, known: Decision) -> Form:
    """Show a decision in the form, with its owner where they can be picked."""
    is_iro = (known.owner, known.owner_email) == (sheet.iro.name, sheet.iro.email)
    by_hand = OTHER if known.owner else NOBODY
    owner = known.owner_id or (IRO if is_iro else by_hand)
    typed = owner == OTHER
    return filled(
        kind=known.kind,
        what=known.what,
        owner=owner,
        owner_name=known.owner if typed else "",
        owner_email=known.owner_email if typed else "",
        due_on=known.due_on,
        part=known.part,
        why=known.why,
        wishes=known.wishes,
    )


def _advice(form: Form, review: Review, visit: Visit) -> tuple[str, ...]:
    """Give what could be clearer in what is typed; of a day that cannot be read, nothing."""
    picked = form.value("owner")
    if not form.value("what").strip():
        return ()
    typed = Decision(
        "", review.child_id, review.id, 0, visit.at, visit.officer.id,
        kind=form.value("kind") or "decided",
        what=form.value("what").replace("\r\n", "\n"),
        owner=form.value("owner_name") if picked in {"", NOBODY, OTHER} else picked,
        due_on=form.day_or_none("due_on"),
        part=form.value("part"),
        why=form.value("why"),
    )  # fmt: skip
    codes = advice_on(typed, visit.today, review.day)
    return tuple(each for each in codes if "due_on" not in form.errors or "date" not in each)


def _as_in_form(wrong: BadInput) -> BadInput:
    """Tell what is wrong with the owner's name by the field it was typed into."""
    fields = {
        "owner_name" if name == "owner" else name: said for name, said in wrong.fields.items()
    }
    return BadInput(fields)


def _go(visit: Visit, review_id: str, done: str, at: str = "") -> Response:
    """Go to the page of the decisions, to the place on it where something was done."""
    return visit.go(f"/reviews/{review_id}/decisions", f"{done}#at-{at}" if at else done)
