"""Made-up officers and one family, and a short way past the slow hashing of passwords."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.testclient import TestClient

from backend.care import service as care
from backend.care.rules import CarePeriod
from backend.people import service as people
from backend.people.rules import SYSTEM, Child, Officer, Participant, Placement
from backend.platform.accounts import store as accounts_store
from backend.platform.accounts.rules import Session
from backend.platform.database import Transaction, new_id
from backend.platform.keys.service import make_child_key
from backend.platform.runtime import Runtime
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from backend.web.visits import cookie_name

PASSWORD = "correct horse battery staple"

Staff = dict[str, Officer]


@dataclass(frozen=True)
class Family:
    """One child of Priya's, nine years old, at home with a foster carer, and the next review."""

    child: Child
    home: Placement
    own: Participant
    carer: Participant
    review: Review
    care: CarePeriod


def add_staff(runtime: Runtime) -> Staff:
    """Add one officer of each role, and a second reviewing officer."""
    names = {
        "iro": "Priya Shah",
        "other_iro": "Tom Bell",
        "duty": "Dee Okoro",
        "manager": "Mo Ellis",
        "support": "Sam Hill",
        "owner": "Olu Grant",
    }
    staff = {
        who: Officer(
            new_id(), name, f"{who}@northshire.example", frozenset({who.removeprefix("other_")})
        )
        for who, name in names.items()
    }

    def unit(transaction: Transaction) -> None:
        for officer in staff.values():
            people.add_officer(transaction, officer)

    runtime.database.write(unit)
    return staff


def sign_in(client: TestClient, runtime: Runtime, officer: Officer) -> None:
    """Sign an officer in, as `accounts.service.sign_in` does once the password was right."""
    secret, at = secrets.token_urlsafe(32), runtime.clock()
    session = Session(runtime.ring.digest("account.session", secret), officer.id, at, at)
    runtime.database.write(lambda t: accounts_store.add_session(t, session))
    client.cookies.set(cookie_name(runtime), secret)


def add_family(runtime: Runtime, staff: Staff) -> Family:
    """Add a child, their home, a foster carer, and a review in sixteen days."""
    family = _family(staff, runtime)

    def unit(transaction: Transaction) -> None:
        today = runtime.clock().date()
        people.add_child(transaction, SYSTEM, family.child, today)
        make_child_key(transaction, runtime.ring, family.child.id, runtime.clock())
        people.add_placement(transaction, SYSTEM, family.home)
        people.add_participant(transaction, SYSTEM, family.own)
        people.add_participant(transaction, SYSTEM, family.carer)
        care.add(transaction, SYSTEM, family.care, today)
        reviews.add(transaction, SYSTEM, family.review, today)

    runtime.database.write(unit)
    return family


def _family(staff: Staff, runtime: Runtime) -> Family:
    since = date(2025, 10, 20)
    child = Child(
        new_id(), "Amara", "Okoye", "", date(2017, 3, 27), "en", staff["iro"].id, "E72254"
    )
    home = Placement(
        new_id(), child.id, "foster", "Jo and Sam's", "12 Mill Lane", False, since, None
    )
    own = Participant(new_id(), child.id, "child", "Amara", None, since, None, "", "", "en")
    carer = Participant(
        new_id(), child.id, "foster_carer", "Jo", home.id, since, None, "jo@home.example", "", "en"
    )
    starts_at = runtime.clock() + timedelta(days=16)
    review = Review(new_id(), child.id, 1, starts_at, "at home with Jo and Sam", None)
    return Family(child, home, own, carer, review, CarePeriod(new_id(), child.id, since))
