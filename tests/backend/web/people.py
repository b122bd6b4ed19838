"""Made-up officers, and a short way past the slow hashing of passwords."""

import secrets

from starlette.testclient import TestClient

from backend.people import service as people
from backend.people.rules import Officer
from backend.platform.accounts import store as accounts_store
from backend.platform.accounts.rules import Session
from backend.platform.database import Transaction, new_id
from backend.platform.runtime import Runtime
from backend.web.visits import cookie_name

PASSWORD = "correct horse battery staple"

Staff = dict[str, Officer]


def add_staff(runtime: Runtime) -> Staff:
    """Add one officer of each role, and a second reviewing officer."""
    names = {
        "iro": "Priya Shah",
        "other_iro": "Tom Bell",
        "duty": "Dee Okoro",
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
