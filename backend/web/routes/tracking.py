"""The IRO's pages of what was decided: what is open, how it goes, and the check half way."""

from dataclasses import replace
from typing import Annotated

from starlette.responses import Response

from backend.decisions import service as decisions
from backend.people import service as people
from backend.people.rules import SYSTEM, Child
from backend.platform.audit.service import record_read
from backend.platform.database import Transaction, new_id
from backend.platform.errors import BadInput, NotFound
from backend.platform.keys.rules import ChildKey, ErasedChild
from backend.platform.keys.service import open_child_key
from backend.progress import service as progress
from backend.progress.rules import BY_OWNER, Check, Line, Update, in_order, midway_on
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from backend.web.forms import Form, Typed, filled
from backend.web.next_page import HOME, ours
from backend.web.routes.progress import read_update
from backend.web.visits import Id, Iro, IroTyping, Visit, signed_in, staff_router, typing_router

router = staff_router("iro")
typing = typing_router("iro")
managers = staff_router("manager")
ROUTERS = (managers, router, typing)

ManagerVisit = Annotated[Visit, signed_in("manager")]

ANSWERS = ("confirmed", "not_yet", "reopened")
ON_OR_OFF = ("on", "off")
NOTICES = {"not_yet": "progress-not-yet", "reopened": "progress-reopened"}
GROUPS = ("overdue", "said", "ahead")


@managers.get("/decisions/counts")
def counts(visit: ManagerVisit) -> Response:
    """Count for each IRO what is to be done and what is overdue, without a word of it."""

    def work(transaction: Transaction) -> list[tuple[str, int, int]]:
        found = progress.counts(transaction, visit.viewer, visit.today)
        names = {each.id: each.name for each in people.list_officers(transaction, SYSTEM)}
        return sorted((names.get(it.iro_id, ""), it.open, it.overdue) for it in found)

    return visit.page("tracking/counts.html", rows=visit.read(work))


@router.get("/decisions")
def open_decisions(visit: Iro) -> Response:
    """Show everything that is still to be done for the officer's children, overdue first."""
    open_for = visit.read(lambda t: decisions.children_with_open(t, visit.viewer))
    children = visit.read(lambda t: [people.get_child(t, visit.viewer, it) for it in open_for])
    picked = visit.request.query_params.get("child", "")
    shown = [child for child in children if picked in {"", child.id}]
    lines = [line for line in _lines(visit, shown) if line.decision.is_open]
    groups: dict[str, list[Line]] = {name: [] for name in GROUPS}
    for line in in_order(lines, visit.today):
        groups[line.group_on(visit.today)].append(line)
    return visit.page(
        "tracking/open.html",
        groups=groups,
        midway=visit.read(lambda t: progress.midway_due(t, visit.viewer, visit.today)),
        children=sorted(children, key=lambda it: (it.called.casefold(), it.last_name)),
        picked=picked if shown else "",
        names=_names(visit),
    )


@router.get("/cases/{child_id}/decisions")
def of_child(visit: Iro, child_id: Id) -> Response:
    """Show every decision about one child, the newest review first, with its whole history."""
    child = visit.read(lambda t: _own_child(t, visit, child_id))
    by_review: dict[str, tuple[Review, list[Line]]] = {}
    for line in _lines(visit, [child]):
        by_review.setdefault(line.review.id, (line.review, []))[1].append(line)
    newest = sorted(by_review.values(), key=lambda it: it[0].starts_at, reverse=True)
    return visit.page("tracking/child.html", child=child, by_review=newest, names=_names(visit))


@router.get("/decisions/{decision_id}/progress")
def how_it_goes(visit: Iro, decision_id: Id) -> Response:
    """Show one decision and its history, and let the IRO write down how it is going."""
    line = _line(visit, decision_id)
    said = line.said
    form = Form({})
    if said and said.kind == "cannot":
        form = filled(kind="cannot", words=said.words)
    return _decision_page(visit, line, form)


@typing.post("/decisions/{decision_id}/progress")
def record(visit: IroTyping, decision_id: Id, form: Typed) -> Response:
    """Keep what the IRO says of a decision; done, or not to be done, settles it."""
    offered = (*BY_OWNER, "effect")
    update = replace(read_update(form, decision_id, visit.at, offered), by_kind="officer")
    try:
        _record(visit, form, update)
    except BadInput as wrong:
        return _decision_page(visit, _line(visit, decision_id), form, wrong)
    done = "progress-recorded" if update.kind in {"under_way", "effect"} else "progress-settled"
    return visit.go(f"/decisions/{decision_id}/progress", done)


@router.post("/decisions/{decision_id}/answer")
def answer(visit: Iro, decision_id: Id, form: Typed) -> Response:
    """Confirm in one tap that it is done, or not, or open again what was settled by mistake."""
    kind = form.one_of("kind", ANSWERS)
    update = Update(new_id(), decision_id, "", visit.at, "officer", "", kind)
    try:
        effect = _record(visit, form, update)
    except BadInput as wrong:
        return _decision_page(visit, _line(visit, decision_id), form, wrong)
    if kind == "confirmed" and not effect:
        return visit.go(f"/decisions/{decision_id}/progress", "progress-effect")
    return _back(visit, form, decision_id, NOTICES.get(kind, "progress-settled"))


