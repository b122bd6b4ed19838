"""Somebody is away, and somebody covers."""

from datetime import date, datetime

from backend.covers import service as covers
from backend.covers.rules import Cover
from backend.people import service as people
from backend.people.rules import Officer, Viewer
from backend.platform.database import Database, Transaction, new_id
from backend.platform.delivery.rules import OpenedMessage
from backend.platform.delivery.service import deliver_due
from backend.platform.runtime import Runtime
from tests.backend.consultations.household import Household

MANAGER = Viewer("officer", "f" * 32, frozenset({"manager"}))


def a_cover(iro: Officer, cover: Officer, first: date, last: date, entered_at: datetime) -> Cover:
    """Make a cover; nothing is kept."""
    return Cover(new_id(), iro.id, cover.id, first, last, entered_at, iro.id)


def enter(household: Household, first: date, last: date, by: str = "other_iro") -> Cover:
    """Enter from today's moment on that Priya is away, and who covers."""
    at = household.runtime.clock()
    made = a_cover(household.officers["iro"], household.officers[by], first, last, at)
    today = min(first, at.date())
    household.runtime.database.write(lambda t: covers.add(t, MANAGER, made, today))
    return made


def stop(household: Household, cover: Cover) -> None:
    """Stop a cover now."""
    at = household.runtime.clock()
    household.runtime.database.write(lambda t: covers.end(t, MANAGER, cover.id, at))


def eyes(household: Household, who: str, at: datetime | None = None) -> Viewer:
    """Give the eyes of an officer, with those they cover for at a moment: now, if none is given."""
    moment = at or household.runtime.clock()
    officer = household.officers[who]
    return household.runtime.database.read(lambda t: covers.viewer_of(t, officer, moment))


def notices(runtime: Runtime) -> list[str]:
    """Send what waits to go out by e-mail, and give to whom a notice that views are ready went."""
    went: list[OpenedMessage] = []
    deliver_due(runtime.database, runtime.ring, {"email": went.append}, runtime.clock)
    return [each.recipient for each in went if each.template == "views_ready"]


def seen(database: Database, viewer: Viewer, purpose: str) -> set[str]:
    """Give the ids of the children that somebody may know of for a purpose."""

    def work(transaction: Transaction) -> set[str]:
        rows = transaction.execute(people.visible_children(viewer, purpose))
        return {row.id for row in rows}

    return database.read(work)
