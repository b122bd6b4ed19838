"""Who people are, who may see whom, and who may use which channel. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from backend.platform.contacts import is_phone
from backend.platform.msgids import _
from backend.platform.settings import TELEGRAM_NEVER_UNDER

OFFICER_ROLES = ("iro", "duty", "manager", "support", "owner")
PARTICIPANT_ROLES = (
    "child",
    "foster_carer",
    "kinship_carer",
    "residential_worker",
    "parent",
    "social_worker",
    "education",
    "health",
    "advocate",
    "guardian",
)
YOUNGEST_ASKED = 4  # years: participation codes for the annual return begin at the same age
PROFESSIONALS = frozenset({"social_worker", "education", "health", "advocate", "guardian"})
OF_A_HOME = frozenset({"foster_carer", "kinship_carer", "residential_worker"})
PLACEMENT_KINDS = ("foster", "kinship", "residential", "other")


@dataclass(frozen=True)
class Officer:
    """One member of staff; ``phone`` is "" where none is known, else digits after a "+" or not."""

    id: str
    name: str
    email: str
    roles: frozenset[str]
    active: bool = True
    phone: str = ""

    @property
    def may_review(self) -> bool:
        """Say whether children may have this officer as their IRO."""
        return self.active and "iro" in self.roles


@dataclass(frozen=True)
class Child:
    """One child; ``known_as`` may be ""; a ``synthetic`` one has no IRO and is counted nowhere."""

    id: str
    first_name: str
    last_name: str
    known_as: str
    date_of_birth: date
    language: str
    iro_id: str
    case_number: str = ""
    synthetic: bool = False

    @property
    def called(self) -> str:
        """The name to call the child by."""
        return self.known_as or self.first_name

    def age_on(self, day: date) -> int:
        """Give the child's age in whole years."""
        return age_on(self.date_of_birth, day)


@dataclass(frozen=True)
class Placement:
    """Where a child lives, from a day until a day; ``name`` is the home in the home's words.

    The address is left out of what most viewers get; see ``service.address_of``.
    """

    id: str
    child_id: str
    kind: str
    name: str
    address: str = field(repr=False)
    address_withheld: bool
    starts_on: date
    ends_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Say whether the child lives here on this day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True)
class Participant:
    """One person's role in one child's life, tied to a placement where it comes from one."""

    id: str
    child_id: str
    role: str
    name: str
    placement_id: str | None
    starts_on: date
    ends_on: date | None
    email: str
    phone: str
    language: str

    @property
    def of_the_home(self) -> bool:
        """Say whether their name may tell where the child lives."""
        return self.role in OF_A_HOME or self.placement_id is not None

    def takes_part_on(self, day: date) -> bool:
        """Say whether this person has that role on this day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True)
class ChosenQuestions:
    """Which script somebody chose for a child by their understanding; "" is by age again."""

    id: str
    child_id: str
    script: str
    by_kind: str
    by_id: str
    chosen_at: datetime


@dataclass(frozen=True)
class Circle:
    """Who one participant speaks about and to: what the chat calls the child and the IRO."""

    role: str
    child: str
    iro_id: str
    iro: str
    iro_email: str


@dataclass(frozen=True)
class Viewer:
    """Who is looking, and the ids of the IROs whose cases an IRO ``covers`` today."""

    kind: Literal["officer", "participant", "system"]
    id: str
    roles: frozenset[str] = frozenset()
    covers: frozenset[str] = frozenset()


SYSTEM = Viewer("system", "")


def officer_viewer(officer: Officer) -> Viewer:
    """Give the eyes of an officer; one who is no longer active sees nothing."""
    return Viewer("officer", officer.id, officer.roles if officer.active else frozenset())


def participant_viewer(participant: Participant) -> Viewer:
    """Give the eyes of a participant."""
    return Viewer("participant", participant.id)


def age_on(date_of_birth: date, day: date) -> int:
    """Give the age in whole years; someone born on 29 February is a year older on 1 March."""
    birthday_ahead = (day.month, day.day) < (date_of_birth.month, date_of_birth.day)
    return day.year - date_of_birth.year - int(birthday_ahead)


def may_use(
    channel: str, role: str, date_of_birth: date | None, telegram_min_age: int, day: date
) -> bool:
    """Say whether someone may use a channel: asked at every message, since birthdays come.

    The web is for everyone. Telegram is for adults by role, and for a child only from the age
    the authority sets, never under 16, and never where the date of birth is unknown.
    """
    if channel == "web" or role != "child":
        return True
    if date_of_birth is None:
        return False
    return age_on(date_of_birth, day) >= max(telegram_min_age, TELEGRAM_NEVER_UNDER)


MUST_SAY = _("Enter this.")
TOO_LONG = _("This is too long.")
STRANGE = _("This holds a character that cannot be kept here.")
NO_EMAIL = _("Enter an e-mail address such as name@example.org.")
NO_PHONE = _("Enter a phone number such as 07700 900123 or +44 7700 900123.")
FUTURE_BIRTH = _("The date of birth is in the future.")
TOO_OLD = _("The date of birth is more than 25 years ago.")
NOT_OFFERED = _("Pick one of the choices.")
ENDS_FIRST = _("The end is before the start.")
OVERLAPS = _('The child already has a home on this day. Use "Record a move".')
NOT_YET = _("Record a move on the day it happens, or after: links stop working at once.")
EMAIL_TAKEN = _("Another officer has this e-mail address.")
NO_SUCH_IRO = _("Pick an IRO who is active.")
WHICH_HOME = _("Say which home, so that their link stops working when the child moves.")
ONE_CHILD = _("The child is here already. Correct that entry instead.")
HOME_ENDED = _("The child had left this home by then.")

_LONGEST = {"email": 254, "address": 400, "phone": 40, "case_number": 60}
_SEVERAL_LINES = frozenset({"address"})
_ATOM = r"[!#-'*+\-/0-9=?A-Z^-~]+"
_EMAIL = re.compile(rf"{_ATOM}(\.{_ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


def wrong_texts(values: Mapping[str, str], required: tuple[str, ...]) -> dict[str, str]:
    """Give what is wrong with typed texts, by field; {} where nothing is."""
    wrong = {}
    for name, text in values.items():
        if name in required and not any(unicodedata.category(mark)[0] not in "CZ" for mark in text):
            wrong[name] = MUST_SAY
        elif len(text) > _LONGEST.get(name, 200):
            wrong[name] = TOO_LONG
        elif any(_is_strange(mark, name in _SEVERAL_LINES) for mark in text):
            wrong[name] = STRANGE
    if values.get("email") and "email" not in wrong and not _EMAIL.fullmatch(values["email"]):
        wrong["email"] = NO_EMAIL
    return wrong


def _is_strange(mark: str, several_lines: bool) -> bool:
    """Joiners (Cf) stay, since names in some scripts need them; half a character (Cs) cannot."""
    kept = several_lines and mark in "\r\n"
    return not kept and unicodedata.category(mark) in {"Cc", "Cs", "Zl", "Zp"}


def wrong_child(child: Child, today: date) -> dict[str, str]:
    """Give what is wrong with a child's details, by field."""
    texts = {name: getattr(child, name) for name in ("first_name", "last_name", "known_as")}
    wrong = wrong_texts({**texts, "case_number": child.case_number}, ("first_name", "last_name"))
    if not _LANGUAGE.fullmatch(child.language):
        wrong["language"] = NOT_OFFERED
    if child.date_of_birth > today:
        wrong["date_of_birth"] = FUTURE_BIRTH
    elif age_on(child.date_of_birth, today) > 25:
        wrong["date_of_birth"] = TOO_OLD
    return wrong


