"""Court proceedings about a child, their hearings, and talks with the children's guardian. Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime

from backend.decisions.rules import wrong_words
from backend.people.rules import ENDS_FIRST, NOT_OFFERED, wrong_texts
from backend.platform.msgids import _

KINDS = {
    "care": _("care proceedings (section 31)"),
    "placement": _("placement order proceedings"),
    "discharge": _("discharge of a care order"),
    "family_time": _("proceedings about time with family"),
    "secure": _("secure accommodation"),
    "other": _("something else"),
}
FUTURE = _("This day has not come yet.")
BEFORE_ISSUE = _("This is before the proceedings were issued.")


@dataclass(frozen=True)
class Proceedings:
    """One set of proceedings; ``order`` says what was ordered in the end, "" until then."""

    id: str
    child_id: str
    kind: str
    issued_on: date
    at: datetime
    by: str
    final_order_on: date | None = None
    ended_on: date | None = None
    court: str = field(default="", repr=False)
    case_number: str = field(default="", repr=False)
    order: str = field(default="", repr=False)

    def under_way_on(self, day: date) -> bool:
        """Say whether they have not ended by this day."""
        return self.ended_on is None or day < self.ended_on


@dataclass(frozen=True)
class Hearing:
    """One day in court, which may be to come, and what it is for or what came of it."""

    id: str
    child_id: str
    proceedings_id: str
    held_on: date
    at: datetime
    by: str
    words: str = field(default="", repr=False)


@dataclass(frozen=True)
class Talk:
    """That the IRO and the children's guardian spoke, and what about."""

    id: str
    child_id: str
    guardian_id: str
    spoken_on: date
    at: datetime
    by: str
    words: str = field(default="", repr=False)


def wrong_proceedings(entry: Proceedings, today: date) -> dict[str, str]:
    """Give what is wrong with proceedings, by field."""
    texts = {"court": entry.court, "case_number": entry.case_number}
    wrong = wrong_texts(texts, ("court",))
    if entry.kind not in KINDS:
        wrong["kind"] = NOT_OFFERED
    if entry.issued_on > today:
        wrong["issued_on"] = FUTURE
    for name in ("final_order_on", "ended_on"):
        day: date | None = getattr(entry, name)
        if day is not None and day > today:
            wrong[name] = FUTURE
        elif day is not None and day < entry.issued_on:
            wrong[name] = ENDS_FIRST if name == "ended_on" else BEFORE_ISSUE
    if problem := wrong_words(entry.order, required=False):
        wrong["order"] = problem
    return wrong


def wrong_hearing(hearing: Hearing, of: Proceedings) -> dict[str, str]:
    """Give what is wrong with a hearing, by field."""
    wrong = {"held_on": BEFORE_ISSUE} if hearing.held_on < of.issued_on else {}
    problem = wrong_words(hearing.words, required=True)
    return wrong | ({"words": problem} if problem else {})


def wrong_talk(talk: Talk, today: date) -> dict[str, str]:
    """Give what is wrong with the note of a talk, by field."""
    wrong = {"spoken_on": FUTURE} if talk.spoken_on > today else {}
    problem = wrong_words(talk.words, required=True)
    return wrong | ({"words": problem} if problem else {})
