"""The words that more than one staff page shows for a code, as msgids."""

from backend.concerns.rules import ABOUT, CATEGORIES, CHANGES, LEVELS, SOURCES, STATES
from backend.duty.rules import WHY
from backend.handling.rules import NOTE_KINDS
from backend.platform.msgids import _
from backend.web import decision_words, meeting_words
from backend.web.duty_words import (
    DUTY_NOTICES,
    OWN_NUMBERS,
    POSITIONS,
    WAY_STATES,
    WEEKDAYS,
)
from backend.web.round_words import (
    ROUND_NEXT,
    ROUND_NOTICES,
    ROUND_STAGES,
    ROUND_STEPS,
    ROUND_WAYS,
)
from dialogs.script import Script

# Words that belong to a capability, for the templates, which are given this module.
__all__ = [
    "ABOUT",
    "CATEGORIES",
    "CHANGES",
    "LEVELS",
    "NOTE_KINDS",
    "OWN_NUMBERS",
    "POSITIONS",
    "ROUND_NEXT",
    "ROUND_STAGES",
    "ROUND_STEPS",
    "ROUND_WAYS",
    "SOURCES",
    "STATES",
    "WAY_STATES",
    "WEEKDAYS",
    "WHY",
]


OFFICER_ROLES = {
    "iro": _("reviewing officer"),
    "duty": _("duty officer"),
    "manager": _("manager"),
    "support": _("business support"),
    "owner": _("system owner"),
}
OFFICER_ROLE_HINTS = {
    "iro": _("Reads what their own children and the people around them say."),
    "duty": _("Is told at once when somebody says something worrying."),
    "manager": _("Is told when nobody on duty answers. Sees every concern and the rota."),
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
    "education": _("school or college"),
    "health": _("health"),
    "advocate": _("advocate"),
    "guardian": _("children's guardian"),
}
PLACEMENT_KINDS = {
    "foster": _("foster home"),
    "kinship": _("with family or friends"),
    "residential": _("children's home"),
    "other": _("somewhere else"),
}
# What questions there are for children, and for whom: by script.
QUESTIONS = {
    "": _("The ones for their age"),
    "child_4_7": _("With faces and pictures, for 4 to 7"),
    "child_8_11": _("Short and simple, for 8 to 11"),
    "child_12_15": _("More to choose from, for 12 to 15"),
    "child_16_17": _("With life after care, for 16 and 17"),
    "child_symbols": _("With symbols and very few words, at any age"),
}
# Who was with somebody while they answered, and whose words it is.
HELPED = {
    "alone": _("alone"),
    "near": _("with somebody near"),
    "helping": _("with help"),
    "typing": _("typed in by somebody"),
}
WHOSE_WORDS = {
    "me": _("the child chose the words"),
    "both": _("both chose the words"),
    "them": _("the helper chose the words"),
}
# For whom a script is that goes neither by age nor by choice.
SCRIPTS = {
    "any_day": _("A child, on any day between reviews"),
    "after_review": _("A child, after the review"),
    "foster_carer": _("A foster carer"),
    "kinship_carer": _("Family or friends who look after a child"),
    "residential_worker": _("A residential key worker"),
    "parent": _("A parent"),
    "social_worker": _("The social worker"),
    "education": _("School or college"),
    "health": _("A health worker"),
    "advocate": _("The child's advocate"),
    "guardian": _("The children's guardian"),
}
SCRIPT_BY_AGE = _("A child of {youngest} to {oldest}")
SCRIPT_BY_CHOICE = _("A child of {youngest} to {oldest} who communicates with symbols")
REVIEW_STATUSES = {
    "planned": _("planned"),
    "held": _("held"),
    "cancelled": _("cancelled"),
}
LANGUAGES = {
    "en": _("English"),
    "cy": _("Welsh"),
}

