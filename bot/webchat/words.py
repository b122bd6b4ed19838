"""What the chat says when something can't be done, and which template shows which screen."""

from backend.concerns.rules import NoDutyRoute
from backend.invitations.rules import AFTER_REVIEW, ANY_DAY
from backend.platform.errors import SaysoError
from backend.platform.msgids import _
from bot.webchat.pages import Screen

WRONG = {
    "nothing_picked": _("Pick one of these first, or press Skip."),
    "nothing_drawn": _("Draw or write something first, or press Skip."),
    "too_much_drawn": _("That is more than one drawing can hold. Take some of it away."),
    "nobody_named": _("Tick at least one person, or pick another answer."),
    "nothing_written": _("Write something first."),
    "too_long": _("That is more than fits in one answer. Make it shorter, then press the button."),
    "file": _("Only words can be sent here, not a file. Your words are still here."),
}
WRONG_CODE = _("That link and code do not fit together. Look at the numbers and try again.")
WRONG_NUMBERS = _("That code does not fit. Look at the numbers and try again.")
LOCKED = _("That was tried too many times. Ask the person who gave you the link for a new code.")

# Whose conversations these are is said alike: what sets them apart is said beside the name.
APART = {
    ANY_DAY: _("{name}, on any day"),
    AFTER_REVIEW: _("{name}, what was decided"),
}

SORRY = _("This page is not here")
SORRY_LINES = (
    _("The link may be old, or this browser may not know you yet."),
    _("Open your link again and type your code. Or ask the person who gave it to you."),
)
NOT_NOW = _("This can't start just now")
NOT_NOW_LINES = (
    _("Nobody on duty could be told if you had a worry. So it would not be right to start."),
    _("Nothing is wrong with your link. Please try again another day, or tell a grown-up."),
)
NOT_SAVED = _("That was not saved")
NOT_SAVED_LINES = (_("It is our fault, not yours. Please go back and try again in a minute."),)


def sorry(error: SaysoError) -> tuple[str, tuple[str, ...]]:
    """Give the title and the lines for an error, in msgids."""
    if isinstance(error, NoDutyRoute):
        return NOT_NOW, NOT_NOW_LINES
    if error.status >= 500:
        return NOT_SAVED, NOT_SAVED_LINES
    if error.status == 404:
        return SORRY, SORRY_LINES
    return NOT_SAVED, (error.message,)


def template(shown: Screen) -> str:
    """Name the template of a screen; help that was asked for comes before everything else."""
    if shown.helped:
        return "help.html"
    if shown.paused:
        return "pause.html"
    names = {"step": "question", "check": "check", "share": "share", "send": "send"}
    return f"{names.get(shown.stage, 'sent')}.html"
