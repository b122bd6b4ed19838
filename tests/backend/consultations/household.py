"""A made-up authority with three children and the people around them, ready to be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from backend.concerns.service import helplines
from backend.consultations.rules import Desk
from backend.invitations import service as invitations
from backend.invitations.rules import Invitation, Secrets
from backend.people import service as people
from backend.people.rules import (
    OF_A_HOME,
    SYSTEM,
    Child,
    ChosenQuestions,
    Officer,
    Participant,
    Placement,
    Viewer,
    officer_viewer,
    participant_viewer,
)
from backend.platform.clock import SettableClock
from backend.platform.database import Transaction, new_id
from backend.platform.keys.service import make_child_key
from backend.platform.runtime import Runtime
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from dialogs.loading import load_questions
from dialogs.loading_cues import load_cues

SINCE = date(2025, 9, 1)
TODAY = date(2026, 11, 24)
REVIEW = datetime(2026, 12, 10, 16, 0, tzinfo=UTC)
OFFICERS = {
    "iro": "Priya Shah",
    "other_iro": "Tom Bell",
    "duty": "Dee Okoro",
    "support": "Sam Hill",
    "owner": "Olu Grant",
}
CHILDREN = {"amara": ("Amara", "iro"), "mia": ("Mia", "iro"), "leo": ("Leo", "other_iro")}
"""Amara and Mia are sisters with one reviewing officer; Leo is their brother, with another."""
CODE = "012345"
QUESTIONS, CUES = cache(load_questions), cache(load_cues)
"""Read once: that takes longer than most tests."""


@dataclass(frozen=True)
class Household:
    """Who there is, by short names; each child has a carer called by ``<child>_carer``."""

    runtime: Runtime
    desk: Desk
    officers: Mapping[str, Officer]
    children: Mapping[str, Child]
    people: Mapping[str, Participant]
    reviews: Mapping[str, Review]
    asked: Mapping[str, Invitation]

    def viewer(self, who: str) -> Viewer:
        """Give the eyes of an officer, of a participant, or of nobody."""
        if who in self.officers:
            return officer_viewer(self.officers[who])
        if who in self.people:
            return participant_viewer(self.people[who])
        return Viewer("officer", "0" * 32)

    def token(self, who: str) -> str:
        """Give the secret part of somebody's link."""
        return f"{who:x<22}"


def make_household(runtime: Runtime) -> Household:
    """Add them all through the services, and ask everybody for their views."""
    officers = {
        who: Officer(new_id(), name, f"{who}@example.org", frozenset({who.split("_")[-1]}))
        for who, name in OFFICERS.items()
    }
    children = {
        who: Child(new_id(), name, "Cole", "", date(2017, 3, 9), "en", officers[iro].id, "E1234")
        for who, (name, iro) in CHILDREN.items()
    }
    homes = {who: _home(child) for who, child in children.items()}
    everyone = {who: _person(child, child.first_name, None) for who, child in children.items()}
    for who, child in children.items():
        everyone[f"{who}_carer"] = _person(child, "Jo Marsh", homes[who].id)
    planned = {
        who: Review(new_id(), each.id, 2, REVIEW, "", None) for who, each in children.items()
    }

    def unit(transaction: Transaction) -> None:
        for officer in officers.values():
            people.add_officer(transaction, officer)
        for who, child in children.items():
            people.add_child(transaction, SYSTEM, child, TODAY)
            make_child_key(transaction, runtime.ring, child.id, runtime.clock())
            people.add_placement(transaction, SYSTEM, homes[who])
            reviews.add(transaction, SYSTEM, planned[who], TODAY)
        for person in everyone.values():
            people.add_participant(transaction, SYSTEM, person)

    runtime.database.write(unit)
    asked = {
        who: ask(runtime, person, planned[who.split("_")[0]].id, f"{who:x<22}")
        for who, person in everyone.items()
    }
    desk = desk_of(runtime)
    return Household(runtime, desk, officers, children, everyone, planned, asked)


def desk_of(runtime: Runtime) -> Desk:
    """Make the desk as the composition root does, with e-mail that works."""
    return Desk(
        ring=runtime.ring,
        scripts=runtime.scripts,
        questions=QUESTIONS(),
        cues=CUES(),
        translations=runtime.translations,
        authority="Northshire",
        childline=helplines()["childline"].number,
        public_url=runtime.settings.public_url,
        mail_works=True,
    )


def ask(runtime: Runtime, person: Participant, review_id: str | None, token: str) -> Invitation:
    """Invite somebody to a review, or for any day, with a link we know and everybody's code."""
    invitation_id = new_id()
    return runtime.database.write(
        lambda transaction: invitations.invite(
            transaction,
            runtime.ring,
            SYSTEM,
            participant_id=person.id,
            review_id=review_id,
            invitation_id=invitation_id,
            secrets=Secrets(token, CODE),
            at=runtime.clock(),
        )
    )


def join(household: Household, who: str, role: str, name: str, child: str = "amara") -> Household:
    """Add somebody to a child's life, in the child's home where their part is of one; ask them."""
    runtime, carer = household.runtime, household.people[f"{child}_carer"]
    home_id = carer.placement_id if role in OF_A_HOME else None
    person = replace(carer, id=new_id(), role=role, name=name, placement_id=home_id)
    runtime.database.write(lambda t: people.add_participant(t, SYSTEM, person))
    asked = ask(runtime, person, household.reviews[child].id, f"{who:x<22}")
    return replace(
        household,
        people={**household.people, who: person},
        asked={**household.asked, who: asked},
    )


def with_any_day(household: Household, child: str = "amara") -> Household:
    """Give a child a card for any day: they are then asked as ``<child>_any_day`` too."""
    who = f"{child}_any_day"
    made = ask(household.runtime, household.people[child], None, f"{who:x<22}")
    return replace(household, asked={**household.asked, who: made})


def aged(household: Household, years: int, child: str = "amara", days: int = 0) -> None:
    """Let a child be this old, and some days more, today."""
    born = date(TODAY.year - years, TODAY.month, TODAY.day) - timedelta(days=days)
    changed = replace(household.children[child], date_of_birth=born)
    household.runtime.database.write(lambda t: people.correct_child(t, SYSTEM, changed, TODAY))


def choose(household: Household, script: str) -> None:
    """Let Amara's IRO choose which questions she is asked, ten seconds from now."""
    clock = household.runtime.clock
    if isinstance(clock, SettableClock):
        clock.advance(timedelta(seconds=10))
    iro, amara = household.viewer("iro"), household.children["amara"].id
    choice = ChosenQuestions(new_id(), amara, script, "officer", iro.id, clock())
    household.runtime.database.write(lambda t: people.choose_questions(t, iro, choice))


def _home(child: Child) -> Placement:
    return Placement(new_id(), child.id, "foster", "Jo and Sam", "12 Mill Lane", True, SINCE)


def _person(child: Child, name: str, home_id: str | None) -> Participant:
    role = "foster_carer" if home_id else "child"
    return Participant(new_id(), child.id, role, name, home_id, SINCE, None, "", "", "en")
