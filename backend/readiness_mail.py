"""Does what is to be sent leave the house? Asked of every provider, in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass

from backend.platform.notify import Notify
from backend.platform.settings import Settings
from backend.platform.smtp import why_unreachable
from backend.platform.translations import load as load_translations


@dataclass(frozen=True)
class Finding:
    """One point that was looked at.

    `level` is "missing" (not fit for live use), "advice" or "ready".
    """

    level: str
    words: str


def mail(settings: Settings) -> Iterator[Finding]:
    """Look at the mail server and at GOV.UK Notify, asking both."""
    if not settings.sends_email:
        yield Finding(
            "missing",
            "SAYSO_SMTP_HOST is empty, and SAYSO_NOTIFY_API_KEY too: nobody on duty could be told "
            "of a worry, so no child's conversation starts.",
        )
        return
    if settings.smtp_host:
        if problem := why_unreachable(settings):
            yield Finding("missing", f"The mail server does not take us ({problem}).")
        else:
            yield Finding("ready", "The mail server lets us in.")
    if settings.notify_api_key:
        if problem := Notify(settings, load_translations(("en",), False)).why_unusable():
            yield Finding("missing", _NOTIFY.get(problem, _NOTIFY_ELSE).format(code=problem))
        else:
            yield Finding("ready", "GOV.UK Notify lets us in and has both templates.")
    if not (settings.smtp_host and settings.notify_api_key):
        yield Finding("advice", _ONE_WAY)


_NOTIFY = {
    "bad-key": "GOV.UK Notify does not know SAYSO_NOTIFY_API_KEY.",
    "bad-clock": "GOV.UK Notify refuses us because the clock of this machine is wrong.",
    "bad-template": (
        "A template at GOV.UK Notify is missing or lacks ((subject)) or ((body)): see running.md."
    ),
}
_NOTIFY_ELSE = "GOV.UK Notify does not take us ({code})."
_ONE_WAY = (
    "A worry goes out by one provider only: while it is away, nobody on duty is told. "
    "Set both a mail server and GOV.UK Notify."
)
