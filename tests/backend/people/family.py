"""A made-up child, the people around them, and the officers of the authority."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from backend.people import service as people
from backend.people.rules import (
    SYSTEM,
    Child,
    Officer,
    Participant,
    Placement,
    Viewer,
    officer_viewer,
)
from backend.platform.database import Database, Transaction, new_id

T = TypeVar("T")

TODAY = date(2026, 11, 24)
NOBODY = Viewer("officer", "0" * 32)
OFFICERS = {
    "iro": "Priya Shah",
    "other_iro": "Tom Bell",
    "duty": "Dee Okoro",
    "support": "Sam Hill",
    "owner": "Olu Grant",
}


class Family:
    """Amara at Jo and Sam's, with Tom Bell's Ben as the child of another; and who looks."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.officers = {
            who: Officer(new_id(), name, f"{who}@example.org", frozenset({who.split("_")[-1]}))
            for who, name in OFFICERS.items()
        }
        for officer in self.officers.values():
            self.add(people.add_officer, officer)
        self.amara = self.child("Amara", "iro")
        self.ben = self.child("Ben", "other_iro")
        self.home = self.do(people.add_placement, SYSTEM, a_home(self.amara))
        self.own = self.person("Amara", "child")
        self.carer = self.person("Jo Marsh", "foster_carer", placement_id=self.home.id)

    def viewer(self, who: str) -> Viewer:
        """Give the eyes of one of the officers."""
        return officer_viewer(self.officers[who])

    def child(self, name: str, iro: str) -> Child:
        """Add a child whose reviews this officer leads."""
        return self.do(people.add_child, SYSTEM, a_child(self.officers[iro].id, name), TODAY)

    def person(self, name: str, role: str, **more: Any) -> Participant:
        """Add somebody to Amara's life."""
        return self.do(
            people.add_participant, SYSTEM, a_person(self.amara, name=name, role=role, **more)
        )

    def add(self, work: Callable[..., T], *given: Any) -> T:
        """Do a unit of work that asks for no viewer."""
        return self.database.write(lambda transaction: work(transaction, *given))

    def do(self, work: Callable[..., T], viewer: Viewer, *given: Any, **more: Any) -> T:
        """Do one thing in a unit of its own."""
        return self.database.write(lambda transaction: work(transaction, viewer, *given, **more))

    def look(self, work: Callable[..., T], viewer: Viewer, *given: Any) -> T:
        """Look where nothing can be changed."""
        return self.database.read(lambda transaction: work(transaction, viewer, *given))

    def unit(self, work: Callable[[Transaction], T]) -> T:
        """Do several things in one unit."""
        return self.database.write(work)


def a_child(iro_id: str, name: str = "Amara", **more: Any) -> Child:
    """Make a child of ten; nothing is kept."""
    child = Child(new_id(), name, "Cole", "", date(2016, 3, 9), "en", iro_id, "E1234")
    return replace(child, **more)


def a_home(child: Child, **more: Any) -> Placement:
    """Make a home that began last year; nothing is kept."""
    home = Placement(
        new_id(), child.id, "foster", "Jo and Sam", "12 Mill Lane", True, date(2025, 9, 1)
    )
    return replace(home, **more)


def a_person(child: Child, **more: Any) -> Participant:
    """Make somebody in a child's life since last year; nothing is kept."""
    since = date(2025, 9, 1)
    email = "jo@home.example"
    person = Participant(new_id(), child.id, "parent", "Ada", None, since, None, email, "", "en")
    return replace(person, **more)
