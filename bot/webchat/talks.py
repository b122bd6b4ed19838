"""The conversation behind a bound browser: where it stands, its names, and one thing taken."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from backend.consultations import service as consultations
from backend.consultations.rules import Consultation, Desk, Names
from backend.covers import service as covers
from backend.invitations.rules import Bound, Invitation
from backend.packs import service as packs
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction
from backend.platform.errors import or_not_found
from backend.platform.keys.rules import ChildKey
from backend.platform.keys.service import open_child_key
from backend.platform.runtime import Runtime
from bot.webchat import words
from dialogs import events
from dialogs.script import Script


@dataclass(frozen=True)
class Talks:
    """What every page of the chat asks of the house."""

    runtime: Runtime
    desk: Desk

    def held(self, bound: Bound) -> Consultation:
        """Give the conversation of a bound invitation. Raises NotFound before it has begun."""
        key = self.key(bound.invitation.child_id)
        found = self.runtime.database.read(
            lambda transaction: consultations.find(transaction, key, SYSTEM, bound.invitation.id)
        )
        return or_not_found(found)

    def script(self, held: Consultation) -> Script:
        """Give the version of the script that a conversation is on."""
        return self.desk.scripts.get(held.script, held.version)

    def shown(self, held: Consultation, version: int) -> Script:
        """Give the version that a page was made from: theirs, or one they have been on before."""
        before = self.desk.scripts.find(held.script, version) if version < held.version else None
        return before or self.script(held)

    def names(self, held: Consultation) -> Names:
        """Give the names to fill in; once it is sent, none that they gave themselves.

        What somebody likes to be called is something they said, and may be meant for one person.
        """
        if held.status == "sent":
            held = replace(held, state=replace(held.state, answers=()))
        return self.names_said(held)

    def names_said(self, held: Consultation) -> Names:
        """Give the names to fill in, with those that they gave."""
        at = self.runtime.clock()
        return self.runtime.database.read(
            lambda transaction: consultations.names_in(transaction, self.desk, held, at)
        )

    def who_reads(self, held: Consultation) -> tuple[str, ...]:
        """Say that another reads now than was said before; nothing where nobody else does."""
        at = self.runtime.clock()
        said = self.runtime.database.read(
            lambda transaction: covers.said_of_reader(
                transaction,
                self.desk.translations,
                held.state.language,
                held.participant_id,
                since=held.changed_at,
                begins=held.events == 0,
                at=at,
            )
        )
        return (said,) if said else ()

    def about(self, bound: Bound, language: str) -> str:
        """Say about whom a conversation is, by the name that is on file."""
        held = self.held(bound)
        nothing_said = replace(held, state=replace(held.state, answers=()))
        word = self.script(held).word("about")
        return self.desk.speak(word, language, self.names_said(nothing_said))

    def labels(self, held: tuple[Bound, ...], language: str) -> list[tuple[str, str]]:
        """Give each invitation's id and the child it is about; two of one child are told apart."""
        every = self.runtime.database.read(
            lambda transaction: [_whose(transaction, bound.invitation) for bound in held]
        )
        times = Counter(child for _, child, _ in every)
        labels = []
        for invitation, child, name in every:
            label = f"{child}, {name}" if name and times[child] > 1 else child
            if invitation.between_reviews and times[child] > 1:
                label = self.desk.translations.text(language, words.ON_ANY_DAY, name=child)
            labels.append((invitation.id, label))
        return labels

    def people(self, held: Consultation) -> tuple[tuple[str, str], ...]:
        """Give the others in the child's life today, by id and name: who may be shown a topic."""
        today = day_in_england(self.runtime.clock())
        others = self.runtime.database.read(
            lambda transaction: people.known_to(transaction, held.participant_id, today)
        )
        return tuple((each.id, each.name) for each in others)

    def was_read(self, held: Consultation) -> bool:
        """Say whether whoever holds the case has opened what they sent since it last changed."""
        at = self.runtime.clock()
        return self.runtime.database.read(lambda transaction: packs.was_read(transaction, held, at))

    def take(self, held: Consultation, event: events.Event) -> Consultation:
        """Hand one event to the conversation, and give where it then stands."""
        at = self.runtime.clock()
        key = self.key(held.child_id)
        return self.runtime.database.write(
            lambda transaction: consultations.receive(
                transaction,
                self.desk,
                key,
                consultation_id=held.id,
                event=event,
                channel="web",
                at=at,
            )
        ).consultation

    def once_more(self, held: Consultation, invitation: Invitation, at: datetime) -> Consultation:
        """Begin another conversation of an invitation that is for any day."""
        key = self.key(held.child_id)
        language = held.state.language
        return self.runtime.database.write(
            lambda transaction: consultations.begin(
                transaction, self.desk, key, invitation, language=language, at=at, once_more=True
            )
        )

    def key(self, child_id: str) -> ChildKey:
        """Open a child's key."""
        ring = self.runtime.ring
        return self.runtime.database.read(
            lambda transaction: open_child_key(transaction, ring, child_id)
        )


def _whose(transaction: Transaction, invitation: Invitation) -> tuple[Invitation, str, str]:
    """Give an invitation, the child it is about, and who was asked if that is somebody else."""
    child = people.get_child(transaction, SYSTEM, invitation.child_id).called
    person = people.get_participant(transaction, SYSTEM, invitation.participant_id)
    return invitation, child, "" if person.role == "child" else person.name
