"""Does Sayso try the way to the people on duty by itself? Part of what `sayso check` says."""

from collections.abc import Iterator
from datetime import datetime

from backend.canary import service as canary
from backend.platform.database import Database
from backend.platform.settings import Settings
from backend.readiness_mail import Finding

_OFF = (
    "SAYSO_CANARY_EMAIL and SAYSO_CANARY_PHONE are empty: Sayso does not try the way to the people "
    "on duty by itself, so nobody hears if it breaks."
)


def canary_rounds(database: Database, settings: Settings, at: datetime) -> Iterator[Finding]:
    """Say whether Sayso tries the way to the people on duty by itself, and how that goes."""
    standing = database.read(lambda t: canary.standing(t, on=settings.has_canary, at=at))
    if not standing.on:
        yield Finding("advice", _OFF)
    elif standing.missing:
        lost = f"Trials of the way to the people on duty that failed in a row: {standing.missing}."
        yield Finding("missing" if standing.silent else "advice", lost)
    elif standing.last_proven is None:
        yield Finding(
            "advice", "The first trial of the way to the people on duty is still to come."
        )
    else:
        yield Finding("ready", "The last trial of the way to the people on duty arrived.")
