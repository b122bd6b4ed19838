"""What may be decided about a concern, by whom and in which state, and what is noted. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from backend.calls.rules import Paged
from backend.concerns.rules import ABOUT, Change, Concern, Named, Pointer, works_on
from backend.duty.rules import OnCall, Recipient, as_recipients
from backend.people.rules import Officer, Viewer
from backend.platform.clock import LONDON, day_in_england
from backend.platform.msgids import _

ALLEGATIONS = frozenset({"carer", "worker"})
"""About these the designated officer (LADO) is told within one working day (Working Together)."""
ACT_WITHIN = 1
"""Working days from "I have this" to what was done: a decision on a referral is made within one
working day (Working Together)."""
NOTE_KINDS = {
    "done": _("What was done"),
    "told": _("Who was told"),
    "where": _("Where the child is now"),
    "home": _("Who lives there"),
    "safe": _("A safe way to reach the child"),
    "handover": _("Handover"),
    "strategy": _("Strategy discussion"),
    "lado": _("The designated officer (LADO) was told"),
    "closing": _("Why it is closed"),
}
WRITTEN_BY_HAND = frozenset(NOTE_KINDS) - {"handover", "closing"}

LONGEST_NOTE = 5_000

NOT_SEEN = _("Press “I have this” first.")
MORE_WAITS = _("More was said. Read it and press “I have this” first.")
IS_CLOSED = _("This is closed. What is said from now on opens a new one.")
NOTHING_DONE = _("Write down what was done first.")
NOT_ACTED = _("It can be closed once it was acted on.")
NO_REASON = _("Say why it is closed.")
NOT_YOURS = _("Somebody else has this. Ask them to hand it over to you.")
NO_WORDS = _("Write something.")
TOO_LONG = _("This is too long. Write a second note.")
NO_KIND = _("Pick what kind of note it is.")
WHO_WAS_TOLD = _("Say who was told.")
NOT_AN_ALLEGATION = _("Say first that it is about a carer or a worker.")
CANNOT_HAVE_IT = _("Pick another officer who may see this and is a duty officer or a manager.")
NOT_OFFERED = _("Pick one of the choices.")
NOBODY_ELSE = _(
    "Another duty officer or a manager has to be able to see it. Leave one of them off."
)
WHO_IS_NAMED = _("Pick people who are around this child, or officers.")


@dataclass(frozen=True)
class Note:
    """What an officer wrote down; of who was told also ``who``, ``how`` and ``when``."""

    id: str
    at: datetime
    officer_id: str
    kind: str
    words: str = field(repr=False)
    who: str = field(default="", repr=False)
    how: str = field(default="", repr=False)
    when: datetime | None = None


@dataclass(frozen=True)
class Record:
    """All there is about one concern but the words, for a strategy discussion."""

    concern: Concern
    pointers: tuple[Pointer, ...]
    changes: tuple[Change, ...]
    notes: tuple[Note, ...]
    pages: tuple[Paged, ...]
    named: tuple[Named, ...]


def why_not_work(viewer: Viewer, held: Concern) -> str:
    """Say why nothing can be decided about it by this officer now, "" where it can."""
    if not held.open:
        return IS_CLOSED
    if held.seen_at is None:
        return NOT_SEEN
    if held.waiting:
        return MORE_WAITS
    return "" if works_on(viewer, held) else NOT_YOURS


def why_not_act(viewer: Viewer, held: Concern, kinds: Collection[str]) -> str:
    """Say why it cannot be marked as acted on; ``kinds`` are those of its notes."""
    return why_not_work(viewer, held) or ("" if "done" in kinds else NOTHING_DONE)


def why_not_close(viewer: Viewer, held: Concern, reason: str) -> dict[str, str]:
    """Say why it cannot be closed, by field; {} where it can."""
    if wrong := why_not_work(viewer, held) or ("" if held.acted_at else NOT_ACTED):
        return {"concern": wrong}
    return {} if reason.strip() else {"reason": NO_REASON}


def wrong_note(note: Note) -> dict[str, str]:
    """Give what is wrong with a note, by field."""
    wrong = {}
    if note.kind not in NOTE_KINDS:
        wrong["kind"] = NO_KIND
    if note.kind == "told" and not note.who.strip():
        wrong["who"] = WHO_WAS_TOLD
    elif not note.words.strip() and not note.who.strip():
        wrong["words"] = NO_WORDS
    if max(map(len, (note.words, note.who, note.how))) > LONGEST_NOTE:
        wrong["words"] = TOO_LONG
    return wrong


def late_from(seen_at: datetime, on_call: OnCall) -> datetime:
    """Give when something that was seen and not acted on is late, in UTC."""
    seen = seen_at.astimezone(LONDON)
    day = on_call.calendar.add_working_days(seen.date(), ACT_WITHIN)
    return datetime.combine(day, seen.time(), LONDON).astimezone(UTC)


def reminds_now(held: Concern, able: bool, on_call: OnCall, at: datetime) -> bool:
    """Say whether people are reminded on this day that nobody has acted on a concern.

    ``able`` says whether its holder may still see it: where not, nobody looks after it, and it is
    late at once. It comes on working days, at the time of day at which it was seen.
    """
    if not held.open or held.waiting or held.acted_at is not None or held.seen_at is None:
        return False
    now, seen = at.astimezone(LONDON), held.seen_at.astimezone(LONDON)
    if not on_call.calendar.is_working_day(now.date()):
        return False
    return not able or (at >= late_from(held.seen_at, on_call) and now.time() >= seen.time())


def day_number(at: datetime) -> int:
    """Give the number, below that of any other page, by which a day's reminder is sent once."""
    return -day_in_england(at).toordinal()


