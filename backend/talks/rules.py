"""The IRO's own talks with a child, in private before a review and between reviews. Pure.

Reg 36 of SI 2010/959: the IRO speaks to the child in private about the matters of the review,
unless the child, being of sufficient understanding, refuses, or the IRO thinks it inappropriate.
The duty is the IRO's; what is here reminds and records.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from backend.decisions import rules as decision_rules
from backend.people.rules import NOT_OFFERED
from backend.platform.clock import day_in_england
from backend.platform.msgids import _

PRIVATE, BETWEEN = "private", "between"
KINDS = {
    PRIVATE: _("in private, before a review"),
    BETWEEN: _("between reviews"),
}
STATES = {
    "planned": _("planned"),
    "held": _("held"),
    "refused": _("the child did not want to"),
    "unsuitable": _("not suitable for their age or understanding"),
}
WAYS = {
    "": _("not said"),
    "visit": _("face to face"),
    "video": _("by video"),
    "phone": _("by phone"),
    "other": _("another way"),
}
# Where a private talk stands before a review: a state, or one of these.
NOT_ARRANGED, OVERDUE = "not_arranged", "overdue"

LONGEST = 4000
WHEN_PLANNED = _("Enter the day and time that are planned.")
WHEN_HELD = _("Enter the day on which you talked.")
NOT_YET = _("This day has not come yet.")
WHY = _("Say why in a few words.")


@dataclass(frozen=True)
class Talk:
    """One talk: planned for a moment, or held on a day, or not to be, with why in ``words``.

    ``alone`` says that nobody else was there, None where that is not known. ``words`` are the
    officer's own of what was talked about, ``agreed`` what the two of them agreed.
    """

    id: str
    child_id: str
    review_id: str | None
    kind: str
    state: str
    planned_for: datetime | None
    held_on: date | None
    way: str
    alone: bool | None
    at: datetime
    by: str
    words: str = field(default="", repr=False)
    agreed: str = field(default="", repr=False)


def wrong_talk(talk: Talk, today: date) -> dict[str, str]:
    """Give what is wrong with a talk, by field; {} where nothing is."""
    wrong = {
        name: NOT_OFFERED
        for name, offered in (("kind", KINDS), ("state", STATES), ("way", WAYS))
        if getattr(talk, name) not in offered
    }
    if talk.state == "planned" and talk.planned_for is None:
        wrong["planned_for"] = WHEN_PLANNED
    if talk.state == "held" and talk.held_on is None:
        wrong["held_on"] = WHEN_HELD
    elif talk.held_on is not None and talk.held_on > today:
        wrong["held_on"] = NOT_YET
    if talk.state in {"refused", "unsuitable"} and not talk.words.strip():
        wrong["words"] = WHY
    for name in ("words", "agreed"):
        problem = wrong_words(getattr(talk, name))
        if problem:
            wrong[name] = problem
    return wrong


def wrong_words(text: str, *, required: bool = False) -> str:
    """Give what is wrong with what an officer noted of a talk, "" for nothing."""
    return decision_rules.wrong_words(text, required=required, longest=LONGEST)


def standing(talks: Iterable[Talk], review_id: str, today: date) -> tuple[str, date | None]:
    """Say where the private talk before a review stands, and on which day that was or will be.

    A state of the talk, or NOT_ARRANGED, or OVERDUE where the planned day has passed unrecorded.
    A talk that was held counts before one that was refused: children change their minds.
    """
    own = [each for each in talks if each.kind == PRIVATE and each.review_id == review_id]
    for state in ("held", "planned", "refused", "unsuitable"):
        found = [each for each in own if each.state == state]
        if found:
            day = _day(found[-1])
            late = state == "planned" and day is not None and day < today
            return (OVERDUE if late else state), day
    return NOT_ARRANGED, None


def _day(talk: Talk) -> date | None:
    if talk.held_on is not None:
        return talk.held_on
    return day_in_england(talk.planned_for) if talk.planned_for else None