# How far somebody is with the questions, and how that looks.
ASKED_STATES = {
    "not-asked": (_("not asked yet"), "wait"),
    "no-questions": (_("there are no questions for them yet"), "none"),
    "too-young": (_("under four: the people around them are asked"), "none"),
    "asked": (_("asked, not opened yet"), "wait"),
    "opened": (_("opened, nothing said yet"), "wait"),
    "begun": (_("begun, not sent"), "wait"),
    "sent": (_("sent"), "good"),
    "locked": (_("closed after ten wrong codes; ask again for a new one"), "bad"),
    "stopped": (_("stopped: their part has ended"), "bad"),
    "closed": (_("the link was closed; ask again for a new one"), "bad"),
    "ended": (_("the link is too old; ask again for a new one"), "bad"),
}
MESSAGES = {
    "invitation": _("Invitation"),
    "invitation_telegram": _("Invitation"),
    "invitation_code": _("Code for an invitation"),
    "reminder": _("Reminder"),
    "reminder_begun": _("Reminder"),
    "nudge": _("Reminder"),
    "account_link": _("Link to choose a password"),
    "views_ready": _("Notice that something is ready to read"),
    "concern": _("Notice of a concern"),
    "duty_test": _("Test"),
    "undeliverable": _("Notice of a message that did not arrive"),
}
ROUTES = {
    "email": _("e-mail"),
    "notify_email": _("e-mail, by the second way"),
    "notify_sms": _("text message"),
    "telegram": _("Telegram"),
}
MESSAGE_STATES = {
    "undeliverable": _("will not arrive"),
    "held": _("may not have arrived"),
    "waiting": _("still being tried"),
}
# Why, by the code of a route.
REASONS = {
    "refused": _("The address was refused. Check it with the person."),
    "rejected": _("Their server would not take the message."),
    "gave-up": _("It was tried for three days."),
    "no-server": _("Our mail server cannot be reached. Tell the person who looks after Sayso."),
    "no-tls": _("Our mail server offers no encryption. Tell the person who looks after Sayso."),
    "sign-in-refused": _("Our mail server does not let us in. Tell whoever looks after Sayso."),
    "sender-refused": _("Our own address was refused. Tell the person who looks after Sayso."),
    "no-answer": _("The connection was lost before the answer came."),
    "bad-key": _("GOV.UK Notify does not know our key. Tell the person who looks after Sayso."),
    "bad-clock": _("Our clock is wrong. Tell the person who looks after Sayso."),
    "bad-template": _("Our template at GOV.UK Notify is wrong. Tell whoever looks after Sayso."),
    "trial-mode": _("Our GOV.UK Notify is only on trial. Tell the person who looks after Sayso."),
    "no-connection": _("GOV.UK Notify cannot be reached. Tell the person who looks after Sayso."),
    "provider-down": _("GOV.UK Notify is out of order. It will be tried again."),
    "too-fast": _("Too much was sent at once. It will be tried again."),
    "no-such-address": _("There is no such address or number. Check it with the person."),
    "not-reachable": _("Their mailbox or phone did not take it for days. Ask them another way."),
    "provider-failed": _("GOV.UK Notify could not send it. Send it again."),
    "blocked": _("They have blocked the bot. Ask them another way."),
}
NO_REASON = _("Nothing more is known.")
# What came in by a messenger and could not be put anywhere, by why, and what to do about it.
SET_ASIDE = {
    "failed": _(
        "Something went wrong here while reading it. Where we could, we asked the person to "
        "write again and told the duty team. Tell the person who looks after Sayso."
    ),
    "ended": _(
        "Somebody wrote whose link has ended, and we hold no conversation to put it in. They "
        "were told so, and where to ring. If somebody's part has ended lately, ask them "
        "whether they wanted to tell you something."
    ),
}

# Why somebody could not be carried over to a newer version of the questions.
NOT_CARRIED = {
    "erased": _("could not be: everything said about the child has been erased."),
    "no-file": _("could not be: the file of their version is gone. Put it back, then try again."),
    "unavailable": _("could not be just now. Try again in a moment."),
}

# What a card says, in the language of whoever it is for. It gives away nothing about care.
CARD = {
    "title": _("A few questions for you"),
    "scan": _("Point your phone's camera at the square, or type this address:"),
    "code": _("Then type these six numbers:"),
    "telegram": _("Or answer on Telegram, with the same six numbers:"),
    "private": _("This is only for you. Please do not pass it on."),
}

# What is said after something was done; the code is in the address, so it says nothing of whom.
NOTICES = (
    DUTY_NOTICES
    | decision_words.NOTICES
    | meeting_words.NOTICES
    | ROUND_NOTICES
    | {
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
)

ERROR_TITLES = {
    403: _("That was not done"),
    404: _("Page not found"),
    413: _("That was too much at once"),
    422: _("That could not be used"),
    429: _("Please wait a few minutes"),
    500: _("Something went wrong"),
    503: _("Please try again in a moment"),
}


def for_whom(script: Script) -> str:
    """Give the words for whom a script is, as a msgid; it may name {youngest} and {oldest}."""
    by_age = SCRIPT_BY_CHOICE if script.by_choice else SCRIPT_BY_AGE
    return SCRIPTS.get(script.id, by_age if script.audience == "child" else script.id)
