"""One message and what is known around it, and the reply it gets."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from backend.consultations import service as consultations
from backend.consultations.rules import Consultation, Desk, Names
from backend.inbox.rules import Asked, Incoming, Standing
from backend.invitations.rules import Invitation
from backend.platform.database import Transaction
from backend.platform.errors import NotFound
from backend.platform.keys.rules import ChildKey
from backend.platform.runtime import Runtime
from bot.telegram.rendering import Screen, Voice
from bot.telegram.speech import Speech
from bot.telegram.updates import Letter
from dialogs.script import Script, Wording


@dataclass(frozen=True)
class Visit:
    """One message in one unit of work: the chat it came by, what that holds, and the keys to it."""

    transaction: Transaction
    runtime: Runtime
    desk: Desk
    letter: Letter
    chat: str
    standing: Standing
    held: tuple[Invitation, ...]
    keys: Mapping[str, ChildKey] = field(repr=False)
    at: datetime

    @property
    def message_id(self) -> str:
        """The id of this message for the conversation: the same if it comes again."""
        return f"telegram:{self.chat[:12]}:{self.letter.reference}"

    @property
    def incoming(self) -> Incoming:
        """This message as the rules of the inbox see it."""
        digest = self.runtime.ring.digest("inbox.text", f"{self.chat}:{self.letter.text}")
        return Incoming(self.letter.number, self.letter.written_at, digest)

    def key(self, child_id: str) -> ChildKey:
        """Give a child's key. Raises NotFound for one that is gone."""
        if child_id not in self.keys:
            raise NotFound
        return self.keys[child_id]

    def say(self, msgid: str, **values: Any) -> str:
        """Say words of ours to somebody whose language only their phone has told us."""
        known = self.runtime.settings.languages
        language = self.letter.language if self.letter.language in known else known[0]
        values["childline"] = self.desk.childline
        return self.desk.translations.text(language, msgid, **values)

    def remembering(self) -> Standing:
        """Give the standing with this message as the newest one taken."""
        return replace(self.standing, last=self.incoming, spoke_at=self.at)


@dataclass(frozen=True)
class Talk:
    """A conversation as a visit finds it."""

    invitation: Invitation
    consultation: Consultation
    script: Script
    voice: Voice


@dataclass(frozen=True)
class Reply:
    """What is said, where the chat then stands, and messages of theirs to be taken away.

    ``invitation`` is whom it is said to: None for somebody who has not shown a link and code.
    ``asks`` names the question below the words, "" where they end in none.
    """

    standing: Standing
    speeches: tuple[Speech, ...] = ()
    invitation: Invitation | None = None
    asks: str = ""
    deletes: tuple[int, ...] = ()


def plain(visit: Visit, text: str, **changes: object) -> Reply:
    """Reply with words alone, and no buttons."""
    standing = replace(visit.remembering(), **changes)  # type: ignore[arg-type]  # its own fields
    return Reply(standing, (Speech(text),))


def asked(standing: Standing, asks: str, key: str, at: datetime) -> Standing:
    """Note the question a reply ends in; said again, it is still the question it was."""
    if not asks or (standing.asked is not None and standing.asked.question == asks):
        return standing
    return replace(standing, asked=Asked(key, asks, at))


def talk_of(visit: Visit, invitation: Invitation, consultation: Consultation) -> Talk:
    """Give a conversation with the voice it is held in."""
    desk = visit.desk
    names = consultations.names_in(visit.transaction, desk, consultation, visit.at)
    return Talk(
        invitation,
        consultation,
        desk.scripts.get(consultation.script, consultation.version),
        voice(visit, invitation, consultation.state.language, names),
    )


def voice(visit: Visit, invitation: Invitation, language: str, names: Names) -> Voice:
    """Give the voice that speaks to one person in their language."""
    desk = visit.desk
    token = visit.standing.link(invitation.id)

    def speak(wording: Wording) -> str:
        return desk.speak(wording, language, names)

    def say(msgid: str, **values: Any) -> str:
        return desk.translations.text(language, msgid, childline=desk.childline, **values)

    link = f"{desk.public_url}/c/{token}" if token else ""
    return Voice(speak, say, link, others=len(visit.held) > 1)


def with_screen(reply: Reply, talk: Talk, shown: Screen) -> Reply:
    """Note whom a reply is for and which question it ends in."""
    return replace(
        reply,
        invitation=talk.invitation,
        asks=f"{talk.invitation.id}:{shown.place}",
    )
