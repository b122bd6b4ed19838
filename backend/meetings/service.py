"""The public face of meetings: who was there, and the code the IRO confirms."""

from dataclasses import replace
from datetime import date, datetime

from backend.meetings import rules, store
from backend.meetings.rules import NOT_HELD, Attendance
from backend.people import service as people
from backend.people.rules import NOT_OFFERED, Viewer
from backend.platform.database import Transaction, lock
from backend.platform.errors import BadInput
from backend.reviews import service as reviews
from backend.reviews.rules import Review


def of_review(transaction: Transaction, viewer: Viewer, review_id: str) -> Attendance | None:
    """Give who was at a review, or None where nobody has said. Raises NotFound."""
    _own(transaction, viewer, review_id)
    return store.of_review(transaction, viewer, review_id)


def keep(
    transaction: Transaction, viewer: Viewer, attendance: Attendance, today: date
) -> Attendance:
    """Keep who was there; a code that was confirmed stays only while the child's part does.

    Raises NotFound, BadInput.
    """
    lock(transaction, f"review:{attendance.review_id}")
    review = _own(transaction, viewer, attendance.review_id)
    wrong = rules.wrong_attendance(attendance)
    around = people.list_participants(transaction, viewer, review.child_id)
    known = {each.id for each in around if each.role != "child"}
    if any(participant_id not in known for participant_id, _how in attendance.others):
        wrong["others"] = NOT_OFFERED
    if review.day > today or review.status == "cancelled":
        wrong["attended"] = NOT_HELD
    if wrong:
        raise BadInput(wrong)
    earlier = store.of_review(transaction, viewer, attendance.review_id)
    kept = replace(attendance, child_id=review.child_id)
    if earlier is not None and _part(earlier) == _part(kept):
        kept = replace(
            kept,
            code=earlier.code,
            confirmed_at=earlier.confirmed_at,
            confirmed_by=earlier.confirmed_by,
        )
    store.keep(transaction, kept)
    return kept


def confirm(
    transaction: Transaction, viewer: Viewer, review_id: str, code: str, at: datetime
) -> Attendance:
    """Let the IRO confirm the participation code. Raises NotFound, BadInput."""
    lock(transaction, f"review:{review_id}")
    review = _own(transaction, viewer, review_id)
    child = people.get_child(transaction, viewer, review.child_id)
    attendance = store.of_review(transaction, viewer, review_id)
    wrong = rules.wrong_code(code, child.date_of_birth, review.day)
    if wrong:
        raise BadInput({"code": wrong})
    if attendance is None:
        raise BadInput({"code": NOT_HELD})
    kept = replace(attendance, code=code, confirmed_at=at, confirmed_by=viewer.id)
    store.keep(transaction, kept)
    return kept


def _own(transaction: Transaction, viewer: Viewer, review_id: str) -> Review:
    review = reviews.get(transaction, viewer, review_id)
    people.require_words(transaction, viewer, review.child_id)
    return review


def _part(attendance: Attendance) -> tuple[str, str, bool]:
    return attendance.attended, attendance.spoke, attendance.briefed
