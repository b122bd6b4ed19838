"""Words of ours on paper, as msgids: by how hard they may be, and for whoever hands it out."""

from backend.platform.msgids import _

TITLE = _("A few questions for you")
ONLY_IF = _("Only if you ticked {labels} at question {number}.")
OR = _("{one} or {other}")

# How it is answered: tick, draw, write, skip. Eight words to a sentence for the youngest.
HOW = {
    "young": (
        _("Tick a picture. Draw. Write. A grown-up can help."),
        _("You can skip any page. That is OK."),
    ),
    "child": (
        _("Tick a box, and write as much or as little as you like."),
        _("You can skip any question."),
    ),
    "teen": (
        _("Tick what fits, and write as much or as little as you like."),
        _("You can skip any question."),
    ),
    "adult": (
        _("Tick what fits, and write as much or as little as you like."),
        _("You can skip any question."),
    ),
}
# A page that is written on tells nobody anything, which a screen does.
PAPER = {
    "young": (
        _("This is paper. It can't tell anyone."),
        _("Do you need help now? Tell a grown-up."),
    ),
    "child": (
        _("This is paper. Nobody reads it until you give it to someone."),
        _("If you need help now, don't wait. Tell a grown-up you trust."),
    ),
    "teen": (
        _("This is paper. Nobody reads it until you hand it to someone."),
        _("If you need help now, don't wait. Tell an adult you trust."),
    ),
    "adult": (
        _("This is paper. Nobody reads it until you hand it in."),
        _("If a child may be at risk of harm, don't wait for it. Tell the duty team at once."),
    ),
}
END = {
    "young": _("Thank you. Now give it back."),
    "child": _("Thank you. Now give it back to the person who gave it to you."),
    "teen": _("Thank you. Now give it back to the person who gave it to you."),
    "adult": _("Thank you. Please give it back to the person who gave it to you."),
}
OR_DRAW = _("Or draw it here.")
WRITTEN_IN = _("Written in for you:")
