"""Queries over invitations and what they are bound to."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, insert, select, update

from backend.invitations.rules import IDLE, REVIEW, TRIES, Bound, Invitation, idle
from backend.invitations.tables import bindings, invitations
from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction

_HELD = [column for column in invitations.c if column.name not in {"token", "code"}]


def add(transaction: Transaction, invitation: Invitation, token: str, code: str) -> None:
    """Keep a new invitation with the digests of its secrets."""
    values = {**vars(invitation), "token": token, "code": code}
    transaction.execute(insert(invitations).values(**values))


def change(transaction: Transaction, invitation_id: str, values: dict[str, Any]) -> None:
    """Change some columns of one invitation."""
    transaction.execute(
        update(invitations).where(invitations.c.id == invitation_id).values(**values)
    )


def one_more_try(transaction: Transaction, invitation_id: str) -> None:
    """Count a wrong code."""
    change(transaction, invitation_id, {"tries": invitations.c.tries + 1})


def takes_part(transaction: Transaction, participant_id: str, at: datetime) -> bool:
    """Say whether a participant has a part in the child's life at this moment."""
    whoever = people.taking_part(day_in_england(at)).subquery()
    query = select(whoever.c.id).where(whoever.c.id == participant_id)
    return transaction.execute(query).first() is not None


def by_token(transaction: Transaction, token: str, at: datetime) -> Invitation | None:
    """Give the invitation whose token has this digest: whoever holds the link may look it up.

    A link whose time is over leads on to the newest that its code opens still, such as an answer:
    the card that a child holds is the only way they know.
    """
    found = _one(transaction, (invitations.c.token == token) & _has_a_part(at))
    if found is None or found.revoked_at is not None or found.locked or found.works_at(at):
        return found
    follows = select(*_HELD).where(
        invitations.c.code_of == found.id, invitations.c.id.in_(working(at))
    )
    newest = follows.order_by(invitations.c.asked_at.desc(), invitations.c.id).limit(1)
    row = transaction.execute(newest).mappings().first()
    return Invitation(**row) if row else found


def by_code(transaction: Transaction, invitation_id: str, code: str) -> bool:
    """Say whether the invitation's code has this digest."""
    query = select(invitations.c.id).where(
        invitations.c.id == invitation_id, invitations.c.code == code
    )
    return transaction.execute(query).first() is not None


def working(at: datetime) -> Select[tuple[str]]:
    """Select the ids of the invitations whose link works at this moment."""
    return select(invitations.c.id).where(
        invitations.c.revoked_at.is_(None), invitations.c.expires_at > at, _has_a_part(at)
    )


def get(
    transaction: Transaction, viewer: Viewer, invitation_id: str, hold: bool = False
) -> Invitation | None:
    """Give one invitation, or None where there is none this viewer may know of.

    Whoever changes it waits until the unit that ``holds`` it has ended.
    """
    return _one(transaction, (invitations.c.id == invitation_id) & _visible(viewer), hold)


def same_as(transaction: Transaction, viewer: Viewer, asked: Invitation) -> Invitation | None:
    """Give the invitation of the same participant to the same thing, or None."""
    to_it: ColumnElement[bool] = invitations.c.review_id.is_not_distinct_from(asked.review_id)
    same = invitations.c.participant_id == asked.participant_id
    same &= to_it & (invitations.c.purpose == asked.purpose)
    return _one(transaction, same & _visible(viewer))


def of_review(transaction: Transaction, viewer: Viewer, review_id: str) -> tuple[Invitation, ...]:
    """Give everyone's invitation to say something before a review, in the order they were made."""
    query = select(*_HELD).where(_before(review_id), _visible(viewer))
    rows = transaction.execute(query.order_by(invitations.c.created_at)).mappings()
    return tuple(Invitation(**row) for row in rows)


def end_at(transaction: Transaction, viewer: Viewer, review_id: str, at: datetime) -> None:
    """Let the links to say something before a review end at this moment."""
    of_it = _before(review_id) & _visible(viewer)
    transaction.execute(update(invitations).where(of_it).values(expires_at=at))


def revoke(transaction: Transaction, participant_ids: Collection[str], at: datetime) -> None:
    """Close every invitation of these participants and let go of what they were bound to."""
    _close(transaction, invitations.c.participant_id.in_(participant_ids), at)


def revoke_review(
    transaction: Transaction, viewer: Viewer, review_id: str, at: datetime
) -> tuple[str, ...]:
    """Close every invitation to one review, as `revoke` does; give whose were open until now."""
    return _close(transaction, (invitations.c.review_id == review_id) & _visible(viewer), at)


def _close(transaction: Transaction, which: ColumnElement[bool], at: datetime) -> tuple[str, ...]:
    ids = select(invitations.c.id).where(which)
    transaction.execute(delete(bindings).where(bindings.c.invitation_id.in_(ids)))
    closed = transaction.execute(
        update(invitations)
        .where(which, invitations.c.revoked_at.is_(None))
        .values(revoked_at=at)
        .returning(invitations.c.participant_id)
    )
    return tuple(closed.scalars())


def unbind(transaction: Transaction, invitation_id: str, kind: str | None = None) -> None:
    """Let go of an invitation's browser or chat, or of both."""
    query = delete(bindings).where(bindings.c.invitation_id == invitation_id)
    if kind is not None:
        query = query.where(bindings.c.kind == kind)
    transaction.execute(query)


