"""The words of the pages on which a review's decisions are written."""

from backend.platform.msgids import _

DECISION_KINDS = {
    "decided": _("It was decided"),
    "not_agreed": _("It could not be agreed"),
}
# What could be clearer in a decision, by code, and what to write instead.
ADVICE = {
    "no_owner": _("Nobody is named yet. Pick the one person who makes sure that it happens."),
    "owner_nobody": _(
        "What a whole group is to do, nobody does. Name one person: "
        '"Ms Ali, Oak School" instead of "school".'
    ),
    "no_date": _(
        "Give a day by which it is done. If it goes on and on, give the day on which somebody "
        "looks whether it works."
    ),
    "date_past": _("This day has gone by. Give one that is still to come."),
    "date_before_review": _("This day is before the review itself. Give one after it."),
    "date_far": _(
        "This day is after the next review, which is within six months. Give a nearer one, or "
        "a first step that can be done by then."
    ),
    "vague": _(
        'A word in it cannot be seen or counted, like "monitor", "support" or "ensure". Say what '
        'somebody does: "Jo will weigh Amara every Monday" instead of "monitor Amara\'s weight".'
    ),
    "two_actions": _(
        "It looks like more than one thing to do. Make each a decision of its own, so that each "
        "can be ticked off."
    ),
    "no_actor": _(
        'It does not say who does it. Begin with them: "Tom will book the dentist" instead of '
        '"a dentist to be booked".'
    ),
    "long": _(
        "It is long. Say it in one sentence that the child could repeat, and put the rest "
        'under "Why".'
    ),
    "jargon": _(
        'The child hears of this decision. Write "time with Mum" instead of "contact", "home" '
        'instead of "placement", "brothers and sisters" instead of "siblings".'
    ),
    "no_part": _("Say which part of the plan it is, so that the plan is changed there."),
    "no_why": _("Say why, and what each side thinks. The child is owed a reason."),
}
NOTICES = {
    "decided": _("The decision has been written down."),
    "decision-corrected": _("The decision has been changed."),
    "decision-moved": _("The order has been changed."),
    "decision-removed": _("The decision has been removed."),
    "reason-given": _("The reason has been written down."),
    "reason-taken-back": _("The reason has been taken back."),
}