def who_sees(
    officers: Iterable[Officer], viewer: Viewer, barred: Collection[str]
) -> tuple[Officer, ...]:
    """Give who sees it beside this officer: those on duty or managers, the managers first."""
    able = (
        each for each in officers if each.active and each.id != viewer.id and each.id not in barred
    )
    of_use = (each for each in able if each.roles & {"duty", "manager"})
    return tuple(sorted(of_use, key=lambda each: "manager" not in each.roles))


def to_tell(seeing: tuple[Officer, ...]) -> tuple[Recipient, ...]:
    """Give the managers of those who see it, or where there is none, everybody on duty."""
    managers = tuple(each for each in seeing if "manager" in each.roles)
    told, why = (managers, "manager") if managers else (seeing, "duty")
    return as_recipients(told, why)


def lado_due(about: str, raised_at: datetime, on_call: OnCall) -> date | None:
    """Give by which day the designated officer (LADO) is told: one working day on, or None."""
    from_day = day_in_england(raised_at)
    return on_call.calendar.add_working_days(from_day, 1) if about in ALLEGATIONS else None


def may_act(officer: Officer, barred: Collection[str]) -> bool:
    """Say whether an officer who has a concern can still look after it."""
    fits = officer.active and bool(officer.roles & {"duty", "manager", "iro"})
    return fits and officer.id not in barred


def may_have(officer: Officer, held: Concern, barred: Collection[str]) -> bool:
    """Say whether a concern can be handed over to an officer."""
    fits = officer.active and bool(officer.roles & {"duty", "manager"})
    return fits and officer.id != held.holder_id and officer.id not in barred


def wrong_handover(viewer: Viewer, held: Concern, to: Officer | None, words: str) -> dict[str, str]:
    """Give what is wrong with handing over, by field; also while more was said that waits."""
    wrong = {}
    if not held.open:
        wrong["concern"] = IS_CLOSED
    elif not works_on(viewer, held):
        wrong["concern"] = NOT_YOURS if held.holder_id else NOT_SEEN
    if to is None:
        wrong["to"] = CANNOT_HAVE_IT
    if not words.strip():
        wrong["words"] = NO_WORDS
    return wrong


def wrong_allegation(
    viewer: Viewer,
    held: Concern,
    about: str,
    named: tuple[Named, ...],
    around: Collection[Named],
) -> dict[str, str]:
    """Give what is wrong with whom it is said to be about, by field; ``around`` can be named."""
    wrong = {}
    if not works_on(viewer, held):
        wrong["concern"] = NOT_YOURS if held.holder_id else NOT_SEEN
    if about not in ABOUT:
        wrong["about"] = NOT_OFFERED
    if set(named) - set(around) or (named and about == "none"):
        wrong["named"] = WHO_IS_NAMED
    return wrong