def bind(
    transaction: Transaction,
    invitation_id: str,
    kind: str,
    holder: str,
    address: bytes | None,
    at: datetime,
) -> None:
    """Bind an invitation to a browser or chat, in the place of its earlier one of that kind."""
    unbind(transaction, invitation_id, kind)
    binding = {"invitation_id": invitation_id, "kind": kind, "holder": holder, "address": address}
    seen = {"confirmed": True, "bound_at": at, "seen_at": at}
    transaction.execute(insert(bindings).values(**binding, **seen))


def held_by(transaction: Transaction, kind: str, holder: str, at: datetime) -> tuple[Bound, ...]:
    """Give the working invitations that a browser or chat holds, oldest first."""
    query = (
        select(*_HELD, bindings.c.confirmed, bindings.c.seen_at)
        .join(bindings, bindings.c.invitation_id == invitations.c.id)
        .where(bindings.c.kind == kind, bindings.c.holder == holder)
        .where(invitations.c.revoked_at.is_(None), invitations.c.expires_at > at, _has_a_part(at))
        .order_by(bindings.c.bound_at)
    )
    found = []
    for row in transaction.execute(query).mappings():
        values = dict(row)
        confirmed, seen_at = values.pop("confirmed"), values.pop("seen_at")
        needs_code = kind == "browser" and idle(seen_at, confirmed, at)
        found.append(Bound(Invitation(**values), needs_code, seen_at))
    return tuple(found)


def working_of(
    transaction: Transaction, viewer: Viewer, participant_id: str, at: datetime
) -> tuple[Invitation, ...]:
    """Give the invitations of a participant whose links work, newest first."""
    query = select(*_HELD).where(
        invitations.c.participant_id == participant_id,
        invitations.c.id.in_(working(at)),
        _visible(viewer),
    )
    rows = transaction.execute(query.order_by(invitations.c.asked_at.desc())).mappings()
    return tuple(Invitation(**row) for row in rows)


def last_entered(transaction: Transaction, participant_id: str) -> str | None:
    """Give the invitation that a participant was last let into and still holds, or None."""
    query = (
        select(invitations.c.id)
        .join(bindings, bindings.c.invitation_id == invitations.c.id)
        .where(
            invitations.c.participant_id == participant_id,
            invitations.c.revoked_at.is_(None),
            invitations.c.tries < TRIES,
            bindings.c.kind != "offer",
        )
        .order_by(bindings.c.bound_at.desc(), invitations.c.id)
    )
    return transaction.execute(query.limit(1)).scalar()


def follow(transaction: Transaction, invitation_id: str, earlier_id: str) -> None:
    """Let the code and the browser of an earlier invitation open this one too."""
    earlier = select(invitations.c.code, invitations.c.code_of).where(
        invitations.c.id == earlier_id
    )
    code, code_of = transaction.execute(earlier).one()
    change(transaction, invitation_id, {"code": code, "code_of": code_of or earlier_id})
    held = select(bindings).where(
        bindings.c.invitation_id == earlier_id, bindings.c.kind == "browser"
    )
    for row in transaction.execute(held).mappings().all():
        values = {**row, "invitation_id": invitation_id, "confirmed": False}
        transaction.execute(insert(bindings).values(**values))


def unfollow(transaction: Transaction, earlier_id: str) -> None:
    """Let go of all that is opened by the code of an invitation, which is a new one now."""
    ids = select(invitations.c.id).where(invitations.c.code_of == earlier_id)
    transaction.execute(delete(bindings).where(bindings.c.invitation_id.in_(ids)))


def mark(
    transaction: Transaction, kind: str, holder: str, values: dict[str, Any], only: str | None
) -> None:
    """Change the bindings of one browser or chat, or its one binding to an invitation."""
    query = update(bindings).where(bindings.c.kind == kind, bindings.c.holder == holder)
    if only is not None:
        query = query.where(bindings.c.invitation_id == only)
    transaction.execute(query.values(**values))


def touch(
    transaction: Transaction, kind: str, holder: str, invitation_id: str, at: datetime
) -> None:
    """Note that one binding is in use, unless the code is needed for it."""
    query = update(bindings).where(
        bindings.c.kind == kind,
        bindings.c.holder == holder,
        bindings.c.invitation_id == invitation_id,
        bindings.c.confirmed,
        bindings.c.seen_at > at - IDLE,
    )
    transaction.execute(query.values(seen_at=at))


def chat_address(transaction: Transaction, invitation_id: str) -> bytes | None:
    """Give the sealed id of the chat an invitation is bound to, or None."""
    return transaction.execute(
        select(bindings.c.address).where(
            bindings.c.invitation_id == invitation_id,
            bindings.c.kind == "chat",
            bindings.c.confirmed,
        )
    ).scalar()


def _one(
    transaction: Transaction, condition: ColumnElement[bool], hold: bool = False
) -> Invitation | None:
    query = select(*_HELD).where(condition)
    query = query.with_for_update() if hold else query
    row = transaction.execute(query).mappings().one_or_none()
    return Invitation(**row) if row else None


def _visible(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.kind == "participant":
        return invitations.c.participant_id == viewer.id
    return invitations.c.child_id.in_(people.visible_children(viewer, "details"))


def _before(review_id: str) -> ColumnElement[bool]:
    return (invitations.c.review_id == review_id) & (invitations.c.purpose == REVIEW)


def _has_a_part(at: datetime) -> ColumnElement[bool]:
    return invitations.c.participant_id.in_(people.taking_part(day_in_england(at)))
