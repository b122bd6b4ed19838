"""A calendar that other programs read (RFC 5545), with nobody's name in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LONGEST_LINE = 75
"""Octets; a longer line goes on in the next, which begins with a space."""
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True)
class Event:
    """One event: at a moment, or all of a day."""

    uid: str
    at: datetime | date
    summary: str
    url: str


def calendar(name: str, events: Iterable[Event], made_at: datetime) -> str:
    """Give the text of a calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sayso//Reviews//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{name.translate(_ESCAPED)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        *(line for event in events for line in _event(event, made_at)),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(event: Event, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_moment(made_at)}"
    if isinstance(event.at, datetime):
        yield f"DTSTART:{_moment(event.at)}"
    else:
        yield f"DTSTART;VALUE=DATE:{event.at:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.at + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{event.summary.translate(_ESCAPED)}"
    yield f"URL:{event.url}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT" if not isinstance(event.at, datetime) else "TRANSP:OPAQUE"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _folded(line: str) -> Iterator[str]:
    part = ""
    for mark in line:
        if len((part + mark).encode()) > _LONGEST_LINE:
            yield part
            part = " "
        part += mark
    yield part
