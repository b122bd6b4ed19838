"""A child whose review is coming and nobody asked yet, with the timetable's own job to ask."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from backend.asking import service as asking
from backend.asking.service import Means
from backend.invitations import service as invitations
from backend.invitations.rules import Invitation, Secrets
from backend.people import service as people
from backend.people.rules import SYSTEM, Participant, Viewer, officer_viewer
from backend.platform.clock import SettableClock
from backend.platform.database import Transaction, new_id
from backend.platform.delivery.rules import OpenedMessage, Route
from backend.platform.delivery.service import deliver_due
from backend.platform.runtime import Runtime
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from backend.rounds import service as rounds
from backend.rounds.rules import Line, Standing
from backend.timetable import JOBS, Timetable, Tools
from tests.backend.consultations.household import desk_of
from tests.backend.web.people import Family, add_family, add_staff

ROUNDS = next(job for job in JOBS if job.name == "rounds")
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class Rounds:
    """Amara, without an address, and Jo, her carer, with one; the review is on 10 December."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.database = runtime.database
        self.staff = add_staff(runtime)
        self.family: Family = add_family(runtime, self.staff)
        self.review: Review = self.family.review
        tools = Tools(runtime, desk_of(runtime), frozenset({"email"}))
        self.timetable = Timetable(tools, (ROUNDS,))

    @property
    def clock(self) -> SettableClock:
        """The clock of this test."""
        assert isinstance(self.runtime.clock, SettableClock)
        return self.runtime.clock

    @property
    def means(self) -> Means:
        """What asking needs where e-mail works."""
        return asking.means_of(self.runtime, mail_works=True)

    def viewer(self, who: str) -> Viewer:
        """Give the eyes of an officer."""
        return officer_viewer(self.staff[who])

    def do(self, work: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Do one thing in a unit of its own."""
        return self.database.write(lambda t: work(t, *given, **named))

    def person(self, role: str, name: str, **more: Any) -> Participant:
        """Add somebody to Amara's life who has an address."""
        since = date(2025, 10, 20)
        email = f"{name.split(' ', maxsplit=1)[0].lower()}@example.org"
        one = Participant(
            new_id(), self.family.child.id, role, name, None, since, None, email, "", "en"
        )
        added: Participant = self.do(people.add_participant, SYSTEM, replace(one, **more))
        return added

    def steer(self, step: str, who: str = "iro") -> None:
        """Let an officer do something with the round."""
        self.do(rounds.steer, self.viewer(who), self.review.id, step, self.clock())

    def run(self, at: datetime | None = None) -> None:
        """Let it be this moment, and run the job."""
        if at is not None:
            self.clock.set(at)
        assert self.timetable.run(ROUNDS)

    def delivered(self, route: Route | None = None) -> list[OpenedMessage]:
        """Send what is due by e-mail, and give what went."""
        sent: list[OpenedMessage] = []

        def keep(message: OpenedMessage) -> str | None:
            sent.append(message)
            return route(message) if route else None

        deliver_due(self.database, self.runtime.ring, {"email": keep}, self.clock)
        return sent

    def go(self, at: datetime | None = None) -> list[tuple[str, str]]:
        """Run the job and deliver; give to whom what went."""
        self.run(at)
        return sorted((one.recipient, one.template) for one in self.delivered())

    def asked(self) -> dict[str, Invitation]:
        """Give the invitations to the review, by participant."""
        made = self.database.read(lambda t: invitations.for_review(t, SYSTEM, self.review.id))
        return {one.participant_id: one for one in made}

    def standing(self, who: str = "support") -> Standing:
        """Give the round as an officer is shown it."""
        eyes, at = self.viewer(who), self.clock()

        def unit(transaction: Transaction) -> Standing:
            plain = rounds.standing(transaction, eyes, self.review.id, at)
            (found,) = rounds.with_people(transaction, self.means, eyes, (plain,), at)
            return found

        return self.database.read(unit)

    def lines(self) -> dict[str, Line]:
        """Give what is shown of each person, by name."""
        return {line.asked.participant.name: line for line in self.standing().lines}

    def todo(self) -> dict[str, str]:
        """Give what is to be done about each person, by name."""
        return {name: line.next for name, line in self.lines().items()}

    def change_review(self, **changes: Any) -> None:
        """Change the review as its page does, in one unit with its round."""
        at = self.clock()

        def unit(transaction: Transaction) -> None:
            known = reviews.get(transaction, SYSTEM, self.review.id)
            reviews.correct(transaction, SYSTEM, replace(known, **changes), at.date())
            rounds.follow_review(transaction, SYSTEM, self.review.id, at)

        self.database.write(unit)

    def stop_link(self, participant_id: str) -> None:
        """Stop what somebody holds, by hand."""
        self.do(invitations.revoke_participants, (participant_id,), self.clock())

    def ask_if_due(self, who: Participant, secrets: Secrets | None = None) -> bool:
        """Let the round ask one person, as a job that found them would."""
        fresh, at = secrets or asking.new_secrets(), self.clock()
        return bool(self.do(rounds.ask_if_due, self.means, self.review.id, who.id, fresh, at))


def opened(runtime: Runtime) -> Rounds:
    """Give Amara's round, opened at noon."""
    made = Rounds(runtime)
    made.clock.set(NOON)
    made.steer("open")
    return made
