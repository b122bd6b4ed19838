"""Where a messenger's chat stands, and whether a text in it can be an answer. Pure."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

# Two times the longest that one looks away from: ids are never met again after that.
REMEMBERED = timedelta(days=35)
SAME_WITHIN = timedelta(seconds=2)
# As long as a browser is trusted: afterwards a chat that holds several is asked about whom.
IDLE = timedelta(minutes=15)


@dataclass(frozen=True)
class Asked:
    """The question a chat was asked last, when it was first said, and by which message.

    ``key`` is that message in the outbox, ``number`` the messenger's own, 0 until it is known.
    """

    key: str
    question: str
    at: datetime
    number: int = 0


@dataclass(frozen=True)
class Incoming:
    """A text as it came: the messenger's number for it, when it was written, and its digest."""

    number: int
    written_at: datetime
    digest: str


@dataclass(frozen=True)
class Standing:
    """One chat: whom it is about now, the links it came with, and what was last said in it.

    ``about`` is an invitation, "" while that is open; ``links`` pairs invitations and tokens;
    ``unplaced`` are texts (id and words) that came while it was open about whom they are.
    """

    about: str = ""
    spoke_at: datetime | None = None
    links: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    asked: Asked | None = None
    last: Incoming | None = None
    unplaced: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def to_json(self) -> str:
        """Write it as JSON."""
        return json.dumps(asdict(self), default=_write_time, ensure_ascii=True)

    @classmethod
    def from_json(cls, text: str) -> "Standing":
        """Read what ``to_json`` wrote."""
        raw = json.loads(text)
        asked, last = raw["asked"], raw["last"]
        return cls(
            about=raw["about"],
            spoke_at=_time(raw["spoke_at"]),
            links=tuple((invitation, token) for invitation, token in raw["links"]),
            asked=_asked(asked) if asked else None,
            last=_last(last) if last else None,
            unplaced=tuple((message, words) for message, words in raw["unplaced"]),
        )

    def link(self, invitation_id: str) -> str:
        """Give the token of the link this chat came with for an invitation, or ""."""
        return dict(self.links).get(invitation_id, "")

    def with_link(self, invitation_id: str, token: str) -> "Standing":
        """Give this standing with the link for one invitation."""
        return replace(self, links=(*(dict(self.links) | {invitation_id: token}).items(),))


def whom(standing: Standing, held: Collection[str], at: datetime) -> str:
    """Say which of the invitations a chat holds it is about now, or "" where that must be asked.

    There is no default: of several the person picks one, and again after a while of silence.
    """
    if len(held) == 1:
        return next(iter(held))
    quiet = standing.spoke_at is None or at - standing.spoke_at >= IDLE
    return "" if quiet or standing.about not in held else standing.about


def is_echo(standing: Standing, incoming: Incoming) -> bool:
    """Say whether this is the text before, again within two seconds: a finger that slipped."""
    last = standing.last
    return (
        last is not None
        and incoming.digest == last.digest
        and abs(incoming.written_at - last.written_at) <= SAME_WITHIN
    )


def can_answer(asked: Asked | None, incoming: Incoming, unsent: bool) -> bool:
    """Say whether a text was written after what was last said, and so may answer it.

    Numbers of one chat rise in the order of writing, which no clock can disturb. Until the
    number of what was said is known, times decide, in whole seconds as messengers give them.
    """
    if asked is None:
        return True
    if asked.number:
        return incoming.number > asked.number
    return not unsent and incoming.written_at >= asked.at.replace(microsecond=0)


def _asked(raw: Mapping[str, Any]) -> Asked:
    return Asked(raw["key"], raw["question"], _sure(raw["at"]), raw["number"])


def _last(raw: Mapping[str, Any]) -> Incoming:
    return Incoming(raw["number"], _sure(raw["written_at"]), raw["digest"])


def _write_time(at: object) -> str:
    if isinstance(at, datetime):
        return at.isoformat()
    raise TypeError


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _sure(text: str) -> datetime:
    return datetime.fromisoformat(text)
