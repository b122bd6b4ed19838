"""A child of the made-up family who said something worrying, and the people on duty."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from starlette.testclient import TestClient

from backend.concerns import service as concerns
from backend.concerns.rules import About, Concern, Raised
from backend.consultations import service as consultations
from backend.consultations.rules import Desk
from backend.duty import service as duty
from backend.duty.rules import Shift
from backend.invitations.rules import Invitation
from backend.people.rules import SYSTEM, Officer, officer_viewer
from backend.platform.database import Work, new_id
from backend.platform.keys.service import open_child_key
from backend.platform.runtime import Runtime
from dialogs import events
from tests.backend.consultations.household import ask, desk_of
from tests.backend.web.people import Family, Staff

T = TypeVar("T")
DONE = "Rang Amara.\nShe is <b>safe</b> & with me."
WORDS = "Sam hits me when nobody looks\nplease dont tell"


@dataclass(frozen=True)
class Worry:
    """What there is: an open concern, a test that was sent to Dee, and a shift of hers."""

    runtime: Runtime
    desk: Desk
    invitation: Invitation
    concern_id: str
    test_id: str
    shift_id: str

    @property
    def path(self) -> str:
        """Where the concern is shown."""
        return f"/concerns/{self.concern_id}"

    @property
    def now(self) -> Concern:
        """The concern as it is kept."""
        return self.runtime.database.read(lambda t: concerns.get(t, SYSTEM, self.concern_id))

    def say(self, words: str) -> None:
        """Let the child say something more."""
        _receive(
            self.runtime, self.desk, self.invitation, events.Said(new_id(), "home_feel", words)
        )

    def write(self, work: Work[T]) -> T:
        """Do a unit of work."""
        return self.runtime.database.write(work)


def worried(runtime: Runtime, family: Family, staff: Staff, words: str = WORDS) -> Worry:
    """Let the child begin, press the help button and write; put Dee on the rota and test it."""
    desk = desk_of(runtime)
    invitation = ask(runtime, family.own, family.review.id, f"{'worried':x<22}")
    key = runtime.database.read(lambda t: open_child_key(t, runtime.ring, family.child.id))
    at, dee = runtime.clock(), staff["duty"]
    shift_id, test_id = _on_duty(runtime, dee), new_id()
    runtime.database.write(
        lambda t: consultations.begin(t, desk, key, invitation, language="en", at=at)
    )
    _receive(runtime, desk, invitation, events.Said(new_id(), "home_feel", words))
    _receive(runtime, desk, invitation, events.AskedForHelp(new_id()))
    found = runtime.database.read(lambda t: concerns.list_open(t, SYSTEM))
    viewer = officer_viewer(dee)
    runtime.database.write(
        lambda t: duty.record_test(t, runtime.ring, viewer, desk.on_call, test_id, at)
    )
    help_pressed = next(each for each in found if each.category == "help")
    return Worry(runtime, desk, invitation, help_pressed.id, test_id, shift_id)


def _on_duty(runtime: Runtime, officer: Officer) -> str:
    at = runtime.clock()
    shift = Shift(new_id(), officer.id, at - timedelta(hours=1), at + timedelta(hours=11), 1)
    runtime.database.write(lambda t: duty.add_shift(t, SYSTEM, shift, at))
    return shift.id


def _receive(runtime: Runtime, desk: Desk, invitation: Invitation, event: events.Event) -> None:
    key = runtime.database.read(lambda t: open_child_key(t, runtime.ring, invitation.child_id))
    at = runtime.clock()
    runtime.database.write(
        lambda t: consultations.receive(
            t, desk, key, consultation_id=invitation.id, event=event, channel="web", at=at
        )
    )


def raise_more(worry: Worry, family: Family, category: str, level: str) -> Concern:
    """Let something else be raised about the same child, by its category."""
    at = worry.runtime.clock()
    about = About(family.child.id, family.own.id, worry.invitation.id, new_id(), at)
    reason = (Raised("cue", category, level),)
    ring, on_call = worry.runtime.ring, worry.desk.on_call
    worry.write(lambda t: concerns.raise_concerns(t, ring, on_call, about, reason))
    found = worry.runtime.database.read(lambda t: concerns.list_open(t, SYSTEM))
    return next(each for each in found if each.category == category)


def note(client: TestClient, worry: Worry, kind: str, **typed: str) -> str:
    """Write something down and give where that leads."""
    answer = client.post(f"{worry.path}/notes/{kind}", data={"words": "so it is", **typed})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def told(**changed: str) -> dict[str, str]:
    """Who was told, as it is typed."""
    day = {"when-day": "24", "when-month": "11", "when-year": "2026", "time": "9.20 am"}
    return {"who": "PC Ade Bello, police", "how": "by phone", **day, "words": "", **changed}
