"""The public face of covers: whoever covers holds the cases of an IRO who is away, as their own.

A moment handed in is told by the day it is in England, and by what was known at that moment.
"""

from dataclasses import replace
from datetime import date, datetime

from backend.covers import rules, store
from backend.covers.rules import Cover, News, Reader
from backend.holdings import service as holdings
from backend.holdings.rules import held_at
from backend.people import service as people
from backend.people.rules import SYSTEM, Circle, Officer, Viewer, officer_viewer
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction, lock
from backend.platform.errors import BadInput, NotFound, or_not_found
from backend.platform.translations import Translations


def add(transaction: Transaction, viewer: Viewer, cover: Cover, today: date) -> None:
    """Enter that somebody covers for an IRO. Raises BadInput, and NotFound for whose it is not.

    An IRO enters their own, a manager anybody's.
    """
    _require_whose(viewer, cover.iro_id)
    if "iro" not in people.get_officer(transaction, viewer, cover.iro_id).roles:
        raise NotFound
    lock(transaction, "covers")
    found = store.standing(transaction, today)
    wrong = rules.wrong_cover(cover, found, _may_review(transaction), today)
    if wrong:
        raise BadInput(wrong)
    store.add(transaction, cover)


def end(transaction: Transaction, viewer: Viewer, cover_id: str, at: datetime) -> Cover:
    """Stop a cover at once. Raises NotFound, for one that is over as well."""
    lock(transaction, "covers")
    cover = or_not_found(store.get(transaction, cover_id))
    _require_whose(viewer, cover.iro_id)
    if cover.ended_at is not None or cover.ends_on < day_in_england(at):
        raise NotFound
    store.end(transaction, cover.id, at, viewer.id)
    return cover


def standing(transaction: Transaction, viewer: Viewer, today: date) -> tuple[Cover, ...]:
    """Give the covers of today and to come, soonest first: a manager all, an IRO their own.

    An IRO's own are those of their own absence, and those in which they cover.
    """
    found = store.standing(transaction, today)
    if "manager" in viewer.roles or viewer.kind == "system":
        return found
    return tuple(each for each in found if viewer.id in {each.iro_id, each.cover_id})


def viewer_of(transaction: Transaction, officer: Officer, at: datetime) -> Viewer:
    """Give the eyes of an officer at a moment, with those of the IROs they cover for."""
    own = officer_viewer(officer)
    if "iro" not in own.roles:
        return own
    found = store.on_day(transaction, day_in_england(at))
    if not found:
        return own
    covered = rules.covered_by(officer.id, found, _may_review(transaction), at)
    return replace(own, covers=covered)


def reader_of(transaction: Transaction, iro_id: str, at: datetime) -> Reader:
    """Say who holds the cases of an IRO at a moment."""
    found = store.on_day(transaction, day_in_england(at))
    return rules.reader(iro_id, found, _may_review(transaction) if found else (), at)


def circle_at(transaction: Transaction, participant_id: str, at: datetime) -> Circle:
    """Give the names a participant hears: their own child's, and whoever holds the case then."""
    circle = people.circle_of(transaction, participant_id)
    held = reader_of(transaction, circle.iro_id, at)
    if held.reader_id == circle.iro_id:
        return circle
    cover = people.get_officer(transaction, SYSTEM, held.reader_id)
    return replace(circle, iro_id=cover.id, iro=cover.name, iro_email=cover.email)


def news(
    transaction: Transaction, participant_id: str, since: datetime | None, at: datetime
) -> News | None:
    """Say whether another reads now than at a moment before, or None; and if so, who.

    Without ``since`` it is asked whether another reads than the child's own IRO.
    """
    iro_id = people.circle_of(transaction, participant_id).iro_id
    now = reader_of(transaction, iro_id, at)
    before_id = _read_at(transaction, participant_id, iro_id, since) if since else iro_id
    if now.reader_id == before_id or not iro_id:
        return None
    return News(
        reader=people.get_officer(transaction, SYSTEM, now.reader_id),
        before=people.get_officer(transaction, SYSTEM, before_id),
        away=people.get_officer(transaction, SYSTEM, iro_id) if now.until else None,
        until=now.until,
    )


def said_of_reader(
    transaction: Transaction,
    translations: Translations,
    language: str,
    participant_id: str,
    *,
    since: datetime,
    begins: bool,
    at: datetime,
) -> str:
    """Say in a language that another reads now than since they were last told, or give "".

    Who begins is told as well where another reads than the IRO they may know.
    """
    found = news(transaction, participant_id, since, at)
    if found is None and begins:
        found = news(transaction, participant_id, None, at)
    if found is None:
        return ""
    is_child = people.circle_of(transaction, participant_id).role == "child"
    told = {"iro": found.reader, "before": found.before, "away": found.away or found.before}
    names = {
        who: officer.name.partition(" ")[0] if is_child else officer.name
        for who, officer in told.items()
    }
    if found.until is None:
        return translations.text(language, rules.NOW_READS, **names)
    day = translations.date(language, found.until, "date")
    return translations.text(language, rules.AWAY, day=day, **names)


def _read_at(transaction: Transaction, participant_id: str, iro_id: str, at: datetime) -> str:
    child_id = people.get_participant(transaction, SYSTEM, participant_id).child_id
    every = people.visible_children(SYSTEM, "details")
    held = held_at(holdings.of_child(transaction, every, child_id), at)
    return reader_of(transaction, held or iro_id, at).reader_id


def _may_review(transaction: Transaction) -> frozenset[str]:
    found = people.officers_with_role(transaction, SYSTEM, "iro")
    return frozenset(each.id for each in found)


def _require_whose(viewer: Viewer, iro_id: str) -> None:
    own = "iro" in viewer.roles and viewer.id == iro_id
    if viewer.kind != "officer" or not (own or "manager" in viewer.roles):
        raise NotFound
