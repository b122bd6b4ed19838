"""Court proceedings about one child, their hearings, and the children's guardian."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from backend.asking.rules import Asked
from backend.asking.service import who_is_asked
from backend.consultations.rules import Desk
from backend.people import service as people
from backend.people.rules import Participant
from backend.platform.database import Transaction, new_id
from backend.platform.errors import BadInput
from backend.platform.keys.rules import ChildKey
from backend.proceedings import service as proceedings
from backend.proceedings.rules import KINDS, Hearing, Proceedings, Talk
from backend.reviews import service as reviews
from backend.web.forms import Form, Typed, filled
from backend.web.visits import Id, Iro, Visit, staff_router, typing_router

Work = Callable[[Transaction, ChildKey], None]


class ProceedingsPages:
    """The pages about proceedings, over the desk that opens what is sealed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routers(self) -> list[APIRouter]:
        """Give the addresses, closed to all but IROs."""
        asking, taking = staff_router("iro"), typing_router("iro")
        here = "/cases/{child_id}/proceedings"
        asking.add_api_route(here, self.page, methods=["GET"])
        for path, ask, take in (
            ("new", self.new, self.add),
            ("talk", self.ask_talk, self.add_talk),
            ("{proceedings_id}/edit", self.edit, self.correct),
            ("{proceedings_id}/hearing", self.ask_hearing, self.add_hearing),
        ):
            asking.add_api_route(f"{here}/{path}", ask, methods=["GET"])
            taking.add_api_route(f"{here}/{path}", take, methods=["POST"])
        return [asking, taking]

    def page(self, child_id: Id, visit: Iro) -> Response:
        """Show proceedings, hearings and guardians, after writing down that they are looked at."""
        key = visit.open_key(child_id)

        def work(transaction: Transaction) -> dict[str, Any]:
            viewer = visit.viewer
            around = people.list_participants(transaction, viewer, child_id)
            every = people.list_officers(transaction, viewer)
            return {
                "child": people.get_child(transaction, viewer, child_id),
                "proceedings": proceedings.of_child(transaction, key, viewer, child_id),
                "hearings": proceedings.hearings(transaction, key, viewer, child_id),
                "talks": proceedings.talks(transaction, key, viewer, child_id),
                "guardians": _guardians(around),
                "asked": self._asked(transaction, visit, child_id),
                "names": {each.id: each.name for each in every}
                | {each.id: each.name for each in around},
            }

        found = visit.look(child_id, "proceedings", work)
        return visit.page("proceedings/page.html", **found, kinds=KINDS)

    def new(self, child_id: Id, visit: Iro) -> Response:
        """Ask about proceedings."""
        return self._form(visit, child_id, "proceedings/form.html", Form({}), kinds=KINDS)

    def add(self, child_id: Id, visit: Iro, form: Typed) -> Response:
        """Write down that they were issued."""
        entry = _read(form, visit, child_id, new_id())
        viewer, today = visit.viewer, visit.today

        def unit(transaction: Transaction, key: ChildKey) -> None:
            proceedings.add(transaction, key, viewer, entry, today)

        page = ("proceedings/form.html", "proceedings-kept")
        return self._take(visit, child_id, form, unit, *page, kinds=KINDS)

    def edit(self, child_id: Id, proceedings_id: Id, visit: Iro) -> Response:
        """Show proceedings to be put right or ended."""
        known = self._known(visit, child_id, proceedings_id)
        names = ("kind", "issued_on", "final_order_on", "ended_on", "court", "case_number", "order")
        form = filled(**{name: getattr(known, name) for name in names})
        page = "proceedings/form.html"
        return self._form(visit, child_id, page, form, kinds=KINDS, known=known)

    def correct(self, child_id: Id, proceedings_id: Id, visit: Iro, form: Typed) -> Response:
        """Put proceedings right, or end them."""
        known = self._known(visit, child_id, proceedings_id)
        entry = _read(form, visit, child_id, proceedings_id)
        viewer, today = visit.viewer, visit.today

        def unit(transaction: Transaction, key: ChildKey) -> None:
            proceedings.correct(transaction, key, viewer, entry, today)

        page = ("proceedings/form.html", "proceedings-kept")
        return self._take(visit, child_id, form, unit, *page, kinds=KINDS, known=known)

    def ask_hearing(self, child_id: Id, proceedings_id: Id, visit: Iro) -> Response:
        """Ask about a day in court."""
        known = self._known(visit, child_id, proceedings_id)
        return self._form(visit, child_id, "proceedings/hearing.html", Form({}), known=known)

    def add_hearing(self, child_id: Id, proceedings_id: Id, visit: Iro, form: Typed) -> Response:
        """Write down a day in court."""
        known = self._known(visit, child_id, proceedings_id)
        by, held_on, words = visit.officer.id, form.day("held_on"), form.lines("words")
        hearing = Hearing(new_id(), child_id, known.id, held_on, visit.at, by, words)

        def unit(transaction: Transaction, key: ChildKey) -> None:
            proceedings.add_hearing(transaction, key, visit.viewer, hearing)

        page = ("proceedings/hearing.html", "hearing-kept")
        return self._take(visit, child_id, form, unit, *page, known=known)

    def ask_talk(self, child_id: Id, visit: Iro) -> Response:
        """Ask when the officer and a guardian spoke, and what about."""
        guardians = self._around(visit, child_id)
        first = guardians[0].id if len(guardians) == 1 else ""
        form = filled(spoken_on=visit.today, guardian_id=first)
        page = "proceedings/talk.html"
        return self._form(visit, child_id, page, form, guardians=guardians)

    def add_talk(self, child_id: Id, visit: Iro, form: Typed) -> Response:
        """Write down that they spoke."""
        guardians = self._around(visit, child_id)
        picked = form.one_of("guardian_id", [each.id for each in guardians])
        by, spoken_on, words = visit.officer.id, form.day("spoken_on"), form.lines("words")
        talk = Talk(new_id(), child_id, picked, spoken_on, visit.at, by, words)

        def unit(transaction: Transaction, key: ChildKey) -> None:
            proceedings.note_talk(transaction, key, visit.viewer, talk, visit.today)

        page = ("proceedings/talk.html", "talk-kept")
        return self._take(visit, child_id, form, unit, *page, guardians=guardians)

    def _take(
        self,
        visit: Visit,
        child_id: str,
        form: Form,
        unit: Work,
        template: str,
        done: str,
        **context: Any,
    ) -> Response:
        key = visit.open_key(child_id)
        try:
            visit.keep(form, lambda t: unit(t, key))
        except BadInput as wrong:
            return self._form(visit, child_id, template, form, wrong, **context)
        return visit.go(f"/cases/{child_id}/proceedings", done)

    def _form(
        self,
        visit: Visit,
        child_id: str,
        template: str,
        form: Form,
        wrong: BadInput | None = None,
        **context: Any,
    ) -> Response:
        visit.read(lambda t: people.require_words(t, visit.viewer, child_id))
        child = visit.read(lambda t: people.get_child(t, visit.viewer, child_id))
        return visit.form_page(template, form, wrong, child=child, **context)

    def _known(self, visit: Visit, child_id: str, proceedings_id: str) -> Proceedings:
        key = visit.open_key(child_id)
        return visit.look(
            child_id,
            "proceedings",
            lambda t: proceedings.get(t, key, visit.viewer, child_id, proceedings_id),
        )

    def _around(self, visit: Visit, child_id: str) -> tuple[Participant, ...]:
        return _guardians(visit.read(lambda t: people.list_participants(t, visit.viewer, child_id)))

    def _asked(self, transaction: Transaction, visit: Visit, child_id: str) -> dict[str, Asked]:
        """Say how far each guardian is with the questions before the next review, by id."""
        held = reviews.of_child(transaction, visit.viewer, child_id)
        planned = sorted((r for r in held if r.status == "planned"), key=lambda r: r.starts_at)
        if not planned:
            return {}
        scripts = self._desk.scripts
        every = who_is_asked(transaction, visit.viewer, scripts, planned[0], visit.at)
        return {each.participant.id: each for each in every}


def _guardians(around: tuple[Participant, ...]) -> tuple[Participant, ...]:
    return tuple(each for each in around if each.role == "guardian")


def _read(form: Form, visit: Visit, child_id: str, proceedings_id: str) -> Proceedings:
    return Proceedings(
        id=proceedings_id,
        child_id=child_id,
        kind=form.one_of("kind", KINDS),
        issued_on=form.day("issued_on"),
        at=visit.at,
        by=visit.officer.id,
        final_order_on=form.day_or_none("final_order_on"),
        ended_on=form.day_or_none("ended_on"),
        court=form.text("court"),
        case_number=form.text("case_number"),
        order=form.lines("order"),
    )
