"""The messages that carry a link or a code, never both in one, and reminders, which carry neither.

Also when a message may arrive: nobody who is asked hears from us in the evening or at night. Pure.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from backend.invitations.rules import Invitation
from backend.people.rules import Participant
from backend.platform.clock import LONDON
from backend.platform.delivery.rules import OutboxMessage
from backend.platform.ids import derived_id
from backend.platform.msgids import _

MOST_REMINDERS = 2
"""For one invitation, ever: the Children's Code, standard 13 (no nudging)."""

_OPENS = time(8, 0)
# From what age on, in years, and until when in the evening; an adult has no age here.
_CLOSES = ((0, time(18, 30)), (12, time(20, 0)), (18, time(21, 0)))

# By which route, and to which of a person's addresses; the first that is at hand is taken.
_ROUTES = (("email", "email"), ("notify_email", "email"), ("notify_sms", "phone"))

# What a chat is told; as in the e-mails, nothing says whose work this is.
NUDGES = {
    False: _("Your questions are still here, if you would like to answer them."),
    True: _("Your questions are still here. You can go on where you stopped."),
}


@dataclass(frozen=True)
class Way:
    """How somebody is reached: a route, and an address or chat of theirs."""

    route: str
    recipient: str


def next_allowed(at: datetime, age: int | None) -> datetime:
    """Give the first moment, now or later, at which a message may arrive; None is an adult.

    In England from 8:00: under twelve until 18:30, under eighteen until 20:00, else until 21:00.
    """
    years = 18 if age is None else age
    closes = max(until for least, until in _CLOSES if least <= years)
    local = at.astimezone(LONDON)
    if _OPENS <= local.time() < closes:
        return at
    day = local.date() if local.time() < _OPENS else local.date() + timedelta(days=1)
    return datetime.combine(day, _OPENS, LONDON).astimezone(UTC)


def way_to(participant: Participant, chat: str | None, routes: Collection[str]) -> Way | None:
    """Give how to remind somebody by what is at hand: their chat before their addresses.

    ``chat`` is the one they may be written to in, or None.
    """
    if chat is not None and "telegram" in routes:
        return Way("telegram", chat)
    for route, field in _ROUTES:
        address: str = getattr(participant, field)
        if route in routes and address:
            return Way(route, address)
    return None


def reminder_key(invitation_id: str, number: int) -> str:
    """Give the key of one reminder, which no second message can have."""
    return f"reminder:{invitation_id}:{number}"


def reminder_keys(invitation_id: str) -> tuple[str, ...]:
    """Give the keys of every reminder that an invitation may ever lead to."""
    return tuple(reminder_key(invitation_id, n + 1) for n in range(MOST_REMINDERS))


def letter(
    invitation: Invitation,
    participant: Participant,
    key: str,
    url: str,
    due_at: datetime,
    telegram: str = "",
) -> OutboxMessage:
    """Make the e-mail that holds the links, and never the code; its id follows from its key."""
    return OutboxMessage(
        id=derived_id(key),
        key=key,
        route="email",
        recipient=participant.email,
        template="invitation_telegram" if telegram else "invitation",
        values={"url": url, "telegram": telegram} if telegram else {"url": url},
        language=participant.language,
        child_id=invitation.child_id,
        participant_id=participant.id,
        due_at=due_at,
    )


def code_letter(
    invitation: Invitation, participant: Participant, key: str, code: str, due_at: datetime
) -> OutboxMessage:
    """Make the e-mail that holds the code and never the link, for whoever has a work address."""
    return replace(
        letter(invitation, participant, key, "", due_at),
        template="invitation_code",
        values={"code": f"{code[:3]} {code[3:]}"},
    )


def reminder(
    invitation: Invitation,
    participant: Participant,
    number: int,
    way: Way,
    words: str,
    due_at: datetime,
    *,
    begun: bool,
) -> OutboxMessage:
    """Make a reminder: in a chat it is ``words``, elsewhere a template that needs no value.

    It repeats neither link nor code: why is told in docs/decisions/reminders.md.
    """
    told = way.route == "telegram"
    return replace(
        letter(invitation, participant, reminder_key(invitation.id, number), "", due_at),
        route=way.route,
        recipient=way.recipient,
        template="nudge" if told else "reminder_begun" if begun else "reminder",
        values={"text": words} if told else {},
    )
