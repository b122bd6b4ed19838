"""What a concern is, and how bare help lines are kept honest."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.platform.errors import Unavailable
from backend.platform.msgids import _

SOURCES = {
    "help": _("Pressed the help button"),
    "choice": _("Picked an answer that raises a concern"),
    "cue": _("Wrote something that may be a worry"),
    "unscreened": _("Wrote something that could not be screened"),
}
CATEGORIES = {
    "help": _("Asked for help"),
    "safety": _("Does not feel safe"),
    "harm": _("Harm by someone"),
    "fear": _("Afraid, or not safe"),
    "sexual": _("Sexual harm"),
    "self_harm": _("Self-harm or suicide"),
    "missing": _("Missing or running away"),
    "exploitation": _("Exploitation"),
    "neglect": _("Neglect"),
    "domestic_abuse": _("Violence at home"),
    "silenced": _("Being silenced or watched"),
    "substances": _("Drink or drugs"),
    "carer_strain": _("A carer at breaking point"),
    "bullying": _("Bullying"),
    "online": _("Harm online"),
    "restraint": _("Locked in, held or tied"),
    "unscreened": _("Not screened"),
}

HELPLINE_CHECK_EVERY = timedelta(days=183)


class NoDutyRoute(Unavailable):
    """Nobody would hear a worry, so a child's conversation does not begin."""

    code = "no-duty-route"
    message = _("This cannot start just now, because nobody on duty could be told of a worry.")


@dataclass(frozen=True)
class Concern:
    """One worry about one child, raised at least once; ``event_ids`` lead to the words."""

    id: str
    child_id: str
    participant_id: str
    consultation_id: str
    source: str
    category: str
    raised_at: datetime
    last_at: datetime
    times: int
    seen_at: datetime | None
    seen_by: str | None
    event_ids: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Say whether nobody has yet said "I have this"."""
        return self.seen_at is None


@dataclass(frozen=True)
class Raised:
    """One reason to raise a concern: where it came from and its category."""

    source: str
    category: str


@dataclass(frozen=True)
class Helpline:
    """A number people are told to ring, and the day a person last checked it."""

    name: str
    number: str
    checked_on: date

    def stale(self, today: date) -> bool:
        """Say whether it is more than six months since anyone checked the number."""
        return today - self.checked_on > HELPLINE_CHECK_EVERY


@dataclass(frozen=True)
class About:
    """Where and when a worry was said: the event holds the words, sealed."""

    child_id: str
    participant_id: str
    consultation_id: str
    event_id: str
    at: datetime
