"""The words of the pages about challenges, permanence and proceedings, as msgids."""

from backend.platform.msgids import _

# What an officer does about a challenge: the heading of its page, and what the words are about.
DEEDS = {
    "answer": (_("Write down the answer"), _("The answer, in short")),
    "move": (_("Take it to another stage"), _("Why now, if there is something to say")),
    "outcome": (_("Write down what came of it"), _("What changed for the child, or did not")),
    "cafcass": (_("Referral to Cafcass"), _("Why, or why not")),
    "close": (_("Close it"), _("Why it is closed as it stands")),
    "reopen": (_("Open it again"), _("Why it is opened again")),
}
NOTICES = {
    "raised": _("It has been raised, and the person who is to answer is being told."),
    "praised": _("The good practice has been recorded."),
    "challenge-answer": _("The answer has been written down."),
    "challenge-move": _("It is at the new stage now, and the person who is to answer is told."),
    "challenge-outcome": _("What came of it has been written down."),
    "challenge-cafcass": _("It is written down that Cafcass was thought of."),
    "challenge-close": _("It has been closed."),
    "challenge-reopen": _("It is open again, and the person who is to answer is told."),
    "plan-recorded": _("The plan has been recorded."),
    "proceedings-kept": _("The proceedings have been written down."),
    "hearing-kept": _("The hearing has been written down."),
    "talk-kept": _("The talk has been written down."),
}
