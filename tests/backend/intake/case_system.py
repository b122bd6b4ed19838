"""A made-up case system that sends rows, and what is then kept of them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from backend.care import service as care
from backend.care.rules import CarePeriod
from backend.intake import service
from backend.intake.rules import Outcome
from backend.invitations import service as invitations
from backend.invitations.rules import Secrets
from backend.people import service as people
from backend.people.rules import SYSTEM, Child, Participant, Placement
from backend.platform.clock import SettableClock
from backend.platform.database import new_id
from backend.platform.runtime import Runtime
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from backend.sheets.rules import Row

PRIYA = {"email": "Priya.Shah@northshire.example", "name": "Priya Shah", "phone": "07700 900101"}
TOM = {"email": "tom.bell@northshire.example", "name": "Tom Bell"}
AMARA = {
    "case_number": "E10001",
    "first_name": "Amara",
    "last_name": "Okoye",
    "date_of_birth": "27/03/2017",
    "iro": "priya.shah@northshire.example",
    "became_looked_after": "01/09/2025",
    "legal_status": "interim_order",
}
HOME = {
    "case_number": "E10001",
    "starts_on": "01/09/2025",
    "kind": "foster",
    "name": "Jo and Sam's",
    "address": "12 Mill Lane",
}
JO = {
    "case_number": "E10001",
    "role": "foster_carer",
    "name": "Jo Marsh",
    "email": "jo@home.example",
    "home_starts_on": "01/09/2025",
}
LENA = {"case_number": "E10001", "role": "social_worker", "name": "Lena Frost"}
REVIEW = {"case_number": "E10001", "number": "1", "date": "10/12/2026", "time": "16:00"}


class CaseSystem:
    """Sends rows of one kind at a time, and looks at what has become of its first child."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime

    def send(self, kind: str, *rows: Mapping[str, str], dry_run: bool = False) -> list[Outcome]:
        """Send rows of one kind, as lines from 1."""
        every = [Row(kind, f"{kind}.csv", line, row) for line, row in enumerate(rows, start=1)]
        return self.send_all(every, dry_run=dry_run)

    def send_all(self, rows: list[Row], *, dry_run: bool = False) -> list[Outcome]:
        """Send rows of any kinds."""
        runtime = self.runtime
        return service.take(
            runtime.database,
            runtime.ring,
            runtime.clock,
            rows,
            dry_run=dry_run,
            pause=lambda _seconds: None,
        )

    def send_one(self, kind: str, row: Mapping[str, str], /, **more: str) -> str:
        """Send one row that is as it should be; give what became of it."""
        (outcome,) = self.send(kind, {**row, **more})
        assert outcome.problems == {}
        return outcome.state

    def refused(self, kind: str, row: Mapping[str, str], /, **more: str) -> dict[str, str]:
        """Send one row that is wrong; give why, by field."""
        (outcome,) = self.send(kind, {**row, **more})
        assert outcome.state == "bad"
        return dict(outcome.problems)

    def family(self) -> "CaseSystem":
        """Send Amara, her IRO, her home with Jo, and her next review."""
        for kind, row in (
            ("officers", PRIYA),
            ("officers", TOM),
            ("children", AMARA),
            ("placements", HOME),
            ("participants", JO),
            ("reviews", REVIEW),
        ):
            assert self.send_one(kind, row) == "new"
        return self

    def look(self, work: Any, *given: Any) -> Any:
        """Look at what is kept, with the system's eyes."""
        return self.runtime.database.read(lambda t: work(t, SYSTEM, *given))

    @property
    def child(self) -> Child:
        """The only child there is."""
        (found,) = self.look(people.list_children)
        assert isinstance(found, Child)
        return found

    @property
    def homes(self) -> tuple[Placement, ...]:
        """Where she has lived, newest first."""
        return tuple(self.look(people.list_placements, self.child.id))

    @property
    def reviews(self) -> tuple[Review, ...]:
        """Her reviews, newest first."""
        return tuple(self.look(reviews.of_child, self.child.id))

    @property
    def care(self) -> tuple[CarePeriod, ...]:
        """When she was looked after, newest first."""
        return tuple(self.look(care.of_child, self.child.id))

    def people(self, role: str) -> list[Participant]:
        """Everybody who has or had this role in her life."""
        everyone = self.look(people.list_participants, self.child.id)
        return [one for one in everyone if one.role == role]

    def ask(self, one: Participant) -> str:
        """Ask somebody for their views before her review; give the secret of their link."""
        held, invitation_id = Secrets(f"{one.name:x<22}", "012345"), new_id()
        runtime, review = self.runtime, self.reviews[0]
        runtime.database.write(
            lambda t: invitations.invite(
                t,
                runtime.ring,
                SYSTEM,
                participant_id=one.id,
                review_id=review.id,
                invitation_id=invitation_id,
                secrets=held,
                at=runtime.clock(),
            )
        )
        return held.token

    def works(self, token: str, days: int = 0) -> bool:
        """Say whether a link works, some days from now."""
        runtime = self.runtime
        at = runtime.clock() + timedelta(days=days)
        found = runtime.database.read(
            lambda t: invitations.find_by_token(t, runtime.ring, token, at)
        )
        return found is not None

    def wait(self, days: int) -> None:
        """Let days go by."""
        assert isinstance(self.runtime.clock, SettableClock)
        self.runtime.clock.advance(timedelta(days=days))
