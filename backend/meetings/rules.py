"""Who was at a review, and by which code the child took part. Pure.

The codes are those of the SSDA903 return. One is suggested from facts and the IRO confirms it:
nothing here sets it. How attending online counts is not said by the guide as far as we know, so
an authority's own reading is asked of the IRO each time.
"""

from dataclasses import dataclass
from datetime import date, datetime

from backend.people.rules import MUST_SAY, NOT_OFFERED, YOUNGEST_ASKED
from backend.platform.msgids import _

CODES = {
    "PN0": _("under four at the time of the review"),
    "PN1": _("attended and spoke for themself"),
    "PN2": _("attended, and an advocate spoke for them"),
    "PN3": _("attended and showed their view without words"),
    "PN4": _("attended and took no part in it"),
    "PN5": _("did not attend, and briefed an advocate to speak for them"),
    "PN6": _("did not attend, and their view came another way"),
    "PN7": _("did not attend, and no view of theirs was heard"),
}
ATTENDED = {
    "room": _("in the room"),
    "part": _("in the room for part of it"),
    "online": _("online or by phone"),
    "no": _("not there"),
}
# What the child did who was there; who was not may have briefed somebody.
SPOKE = {
    "self": _("spoke for themself"),
    "advocate": _("an advocate or you spoke for them"),
    "symbols": _("showed their view without words"),
    "nothing": _("said and showed nothing"),
}
TOO_YOUNG = _("The child was four or older on that day, so PN0 does not fit (rule 440).")
NOT_YOUNG = _("The child was under four on that day, so only PN0 fits (rule 441).")
NOT_HELD = _("Say this once the review has been held.")

# Why a code is suggested, for the page.
BECAUSE = {
    "young": _("because {child} was under four"),
    "spoke": _("because {child} was in the room and spoke for themself"),
    "advocate": _("because {child} was in the room and somebody spoke for them"),
    "symbols": _("because {child} was there and showed their view without words"),
    "silent": _("because {child} was in the room and took no part"),
    "briefed": _("because {child} was not there and had briefed somebody to speak"),
    "sent": _("because {child} was not there and had sent you their answers"),
    "nothing": _("because {child} was not there and sent nothing"),
    "online": _("{child} was there online. How that counts is for you and the authority to say."),
    "unknown": _("Say first how {child} took part."),
}
READ_OUT = _(
    "{child} had sent you answers before. Were they read out? Then somebody spoke for them."
)


@dataclass(frozen=True)
class Facts:
    """What is known of how a child took part; ``attended`` and ``spoke`` are "" while it is not.

    ``sent`` says that the child's answers were with the IRO before the meeting.
    """

    attended: str
    spoke: str
    briefed: bool
    sent: bool


@dataclass(frozen=True)
class Suggestion:
    """A code, "" where none can be suggested, and why, as a key of BECAUSE."""

    code: str
    why: str
    ask_read_out: bool = False


@dataclass(frozen=True)
class Attendance:
    """How the child took part in one review, and who else was there, by participant.

    ``code`` is "" until the IRO has confirmed one, ``confirmed_at`` when that was.
    """

    review_id: str
    child_id: str
    attended: str = ""
    spoke: str = ""
    briefed: bool = False
    others: tuple[tuple[str, str], ...] = ()
    code: str = ""
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None


_IN_THE_ROOM = {
    "self": ("PN1", "spoke"),
    "advocate": ("PN2", "advocate"),
    "nothing": ("PN4", "silent"),
}


def suggest(facts: Facts, born: date, review_day: date) -> Suggestion:
    """Suggest a participation code (SSDA903 guide, PN0 to PN7); never more than a suggestion."""
    if review_day < _fourth_birthday(born):
        return Suggestion("PN0", "young")
    if facts.attended == "":
        return Suggestion("", "unknown")
    if facts.attended == "no":
        return _from_afar(facts)
    if facts.spoke == "symbols":
        return Suggestion("PN3", "symbols")
    if facts.attended == "online":
        return Suggestion("", "online")
    found = {
        "self": ("PN1", "spoke"),
        "advocate": ("PN2", "advocate"),
        "nothing": ("PN4", "silent"),
    }
    code, why = found.get(facts.spoke, ("", "unknown"))
    return Suggestion(code, why, ask_read_out=code == "PN4" and facts.sent)


def _from_afar(facts: Facts) -> Suggestion:
    if facts.briefed:
        return Suggestion("PN5", "briefed")
    return Suggestion("PN6", "sent") if facts.sent else Suggestion("PN7", "nothing")


def wrong_code(code: str, born: date, review_day: date) -> str:
    """Say why a code cannot be (rules 167, 440 and 441 of the return), "" where it can.

    On the very fourth birthday neither rule fires; the child is four then.
    """
    if not code:
        return MUST_SAY
    if code not in CODES:
        return NOT_OFFERED
    fourth = _fourth_birthday(born)
    if code == "PN0" and review_day > fourth:
        return TOO_YOUNG
    return NOT_YOUNG if code != "PN0" and review_day < fourth else ""


def wrong_attendance(attendance: Attendance) -> dict[str, str]:
    """Give what is wrong with who was there, by field; {} where nothing is."""
    wrong = {}
    if attendance.attended not in ATTENDED:
        wrong["attended"] = NOT_OFFERED
    if attendance.attended not in {"", "no"} and attendance.spoke not in SPOKE:
        wrong["spoke"] = NOT_OFFERED
    if any(how not in ATTENDED for _id, how in attendance.others):
        wrong["others"] = NOT_OFFERED
    return wrong


def _fourth_birthday(born: date) -> date:
    year = born.year + YOUNGEST_ASKED
    try:
        return born.replace(year=year)
    except ValueError:  # born on 29 February, four years before a year that has none (2100)
        return date(year, 3, 1)
