"""One person's conversation as a test tells it: each line is one thing they do."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import Row, text

from backend.answers import service as answers
from backend.answers.rules import Revision
from backend.concerns import service as concerns
from backend.concerns.rules import Concern
from backend.consultations import service
from backend.consultations.rules import Consultation, Desk, Received
from backend.invitations.rules import Invitation
from backend.people.rules import SYSTEM
from backend.platform.clock import SettableClock
from backend.platform.database import new_id
from backend.platform.keys.rules import ChildKey
from backend.platform.keys.service import open_child_key
from dialogs import events
from dialogs.routing import Place, place, topics_said
from dialogs.script import Script
from tests.backend.consultations.household import Household

T = TypeVar("T")


class Talk:
    """What one participant says, each thing in a unit of its own, ten seconds apart."""

    def __init__(
        self,
        household: Household,
        who: str = "amara",
        channel: str = "web",
        invitation: Invitation | None = None,
    ) -> None:
        self.household = household
        self.who = who
        self.desk: Desk = household.desk
        self.database = household.runtime.database
        self.invitation = invitation or household.asked[who]
        self.id = self.invitation.id
        self.channel = channel
        ring, child_id = household.runtime.ring, self.invitation.child_id
        self.key: ChildKey = self.database.read(lambda t: open_child_key(t, ring, child_id))

    def begin(self, language: str = "en") -> "Talk":
        """Begin, or find that it has begun."""
        at = self.household.runtime.clock()
        self.database.write(
            lambda t: service.begin(
                t, self.desk, self.key, self.invitation, language=language, at=at
            )
        )
        return self

    def once_more(self) -> Consultation:
        """Ask for the next conversation of an invitation, and go on in whichever it leads to."""
        at = self.household.runtime.clock()
        begun = self.database.write(
            lambda t: service.begin(
                t, self.desk, self.key, self.invitation, language="en", at=at, once_more=True
            )
        )
        self.id = begun.id
        return begun

    def take(self, event: events.Event) -> Received:
        """Hand in one event."""
        clock = self.household.runtime.clock
        if isinstance(clock, SettableClock):
            clock.advance(timedelta(seconds=10))
        at = clock()
        return self.database.write(
            lambda t: service.receive(
                t,
                self.desk,
                self.key,
                consultation_id=self.id,
                event=event,
                channel=self.channel,
                at=at,
            )
        )

    def pick(self, step: str, *choices: str, words: str | None = "", name: str = "") -> Received:
        """Pick choices, with the words the web sends beside them."""
        return self.take(events.Picked(name or new_id(), step, choices, words))

    def say(self, step: str, words: str, name: str = "") -> Received:
        """Write something at a step."""
        return self.take(events.Said(name or new_id(), step, words))

    def skip(self, step: str) -> Received:
        """Pass over a step."""
        return self.take(events.Skipped(new_id(), step))

    def decline(self, step: str) -> Received:
        """Answer "don't ask me about this"."""
        return self.take(events.Declined(new_id(), step))

    def add(self, words: str) -> Received:
        """Add something after Send."""
        return self.take(events.Added(new_id(), words))

    def take_back(self, step: str) -> Received:
        """Take an answer back after Send."""
        return self.take(events.TookBack(new_id(), step))

    def help(self) -> Received:
        """Press "I need help now"."""
        return self.take(events.AskedForHelp(new_id()))

    def go_to(self, key: str) -> "Talk":
        """Skip on until this step or stage is on the screen."""
        while self.place.key != key:
            self._pass(self.place)
        return self

    def send(self, **scopes: str) -> "Talk":
        """Skip the rest, share these topics as said and the others with the IRO alone, send."""
        self.go_to("check")
        self.take(events.Checked(new_id()))
        said = topics_said(self.script, self.now.state)
        chosen = tuple((topic, scopes.get(topic, "iro")) for topic in said)
        if chosen:
            self.take(events.Shared(new_id(), chosen))
        self.take(events.Submitted(new_id()))
        assert self.now.status == "sent"
        return self

    def _pass(self, here: Place) -> None:
        step = self.script.step(here.step)
        assert step is not None, f"nothing to skip at {here.key}"
        if step.kind == "tell":
            self.pick(step.id, "ok", words=None)
        else:
            self.skip(step.id)

    @property
    def now(self) -> Consultation:
        """The consultation as it is kept."""
        found = self.database.read(lambda t: service.find(t, self.key, SYSTEM, self.invitation.id))
        assert found is not None
        assert found.id == self.id
        return found

    @property
    def script(self) -> Script:
        """The script it runs on."""
        held = self.now
        return self.desk.scripts.get(held.script, held.version)

    @property
    def place(self) -> Place:
        """The screen it is at."""
        return place(self.script, self.now.state)

    @property
    def revisions(self) -> tuple[Revision, ...]:
        """Every revision on file, oldest first."""
        return self.database.read(lambda t: answers.revisions(t, self.key, SYSTEM, self.id))

    def words_at(self, step: str) -> list[str | None]:
        """Give every revision of the words of one step, oldest first."""
        return [each.kept.words for each in self.revisions if each.kept.step == step]

    @property
    def concerns(self) -> tuple[Concern, ...]:
        """Every concern of this conversation, oldest first."""
        found = self.database.read(lambda t: concerns.list_all(t, SYSTEM))
        return tuple(each for each in reversed(found) if each.consultation_id == self.id)

    @property
    def events(self) -> int:
        """How many events are on file, by counting them."""
        rows = self.rows("SELECT id FROM consultation_events WHERE consultation_id = :id")
        return len(rows)

    def rebuilds(self) -> bool:
        """Say whether a replay of what happened makes the state that is kept."""
        return self.database.read(lambda t: service.rebuilds(t, self.desk, self.key, self.id))

    def rows(self, query: str, **given: Any) -> list[Row[Any]]:
        """Look into the database itself; ``:id`` is this consultation."""
        values: Mapping[str, Any] = {"id": self.id, **given} if ":id" in query else given
        return list(self.database.read(lambda t: t.execute(text(query), values).all()))


def mails(talk: Talk, template: str) -> int:
    """Count the e-mails of a kind that wait to go out."""
    return len(talk.rows("SELECT id FROM outbox WHERE template = :template", template=template))
