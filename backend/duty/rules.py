"""Who is reached when a worry waits: the rota, the steps, and the numbers to ring. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from backend.people.rules import Officer
from backend.platform.calendar import Calendar
from backend.platform.msgids import _
from backend.platform.settings import Settings

POSITIONS = (1, 2)
MAY_CHANGE_ROTA = frozenset({"duty", "manager", "owner", "support"})
MAY_BE_ON_ROTA = frozenset({"duty", "manager"})
LONGEST_SHIFT = timedelta(days=14)

TEST_EVERY = timedelta(days=30)
CHECK_NUMBERS_EVERY = timedelta(days=183)
OWN_NUMBERS = ("edt", "iro", "advocate", "complaints")
"""The numbers that only the authority itself can know."""

ENDS_FIRST = _("The end has to be after the start.")
TOO_LONG = _("This is longer than two weeks. Enter it in parts.")
CANNOT_BE_ON_ROTA = _("Pick an officer who can sign in and is a duty officer or a manager.")
NO_SUCH_POSITION = _("Say whether they are first or second.")
TAKEN = _("Somebody is in this position at that time already.")

NOBODY = _("Nobody on duty can be reached. Give an officer the role duty officer.")
NEVER_TESTED = _("The way to the people on duty has never been tested.")
UNTESTED = _("The way to the people on duty has not been tested for 30 days.")


@dataclass(frozen=True)
class Shift:
    """One officer's time on the rota: from ``starts_at`` until ``ends_at``, first or second."""

    id: str
    officer_id: str
    starts_at: datetime
    ends_at: datetime
    position: int

    def holds_at(self, at: datetime) -> bool:
        """Say whether this is the shift at a moment; the next begins as this one ends."""
        return self.starts_at <= at < self.ends_at

    def overlaps(self, other: "Shift") -> bool:
        """Say whether both would be the same position at one time."""
        return (
            self.id != other.id
            and self.position == other.position
            and self.starts_at < other.ends_at
            and other.starts_at < self.ends_at
        )


@dataclass(frozen=True)
class OnCall:
    """How the people on duty are reached, as the authority has set it.

    ``escalate_after`` are the minutes after which each further step is taken, and after the last
    of them its people are told again every ``repeat_every`` minutes. ``edt_email`` and
    ``edt_phone`` are those of the emergency duty team, ``canary_email`` and ``canary_phone`` take
    what the made-up child raises. ``public_url`` is where officers sign in, and ``routes`` are the
    names of those that messages leave by.
    """

    escalate_after: tuple[int, ...] = (15, 60, 240)
    repeat_every: int = 30
    calendar: Calendar = field(default_factory=Calendar)
    edt_email: str = field(default="", repr=False)
    edt_phone: str = field(default="", repr=False)
    public_url: str = ""
    routes: frozenset[str] = frozenset({"email"})
    canary_email: str = field(default="", repr=False)
    canary_phone: str = field(default="", repr=False)

    @property
    def canary(self) -> "Recipient":
        """The address that stands in for people on duty when the way itself is tried."""
        return Recipient("canary", self.canary_email, self.canary_phone, "canary")

    @property
    def last(self) -> int:
        """The number of the last step, that of the emergency duty team; 0 is the first."""
        return len(self.escalate_after)


@dataclass(frozen=True)
class Recipient:
    """Somebody who is paged, and as what; ``officer_id`` is "" for the emergency duty team."""

    officer_id: str
    email: str = field(repr=False)
    phone: str = field(repr=False)
    why: str


# Why somebody was paged, as it is shown in the record.
WHY = {
    "holder": _("has the concern"),
    "rota": _("first on the rota"),
    "next": _("next on the rota"),
    "duty": _("duty officer"),
    "manager": _("manager"),
    "edt": _("emergency duty team"),
    "owner": _("system owner, as nobody else is left"),
    "canary": _("nobody: a trial of the way itself"),
}


@dataclass(frozen=True)
class Rota:
    """Who could be reached at one moment: the active officers, and the shifts that hold now."""

    officers: tuple[Officer, ...]
    shifts: tuple[Shift, ...]
    on_call: OnCall

    def without(self, excluded: Iterable[str]) -> "Rota":
        """Give the rota as if these officers were not there."""
        left_out = frozenset(excluded)
        officers = tuple(each for each in self.officers if each.id not in left_out)
        return Rota(officers, self.shifts, self.on_call)

    @property
    def on_shift(self) -> tuple[Officer, ...]:
        """Those who are on the rota now, the first before the second, each once."""
        known = {each.id: each for each in self.officers if each.roles & MAY_BE_ON_ROTA}
        ordered = sorted(self.shifts, key=lambda shift: shift.position)
        return tuple(
            known[it] for it in dict.fromkeys(s.officer_id for s in ordered) if it in known
        )

    def with_role(self, role: str) -> tuple[Officer, ...]:
        """Those who have a role."""
        return tuple(each for each in self.officers if role in each.roles)


@dataclass(frozen=True)
class Reached:
    """Whom a step reaches; ``nobody_left`` says that only the owners were left, or not even they.

    It is shown as a banner: nobody whose work it is would be told.
    """

    recipients: tuple[Recipient, ...]
    nobody_left: bool = False


