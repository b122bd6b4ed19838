"""The words of the pages that follow what was decided, as msgids."""

from backend.platform.msgids import _

# What somebody said of a decision, as its history has it.
UPDATES = {
    "done": _("said that it is done"),
    "under_way": _("said that it is on the way"),
    "cannot": _("said that it cannot be done"),
    "confirmed": _("confirmed that it is done"),
    "not_yet": _("looked at it: not done yet"),
    "effect": _("wrote down what it changed"),
    "reopened": _("opened it again"),
}
# What an officer says settles it, so it stands in other words.
SETTLED_BY_IRO = {
    "done": _("settled it as done"),
    "under_way": _("wrote down that it is on the way"),
    "cannot": _("settled it as not to be done"),
}
# Why whoever has to do it is not asked by e-mail, and what the IRO can do.
OWNERS = {
    "no_email": _("Nobody is asked by e-mail: no address is known."),
    "ended": _("Their part in the child's life has ended. Pick somebody else to do it."),
    "iro": _("The reviewing officer has this to do. No e-mail goes out about it."),
    "child": _("The child has this to do. No e-mail goes to them: talk about it together."),
}
OWN_KINDS = {
    "done": _("It is done"),
    "under_way": _("It is on the way"),
    "cannot": _("It cannot be done"),
}
PROGRESS_NOTICES = {
    "progress-said": _("Thank you. The reviewing officer will see it."),
    "progress-recorded": _("It has been written down."),
    "progress-settled": _("It is settled. You can put that right on its page."),
    "progress-effect": _("It is settled. Say below in a sentence what it changed, if you know."),
    "progress-not-yet": _("It stays open, and whoever has to do it may be asked again."),
    "progress-reopened": _("It is open again."),
    "asking-off": _("Nobody is asked about it by e-mail any more."),
    "asking-on": _("Whoever has to do it may be asked by e-mail again."),
    "midway-recorded": _("The midway check has been written down."),
}
