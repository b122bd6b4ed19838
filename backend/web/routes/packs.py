"""The IRO's own pages: my reviews, the pack before each, its prints, and what fits the child."""

from fastapi import APIRouter
from starlette.responses import Response

from backend.briefings import service as briefings
from backend.briefings.rules import Briefing
from backend.challenges.rules import KINDS
from backend.consultations.rules import Desk
from backend.packs import service
from backend.packs.rules import Pack
from backend.people import service as people
from backend.people.rules import Child, ChosenQuestions
from backend.permanence import service as permanence
from backend.platform.database import Transaction, new_id
from backend.platform.documents import pdf, pdf_available
from backend.platform.errors import BadInput, NotFound, Unavailable
from backend.platform.keys.service import open_child_key
from backend.prints import rules as prints
from backend.replies import service as replies
from backend.reviews import service as reviews
from backend.rounds import service as rounds
from backend.talks import service as talks
from backend.web import clock_words, meeting_words
from backend.web.due_list import book_of
from backend.web.forms import Form, Typed
from backend.web.pages import pages_of
from backend.web.pictures import face_data
from backend.web.visits import Id, Iro, Visit, staff_router

BY_AGE = "by_age"
"""What the form says for no choice: the page ticks nothing by an empty value."""


class PackPages:
    """The pages of packs, over the desk that knows the questions."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def router(self) -> APIRouter:
        """Give the addresses, closed to all but IROs."""
        router = staff_router("iro")
        router.add_api_route("/reviews", self.my_reviews, methods=["GET"])
        router.add_api_route("/reviews/{review_id}", self.pack, methods=["GET"])
        router.add_api_route("/reviews/{review_id}/questions", self.questions, methods=["GET"])
        router.add_api_route("/reviews/{review_id}/questions", self.choose, methods=["POST"])
        router.add_api_route("/reviews/{review_id}/notes", self.keep_notes, methods=["POST"])
        router.add_api_route("/reviews/{review_id}/{which}.pdf", self.printed, methods=["GET"])
        router.add_api_route("/between", self.between_all, methods=["GET"])
        router.add_api_route("/between/{child_id}", self.between, methods=["GET"])
        return router

    def my_reviews(self, visit: Iro) -> Response:
        """Show the officer's reviews, soonest first, with any worry above them."""
        lines = visit.read(lambda transaction: service.my_reviews(transaction, visit.viewer))
        worries = [(line, concern) for line in lines for concern in line.concerns]
        every = visit.read(lambda t: rounds.every_standing(t, visit.viewer, visit.at))
        waiting = {each.review.id for each in every if each.stage == "waits"}
        ids = tuple(line.review.id for line in lines)
        return visit.page(
            "reviews.html",
            lines=lines,
            worries=worries,
            waiting=waiting,
            talks=visit.read(lambda t: talks.standings(t, visit.viewer, ids, visit.today)),
            lately=visit.read(lambda t: briefings.lately_held(t, visit.viewer, visit.today)),
            meeting_words=meeting_words,
        )

    def pack(self, review_id: Id, visit: Iro) -> Response:
        """Show the pack, after writing down that this officer reads it."""
        return self._pack_page(visit, review_id, Form({}))

    def keep_notes(self, review_id: Id, visit: Iro, form: Typed) -> Response:
        """Keep the officer's own notes, which nobody else sees."""
        key = visit.open_key_of_review(review_id)
        words = form.lines("notes")
        try:
            visit.keep(form, lambda t: briefings.keep_notes(t, key, visit.viewer, review_id, words))
        except BadInput as wrong:
            return self._pack_page(visit, review_id, form, wrong)
        return visit.go(f"/reviews/{review_id}", "notes-kept")

    def _pack_page(
        self, visit: Visit, review_id: str, form: Form, wrong: BadInput | None = None
    ) -> Response:
        read = self._read(visit, review_id, "pack")
        briefing = self._briefing(visit, read)
        visit.write(lambda t: service.note_opening(t, visit.viewer, review_id, visit.at))
        child_id = read.child.id
        no_plan = visit.read(lambda t: permanence.flag(t, visit.viewer, child_id, visit.today))
        return visit.form_page(
            "pack/page.html",
            form,
            wrong,
            pack=read,
            briefing=briefing,
            no_plan=no_plan,
            questions=self._desk.questions,
            by_name=[one for one in read.voices if one.participant_id in prints.named_in(read)],
            with_pdf=pdf_available(),
            meeting_words=meeting_words,
            clock_words=clock_words,
            challenge_kinds=KINDS,
        )

    def printed(self, review_id: Id, which: str, visit: Iro) -> Response:
        """Give a print as a tagged PDF: for the officer, for the meeting, or for one person."""
        read = self._read(visit, review_id, f"print:{which}"[:64])
        names = {each.participant_id: each.name for each in read.voices}
        if which not in {"own", "meeting", *prints.named_in(read)}:
            raise NotFound
        whose = which if which in names else ""
        shown = read if which == "own" else prints.for_person(read, whose)
        html = pages_of(visit.request).text(
            "pack/print.html",
            pack=shown,
            briefing=self._briefing(visit, read) if which == "own" else None,
            today=visit.today,
            own=which == "own",
            whose=names.get(whose, ""),
            questions=self._desk.questions,
            face_data=face_data(),
            printed_at=visit.at,
            printed_by=visit.officer.name,
            made_up=visit.runtime.settings.demo,
        )
        if not pdf_available():
            raise Unavailable
        visit.write(lambda t: briefings.note_printing(t, visit.viewer, review_id, visit.at))
        file = which if which in {"own", "meeting"} else "person"
        headers = {"Content-Disposition": f'inline; filename="review-{file}.pdf"'}
        return Response(pdf(html), media_type="application/pdf", headers=headers)

    def questions(self, review_id: Id, visit: Iro) -> Response:
        """Show which questions the child will be asked, and let the officer choose others."""
        return self._questions_page(visit, review_id)

    def choose(self, review_id: Id, visit: Iro, form: Typed) -> Response:
        """Record which questions suit the child; who chose and when is kept."""
        offered = (BY_AGE, *(each.id for each in self._desk.scripts.for_children()))
        picked, chosen_id = form.one_of("questions", offered), new_id()
        script = "" if picked == BY_AGE else picked

        def unit(transaction: Transaction) -> None:
            child = self._child(transaction, visit, review_id)
            chosen = ChosenQuestions(
                chosen_id, child.id, script, "officer", visit.officer.id, visit.at
            )
            people.choose_questions(transaction, visit.viewer, chosen)

        try:
            visit.keep(form, unit)
        except BadInput as wrong:
            return self._questions_page(visit, review_id, form, wrong)
        return visit.go(f"/reviews/{review_id}", "questions-chosen")

    def between_all(self, visit: Iro) -> Response:
        """Show which of the officer's children said something between reviews."""
        lines = visit.read(lambda t: service.said_between(t, visit.viewer))
        return visit.page("between.html", lines=lines)

    def between(self, child_id: Id, visit: Iro) -> Response:
        """Show what one child said between reviews, after writing down that it is read."""
        return between_page(visit, self._desk, child_id)

    def _briefing(self, visit: Visit, read: Pack) -> Briefing:
        book = book_of(visit.runtime)
        return visit.read(
            lambda t: briefings.read(t, self._desk, visit.viewer, read, visit.today, book)
        )

    def _questions_page(
        self, visit: Visit, review_id: str, form: Form | None = None, wrong: BadInput | None = None
    ) -> Response:
        def work(transaction: Transaction) -> tuple[Child, ChosenQuestions | None]:
            child = self._child(transaction, visit, review_id)
            return child, people.chosen_questions(transaction, visit.viewer, child.id)

        child_id = visit.read(lambda t: self._child(t, visit, review_id)).id
        child, chosen = visit.look(child_id, "questions", work)
        form = form or Form({"questions": [(chosen and chosen.script) or BY_AGE]})
        by_age = self._desk.scripts.newest_for("child", child.age_on(visit.today))
        return visit.form_page(
            "questions.html",
            form,
            wrong,
            child=child,
            review_id=review_id,
            by_age=by_age.id if by_age else "",
            scripts=self._desk.scripts.for_children(),
        )

    def _child(self, transaction: Transaction, visit: Visit, review_id: str) -> Child:
        review = reviews.get(transaction, visit.viewer, review_id)
        people.require_words(transaction, visit.viewer, review.child_id)
        return people.get_child(transaction, visit.viewer, review.child_id)

    def _read(self, visit: Visit, review_id: str, what: str) -> Pack:
        review = visit.read(lambda transaction: reviews.get(transaction, visit.viewer, review_id))
        visit.read(lambda t: people.require_words(t, visit.viewer, review.child_id))
        return visit.look(
            review.child_id, what, lambda t: service.read(t, self._desk, visit.viewer, review_id)
        )


def between_page(
    visit: Visit,
    desk: Desk,
    child_id: str,
    form: Form | None = None,
    wrong: BadInput | None = None,
) -> Response:
    """Show what one child said between reviews, with what was answered and what can be."""
    visit.read(lambda t: people.require_words(t, visit.viewer, child_id))

    def work(transaction: Transaction) -> dict[str, object]:
        said = service.between(transaction, desk, visit.viewer, child_id)
        key = open_child_key(transaction, desk.ring, child_id)
        open_about = {
            each.consultation_id
            for each in said
            if replies.concern_open(transaction, visit.viewer, child_id, each.consultation_id)
        }
        return {
            "child": people.get_child(transaction, visit.viewer, child_id),
            "said": said,
            "worrying": open_about,
            "answers": replies.sent_to(transaction, key, visit.viewer, child_id),
        }

    found = visit.look(child_id, "between reviews", work)
    visit.write(lambda t: service.note_opening(t, visit.viewer, child_id, visit.at))
    return visit.form_page("pack/between.html", form or Form({}), wrong, **found)
