"""What every staff page says across its top: what waits, and whether anybody can be reached."""

from dataclasses import dataclass
from datetime import datetime

from backend.canary import service as canary
from backend.canary.rules import SILENT
from backend.concerns import service as concerns
from backend.duty import rules
from backend.duty import service as duty
from backend.people.rules import SYSTEM, Officer, officer_viewer
from backend.platform.database import Transaction
from backend.platform.runtime import Runtime

TOLD_OF_CONCERNS = frozenset({"duty", "manager"})


@dataclass(frozen=True)
class Banners:
    """What stands across the top for one officer; each part is 0, False or "" where all is well.

    ``waiting`` counts only what they may see. ``nobody_left`` says that something waits of which
    nobody whose work it is could be told. ``route`` is a msgid about the way to people on duty,
    and ``silent`` one that says our own trials of it do not arrive.
    """

    waiting: int
    nobody_left: bool
    route: str
    silent: str
    may_open: bool
    may_test: bool


def banners_for(runtime: Runtime, officer: Officer | None, at: datetime) -> Banners | None:
    """Gather the banners of an officer, or None for somebody who is not signed in."""
    if officer is None:
        return None
    viewer, told = officer_viewer(officer), bool(officer.roles & TOLD_OF_CONCERNS)

    def work(transaction: Transaction) -> Banners:
        tested = duty.last_tested(transaction)
        tried = canary.standing(transaction, on=runtime.settings.has_canary, at=at)
        return Banners(
            waiting=concerns.count_waiting(transaction, viewer) if told else 0,
            nobody_left=_nobody_left(transaction, officer),
            route=rules.warning(duty.reachable(transaction), tested, at),
            silent=SILENT if tried.silent else "",
            may_open=told,
            may_test=bool(officer.roles & rules.MAY_CHANGE_ROTA),
        )

    return runtime.database.read(work)


def _nobody_left(transaction: Transaction, officer: Officer) -> bool:
    """Whoever is named in what waits learns nothing of it, not even that it waits."""
    if not concerns.nobody_left(transaction):
        return False
    waiting = concerns.list_waiting(transaction, SYSTEM)
    alone = (each for each in waiting if each.nobody_left)
    return any(officer.id not in concerns.barred(transaction, each) for each in alone)
