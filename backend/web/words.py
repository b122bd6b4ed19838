"""The words that more than one staff page shows for a code, as msgids."""

from collections.abc import Iterable
from dataclasses import dataclass


def _(msgid: str) -> str:
    """Mark words for the catalogue; they are translated where they are shown."""
    return msgid


@dataclass(frozen=True)
class Link:
    """A place in the bar at the top, and whose work it is."""

    path: str
    words: str
    roles: frozenset[str]


# In this order the first that is somebody's own is also where they begin.
NAVIGATION = (
    Link("/reviews", _("My reviews"), frozenset({"iro"})),
    Link("/concerns", _("Concerns"), frozenset({"duty"})),
    Link("/children", _("Children"), frozenset({"support", "owner"})),
    Link("/messages", _("Not delivered"), frozenset({"support", "owner"})),
    Link("/officers", _("Officers"), frozenset({"owner"})),
)

OFFICER_ROLES = {
    "iro": _("reviewing officer"),
    "duty": _("duty officer"),
    "support": _("business support"),
    "owner": _("system owner"),
}
OFFICER_ROLE_HINTS = {
    "iro": _("Reads what their own children and the people around them say."),
    "duty": _("Is told at once when somebody says something worrying."),
    "support": _("Keeps children and reviews up to date and sends invitations. Reads no answers."),
    "owner": _("Does all that business support does, and decides who may sign in."),
}
PARTICIPANT_ROLES = {
    "child": _("the child"),
    "foster_carer": _("foster carer"),
    "kinship_carer": _("kinship carer"),
    "residential_worker": _("residential key worker"),
    "parent": _("parent"),
    "social_worker": _("social worker"),
}
PLACEMENT_KINDS = {
    "foster": _("foster home"),
    "kinship": _("with family or friends"),
    "residential": _("children's home"),
    "other": _("somewhere else"),
}
REVIEW_STATUSES = {
    "planned": _("planned"),
    "held": _("held"),
    "cancelled": _("cancelled"),
}
LANGUAGES = {
    "en": _("English"),
    "cy": _("Welsh"),
}

# What is said after something was done; the code is in the address, so it says nothing of whom.
NOTICES = {
    "child-added": _("The child has been added."),
    "child-corrected": _("The child's details have been changed."),
    "placement-added": _("The home has been added."),
    "placement-corrected": _("The home's details have been changed."),
    "moved": _("The move has been recorded. Links of the home they left have stopped working."),
    "participant-added": _("The person has been added."),
    "participant-corrected": _("The person's details have been changed."),
    "review-added": _("The review has been added."),
    "review-corrected": _("The review has been changed."),
    "invited": _("The invitation has been made."),
    "officer-added": _("The officer has been added."),
    "officer-corrected": _("The officer's details have been changed."),
    "officer-disabled": _("The officer can no longer sign in."),
    "officer-enabled": _("The officer can be given a new link to sign in."),
    "link-sent": _("A link to choose a password has been sent."),
    "password-chosen": _("Your password has been set. You can sign in with it now."),
    "signed-out": _("You have signed out."),
}

ERROR_TITLES = {
    403: _("That was not done"),
    404: _("Page not found"),
    413: _("That was too much at once"),
    422: _("That could not be used"),
    429: _("Please wait a few minutes"),
    500: _("Something went wrong"),
    503: _("Please try again in a moment"),
}


def navigation_for(roles: Iterable[str]) -> tuple[Link, ...]:
    """Give the places in the bar of somebody with these roles."""
    held = frozenset(roles)
    return tuple(link for link in NAVIGATION if link.roles & held)
