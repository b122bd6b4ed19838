"""Is the way to the people on duty fit for live use? Part of what `sayso check` says."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from backend.canary import service as canary
from backend.duty import service as duty
from backend.duty.rules import OWN_NUMBERS, OnCall
from backend.platform.clock import day_in_england
from backend.platform.database import Database
from backend.platform.settings import Settings


@dataclass(frozen=True)
class Finding:
    """One point that was looked at.

    `level` is "missing" (not fit for live use), "advice" or "ready".
    """

    level: str
    words: str


def duty_route(database: Database, at: datetime) -> Iterator[Finding]:
    """Say whether the way to the people on duty was tried by a person lately."""
    standing = database.read(lambda t: duty.standing(t, OnCall(), at))
    if not standing.warning:
        yield Finding("ready", "The way to the people on duty was tested in the last 30 days.")
    elif standing.reachable:  # else it was said above that nobody is on duty
        yield Finding("advice", f"{standing.warning} Send a test from the page Duty.")


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


_OFF = (
    "SAYSO_CANARY_EMAIL and SAYSO_CANARY_PHONE are empty: Sayso does not try the way to the people "
    "on duty by itself, so nobody hears if it breaks."
)


def numbers(settings: Settings, at: datetime) -> Iterator[Finding]:
    """Say which of the numbers that people are told to ring nobody has checked lately."""
    try:
        known = duty.numbers(settings.data)
    except ValueError as error:
        yield Finding("missing", f"{error}.")
        return
    stale = {key: line for key, line in known.items() if line.stale(day_in_england(at))}
    for key, line in stale.items():
        day = line.checked_on
        last = f"last checked on {day.day} {day:%B %Y}" if day else "never checked"
        yield Finding(
            "missing" if key in _TOLD_TO_CHILDREN else "advice",
            f"The number of {line.name}, {line.number}, was {last}. "
            "Check it, then write the day in numbers.toml.",
        )
    if own := ", ".join(key for key in OWN_NUMBERS if key not in known):
        yield Finding("advice", f"numbers.toml in the data folder lacks your own numbers: {own}.")
    if not stale:
        yield Finding("ready", "Every helpline was checked in the last six months.")


_TOLD_TO_CHILDREN = ("childline", "emergency")
