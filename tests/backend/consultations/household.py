"""A made-up authority with three children and the people around them, ready to be asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from backend.concerns.service import helplines
from backend.consultations.rules import Desk
from backend.invitations import service as invitations
from backend.invitations.rules import Invitation, Secrets
from backend.people import service as people
from backend.people.rules import (
    SYSTEM,
    Child,
    Officer,
    Participant,
    Placement,
    Viewer,
    officer_viewer,
    participant_viewer,
)
from backend.platform.database import Transaction, new_id
from backend.platform.keys.service import make_child_key
from backend.platform.runtime import Runtime
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from dialogs.loading import load_cues, load_questions

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


def ask(runtime: Runtime, person: Participant, review_id: str, token: str) -> Invitation:
    """Invite somebody to a review with a link we know and the code of everybody here."""
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


def _home(child: Child) -> Placement:
    return Placement(new_id(), child.id, "foster", "Jo and Sam", "12 Mill Lane", True, SINCE)


def _person(child: Child, name: str, home_id: str | None) -> Participant:
    role = "foster_carer" if home_id else "child"
    return Participant(new_id(), child.id, role, name, home_id, SINCE, None, "", "", "en")
