"""The words that the pages about caseloads and cover show for a code, as msgids."""

from backend.platform.msgids import _

WHY_MOVED = {
    "left": _("The officer is leaving, or has left"),
    "caseload": _("To even out caseloads"),
    "siblings": _("So that brothers and sisters have the same officer"),
    "conflict": _("A conflict of interest"),
    "asked": _("The child, or somebody close to them, asked"),
    "absence": _("A long absence"),
    "other": _("Another reason"),
}
# How a caseload stands to the guide, and how that looks.
LOAD_STATES = {
    "under": (_("under the guide"), "none"),
    "within": (_("within the guide"), "good"),
    "over": (_("over the guide"), "bad"),
}
NOTICES = {
    "children-moved": _("The children have been moved. Their new officer sees them now."),
    "cover-entered": _("The absence has been entered. On those days the cover sees the children."),
    "cover-stopped": _("That cover has been stopped."),
    "share-kept": _("The working time has been changed."),
}
