"""One update, one unit: known for a repeat, taken to the right conversation, answered by outbox."""

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from backend.concerns import service as concerns
from backend.concerns.rules import About, Raised
from backend.consultations.rules import Desk
from backend.inbox import service as inbox
from backend.invitations import service as invitations
from backend.people.rules import SYSTEM
from backend.platform.database import Transaction, new_id
from backend.platform.delivery import service as delivery
from backend.platform.delivery.rules import OpenedMessage, OutboxMessage
from backend.platform.errors import NotFound
from backend.platform.ids import derived_id
from backend.platform.keys.rules import ChildKey
from backend.platform.keys.service import open_child_key
from backend.platform.runtime import Runtime
from bot.telegram import arrivals, words
from bot.telegram.receiving import Update
from bot.telegram.speech import DELETE, SAY
from bot.telegram.updates import Letter, read
from bot.telegram.visits import Reply, Visit, asked, plain

LOOKS, LOOK_EVERY_SECONDS = 20, 0.05

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Conversation:
    """What becomes of each update; ``source`` names the bot, as in "telegram:7"."""

    runtime: Runtime
    desk: Desk
    source: str
    sleep: Callable[[float], None] = time.sleep

    def handle(self, update: Update) -> None:
        """Take one update: return once all that follows from it is kept."""
        letter = read(update)
        if letter is None:
            return
        at = self.runtime.clock()
        self._wait_for_the_question(letter)
        keys = self._keys(letter, at)

        def unit(transaction: Transaction) -> None:
            if self._first_time(transaction, update, at):
                visit = self._visit(transaction, letter, keys, at)
                self._settle(visit, arrivals.answer(visit))

        self.runtime.database.write(unit)

    def set_aside(self, update: Update) -> None:
        """Keep what could not be handled, have a person look, and ask them to write again."""
        at = self.runtime.clock()
        quarantine_id = new_id()

        def kept(transaction: Transaction) -> None:
            if self._first_time(transaction, update, at):
                inbox.quarantine(
                    transaction,
                    self.runtime.ring,
                    quarantine_id=quarantine_id,
                    source=self.source,
                    content=_content(update).encode(),
                    why="failed",
                    at=at,
                )

        def told(transaction: Transaction) -> None:
            letter = read(update)
            if letter is not None:
                self._worry(self._visit(transaction, letter, {}, at), quarantine_id)

        self.runtime.database.write(kept)
        try:
            self.runtime.database.write(told)
        except Exception as error:  # it is kept and counted; whatever ails it may ail this too
            _log.error("nobody was told of an update: %s", type(error).__name__)

    def sent(self, message: OpenedMessage, number: int) -> None:
        """Note Telegram's number for what went out, so that answers are known for answers.

        Failing here would make a message that was sent look unsent: times decide instead.
        """
        ring, at = self.runtime.ring, self.runtime.clock()
        chat = inbox.chat_name(ring, self.source, message.recipient)
        try:
            self.runtime.database.write(
                lambda unit: inbox.note_sent(unit, ring, chat, message.id, number, at)
            )
        except Exception as error:  # see above
            _log.warning("no number for message %s: %s", message.id, type(error).__name__)

    def _first_time(self, transaction: Transaction, update: Update, at: datetime) -> bool:
        number = update.get("update_id")
        digest = self.runtime.ring.digest("inbox.update", _content(update))
        known = number if isinstance(number, int) else 0
        return inbox.first_time(transaction, self.source, known, digest, at)

    def _wait_for_the_question(self, letter: Letter) -> None:
        """Give a question that is going out just now a moment to have its number.

        By that number an answer is told from what was written before; see `inbox.rules`.
        """
        chat = inbox.chat_name(self.runtime.ring, self.source, letter.chat)

        def under_way(transaction: Transaction) -> bool:
            asked = inbox.standing(transaction, self.runtime.ring, chat).asked
            if asked is None or asked.number:
                return False
            return delivery.status_of(transaction, asked.key) == "sending"

        for _ in range(LOOKS):
            if not self.runtime.database.read(under_way):
                return
            self.sleep(LOOK_EVERY_SECONDS)

    def _keys(self, letter: Letter, at: datetime) -> Mapping[str, ChildKey]:
        """Open the keys of every child this chat may speak of, before the unit."""
        ring = self.runtime.ring
        chat = inbox.chat_name(ring, self.source, letter.chat)

        def work(transaction: Transaction) -> Mapping[str, ChildKey]:
            standing = inbox.standing(transaction, ring, chat)
            known = {each for each, _ in standing.links} | {standing.about} - {""}
            children = {
                bound.invitation.child_id
                for bound in invitations.chat_holds(transaction, ring, letter.chat, at)
            }
            children |= {_child_of(transaction, each) for each in known} - {""}
            opened = (_opened(transaction, self.runtime, child) for child in children)
            return {key.child_id: key for key in opened if key}

        return self.runtime.database.read(work)

    def _visit(
        self,
        transaction: Transaction,
        letter: Letter,
        keys: Mapping[str, ChildKey],
        at: datetime,
    ) -> Visit:
        ring = self.runtime.ring
        chat = inbox.chat_name(ring, self.source, letter.chat)
        inbox.hold_chat(transaction, chat)
        return Visit(
            transaction=transaction,
            runtime=self.runtime,
            desk=self.desk,
            letter=letter,
            chat=chat,
            standing=inbox.standing(transaction, ring, chat),
            held=tuple(
                bound.invitation
                for bound in invitations.chat_holds(transaction, ring, letter.chat, at)
            ),
            keys=keys,
            at=at,
        )

    def _settle(self, visit: Visit, reply: Reply) -> None:
        """Keep where the chat stands and what is to be said, in the same commit."""
        transaction, ring, at = visit.transaction, self.runtime.ring, visit.at
        heard_from = tuple(each.participant_id for each in visit.held)
        delivery.resolve_doubt(transaction, heard_from, at)
        rows = [(DELETE, {"number": str(number)}) for number in reply.deletes]
        rows += [(SAY, speech.values()) for speech in reply.speeches]
        keys = [f"{visit.message_id}:{number}" for number in range(len(rows))]
        for key, (template, values) in zip(keys, rows, strict=True):
            delivery.enqueue(transaction, ring, _row(visit, reply, key, template, values), at)
        last = derived_id(keys[-1]) if keys else ""
        standing = asked(reply.standing, reply.asks, last, at)
        inbox.keep_standing(transaction, ring, visit.chat, standing, at)

    def _worry(self, visit: Visit, quarantine_id: str) -> None:
        """Have a person look at what nobody could read, and ask for it again."""
        ring, on_call = self.runtime.ring, self.desk.on_call
        for each in visit.held:
            about = About(each.child_id, each.participant_id, each.id, quarantine_id, visit.at)
            unread = (Raised("unscreened", "unscreened"),)
            concerns.raise_concerns(visit.transaction, ring, on_call, about, unread)
        said = plain(visit, visit.say(words.NOT_HEARD))
        self._settle(visit, replace(said, standing=visit.standing))


def _row(
    visit: Visit, reply: Reply, key: str, template: str, values: Mapping[str, str]
) -> OutboxMessage:
    invitation = reply.invitation
    return OutboxMessage(
        id=derived_id(key),
        key=key,
        route="telegram",
        recipient=visit.letter.chat,
        template=template,
        values=values,
        language="en",
        child_id=invitation.child_id if invitation else None,
        participant_id=invitation.participant_id if invitation else None,
        due_at=visit.at,
    )


def _content(update: Update) -> str:
    """Write an update the same way each time it comes; ASCII, so that any text can be written."""
    return json.dumps(update, sort_keys=True, ensure_ascii=True)


def _child_of(transaction: Transaction, invitation_id: str) -> str:
    try:
        return invitations.get(transaction, SYSTEM, invitation_id).child_id
    except NotFound:
        return ""


def _opened(transaction: Transaction, runtime: Runtime, child_id: str) -> ChildKey | None:
    try:
        return open_child_key(transaction, runtime.ring, child_id)
    except NotFound:
        return None
