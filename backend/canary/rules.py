"""When the way of a worry is tried, what proves that it holds, and when people are told. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile

from backend.duty.rules import OnCall
from backend.people.rules import Child, Participant
from backend.platform.ids import derived_id
from backend.platform.messages import SMS_ROUTE
from backend.platform.msgids import _
from backend.platform.receipts import Receipt

EVERY = timedelta(minutes=5)
"""How long after one round the next begins, and by when it is to be proven."""
TOO_MANY = 3
"""So many rounds missing in a row are told to people."""
TOLD_EVERY = timedelta(minutes=30)
KEPT = timedelta(days=30)
CONCERNS_KEPT = timedelta(days=1)
LOOK_BACK = 20

# What it says at every round: plain to whoever reads it, and one urgent worry to the screening,
# so that each round is one call.
WORDS = "A TRIAL BY SAYSO ITSELF. He hits me."

CHILD_ID = derived_id("canary", "child")
PARTICIPANT_ID = derived_id("canary", "participant")
INVITATION_ID = derived_id("canary", "invitation")

SILENT = _(
    "Sayso's own trials do not reach the people on duty, so a worry may not reach them either. "
    "Whoever is on duty has to look at what is open until this is mended."
)

NO_CONCERN, NO_PAGE = "screening", "page"


@dataclass(frozen=True)
class Round:
    """One trial: when it began, by when it is to be proven, and since when it is, if it is.

    ``missing`` holds codes, parted by spaces: "conversation" with the type of an error,
    "screening", "page", or the names of the routes that gave no receipt.
    """

    id: str
    at: datetime
    due: datetime
    proven_at: datetime | None = None
    missing: str = ""
    alarmed_at: datetime | None = None

    @property
    def message_id(self) -> str:
        """The channel's name for what is said in it."""
        return f"canary:{self.id}"

    @property
    def alarm_key(self) -> str:
        """What names the messages by which people are told in this round."""
        return f"canary-silent:{self.id}"


@dataclass(frozen=True)
class Standing:
    """How the trials stand: off without an address, and silent where too many are missing."""

    on: bool
    last_proven: datetime | None
    missing: int

    @property
    def silent(self) -> bool:
        """Say whether too many rounds in a row are missing."""
        return self.on and self.missing >= TOO_MANY


def is_on(on_call: OnCall) -> bool:
    """Say whether there is an address for the trials."""
    return bool(on_call.canary_email or on_call.canary_phone)


def is_due(last: Round | None, at: datetime) -> bool:
    """Say whether the next round is to begin; a clock put back delays none."""
    return last is None or abs(at - last.at) >= EVERY


def begun(round_id: str, at: datetime) -> Round:
    """Give a round that begins; until it is proven, everything is missing."""
    return Round(round_id, at, at + EVERY, missing="conversation")


def expected(on_call: OnCall) -> tuple[str, ...]:
    """Give the routes by which each round has to arrive: every one that there is an address for."""
    wanted = {"email": on_call.canary_email, SMS_ROUTE: on_call.canary_phone}
    return tuple(route for route, address in wanted.items() if address)


def missing_of(
    wanted: Collection[str], keys: Collection[str], receipts: Mapping[str, Receipt]
) -> str:
    """Give what is missing of a round that raised a concern, "" where nothing is.

    ``keys`` name its pages, and ``receipts`` are by the message's key, "key:route".
    """
    if not keys:
        return NO_PAGE
    unproven = (
        route for route in wanted if not all(receipts[f"{key}:{route}"].is_proof for key in keys)
    )
    return " ".join(unproven)


def missing_in_a_row(newest_first: Iterable[Round], at: datetime) -> tuple[Round, ...]:
    """Give the rounds since the last that was proven whose time is over, newest first."""
    since = takewhile(lambda each: each.proven_at is None, newest_first)
    return tuple(each for each in since if each.due <= at)


def missing_by_the_clock(since: datetime | None, at: datetime) -> int:
    """Count the rounds that would be over by now since one began, had they begun in time."""
    return max(0, int((at - since) / EVERY) - 1) if since else 0


def tells(newest_first: Collection[Round], at: datetime) -> bool:
    """Say whether people are told now: three are missing, and nobody was told for half an hour."""
    since = tuple(takewhile(lambda each: each.proven_at is None, newest_first))
    told = (each.alarmed_at for each in since if each.alarmed_at)
    last = next(told, None)
    if len(missing_in_a_row(since, at)) < TOO_MANY:
        return False
    return last is None or abs(at - last) >= TOLD_EVERY


def made_up_child(today: date) -> Child:
    """Give the child of the trials, who is ten when it is made."""
    born = date(today.year - 10, 1, 1)
    return Child(CHILD_ID, "Canary", "Sayso", "", born, "en", "", synthetic=True)


def own_part(today: date) -> Participant:
    """Give the child's own part in that life."""
    return Participant(PARTICIPANT_ID, CHILD_ID, "child", "Canary", None, today, None, "", "", "en")
