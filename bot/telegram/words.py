"""What is said in Telegram beside the script's own words; msgids, translated where they are said.

Nothing here repeats an answer, and only the question about whom has a child's name.
"""

from backend.invitations.rules import AFTER_REVIEW, ANY_DAY
from backend.platform.msgids import _

HELLO = _("Hello. To begin here, open the link you were given and press Start.")
ENTER_CODE = _("Hello. Please send the six numbers you were given.")
WRONG_CODE = _("That link and code do not fit together. Look at the numbers and try again.")
LOCKED = _("That was tried too many times. Ask the person who gave you the link for a new code.")
NO_LINK = _("This link does not work any more. Ask the person who gave it to you for a new one.")
NOT_NOW = _("This can't start just now. Nothing is wrong with your link. Please try another day.")
ENDED = _("This conversation has ended, so nothing more is asked here.")
HELPLINES = _(
    "If somebody is in danger now, ring 999. "
    "A child can ring Childline free, day or night: {childline}."
)

WHOM = _("About whom do you want to talk?")
APART = {
    ANY_DAY: _("{name}, on any day"),
    AFTER_REVIEW: _("{name}, what was decided"),
}
SOMEONE_ELSE = _("About someone else")

PRIVATE_STEP = _("The next question is on a page of your own, which is more private:")
PRIVATE_CHECK = _(
    "That was the last question here. On a page of your own you look over what you said, "
    "choose who may see it, and send it:"
)
WITH_CODE = _("{link}\nIt asks for your six numbers.")
WITHOUT_LINK = _("Open the link you were given. It asks for your six numbers.")
THEN_GO_ON = _("Then come back here and press “{resume}”.")

TOO_YOUNG = _(
    "Telegram is not the place for this. Everything is waiting for you on a page of your own:"
)
AFTER_SEND = _(
    "Whatever you write here from now on is added to it. To take something back, use your own page:"
)
PAUSED = _("We have stopped for now. What you said is kept. Press “{resume}” when it suits you.")
SEVERAL = _("Pick one, or write the numbers of all that fit, such as 1 3.")
WHICH = _("Which question do you want to answer again?")
NOTHING_YET = _("You have not answered anything yet.")

ONLY_WORDS = _("Only words can be taken here, so that was not kept. Please write it instead.")
ONLY_THE_WORDS = _("Only words can be taken here. The words with it are kept, the rest is not.")
EDITED = _("Your change is kept, but the answer is as it was. Press “{change}” to answer again.")
TOO_EARLY = _("That came before the next question, so it is kept but answers nothing.")
NOT_HEARD = _("Something went wrong with your last message. Please send it again.")

HELP = _(
    "You are talking to a computer. Press the buttons below, or write in your own words. "
    "You can skip any question, go back, or stop and carry on later."
)
PRIVACY = _(
    "The reviewing officer reads what you send, before the review, and it becomes part of the "
    "child's record. If someone may be at risk of harm, it has to be passed on.\n"
    "What you write here also stays in Telegram, on your phone and on Telegram's own computers. "
    "The page your link leads to keeps nothing there. You can change to it at any time."
)

EXPLAINED = {"help": (HELP, HELPLINES), "privacy": (PRIVACY, "")}
"""What a command says, and what is said below it."""

COMMANDS = {
    "help": _("How this works"),
    "stop": _("Stop for now"),
    "privacy": _("Who reads this"),
}
