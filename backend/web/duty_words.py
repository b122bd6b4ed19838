"""The words that the pages of the people on duty show for a code, as msgids."""

from backend.platform.msgids import _

# What became of one message of a call, as the people on duty are told, and how that looks.
WAY_STATES = {
    "waiting": (_("still being tried"), "wait"),
    "sending": (_("still being tried"), "wait"),
    "sent": (_("sent"), "good"),
    "held": (_("may not have arrived"), "wait"),
    "undeliverable": (_("did not arrive"), "bad"),
    "cancelled": (_("stopped"), "none"),
}
WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
# The numbers that only the authority itself can know.
OWN_NUMBERS = {
    "edt": _("Emergency duty team, out of hours"),
    "iro": _("Reviewing officers"),
    "advocate": _("Advocates"),
    "complaints": _("Complaints"),
}
POSITIONS = {1: _("First"), 2: _("Second")}
# What is said after something was done about a concern, the rota or a test.
DUTY_NOTICES = {
    "noted": _("It has been written down."),
    "taken": _("You have this now. It is written down that you do."),
    "acted": _("It is marked as acted on."),
    "handed-over": _("It has been handed over, and they are being called."),
    "about-kept": _("Whom it is about has been written down."),
    "kept-from-you": _("It has been written down, and you no longer see that concern."),
    "concern-closed": _("The concern has been closed."),
    "shift-added": _("The shift has been put on the rota."),
    "shift-removed": _("The shift has been taken off the rota."),
    "test-sent": _("The test is on its way to everybody on duty."),
    "test-arrived": _("Thank you. It is written down that the test reached you."),
}
