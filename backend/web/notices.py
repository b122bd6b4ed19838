"""What is said after something was done.

The code is in the address, so it says nothing of whom.
"""

from backend.platform.msgids import _
from backend.web.caseload_words import NOTICES as CASELOAD_NOTICES
from backend.web.challenge_words import NOTICES as CHALLENGE_NOTICES
from backend.web.clock_words import NOTICES as CLOCK_NOTICES
from backend.web.decision_words import NOTICES as DECISION_NOTICES
from backend.web.duty_words import DUTY_NOTICES
from backend.web.meeting_words import NOTICES as MEETING_NOTICES
from backend.web.progress_words import PROGRESS_NOTICES
from backend.web.reply_words import REPLY_NOTICES
from backend.web.round_words import ROUND_NOTICES

NOTICES = {
    **CASELOAD_NOTICES,
    **CHALLENGE_NOTICES,
    **CLOCK_NOTICES,
    **DECISION_NOTICES,
    **DUTY_NOTICES,
    **MEETING_NOTICES,
    **PROGRESS_NOTICES,
    **REPLY_NOTICES,
    **ROUND_NOTICES,
    "child-added": _("The child has been added."),
    "child-corrected": _("The child's details have been changed."),
    "placement-added": _("The home has been added."),
    "placement-corrected": _("The home's details have been changed."),
    "moved": _("The move has been recorded. Links of the home they left have stopped working."),
    "participant-added": _("The person has been added."),
    "participant-corrected": _("The person's details have been changed."),
    "review-added": _("The review has been added."),
    "review-corrected": _("The review has been changed."),
    "invited": _("New links and codes have been made."),
    "reminders-on": _("Reminders may go out to them again, twice in all at most."),
    "reminders-off": _("No more reminders go out to them. What they were asked is still open."),
    "questions-chosen": _(
        "The questions have been chosen. They are used if the child has not begun."
    ),
    "officer-added": _("The officer has been added."),
    "officer-corrected": _("The officer's details have been changed."),
    "officer-disabled": _("The officer can no longer sign in."),
    "officer-enabled": _("The officer can be given a new link to sign in."),
    "link-made": _("A link to choose a password has been made. It is shown below, once."),
    "link-sent": _("A link to choose a password has been sent."),
    "password-chosen": _("Your password has been set. You can sign in with it now."),
    "signed-out": _("You have signed out."),
}
