"""Queries over people. Permission is part of every query that gives a child's rows."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    String,
    Table,
    and_,
    case,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.sql import false, true

from backend.people.rules import (
    OF_A_HOME,
    Child,
    ChosenQuestions,
    Circle,
    Officer,
    Participant,
    Placement,
    Viewer,
)
from backend.people.tables import children, chosen_questions, officers, participants, placements
from backend.platform.contacts import ABROAD, BETWEEN_DIGITS
from backend.platform.database import Transaction

Kept = Child | ChosenQuestions | Participant | Placement
_TABLES: dict[type, Table] = {
    Child: children,
    ChosenQuestions: chosen_questions,
    Participant: participants,
    Placement: placements,
}


def visible_children(viewer: Viewer, purpose: str) -> Select[tuple[str]]:
    """Select the ids of the children a viewer may know of for "words", "details" or "concerns".

    Words are for the child's own IRO, or whoever covers for them; details also for those who
    keep the records and for managers, who answer for the dates, and concerns for those on duty
    and managers. A participant knows of the child, but not by this of what anybody said: not a
    carer of what the child said. Their own words are bound by participant where they are kept.
    The system knows of all, and for "lists" of those that are counted.
    """
    return select(children.c.id).where(_allowed(viewer, purpose))


def _allowed(viewer: Viewer, purpose: str) -> ColumnElement[bool]:
    """The one place where a synthetic child is left out; only the system can ask for it by id."""
    if viewer.kind == "system" and purpose != "lists":
        return true()
    return and_(children.c.synthetic.is_(False), _by_part(viewer, purpose))


def _by_part(viewer: Viewer, purpose: str) -> ColumnElement[bool]:
    if viewer.kind == "system":
        return true()
    if viewer.kind == "participant":
        if purpose != "details":
            return false()
        own = select(participants.c.child_id).where(participants.c.id == viewer.id)
        return children.c.id.in_(own)
    held = (viewer.id, *sorted(viewer.covers))
    own_child = children.c.iro_id.in_(held) if "iro" in viewer.roles else false()
    return true() if viewer.roles & _KNOW_EVERY_CHILD.get(purpose, frozenset()) else own_child


_KNOW_EVERY_CHILD = {
    "details": frozenset({"support", "owner", "manager"}),
    "concerns": frozenset({"duty", "manager"}),
}


def addressed_alike() -> Select[tuple[str, str, str, bool]]:
    """Select the pairs of an officer and a participant who have one e-mail address or phone."""
    at_home = or_(participants.c.placement_id.is_not(None), participants.c.role.in_(OF_A_HOME))
    same_email = func.lower(func.trim(participants.c.email)) == officers.c.email
    same_phone = _plain(participants.c.phone) == _plain(officers.c.phone)
    return select(
        officers.c.id.label("officer_id"),
        participants.c.id.label("participant_id"),
        participants.c.child_id.label("child_id"),
        at_home.label("at_home"),
    ).join(
        participants,
        or_(
            and_(officers.c.email != "", same_email),
            and_(officers.c.phone != "", same_phone),
        ),
    )


def _plain(phone: ColumnElement[str]) -> ColumnElement[str]:
    for mark in BETWEEN_DIGITS:
        phone = func.replace(phone, mark, "", type_=String)
    for abroad, at_home in ABROAD:
        begins = func.substr(phone, 1, len(abroad)) == abroad
        rest = func.substr(phone, len(abroad) + 1, type_=String)
        phone = case((begins, literal(at_home, String) + rest), else_=phone)
    return phone


def officer(transaction: Transaction, officer_id: str) -> Officer | None:
    """Give one officer, or None."""
    query = select(officers).where(officers.c.id == officer_id)
    return next(iter(_officers(transaction, query)), None)


def officer_by_email(transaction: Transaction, email: str) -> Officer | None:
    """Give the officer with this address, in lower case, or None."""
    query = select(officers).where(officers.c.email == email)
    return next(iter(_officers(transaction, query)), None)


def every_officer(transaction: Transaction) -> tuple[Officer, ...]:
    """Give all officers by name."""
    return _officers(transaction, select(officers).order_by(officers.c.name))


def _officers(transaction: Transaction, query: Select[Any]) -> tuple[Officer, ...]:
    return tuple(
        Officer(**{**row, "roles": frozenset(row["roles"].split())})
        for row in transaction.execute(query).mappings()
    )


def keep_officer(transaction: Transaction, kept: Officer, new: bool) -> None:
    """Add an officer, or put these details in the place of the earlier ones."""
    values = {**asdict(kept), "roles": " ".join(sorted(kept.roles))}
    _keep(transaction, officers, values, new)


def keep(transaction: Transaction, kept: Kept, new: bool) -> None:
    """Add a row, or put these details in the place of the earlier ones."""
    values = asdict(kept)
    if isinstance(kept, Child):
        values["iro_id"] = kept.iro_id or None
    _keep(transaction, _TABLES[type(kept)], values, new)


def _keep(transaction: Transaction, table: Table, values: dict[str, Any], new: bool) -> None:
    if new:
        transaction.execute(insert(table).values(**values))
    else:
        transaction.execute(update(table).where(table.c.id == values["id"]).values(**values))


def child(
    transaction: Transaction, viewer: Viewer, child_id: str, purpose: str = "details"
) -> Child | None:
    """Give one child, or None where there is none this viewer may know of."""
    query = select(children).where(children.c.id == child_id, _allowed(viewer, purpose))
    row = transaction.execute(query).mappings().one_or_none()
    return _child(row) if row else None


def _child(row: RowMapping) -> Child:
    return Child(**{**row, "iro_id": row["iro_id"] or ""})


def every_child(
    transaction: Transaction, viewer: Viewer, only: Iterable[str] | None = None
) -> tuple[Child, ...]:
    """Give the children this viewer may know of, by name; ``only`` narrows it to these ids."""
    purpose = "lists" if viewer.kind == "system" else "details"
    query = select(children).where(_allowed(viewer, purpose))
    if only is not None:
        query = query.where(children.c.id.in_(list(only)))
    rows = transaction.execute(query.order_by(children.c.last_name, children.c.first_name))
    return tuple(_child(row) for row in rows.mappings())


def placements_of(transaction: Transaction, viewer: Viewer, child_id: str) -> tuple[Placement, ...]:
    """Give where a child has lived, newest first."""
    query = select(placements).where(
        placements.c.child_id == child_id,
        placements.c.child_id.in_(visible_children(viewer, "details")),
    )
    rows = transaction.execute(query.order_by(placements.c.starts_on.desc())).mappings()
    return tuple(Placement(**row) for row in rows)


def participant(
    transaction: Transaction, viewer: Viewer, participant_id: str
) -> Participant | None:
    """Give one participant, or None."""
    found = participants_where(transaction, viewer, participants.c.id == participant_id)
    return found[0] if found else None


def chosen(transaction: Transaction, viewer: Viewer, child_id: str) -> ChosenQuestions | None:
    """Give the newest choice of questions for a child, or None."""
    query = select(chosen_questions).where(
        chosen_questions.c.child_id == child_id,
        chosen_questions.c.child_id.in_(visible_children(viewer, "details")),
    )
    query = query.order_by(chosen_questions.c.chosen_at.desc(), chosen_questions.c.id.desc())
    row = transaction.execute(query.limit(1)).mappings().one_or_none()
    return ChosenQuestions(**row) if row else None


def circle(transaction: Transaction, participant_id: str) -> Circle | None:
    """Give whom a participant speaks about and to, in one query: the chat asks at every turn."""
    query = (
        select(
            participants.c.role,
            func.coalesce(func.nullif(children.c.known_as, ""), children.c.first_name),
            func.coalesce(officers.c.id, ""),
            func.coalesce(officers.c.name, ""),
            func.coalesce(officers.c.email, ""),
        )
        .join(children, children.c.id == participants.c.child_id)
        .outerjoin(officers, officers.c.id == children.c.iro_id)
        .where(participants.c.id == participant_id)
    )
    row = transaction.execute(query).one_or_none()
    return Circle(*row) if row else None


def participants_of(
    transaction: Transaction, viewer: Viewer, child_id: str
) -> tuple[Participant, ...]:
    """Give everyone who takes or took part in a child's life, the child first."""
    return participants_where(transaction, viewer, participants.c.child_id == child_id)


