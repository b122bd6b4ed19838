"""The people on duty: the rota, whom a step reaches, tests of the way to them, numbers to ring."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from backend.duty import rules, store
from backend.duty.rules import DutyTest, Helpline, OnCall, Reached, Recipient, Rota, Shift
from backend.people import service as people
from backend.people.rules import SYSTEM, Viewer
from backend.platform.database import Transaction, lock
from backend.platform.delivery import service as delivery
from backend.platform.delivery.rules import PageOut
from backend.platform.errors import BadInput, NotFound
from backend.platform.keys.rules import KeyRing

NUMBERS = Path(__file__).parent / "numbers.toml"
OWN = "numbers.toml"
_LOOK_BACK = 20
"""How many tests are looked through for the last that reached anybody."""


@dataclass(frozen=True)
class Page:
    """One call to somebody on duty: ``key`` names its cause, and the same key is sent once."""

    key: str
    recipient: Recipient
    template: str
    url: str
    child_id: str | None


@dataclass(frozen=True)
class Standing:
    """How the duty route stands, for the banner and the duty page.

    ``warning`` is a msgid, "" where all is well; without ``reachable`` no
    child's conversation begins.
    """

    reachable: bool
    last_tested: datetime | None
    warning: str
    on_rota: tuple[Recipient, ...]


def send_page(
    transaction: Transaction, ring: KeyRing, on_call: OnCall, page: Page, at: datetime
) -> tuple[str, ...]:
    """Send a page by every route there is to its recipient; give the ids of the messages.

    This is the one place from which anybody is paged.
    """
    to = page.recipient
    out = PageOut(page.key, to.email, to.phone, page.template, page.url, at, page.child_id)
    return delivery.page(transaction, ring, out, on_call.routes)


def reached(
    transaction: Transaction,
    on_call: OnCall,
    step: int,
    at: datetime,
    excluded: Collection[str] = (),
) -> Reached:
    """Say whom a step reaches at a moment, as if those excluded were not there."""
    return rules.recipients(step, _rota(transaction, on_call, at).without(excluded))


def owners(transaction: Transaction, excluded: Collection[str]) -> tuple[Recipient, ...]:
    """Give the active owners: they are told where nobody else is left."""
    every = people.officers_with_role(transaction, SYSTEM, "owner")
    return rules.as_recipients((each for each in every if each.id not in excluded), "owner")


def whom_to_alarm(transaction: Transaction, on_call: OnCall, at: datetime) -> tuple[Recipient, ...]:
    """Give who hears that the way to the people on duty is broken."""
    return rules.whom_to_alarm(_rota(transaction, on_call, at))


def reachable(transaction: Transaction) -> bool:
    """Say whether at least one active officer is a duty officer."""
    return bool(people.officers_with_role(transaction, SYSTEM, "duty"))


def _rota(transaction: Transaction, on_call: OnCall, at: datetime) -> Rota:
    officers = people.list_officers(transaction, SYSTEM)
    active = tuple(each for each in officers if each.active)
    return Rota(active, store.shifts_at(transaction, at), on_call)


def add_shift(transaction: Transaction, viewer: Viewer, shift: Shift, at: datetime) -> Shift:
    """Put a shift on the rota. Raises NotFound, BadInput with everything that is wrong."""
    _require_keeper(viewer)
    lock(transaction, "rota")  # two who enter the same time at once: the second is told
    officers = {each.id: each for each in people.list_officers(transaction, SYSTEM)}
    others = store.shifts_between(transaction, shift.starts_at, shift.ends_at)
    wrong = rules.wrong_shift(shift, officers.get(shift.officer_id), others)
    if wrong:
        raise BadInput(wrong)
    store.add_shift(transaction, shift, viewer.id, at)
    return shift


def remove_shift(transaction: Transaction, viewer: Viewer, shift_id: str, at: datetime) -> None:
    """Take a shift off the rota. Raises NotFound."""
    _require_keeper(viewer)
    if not store.remove_shift(transaction, shift_id, viewer.id, at):
        raise NotFound


def list_shifts(
    transaction: Transaction, viewer: Viewer, since: datetime, until: datetime
) -> tuple[Shift, ...]:
    """Give what is on the rota in any part of a time. Raises NotFound for who may not know."""
    _require_keeper(viewer)
    return store.shifts_between(transaction, since, until)


def _require_keeper(viewer: Viewer) -> None:
    if viewer.kind != "system" and not viewer.roles & rules.MAY_CHANGE_ROTA:
        raise NotFound


def record_test(
    transaction: Transaction,
    ring: KeyRing,
    viewer: Viewer,
    on_call: OnCall,
    test_id: str,
    at: datetime,
) -> DutyTest:
    """Send a test to everybody on duty by every route, and keep that it was sent.

    Its link is ``/duty/tests/<id>``, where each recipient says that it came. Raises NotFound.
    """
    _require_keeper(viewer)
    test = DutyTest(test_id, at, viewer.id)
    url = f"{on_call.public_url}/duty/tests/{test_id}"
    sent = []
    for each in rules.everyone_on_duty(_rota(transaction, on_call, at)):
        page = Page(f"duty-test:{test_id}:{each.officer_id}", each, "duty_test", url, None)
        messages = send_page(transaction, ring, on_call, page, at)
        sent += [(each.officer_id, message) for message in messages]
    store.add_test(transaction, test, sent)
    return test


def acknowledge_test(transaction: Transaction, viewer: Viewer, test_id: str, at: datetime) -> None:
    """Write down that this officer got the test. Raises NotFound where none was sent to them."""
    if viewer.kind != "officer" or not store.acknowledge_test(transaction, test_id, viewer.id, at):
        raise NotFound


def list_tests(transaction: Transaction, viewer: Viewer, limit: int = 10) -> tuple[DutyTest, ...]:
    """Give the last tests, newest first, with what became of every message. Raises NotFound."""
    _require_keeper(viewer)
    return tuple(_known(transaction, test) for test in store.newest_tests(transaction, limit))


def _known(transaction: Transaction, test: DutyTest) -> DutyTest:
    pages = (
        replace(each, status=delivery.status_of(transaction, each.message_id))
        for each in test.pages
    )
    return replace(test, pages=tuple(pages))


def last_tested(transaction: Transaction) -> datetime | None:
    """Give when the newest test that reached anybody was sent, or None."""
    tests = (_known(transaction, test) for test in store.newest_tests(transaction, _LOOK_BACK))
    return next((test.at for test in tests if test.passed), None)


def standing(transaction: Transaction, on_call: OnCall, at: datetime) -> Standing:
    """Give how the duty route stands now."""
    somebody, tested = reachable(transaction), last_tested(transaction)
    on_rota = tuple(
        each
        for step in (0, 1)
        for each in reached(transaction, on_call, step, at).recipients
        if each.why in {"rota", "next"}
    )
    return Standing(somebody, tested, rules.warning(somebody, tested, at), on_rota)


def numbers(data: Path | None = None) -> dict[str, Helpline]:
    """Read the numbers people are told to ring, by key: ours, then the authority's own.

    ``data`` is the data folder. Raises ValueError for a file that cannot be read.
    """
    own = data / OWN if data else None
    found = _read(NUMBERS)
    return found | (_read(own) if own and own.exists() else {})


def _read(path: Path) -> dict[str, Helpline]:
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
        return {key: _line(values) for key, values in raw.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        # Not its words: only which file, and of what kind the mistake is.
        raise ValueError(f"{path.name} cannot be read ({type(error).__name__})") from None


def _line(values: Mapping[str, Any]) -> Helpline:
    days = {
        name: date.fromisoformat(values[name]) if name in values else None
        for name in ("checked_on", "hours_checked_on")
    }
    return Helpline(**{**values, **days})