def wrong_placement(placement: Placement, others: tuple[Placement, ...]) -> dict[str, str]:
    """Give what is wrong with a placement beside the child's other ones, by field."""
    wrong = wrong_texts({"name": placement.name, "address": placement.address}, ("name",))
    if placement.kind not in PLACEMENT_KINDS:
        wrong["kind"] = NOT_OFFERED
    if placement.ends_on is not None and placement.ends_on < placement.starts_on:
        wrong["ends_on"] = ENDS_FIRST
    elif any(_overlap(placement, other) for other in others if other.id != placement.id):
        wrong["starts_on"] = OVERLAPS
    return wrong


def wrong_move(home: Placement, others: tuple[Placement, ...], today: date) -> dict[str, str]:
    """Give what is wrong with moving to a home on its first day, by field."""
    early = {"starts_on": NOT_YET} if home.starts_on > today else {}
    return wrong_placement(home, others) | early


def _overlap(one: Placement, other: Placement) -> bool:
    # A home that was left on the day it began takes no day, so it comes before the next one.
    first, second = sorted((one, other), key=lambda p: (p.starts_on, p.ends_on or date.max))
    return first.ends_on is None or second.starts_on < first.ends_on


def tied_to(participant: Participant, home: Placement) -> Participant:
    """Let a part that comes from a home end with it."""
    ends = [day for day in (participant.ends_on, home.ends_on) if day is not None]
    return replace(participant, placement_id=home.id, ends_on=min(ends, default=None))


def wrong_participant(participant: Participant, home: Placement | None) -> dict[str, str]:
    """Give what is wrong with a participant's details, by field; ``home`` is what ties them."""
    texts = {name: getattr(participant, name) for name in ("name", "email", "phone")}
    wrong = wrong_texts(texts, ("name",))
    if participant.role not in PARTICIPANT_ROLES:
        wrong["role"] = NOT_OFFERED
    if not _LANGUAGE.fullmatch(participant.language):
        wrong["language"] = NOT_OFFERED
    if home is None and participant.role in OF_A_HOME:
        wrong["placement_id"] = WHICH_HOME
    if home is not None and home.ends_on is not None and participant.starts_on > home.ends_on:
        wrong["placement_id"] = HOME_ENDED
    elif participant.ends_on is not None and participant.ends_on < participant.starts_on:
        wrong["ends_on"] = ENDS_FIRST
    return wrong


def wrong_officer(officer: Officer) -> dict[str, str]:
    """Give what is wrong with an officer's details, by field."""
    wrong = wrong_texts({"name": officer.name, "email": officer.email}, ("name", "email"))
    if officer.phone and not is_phone(officer.phone):
        wrong["phone"] = NO_PHONE
    if not officer.roles or officer.roles - set(OFFICER_ROLES):
        wrong["roles"] = NOT_OFFERED
    return wrong
