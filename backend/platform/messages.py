"""What e-mails and text messages say, as msgids: that something waits, and never what."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from backend.platform.msgids import _

# "email" is the authority's own server if it has one, else GOV.UK Notify; with both, Notify is the
# second way. An ordinary e-mail goes by the first.
EMAIL_ROUTES = ("email", "notify_email")
SMS_ROUTE = "notify_sms"


@dataclass(frozen=True)
class EmailWords:
    """Subject and body of an e-mail, as msgids."""

    subject: str
    body: str


# No e-mail names a child, says what anybody said, or gives away what the sender's work is to
# someone reading over a shoulder.
EMAILS: Mapping[str, EmailWords] = {
    "invitation": EmailWords(
        _("A few questions for you"),
        _(
            "Hello,\n\nSomebody would like to know what you think. "
            "Your own page is here:\n{url}\n\n"
            "You will be asked for the six numbers you were given separately.\n\n"
            "The page is only for you. Please do not pass this message on."
        ),
    ),
    "invitation_telegram": EmailWords(
        _("A few questions for you"),
        _(
            "Hello,\n\nSomebody would like to know what you think. "
            "Your own page is here:\n{url}\n\n"
            "If you like, answer on Telegram instead:\n{telegram}\n\n"
            "Either way you will be asked for the six numbers you were given separately.\n\n"
            "This is only for you. Please do not pass this message on."
        ),
    ),
    "invitation_code": EmailWords(
        _("Six numbers"),
        _(
            "Hello,\n\nThese are your six numbers: {code}\n\n"
            "A page that was sent to you in another message will ask for them.\n\n"
            "They are only for you. Please do not pass this message on."
        ),
    ),
    "reminder": EmailWords(
        _("A few questions for you"),
        _(
            "Hello,\n\nSome time ago you were asked what you think. Your own page is still there, "
            "if you would like to say something.\n\n"
            "To open it, use the link you were sent then, or the card you were given. "
            "If you cannot find it, ask the person it came from for a new one.\n\n"
            "You can also tell them that you want no more reminders."
        ),
    ),
    "reminder_begun": EmailWords(
        _("You can go on where you stopped"),
        _(
            "Hello,\n\nYour own page is still there, and you can go on where you stopped.\n\n"
            "To open it, use the link you were sent then, or the card you were given. "
            "If you cannot find it, ask the person it came from for a new one.\n\n"
            "You can also tell them that you want no more reminders."
        ),
    ),
    "progress": EmailWords(
        _("How is it going?"),
        _(
            "Hello,\n\nSomebody would like to know how something is going that is yours "
            "to do. Your own page is here:\n{url}\n\n"
            "It takes two minutes. You need no account: the page sends a code to this address "
            "first.\n\n"
            "The page is only for you. Please do not pass this message on."
        ),
    ),
    "progress_code": EmailWords(
        _("Six numbers"),
        _(
            "Hello,\n\nThese are your six numbers: {code}\n\n"
            "The page that you have open asks for them. They work once, for 15 minutes.\n\n"
            "If you did not ask for them, you need do nothing. Please do not pass them on."
        ),
    ),
    "views_ready": EmailWords(
        _("Something is ready for you in Sayso"),
        _("Something is waiting for you to read in Sayso. Sign in to see it:\n{url}"),
    ),
    "concern": EmailWords(
        _("A concern is waiting in Sayso"),
        _("A concern is waiting in Sayso. Sign in now.\n\n{url}"),
    ),
    "duty_test": EmailWords(
        _("A test from Sayso"),
        _("This is a test. Nobody needs help. Sign in and say that it reached you:\n{url}"),
    ),
    "canary_silent": EmailWords(
        _("Sayso does not reach the people on duty"),
        _(
            "Three trials in a row have failed: what waits in Sayso may not reach the people on "
            "duty. Sign in and look at what is open yourselves until this is mended, and tell "
            "whoever looks after Sayso:\n{url}"
        ),
    ),
    "watch_alarm": EmailWords(
        _("Sayso does not answer as it should"),
        _(
            "Sayso at {url} has not answered as it should three times in a row ({code}). "
            "What waits there may not reach the people on duty. Look at it now."
        ),
    ),
    "watch_well": EmailWords(
        _("Sayso answers again"),
        _("Sayso at {url} answers as it should again."),
    ),
    "account_link": EmailWords(
        _("Choose your password for Sayso"),
        _(
            "Hello,\n\nUse this link to choose your password for Sayso. "
            "It works once, for three days:\n{url}\n\n"
            "If you did not expect this, tell the person who looks after Sayso where you work."
        ),
    ),
    "undeliverable": EmailWords(
        _("A message could not be delivered"),
        _(
            "A message from Sayso could not be delivered. "
            "Sign in to see which one and what you can do:\n{url}"
        ),
    ),
}

# A text message costs by the 160 letters, the link among them, and lies on a locked screen for
# all to read.
SMS: Mapping[str, str] = {
    "invitation": _("A few questions for you. Your own page: {url}"),
    "invitation_code": _("Your six numbers: {code}"),
    "reminder": _("Your questions are still here. Use the link you were sent, or your card."),
    "reminder_begun": _(
        "You can go on where you stopped. Use the link you were sent, or your card."
    ),
    "views_ready": _("Sayso: something is ready for you to read. Sign in: {url}"),
    "concern": _("Sayso: a concern is waiting. Sign in now: {url}"),
    "duty_test": _("Sayso: this is a test. Nobody needs help. Say that it reached you: {url}"),
    "canary_silent": _("Sayso: messages may not reach the people on duty. Sign in: {url}"),
    "watch_alarm": _("Sayso does not answer as it should ({code}). Look now: {url}"),
    "watch_well": _("Sayso answers again: {url}"),
    "undeliverable": _("Sayso: a message could not be delivered. Sign in: {url}"),
}


def check(route: str, template: str, values: Mapping[str, str]) -> None:
    """Refuse with ValueError a message that could never be worded, while its cause is at hand."""
    if route in EMAIL_ROUTES:
        kind = "e-mail"
        texts = {name: words.subject + words.body for name, words in EMAILS.items()}
    elif route == SMS_ROUTE:
        kind, texts = "text message", {**SMS}
    else:
        return
    if template not in texts:
        raise ValueError(f"no {kind} is called {template!r}")
    if missing := sorted(_names(texts[template]) - values.keys()):
        raise ValueError(f"the {kind} {template!r} needs {', '.join(missing)}")


def _names(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}