def participants_where(
    transaction: Transaction, viewer: Viewer, condition: ColumnElement[bool]
) -> tuple[Participant, ...]:
    """Give the participants that fit, of children this viewer may know of."""
    visible: ColumnElement[bool] = participants.c.child_id.in_(visible_children(viewer, "details"))
    if viewer.kind == "participant":
        visible = participants.c.id == viewer.id
    query = select(participants).where(condition, visible)
    query = query.order_by(participants.c.role != "child", participants.c.starts_on)
    return tuple(Participant(**row) for row in transaction.execute(query).mappings())


def taking_part(day: date) -> Select[tuple[str]]:
    """Select the ids of those who take part on a day and have not been left with a home."""
    left = select(placements.c.id).where(placements.c.ends_on <= day)
    return select(participants.c.id).where(
        participants.c.starts_on <= day,
        or_(participants.c.ends_on.is_(None), participants.c.ends_on > day),
        or_(participants.c.placement_id.is_(None), participants.c.placement_id.not_in(left)),
    )


def end_participants(
    transaction: Transaction, viewer: Viewer, child_id: str, placement_ids: list[str], day: date
) -> tuple[str, ...]:
    """End the roles that come from these placements; give whose they were."""
    tied = participants_where(
        transaction,
        viewer,
        (participants.c.child_id == child_id)
        & participants.c.placement_id.in_(placement_ids)
        & or_(participants.c.ends_on.is_(None), participants.c.ends_on > day),
    )
    ended = [each.id for each in tied]
    transaction.execute(
        update(participants).where(participants.c.id.in_(ended)).values(ends_on=day)
    )
    return tuple(ended)
