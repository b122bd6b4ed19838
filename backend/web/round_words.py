"""The words of the pages about rounds, as msgids."""

from backend.platform.msgids import _

# Where a round is, and how that looks; the page says the days beside it.
ROUND_STAGES = {
    "waits": (_("waits for approval"), "wait"),
    "coming": (_("opens by itself"), "none"),
    "due": (_("opens in a moment"), "none"),
    "open": (_("open"), "good"),
    "stopped": (_("stopped"), "bad"),
    "late": (_("not opened; ask people one by one"), "bad"),
    "over": (_("over"), "none"),
}
# What is to be done about one person, and how that looks.
ROUND_NEXT = {
    "card": (_("Hand out a card: there is no e-mail address we could use."), "bad"),
    "tell-code": (_("Their link went by e-mail. Tell them these six numbers:"), "bad"),
    "check-address": (_("Their e-mail did not arrive. Check the address, then ask again."), "bad"),
    "ask-again": (_("Their link no longer works. Ask again for a new one."), "bad"),
    "is-asked": (_("Will be asked by e-mail while the round is open."), "none"),
    "ask-by-hand": (_("The round asks nobody else now. Ask them yourself."), "bad"),
    "left-out": (_("Left out: the round does not ask them."), "none"),
    "wait": (_("Nothing to do: they have what they need."), "none"),
    "": ("", "none"),
}
ROUND_WAYS = {"email": _("by e-mail"), "card": _("by card")}
ROUND_STEPS = {
    "approve": _("Approve it"),
    "wait": _("Let it wait for approval"),
    "open": _("Open it now"),
    "stop": _("Stop it"),
    "go-on": _("Let it go on"),
}
ROUND_NOTICES = {
    "round-approve": _("The round is approved. It opens by itself on its day."),
    "round-wait": _("The round waits until somebody approves it."),
    "round-open": _("The round is open. Whoever has an e-mail address is asked within minutes."),
    "round-stop": _("The round asks nobody else. Links that were made go on working."),
    "round-go-on": _("The round goes on."),
    "round-ask": _("They have been asked again. Their old link has stopped."),
    "round-leave-out": _("They are left out of this round."),
    "round-take-in": _("They are in this round again."),
    "round-habit": _("Rounds open in this way from now on."),
}
