"""Many people in the middle of their questions, walked to wherever chance has it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from random import Random
from threading import Event, Thread

from backend.consultations import service
from backend.consultations.rules import Consultation, Desk
from backend.invitations.rules import Invitation
from backend.people import service as people
from backend.people.rules import SYSTEM, Child, Participant, Placement
from backend.platform.database import Database, Transaction, new_id
from backend.platform.keys.rules import ChildKey
from backend.platform.keys.service import make_child_key
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from dialogs import events
from dialogs.routing import answered, left_over, place
from tests.backend.consultations.household import REVIEW, SINCE, TODAY, Household, ask
from tests.backend.releases.middle import fitting, onward

BORN = (date(2017, 3, 9), date(2013, 5, 20))


@dataclass
class Person:
    """One person's conversation: what they said, each word of it once, and what stood before."""

    desk: Desk
    key: ChildKey
    invitation: Invitation
    chance: Random
    said: list[str] = field(default_factory=list)
    stood: dict[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)
    answered_meanwhile: bool = False
    only_skipped: bool = False

    @property
    def id(self) -> str:
        """The conversation's id."""
        return self.invitation.id

    def held(self, transaction: Transaction) -> Consultation:
        """Give the conversation as it is kept."""
        return service.get(transaction, self.key, SYSTEM, self.id)

    def begin(self, transaction: Transaction, at: datetime) -> None:
        """Begin, and go so far as chance has it: into the questions, to a stage, or to the end."""
        held = service.begin(
            transaction, self.desk, self.key, self.invitation, language="en", at=at
        )
        goal = self.chance.choice(["middle"] * 14 + ["check", "share", "send", "sent", "sent"])
        if goal != "middle":
            self._walk_to(transaction, held, goal)
            return
        for _ in range(self.chance.randrange(18)):
            held = self._do(transaction, self._likely(held))
        if self.chance.random() < 0.15:
            self._do(transaction, events.Paused(new_id(), seen=1))

    def _walk_to(self, transaction: Transaction, held: Consultation, goal: str) -> None:
        script = self.desk.scripts.get(held.script, held.version)
        while place(script, held.state).stage != goal:
            held = self._do(transaction, self._onward(held))

    def _do(self, transaction: Transaction, event: events.Event) -> Consultation:
        words = events.words_of(event)
        if words:
            self.said.append(words)
        return service.receive(
            transaction,
            self.desk,
            self.key,
            consultation_id=self.id,
            event=event,
            channel="web",
            at=REVIEW,
        ).consultation

    def _likely(self, held: Consultation) -> events.Event:
        """Choose what they do: mostly they answer, at times anything at all."""
        script = self.desk.scripts.get(held.script, held.version)
        if self.chance.random() < 0.15:
            return self.chance.choice(fitting(script, held.state, new_id()))
        return self._onward(held)

    def _onward(self, held: Consultation) -> events.Event:
        script = self.desk.scripts.get(held.script, held.version)
        every = list(onward(script, held.state, new_id())) or [events.AskedForHelp(new_id())]
        rare = (events.Declined, events.Submitted)
        usual = [each for each in every if not isinstance(each, rare)]
        skips = [each for each in every if isinstance(each, events.Skipped)]
        return self.chance.choice(skips if skips and self.chance.random() < 0.3 else usual or every)

    def note_what_stands(self, transaction: Transaction) -> None:
        """Remember what they have said and counts, by step."""
        held = self.held(transaction)
        script = self.desk.scripts.get(held.script, held.version)
        every = [answer for _, answer in answered(script, held.state)]
        every += left_over(script, held.state)
        self.stood = {
            each.step: (each.choices, each.words or "")
            for each in every
            # Whoever went back to an answer and skips it takes it out themselves.
            if not each.silent and each.step != held.state.at
        }

    def look(self, transaction: Transaction) -> events.Event:
        """Look at the screen, and make up one's mind."""
        return self._likely(self.held(transaction))

    def answer(self, transaction: Transaction, event: events.Event) -> None:
        """Hand in what fitted the screen when they looked."""
        self.answered_meanwhile = True
        self._do(transaction, event)

    def finish(self, transaction: Transaction, skipping: bool) -> bool:
        """Go on to the end; False where they never get there."""
        self.only_skipped = skipping and not self.answered_meanwhile
        held = self.held(transaction)
        script = self.desk.scripts.get(held.script, held.version)
        for _ in range(4 * len(script.steps)):
            if held.status == "sent":
                return True
            every = list(onward(script, held.state, new_id()))
            skips = [each for each in every if isinstance(each, events.Skipped)]
            event = self.chance.choice(skips) if skipping and skips else self._onward(held)
            held = self._do(transaction, event)
        return False


def make(household: Household, count: int, seed: int) -> list[Person]:
    """Add families until so many people can be asked; each is a child or their carer."""
    chance, made = Random(seed), list[Person]()
    database = household.runtime.database
    while len(made) < count:
        born = BORN[len(made) % 10 == 0]
        child = Child(
            new_id(), f"Child{len(made)}", "Cole", "", born, "en", household.officers["iro"].id
        )
        home = Placement(new_id(), child.id, "foster", "Jo and Sam", "1 Mill Lane", True, SINCE)
        review = Review(new_id(), child.id, 2, REVIEW, "", None)
        both = [_person(child, "child", None), _person(child, "foster_carer", home.id)]
        key = database.write(
            partial(_keep, household=household, child=child, home=home, review=review, both=both)
        )
        for person in both:
            invitation = ask(household.runtime, person, review.id, f"{len(made):x>22}")
            own = Random(chance.random())
            made.append(Person(household.desk, key, invitation, own))
    return made[:count]


def _person(child: Child, role: str, home_id: str | None) -> Participant:
    return Participant(new_id(), child.id, role, role, home_id, SINCE, None, "", "", "en")


def _keep(
    transaction: Transaction,
    household: Household,
    child: Child,
    home: Placement,
    review: Review,
    both: Sequence[Participant],
) -> ChildKey:
    runtime = household.runtime
    people.add_child(transaction, SYSTEM, child, TODAY)
    key = make_child_key(transaction, runtime.ring, child.id, runtime.clock())
    people.add_placement(transaction, SYSTEM, home)
    reviews.add(transaction, SYSTEM, review, TODAY)
    for person in both:
        people.add_participant(transaction, SYSTEM, person)
    return key


class Answering:
    """Threads in which some of them go on answering, each on the screen they saw."""

    def __init__(self, database: Database, groups: Sequence[Sequence[Person]]) -> None:
        self._database = database
        self._enough = Event()
        self._threads = [Thread(target=self._run, args=(group,)) for group in groups]
        self.wrong: list[BaseException] = []
        self.events = 0

    def __enter__(self) -> "Answering":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        for thread in self._threads:
            thread.join()

    def _run(self, group: Sequence[Person]) -> None:
        try:
            while not self._enough.is_set():
                # They all look, and all answer then: many are carried over in between.
                seen = [(one, self._database.read(one.look)) for one in group]
                for one, event in seen:
                    self._database.write(partial(one.answer, event=event))
                    self.events += 1
        except BaseException as error:
            self.wrong.append(error)


def on(everybody: Sequence[Person], desk: Desk) -> None:
    """Let everybody go on at another desk: Sayso was started again with new scripts."""
    for person in everybody:
        person.desk = desk
