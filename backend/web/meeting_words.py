"""The words of the pages about talks and about who was at a meeting."""

from backend.meetings.rules import ATTENDED, BECAUSE, CODES, READ_OUT, SPOKE
from backend.platform.msgids import _
from backend.talks.rules import KINDS, STATES, WAYS

# Words that belong to a capability, for the templates, which are given this module's.
__all__ = ["ATTENDED", "BECAUSE", "CODES", "KINDS", "READ_OUT", "SPOKE", "STATES", "WAYS"]

# Where the private talk before a review stands, and how that looks.
TALK_STANDINGS = {
    "held": (_("you talked on {day}"), "good"),
    "planned": (_("planned for {day}"), "wait"),
    "overdue": (_("planned for {day}: how did it go?"), "bad"),
    "refused": (_("did not want to"), "none"),
    "unsuitable": (_("not suitable"), "none"),
    "not_arranged": (_("not arranged yet"), "bad"),
}

# What there is to do once the day of a review has come, and where.
AFTER = {
    "held": (_("Say how it ended"), "held"),
    "attendance": (_("Who was there, and the participation code"), "attendance"),
    "decisions": (_("Decisions"), "decisions"),
    "reply": (_("What the child is told"), "reply"),
    "midway": (_("Midway check"), "midway"),
}
NOTICES = {
    "notes-kept": _("Your notes have been kept."),
    "talk-kept": _("The talk has been written down."),
    "attendance-kept": _("Who was there has been written down."),
    "code-confirmed": _("You have confirmed the participation code."),
}
