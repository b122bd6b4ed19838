"""The words of the pages about dates: what is due, and what is said after something was done."""

from backend.platform.msgids import _

# What is due, by the code of the clock.
DUE = {
    "": _("review"),
    "first": _("first review"),
    "second": _("second review"),
    "subsequent": _("review"),
    "iro_named": _("Child told who their reviewing officer is"),
    "needs_assessment": _("Assessment of needs at 16"),
    "talk_before": _("Talk with the social worker"),
    "reports_before": _("Reports are here"),
    "midway": _("Check midway between two reviews"),
    "decisions_written": _("Decisions of the review written"),
    "care_plan_updated": _("Care plan updated"),
    "record_completed": _("Full record of the review"),
    "record_distributed": _("Record sent to everyone it is for"),
}
NOTICES = {
    "review-held": _("It is written down that the review was held."),
    "review-adjourned": _("The review is adjourned. Links work until 28 days after its new day."),
    "due-done": _("It has been noted as done."),
    "due-undone": _("It is no longer noted as done."),
    "feed-made": _("A new address has been made. The earlier one has stopped working."),
    "feed-closed": _("The address has stopped working."),
    "care-kept": _("The dates of care have been saved."),
}