def recipients(step: int, rota: Rota) -> Reached:
    """Say whom a step reaches; where nobody is left in it, the next step's people at once.

    Step 0 is whoever is first on the rota, or everybody on duty where it is empty; step 1 the
    next; then all duty officers and managers; the last step, and each after it, the emergency duty
    team and the managers. Where not even they are there, all on duty again, and at last the owners.
    """
    last = max(rota.on_call.last, 1)
    every: tuple[Callable[[Rota], tuple[Recipient, ...]], ...] = (_first, _next, _all, _emergency)
    begin = 0 if step == 0 else 3 if step >= last else min(step, 2)
    for group in (*every[begin:], _all):
        if found := group(rota):
            return Reached(found)
    return Reached(as_recipients(rota.with_role("owner"), "owner"), nobody_left=True)


def _first(rota: Rota) -> tuple[Recipient, ...]:
    if rota.on_shift:
        return as_recipients(rota.on_shift[:1], "rota")
    return as_recipients(rota.with_role("duty"), "duty")


def _next(rota: Rota) -> tuple[Recipient, ...]:
    if len(rota.on_shift) > 1:
        return as_recipients(rota.on_shift[1:2], "next")
    told = {each.officer_id for each in _first(rota)}
    return as_recipients((each for each in rota.with_role("duty") if each.id not in told), "duty")


def _all(rota: Rota) -> tuple[Recipient, ...]:
    on_duty = as_recipients(rota.with_role("duty"), "duty")
    managers = (each for each in rota.with_role("manager") if "duty" not in each.roles)
    return (*on_duty, *as_recipients(managers, "manager"))


def _emergency(rota: Rota) -> tuple[Recipient, ...]:
    terms = rota.on_call
    team = Recipient("", terms.edt_email, terms.edt_phone, "edt")
    reachable = (team,) if team.email or team.phone else ()
    return (*reachable, *as_recipients(rota.with_role("manager"), "manager"))


def whom_to_alarm(rota: Rota) -> tuple[Recipient, ...]:
    """Give who hears that the way is broken, each once: owners, managers, emergency duty team."""
    owners = as_recipients(rota.with_role("owner"), "owner")
    return tuple({each.officer_id: each for each in (*owners, *_emergency(rota))}.values())


def as_recipients(officers: Iterable[Officer], why: str) -> tuple[Recipient, ...]:
    """Give officers as those to be paged, and as what."""
    return tuple(Recipient(each.id, each.email, each.phone, why) for each in officers)


def everyone_on_duty(rota: Rota) -> tuple[Recipient, ...]:
    """Give whom a test is sent to: those on the rota now, or all duty officers, and the team."""
    on_duty = as_recipients(rota.on_shift, "rota") or as_recipients(rota.with_role("duty"), "duty")
    return (*on_duty, *(each for each in _emergency(rota) if not each.officer_id))


def wrong_shift(shift: Shift, officer: Officer | None, others: Iterable[Shift]) -> dict[str, str]:
    """Give what is wrong with a shift beside the others of that time, by field."""
    wrong = {}
    if officer is None or not officer.active or not officer.roles & MAY_BE_ON_ROTA:
        wrong["officer_id"] = CANNOT_BE_ON_ROTA
    if shift.position not in POSITIONS:
        wrong["position"] = NO_SUCH_POSITION
    if shift.ends_at <= shift.starts_at:
        wrong["ends_at"] = ENDS_FIRST
    elif shift.ends_at - shift.starts_at > LONGEST_SHIFT:
        wrong["ends_at"] = TOO_LONG
    elif any(shift.overlaps(other) for other in others):
        wrong["starts_at"] = TAKEN
    return wrong


def warning(reachable: bool, last_tested: datetime | None, at: datetime) -> str:
    """Give the words of the banner about the duty route, or "" where all is well."""
    if not reachable:
        return NOBODY
    if last_tested is None:
        return NEVER_TESTED
    return UNTESTED if at - last_tested > TEST_EVERY else ""


def on_call_of(settings: Settings, holidays: frozenset[date], routes: frozenset[str]) -> OnCall:
    """Give how the people on duty are reached, from the settings and the bank holidays."""
    closed = holidays | settings.bank_holidays
    return OnCall(
        escalate_after=settings.escalate_after,
        repeat_every=settings.repeat_every,
        calendar=Calendar(settings.office_hours, closed),
        edt_email=settings.edt_email,
        edt_phone=settings.edt_phone,
        public_url=settings.public_url,
        routes=routes,
        canary_email=settings.canary_email,
        canary_phone=settings.canary_phone,
    )


@dataclass(frozen=True)
class SentTest:
    """One message of a test: whether the provider took it, and when its reader said so."""

    officer_id: str
    message_id: str
    status: str
    acknowledged_at: datetime | None


@dataclass(frozen=True)
class DutyTest:
    """One test of the way to the people on duty, with every message of it."""

    id: str
    at: datetime
    by_officer: str
    pages: tuple[SentTest, ...] = ()

    @property
    def passed(self) -> bool:
        """Say whether anybody was reached: a provider took it, or a reader said so."""
        return any(each.status == "sent" or each.acknowledged_at for each in self.pages)


@dataclass(frozen=True)
class Helpline:
    """A number people are told to ring, and the day a person last checked it, if any did.

    ``how`` is what to do beside ringing. ``hours`` are shown only with a day they were checked.
    """

    name: str
    number: str
    checked_on: date | None
    hours: str = ""
    hours_checked_on: date | None = None
    how: str = ""
    unverified: bool = False

    def stale(self, today: date) -> bool:
        """Say whether nobody has checked the number in the last six months."""
        return self.checked_on is None or today - self.checked_on > CHECK_NUMBERS_EVERY

    @property
    def hours_shown(self) -> str:
        """The hours, if anybody has checked them."""
        return self.hours if self.hours_checked_on else ""
