"""After the meeting: who was there, and the participation code that the IRO confirms."""

from dataclasses import dataclass

from starlette.responses import Response

from backend.consultations import service as consultations
from backend.invitations import service as invitations
from backend.meetings import service as meetings
from backend.meetings.rules import ATTENDED, SPOKE, Attendance, Facts, Suggestion, suggest
from backend.people import service as people
from backend.people.rules import Child, Participant
from backend.platform.database import Transaction
from backend.platform.errors import BadInput
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from backend.web import meeting_words
from backend.web.forms import Form, Typed, filled
from backend.web.visits import Id, Iro, Visit, staff_router

router = staff_router("iro")

_OTHER = "other-"
"""What the field of each person's attendance begins with; their id follows."""


@dataclass(frozen=True)
class Seen:
    """What the page shows: the review, who might have been there, and what is written down."""

    review: Review
    child: Child
    around: tuple[Participant, ...]
    attendance: Attendance | None
    suggestion: Suggestion


@router.get("/reviews/{review_id}/attendance")
def attendance(visit: Iro, review_id: Id) -> Response:
    """Show who was there, and the code that the facts suggest."""
    seen = _look(visit, review_id)
    known = seen.attendance
    others = {f"{_OTHER}{name}": how for name, how in known.others} if known else {}
    form = filled(
        attended=known.attended if known else None,
        spoke=known.spoke if known else None,
        briefed=bool(known and known.briefed),
        code=(known.code if known else "") or seen.suggestion.code,
        **others,
    )
    return _page(visit, seen, form)


@router.post("/reviews/{review_id}/attendance")
def keep_attendance(visit: Iro, review_id: Id, form: Typed) -> Response:
    """Write down who was there."""
    there = form.one_of("attended", tuple(ATTENDED))
    kept = Attendance(
        review_id=review_id,
        child_id="",
        attended=there,
        spoke=form.one_of("spoke", tuple(SPOKE)) if there not in {"", "no"} else "",
        briefed=form.has("briefed") and there == "no",
        others=tuple((name, how) for name, how in form.every(_OTHER) if how),
    )
    try:
        visit.keep(form, lambda t: meetings.keep(t, visit.viewer, kept, visit.today))
    except BadInput as wrong:
        return _page(visit, _look(visit, review_id), form, wrong)
    return visit.go(f"/reviews/{review_id}/attendance", "attendance-kept")


@router.post("/reviews/{review_id}/attendance/code")
def confirm_code(visit: Iro, review_id: Id, form: Typed) -> Response:
    """Let the officer confirm the code, the suggested one or another."""
    code = form.value("code")
    try:
        visit.keep(form, lambda t: meetings.confirm(t, visit.viewer, review_id, code, visit.at))
    except BadInput as wrong:
        return _page(visit, _look(visit, review_id), form, wrong)
    return visit.go(f"/reviews/{review_id}/attendance", "code-confirmed")


def _look(visit: Visit, review_id: str) -> Seen:
    child_id = visit.read(lambda t: reviews.get(t, visit.viewer, review_id)).child_id
    visit.read(lambda t: people.require_words(t, visit.viewer, child_id))
    return visit.look(child_id, "attendance", lambda t: _gather(t, visit, review_id))


def _gather(transaction: Transaction, visit: Visit, review_id: str) -> Seen:
    review = reviews.get(transaction, visit.viewer, review_id)
    child = people.get_child(transaction, visit.viewer, review.child_id)
    everyone = people.list_participants(transaction, visit.viewer, review.child_id)
    known = meetings.of_review(transaction, visit.viewer, review_id)
    facts = Facts(
        known.attended if known else "",
        known.spoke if known else "",
        bool(known and known.briefed),
        _sent_before(transaction, visit, review, everyone),
    )
    there = {name for name, _how in known.others} if known else set()
    return Seen(
        review,
        child,
        tuple(
            each
            for each in everyone
            if each.role != "child" and (each.takes_part_on(review.day) or each.id in there)
        ),
        known,
        suggest(facts, child.date_of_birth, review.day),
    )


def _sent_before(
    transaction: Transaction, visit: Visit, review: Review, everyone: tuple[Participant, ...]
) -> bool:
    """Say whether the child's answers were with the IRO before the meeting began."""
    own = {each.id for each in everyone if each.role == "child"}
    asked = invitations.for_review(transaction, visit.viewer, review.id)
    ids = tuple(each.id for each in asked if each.participant_id in own)
    said = consultations.sent_or_begun(transaction, ids).values()
    return any(at is not None and at <= review.starts_at for status, at in said if status == "sent")


def _page(visit: Visit, seen: Seen, form: Form, wrong: BadInput | None = None) -> Response:
    return visit.form_page(
        "review/attendance.html", form, wrong, seen=seen, say_as=meeting_words, other=_OTHER
    )
