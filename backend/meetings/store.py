"""Queries over who was at a review. Permission is part of every query."""

from sqlalchemy import delete, insert, select

from backend.meetings.rules import Attendance
from backend.meetings.tables import attendance_of_others, attendances
from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.database import Transaction


def keep(transaction: Transaction, attendance: Attendance) -> None:
    """Keep who was there, in the place of what was kept before."""
    own = attendances.c.review_id == attendance.review_id
    theirs = attendance_of_others.c.review_id == attendance.review_id
    transaction.execute(delete(attendance_of_others).where(theirs))
    transaction.execute(delete(attendances).where(own))
    values = {name: value for name, value in vars(attendance).items() if name != "others"}
    transaction.execute(insert(attendances).values(**values))
    for participant_id, how in attendance.others:
        row = {
            "review_id": attendance.review_id,
            "participant_id": participant_id,
            "how": how,
        }
        transaction.execute(insert(attendance_of_others).values(**row))


def of_review(transaction: Transaction, viewer: Viewer, review_id: str) -> Attendance | None:
    """Give who was at a review, or None where nobody has said, or it is not this viewer's."""
    visible = people.visible_children(viewer, "words")
    query = select(attendances).where(
        attendances.c.review_id == review_id, attendances.c.child_id.in_(visible)
    )
    row = transaction.execute(query).mappings().first()
    if row is None:
        return None
    theirs = attendance_of_others.c.review_id == review_id
    ordered = select(attendance_of_others).where(theirs)
    found = transaction.execute(ordered.order_by(attendance_of_others.c.participant_id))
    return Attendance(**row, others=tuple((each.participant_id, each.how) for each in found))
