"""The round before a review: who is asked, who cannot be reached, and what a person has to do."""

import re
from dataclasses import dataclass

from starlette.responses import Response

from backend.asking import service as asking
from backend.asking.service import Made
from backend.people import service as people
from backend.people.rules import Officer
from backend.platform.database import Transaction, new_id
from backend.platform.errors import BadInput
from backend.rounds import rules
from backend.rounds import service as rounds
from backend.rounds.rules import Habit, Standing
from backend.web.forms import Form, Typed, filled
from backend.web.routes.asking import means_here
from backend.web.routes.planning import own_review
from backend.web.visits import Id, Iro, Keeper, Owner, Visit, staff_router

router = staff_router("support", "owner")
iro_router = staff_router("iro")

ONE_BY_ONE = ("ask", "leave-out", "take-in")
# Before that nobody is asked, so nobody looks at each person in it.
LOOKED_AT = frozenset({"open", "late"})


@dataclass(frozen=True)
class Shown:
    """What the page of one round shows; ``booklet`` is the child's own script, "" for none."""

    standing: Standing
    approved_by: Officer | None
    booklet: str
    language: str


@router.get("/rounds")
def overview(visit: Keeper) -> Response:
    """Show every planned review with its round, what needs a person first."""

    def unit(transaction: Transaction) -> list[Standing]:
        known = rounds.every_standing(transaction, visit.viewer, visit.at)
        looked_at = (each for each in known if each.stage in LOOKED_AT)
        means = means_here(visit)
        filled_in = rounds.with_people(transaction, means, visit.viewer, looked_at, visit.at)
        return [*filled_in, *(each for each in known if each.stage not in LOOKED_AT)]

    found = sorted(visit.read(unit), key=lambda each: each.review.starts_at)
    needing = [each for each in found if each.needs_somebody(visit.today)]
    rest = [each for each in found if not each.needs_somebody(visit.today)]
    habit = visit.read(rounds.habit)
    return visit.page("round/all.html", needing=needing, rest=rest, habit=habit)


@router.get("/rounds/settings")
def habit_page(visit: Owner) -> Response:
    """Show how rounds are opened, to be changed by the owner."""
    habit = visit.read(rounds.habit)
    form = filled(mode=habit.mode, days_before=habit.days_before)
    return visit.form_page("round/settings.html", form)


@router.post("/rounds/settings")
def change_habit(visit: Owner, form: Typed) -> Response:
    """Say how rounds are opened from now on."""
    typed = form.value("days_before").strip()
    days = int(typed) if re.fullmatch(r"[0-9]{1,3}", typed, re.ASCII) else 0
    habit, row_id = Habit(form.one_of("mode", rules.MODES), days), new_id()
    try:
        visit.keep(form, lambda t: rounds.change_habit(t, visit.viewer, row_id, habit, visit.at))
    except BadInput as wrong:
        return visit.form_page("round/settings.html", form, wrong)
    return visit.go("/rounds", "round-habit")


@router.get("/children/{child_id}/reviews/{review_id}/round")
def keepers_round(visit: Keeper, child_id: Id, review_id: Id) -> Response:
    """Show one round to those who keep the records."""
    visit.read(lambda t: own_review(t, visit, child_id, review_id))
    return _page(visit, child_id, review_id, Form({}), reads=False)


@router.post("/children/{child_id}/reviews/{review_id}/round")
def keepers_step(visit: Keeper, child_id: Id, review_id: Id, form: Typed) -> Response:
    """Do one thing with a round, or with one person in it."""
    visit.read(lambda t: own_review(t, visit, child_id, review_id))
    return _do(visit, child_id, review_id, form, reads=False)


@iro_router.get("/reviews/{review_id}/round")
def iros_round(visit: Iro, review_id: Id) -> Response:
    """Show one round to the child's IRO."""
    return _page(visit, _own_child(visit, review_id), review_id, Form({}), reads=True)


@iro_router.post("/reviews/{review_id}/round")
def iros_step(visit: Iro, review_id: Id, form: Typed) -> Response:
    """Do one thing with a round, or with one person in it."""
    return _do(visit, _own_child(visit, review_id), review_id, form, reads=True)


def _own_child(visit: Visit, review_id: str) -> str:
    """Give whose review it is. Raises NotFound for all but that child's IRO."""

    def unit(transaction: Transaction) -> str:
        child_id = rounds.standing(transaction, visit.viewer, review_id, visit.at).child.id
        people.require_words(transaction, visit.viewer, child_id)
        return child_id

    return visit.read(unit)


def _do(visit: Visit, child_id: str, review_id: str, form: Form, *, reads: bool) -> Response:
    step, made = form.one_of("step", (*rules.STEPS, *ONE_BY_ONE)), asking.new_secrets()
    invitation_id, who = new_id(), next(iter(form.picked("who")), "")

    def unit(transaction: Transaction) -> None:
        if step in rules.STEPS:
            rounds.steer(transaction, visit.viewer, review_id, step, visit.at)
        elif step == "ask":
            new_link = Made(invitation_id, made)
            _ask(transaction, visit, review_id, who, new_link)
        elif step in ONE_BY_ONE:
            out = step == "leave-out"
            rounds.leave_out(transaction, visit.viewer, review_id, who, visit.at, out=out)

    try:
        visit.keep(form, unit)
    except BadInput as wrong:
        return _page(visit, child_id, review_id, form, reads=reads, wrong=wrong)
    return visit.go(visit.request.url.path, f"round-{step}")


def _ask(transaction: Transaction, visit: Visit, review_id: str, who: str, made: Made) -> None:
    """Ask one person by e-mail, as the round does; a card is made on the page for cards."""
    means, viewer = means_here(visit), visit.viewer
    person = people.get_participant(transaction, viewer, who)
    if not means.mail_works or not person.email:
        raise BadInput({"step": rules.NO_ADDRESS})
    asking.ask(
        transaction,
        means,
        viewer,
        review_id,
        who,
        made,
        visit.at,
        by_email=True,
        keep_code=True,
    )


def _page(
    visit: Visit,
    child_id: str,
    review_id: str,
    form: Form,
    *,
    reads: bool,
    wrong: BadInput | None = None,
) -> Response:
    shown = visit.look(child_id, "round", lambda t: _shown(t, visit, review_id))
    stage = shown.standing.stage
    here = f"/reviews/{review_id}" if reads else f"/children/{child_id}/reviews/{review_id}"
    return visit.form_page(
        "round/page.html",
        form,
        wrong,
        shown=shown,
        round=shown.standing,
        steps=rules.steps_of(stage),
        reads=reads,
        here=here,
        mail_works=visit.runtime.settings.sends_email,
    )


def _shown(transaction: Transaction, visit: Visit, review_id: str) -> Shown:
    viewer, scripts = visit.viewer, visit.runtime.scripts
    plain = rounds.standing(transaction, viewer, review_id, visit.at)
    means = means_here(visit)
    (standing,) = rounds.with_people(transaction, means, viewer, (plain,), visit.at)
    child, by = standing.child, standing.round.approved_by
    chosen = people.chosen_questions(transaction, viewer, child.id)
    age = child.age_on(visit.today)
    script = scripts.newest_for("child", age, chosen=chosen.script if chosen else "")
    offered = visit.runtime.translations.languages
    return Shown(
        standing,
        people.get_officer(transaction, viewer, by) if by else None,
        script.id if script else "",
        child.language if child.language in offered else "",
    )
