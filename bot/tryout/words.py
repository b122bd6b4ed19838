"""Words that stand beside a try-out."""

from backend.concerns.rules import CATEGORIES
from backend.platform.msgids import _
from bot.tryout.turns import FULL, LEAVE, SENT, Turn

BEGUN_AGAIN = "begun-again"
CODE = "code"

NOTES = {
    BEGUN_AGAIN: _(
        "What this page held could not be read, or the questions have changed. So it begins again."
    ),
    CODE: _("Any six numbers will do here."),
    FULL: _("A try-out can't hold that much, so the last answer was not taken."),
    LEAVE: _(
        "On a phone all of this would be gone at once, and another page would open: {leave_url} "
        "To come back they would need their code."
    ),
    SENT: _("{iro} would now be told that there is something to read."),
}


def duty(turn: Turn) -> tuple[str, ...]:
    """Give what the people on duty would be told of, as msgids."""
    return tuple(CATEGORIES[reason.category] for reason in turn.reasons)
