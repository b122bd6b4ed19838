"""What a concern is, in which state it stands, and when it calls people again. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from backend.calls.rules import Call
from backend.people.rules import Viewer
from backend.platform.errors import Unavailable
from backend.platform.ids import derived_id
from backend.platform.msgids import _
from dialogs.cues import CueTable
from dialogs.screening import Finding, screen, tables_for

ANY_LANGUAGE = ""
"""The language of words that belong to no conversation yet."""
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
    "restraint": _("Being held, tied or locked in"),
    "unscreened": _("Not screened"),
}
LEVELS = {"concern": _("concern"), "urgent": _("urgent")}
STATES = {
    "raised": _("raised"),
    "seen": _("seen"),
    "acted": _("acted on"),
    "closed": _("closed"),
}
ABOUT = {
    "none": _("Nobody who works with or cares for the child"),
    "carer": _("A carer, or somebody who lives in the home"),
    "worker": _("Somebody who works with the child"),
    "adult": _("Another adult"),
}
CHANGES = {
    "raised": _("Raised"),
    "again": _("More was said, people were called again"),
    "urgent": _("Became urgent"),
    "seen": _("Somebody has it"),
    "acted": _("Acted on"),
    "handed": _("Handed over"),
    "about": _("Whom it is about"),
    "named": _("Named in it"),
    "unnamed": _("No longer named in it"),
    "left": _("The officer who had it may no longer see it"),
    "lado": _("The designated officer (LADO) was told"),
    "closed": _("Closed"),
}
SHOWN_FIRST, SHOWN_LAST = 50, 200
"""How many of all the places where it was said are shown, and of the child's own; all are kept."""


class NoDutyRoute(Unavailable):
    """Nobody would hear a worry, so a child's conversation does not begin."""

    code = "no-duty-route"
    message = _("This cannot start just now, because nobody on duty could be told of a worry.")


@dataclass(frozen=True)
class Concern:
    """One worry about one child, raised at least once; ``event_ids`` lead to the words.

    They are the first and the last places where it was said; ``times`` counts all of them.
    ``waiting_since`` is when the people on duty began to be called, None while somebody has it.
    """

    id: str
    child_id: str
    category: str
    level: str
    participant_id: str
    consultation_id: str
    source: str
    raised_at: datetime
    last_at: datetime
    times: int
    seen_at: datetime | None = None
    seen_by: str | None = None
    acted_at: datetime | None = None
    acted_by: str | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    holder_id: str | None = None
    round: int = 1
    waiting_since: datetime | None = None
    nobody_left: bool = False
    about: str = "none"
    lado_due: date | None = None
    lado_told_at: datetime | None = None
    event_ids: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Say whether it is not closed."""
        return self.closed_at is None

    @property
    def waiting(self) -> bool:
        """Say whether nobody has yet said "I have this" to all that was said."""
        return self.waiting_since is not None

    @property
    def state(self) -> str:
        """How far it has come: raised, seen, acted or closed."""
        reached = {"closed": self.closed_at, "acted": self.acted_at, "seen": self.seen_at}
        return next((state for state, at in reached.items() if at), "raised")

    @property
    def left_out(self) -> int:
        """How many places are not in ``event_ids``; it says so of a concern that was opened."""
        return max(self.times - len(self.event_ids), 0)

    @property
    def lado_waits(self) -> bool:
        """Say whether the designated officer (LADO) is still to be told."""
        return self.lado_due is not None and self.lado_told_at is None


@dataclass(frozen=True)
class Raised:
    """One reason to raise a concern: where it came from, its category, and how much it presses."""

    source: str
    category: str
    level: str = "urgent"


@dataclass(frozen=True)
class About:
    """Where and when a worry was said: the event holds the words, sealed."""

    child_id: str
    participant_id: str
    consultation_id: str
    event_id: str
    at: datetime


@dataclass(frozen=True)
class Pointer:
    """One place where it was said: the event, in whose conversation, why it was raised, when."""

    event_id: str
    consultation_id: str
    participant_id: str
    source: str
    at: datetime


@dataclass(frozen=True)
class Change:
    """Something that was done with a concern; ``officer_id`` is None where nobody did it."""

    at: datetime
    officer_id: str | None
    change: str
    detail: str


@dataclass(frozen=True)
class Named:
    """Somebody an allegation is about: ``kind`` is "officer" or "participant"."""

    kind: str
    person_id: str


def one_a_category(reasons: tuple[Raised, ...]) -> tuple[Raised, ...]:
    """Give one reason to each category: the most pressing, or else the first."""
    found: dict[str, Raised] = {}
    for reason in reasons:
        held = found.get(reason.category)
        if held is None or (held.level, reason.level) == ("concern", "urgent"):
            found[reason.category] = reason
    return tuple(found.values())


def begun(about: About, reason: Raised) -> Concern:
    """Give a new concern; the unit may run twice, so its id follows from the event."""
    return Concern(
        id=derived_id(about.event_id, "concern", reason.category),
        child_id=about.child_id,
        participant_id=about.participant_id,
        consultation_id=about.consultation_id,
        **vars(reason),
        raised_at=about.at,
        last_at=about.at,
        times=1,
        waiting_since=about.at,
    )


def calls_again(held: Concern, reason: Raised) -> str:
    """Say why people are called again for a concern that is raised once more, "" where not.

    Words after somebody had it call once, until somebody has it again; so does a rise.
    """
    if (held.level, reason.level) == ("concern", "urgent"):
        return "urgent"
    return "" if held.waiting else "again"


def as_call(held: Concern) -> Call:
    """Give a concern as something for which people are called."""
    since = held.waiting_since or held.raised_at
    return Call(held.id, held.child_id, held.level, held.round, since, held.holder_id)


def from_ahead(held: Concern, at: datetime) -> bool:
    """Say whether it waits since a moment that has not come, as a clock ran ahead and was put back.

    Nobody would be called until that moment came again.
    """
    return held.waiting_since is not None and held.waiting_since > at


def works_on(viewer: Viewer, held: Concern) -> bool:
    """Say whether an officer decides about a concern: whoever has it, or a manager."""
    return viewer.id == held.holder_id or "manager" in viewer.roles


def screened(
    cues: Mapping[str, CueTable], text: str, language: str, audience: str = ""
) -> list[Raised]:
    """Give each reason to tell a person that a text holds, in a conversation of this language.

    Where a table fails, or finds what is no worry we know, the reason is ``unscreened`` beside
    what the others find: whatever happens here, the words are kept and somebody reads them.
    """
    if not text.strip():
        return []
    found: list[Finding] = []
    failed = False
    for table in _looking(cues, text, language):
        try:
            found += [_known(each) for each in screen(table, text, audience)]
        except Exception:
            failed = True
    levels: dict[str, str] = {}
    for each in sorted(found, key=lambda finding: finding.level):  # concern before urgent
        levels[each.category] = each.level
    reasons = [Raised("cue", category, level) for category, level in levels.items()]
    return reasons + ([Raised("unscreened", "unscreened")] if failed else [])


def _known(finding: Finding) -> Finding:
    if finding.category not in CATEGORIES or finding.level not in LEVELS:
        raise ValueError("no such category or level")
    return finding


def _looking(cues: Mapping[str, CueTable], text: str, language: str) -> list[CueTable]:
    try:
        return tables_for(cues, text, language)
    except Exception:  # then all of them look
        return list(cues.values())
