"""The words that the pages of answers to children show for a code, as msgids."""

from backend.platform.msgids import _

REPLY_NOTICES = {
    "reply-kept": _("The draft has been kept. The child sees nothing of it yet."),
    "reply-sent": _("The answer has been sent. It is on the child's own page."),
    "reply-told": _("The answer has been sent, and the child is told that one is there."),
    "reply-card": _("The answer has been sent. Hand over the card: it leads to the answer."),
}
NOBODY_ON_DUTY = _(
    "This could not be sent: nobody on duty could be told of a worry, so no child's page may open. "
    "The draft is kept."
)