@router.post("/decisions/{decision_id}/asking")
def switch_asking(visit: Iro, decision_id: Id, form: Typed) -> Response:
    """Let whoever has to do it be asked by e-mail, or leave them in peace."""
    visit.read(lambda t: decisions.child_of(t, visit.viewer, decision_id))
    wanted = form.one_of("asking", ON_OR_OFF) == "on"
    if form.errors:
        raise BadInput(form.errors)
    visit.write(
        lambda t: progress.switch_asking(t, visit.viewer, decision_id, wanted=wanted, at=visit.at)
    )
    return _back(visit, form, decision_id, "asking-on" if wanted else "asking-off")


@router.get("/reviews/{review_id}/midway")
def midway(visit: Iro, review_id: Id) -> Response:
    """Show what a review decided, to be looked at half way to the next."""
    return _midway_page(visit, review_id, filled(checked_on=visit.today))


@typing.post("/reviews/{review_id}/midway")
def check_midway(visit: IroTyping, review_id: Id, form: Typed) -> Response:
    """Keep what the IRO found, in a sentence, with the day they looked."""
    review = visit.read(lambda t: _own_review(t, visit, review_id))
    key = _key(visit, review.child_id)
    check = Check(
        id=new_id(),
        review_id=review_id,
        child_id=review.child_id,
        checked_on=form.day("checked_on"),
        at=visit.at,
        by=visit.officer.id,
        words=form.lines("words"),
    )
    try:
        visit.keep(form, lambda t: progress.check_midway(t, key, visit.viewer, check, visit.today))
    except BadInput as wrong:
        return _midway_page(visit, review_id, form, wrong)
    return visit.go(f"/reviews/{review_id}/midway", "midway-recorded")


def _record(visit: Visit, form: Form, update: Update) -> str:
    """Keep an update with the child's key, opened before; give what it now says it changed."""
    child_id = visit.read(lambda t: decisions.child_of(t, visit.viewer, update.decision_id))
    key = _key(visit, child_id)
    kept = visit.keep(form, lambda t: progress.record(t, key, visit.viewer, update, visit.today))
    return kept.effect


def _back(visit: Visit, form: Form, decision_id: str, done: str) -> Response:
    """Lead back to the page of ours where the button stood, or to the decision's own."""
    came_from = ours(form.value("from"))
    return visit.go(f"/decisions/{decision_id}/progress" if came_from == HOME else came_from, done)


def _lines(visit: Visit, children: list[Child]) -> list[Line]:
    """Give the decisions about some children, after writing down that this officer looks."""
    reads = {child.id: new_id() for child in children}

    def note(transaction: Transaction) -> None:
        for child_id, read_id in reads.items():
            record_read(
                transaction,
                id=read_id,
                at=visit.at,
                officer_id=visit.officer.id,
                child_id=child_id,
                what="decisions",
            )

    def work(transaction: Transaction) -> list[Line]:
        found: list[Line] = []
        for child_id in reads:
            try:
                key = open_child_key(transaction, visit.runtime.ring, child_id)
            except ErasedChild:
                continue
            found += progress.lines(transaction, key, visit.viewer, child_id, visit.at)
        return found

    if reads:
        visit.write(note)
    return visit.read(work)


def _line(visit: Visit, decision_id: str) -> Line:
    child_id = visit.read(lambda t: decisions.child_of(t, visit.viewer, decision_id))
    child = visit.read(lambda t: people.get_child(t, visit.viewer, child_id))
    found = next((it for it in _lines(visit, [child]) if it.decision.id == decision_id), None)
    if found is None:
        raise NotFound
    return found


def _decision_page(visit: Visit, line: Line, form: Form, wrong: BadInput | None = None) -> Response:
    names = _names(visit)
    return visit.form_page("tracking/decision.html", form, wrong, line=line, names=names)


def _midway_page(
    visit: Visit, review_id: str, form: Form, wrong: BadInput | None = None
) -> Response:
    review = visit.read(lambda t: _own_review(t, visit, review_id))
    key = _key(visit, review.child_id)
    child = visit.read(lambda t: people.get_child(t, visit.viewer, review.child_id))
    lines = [line for line in _lines(visit, [child]) if line.review.id == review_id]
    checks = visit.read(lambda t: progress.midway_checks(t, key, visit.viewer, review_id))
    return visit.form_page(
        "tracking/midway.html",
        form,
        wrong,
        review=review,
        child=child,
        lines=lines,
        checks=checks,
        due_on=midway_on(review),
        names=_names(visit),
    )


def _own_child(transaction: Transaction, visit: Visit, child_id: str) -> Child:
    """Give a child whose words this officer may read. Raises NotFound."""
    people.require_words(transaction, visit.viewer, child_id)
    return people.get_child(transaction, visit.viewer, child_id)


def _own_review(transaction: Transaction, visit: Visit, review_id: str) -> Review:
    review = reviews.get(transaction, visit.viewer, review_id)
    people.require_words(transaction, visit.viewer, review.child_id)
    return review


def _key(visit: Visit, child_id: str) -> ChildKey:
    return visit.read(lambda t: open_child_key(t, visit.runtime.ring, child_id))


def _names(visit: Visit) -> dict[str, str]:
    """Give the names of officers, for what they wrote down."""
    every = visit.read(lambda t: people.list_officers(t, SYSTEM))
    return {each.id: each.name for each in every}
