import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from argon2.low_level import Type
from sqlalchemy import select

from backend.platform.accounts import rules, service
from backend.platform.accounts.rules import SignIn
from backend.platform.accounts.tables import account_links, passwords, sessions, sign_in_tries
from backend.platform.clock import SettableClock
from backend.platform.database import Database, Transaction
from backend.platform.errors import BadInput, NotFound
from backend.platform.keys.rules import KeyRing

EMAIL = "Ada.Evans@council.example"
PASSWORD = "four quiet green kettles"
ADA = "a" * 32


def _find(transaction: Transaction, email: str) -> str | None:
    return ADA if email.casefold() == EMAIL.casefold() else None


class Office:
    """Accounts under test: one officer, Ada, and everybody else who tries."""

    def __init__(self, database: Database, ring: KeyRing, clock: SettableClock) -> None:
        self.database, self.ring, self.clock = database, ring, clock

    def link(self) -> str:
        token = service.new_link_token()
        self.database.write(
            lambda t: service.make_link(t, self.ring, officer_id=ADA, token=token, at=self.clock())
        )
        return token

    def choose(self, token: str, password: str = PASSWORD) -> str:
        return service.choose_password(
            self.database, self.ring, self.clock, token=token, email=EMAIL, password=password
        )

    def sign_in(self, email: str = EMAIL, password: str = PASSWORD) -> SignIn:
        return service.sign_in(self.database, self.ring, self.clock, _find, email, password)

    def signed_in(self, secret: str) -> str | None:
        return service.signed_in(self.database, self.ring, self.clock, secret)

    def everything(self) -> str:
        tables = (passwords, account_links, sessions, sign_in_tries)
        return self.database.read(
            lambda t: str([list(t.execute(select(table))) for table in tables])
        )


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash as cheaply as may be."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(rules, "_HASHER", hasher)
    monkeypatch.setattr(rules, "NOBODY", hasher.hash("nobody"))


@pytest.fixture
def office(cheap: None, database: Database, ring: KeyRing, clock: SettableClock) -> Office:
    office = Office(database, ring, clock)
    office.choose(office.link())
    return office


def test_signing_in_and_out(office: Office) -> None:
    """E-mail and password open a session, which ends at sign-out and only there."""
    first, second = office.sign_in(), office.sign_in(f" {EMAIL.upper()} ")
    assert (first.outcome, first.officer_id) == ("signed-in", ADA)
    assert office.signed_in(first.secret) == ADA
    office.database.write(lambda t: service.sign_out(t, office.ring, first.secret))
    assert office.signed_in(first.secret) is None
    assert office.signed_in(second.secret) == ADA


def test_wrong_is_wrong(office: Office) -> None:
    """A wrong password and an unknown e-mail get the same answer."""
    assert office.sign_in(password="wrong wrong wrong") == SignIn("wrong")
    assert office.sign_in("nobody@council.example") == SignIn("wrong")
    assert office.sign_in("nobody@council.example", "nobody") == SignIn("wrong")


def test_an_unknown_person_takes_as_long(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exactly one hash is compared whether or not the e-mail is known."""
    compared: list[str] = []
    real = rules.password_matches

    def counting(known: str, password: str) -> bool:
        compared.append(known)
        return real(known, password)

    monkeypatch.setattr(rules, "password_matches", counting)
    office.sign_in(password="wrong wrong wrong")
    office.sign_in("nobody@council.example")
    assert len(compared) == 2
    assert compared[1] == rules.NOBODY


def test_passwords_are_hashed_with_care() -> None:
    """Argon2id with 64 MiB and three passes, and the stand-in hash costs the same."""
    hashed = rules.hash_password(PASSWORD)
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert rules._HASHER.type is Type.ID
    assert rules.password_matches(hashed, PASSWORD)
    assert not rules.password_matches(hashed, PASSWORD + " ")
    assert not rules.needs_new_hash(rules.NOBODY)
    assert not rules.password_matches(rules.NOBODY, PASSWORD)


def test_one_password_typed_on_two_keyboards() -> None:
    """A letter with its accent is the same in one character or two."""
    assert rules.password_matches(rules.hash_password("caf\u00e9 au lait"), "cafe\u0301 au lait")


def test_an_old_hash_is_renewed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash of weaker settings is replaced when its owner signs in."""
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(rules, "_HASHER", stronger)
    assert office.sign_in().outcome == "signed-in"
    assert "m=16,t=2" in office.everything()
    assert office.sign_in().outcome == "signed-in"


def test_no_secret_is_kept(office: Office) -> None:
    """Neither password nor session nor link nor typed e-mail can be read in the database."""
    secret, token = office.sign_in().secret, office.link()
    office.sign_in("somebody@council.example", "a password in the wrong field")
    kept = office.everything()
    for each in (PASSWORD, secret, token, "somebody@", "wrong field"):
        assert each not in kept
    assert secret not in repr(SignIn("signed-in", ADA, secret))


def test_a_session_ends_when_idle(office: Office) -> None:
    """Fifteen minutes without a page end it; a page in between gives fifteen more."""
    secret = office.sign_in().secret
    for _page in range(3):
        office.clock.advance(timedelta(minutes=14))
        assert office.signed_in(secret) == ADA
    office.clock.advance(timedelta(minutes=15))
    assert office.signed_in(secret) is None


def test_a_session_ends_after_ten_hours(office: Office) -> None:
    """However busy, it ends ten hours after it began."""
    secret = office.sign_in().secret
    for _page in range(59):
        office.clock.advance(timedelta(minutes=10))
        assert office.signed_in(secret) == ADA
    office.clock.advance(timedelta(minutes=10))
    assert office.signed_in(secret) is None


def test_unknown_sessions(office: Office) -> None:
    """A made-up, empty or broken secret is nobody's."""
    for secret in ("", "x", "\x00", "🫖" * 1000, "a" * 43):
        assert office.signed_in(secret) is None


def test_a_disabled_officer_is_out(office: Office) -> None:
    """Disabling ends every session and link at once, and the password no longer works."""
    secret, token = office.sign_in().secret, office.link()
    office.database.write(lambda t: service.disable(t, ADA))
    assert office.signed_in(secret) is None
    assert office.sign_in() == SignIn("wrong")
    with pytest.raises(NotFound):
        office.choose(token)


def test_disabled_while_signing_in(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody disabled while their password is being compared does not get in."""
    real = rules.password_matches

    def meanwhile(known: str, password: str) -> bool:
        office.database.write(lambda t: service.disable(t, ADA))
        return real(known, password)

    monkeypatch.setattr(rules, "password_matches", meanwhile)
    assert office.sign_in() == SignIn("wrong")


def test_a_link_works_once(office: Office) -> None:
    """Looking uses nothing up; choosing a password does, and signs out everywhere else."""
    secret, token = office.sign_in().secret, office.link()
    for _look in range(3):
        holder = office.database.read(
            lambda t: service.link_holder(t, office.ring, token, office.clock())
        )
        assert holder == ADA
    assert office.choose(token, "another long password") == ADA
    assert office.signed_in(secret) is None
    assert office.sign_in() == SignIn("wrong")
    assert office.sign_in(password="another long password").outcome == "signed-in"
    with pytest.raises(NotFound):
        office.choose(token, "a third long password")


def test_two_at_once_with_one_link(office: Office) -> None:
    """Of two who use a link in the same moment, one sets the password and the other is told no."""
    token = office.link()
    together = threading.Barrier(2)

    def choose(password: str) -> bool:
        together.wait(10)
        try:
            office.choose(token, password)
        except NotFound:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(choose, ["the first password", "the second password"]))
    assert sorted(done) == [False, True]


def test_a_link_ends(office: Office) -> None:
    """A link ends after 72 hours, and when a newer one is made."""
    older = office.link()
    newer = office.link()
    with pytest.raises(NotFound):
        office.choose(older)
    office.clock.advance(timedelta(hours=72))
    with pytest.raises(NotFound):
        office.choose(newer)


@pytest.mark.parametrize("password", ["", "short", "elevenchars", EMAIL.lower(), "x" * 201])
def test_a_password_that_will_not_do(office: Office, password: str) -> None:
    """Short, endless, or one's own e-mail: refused in words, and the link can be used again."""
    token = office.link()
    with pytest.raises(BadInput) as refusal:
        office.choose(token, password)
    assert refusal.value.fields["password"].startswith("Choose a password")
    assert office.choose(token) == ADA


def test_ten_wrong_tries_and_a_wait(office: Office) -> None:
    """After ten wrong tries even the right password waits, and then works."""
    for _try in range(rules.TRIES_OF_ONE):
        assert office.sign_in(password="wrong wrong wrong").outcome == "wrong"
        office.clock.advance(timedelta(seconds=30))
    refused = office.sign_in()
    assert (refused.outcome, refused.secret) == ("too-many", "")
    assert 0 < refused.wait <= 15 * 60
    assert office.sign_in("somebody@council.example").outcome == "wrong"
    office.clock.advance(timedelta(seconds=refused.wait))
    assert office.sign_in().outcome == "signed-in"


def test_an_unknown_email_is_counted_like_a_known_one(office: Office) -> None:
    """Whether one must wait gives nothing away about who is known."""
    for _try in range(rules.TRIES_OF_ONE):
        office.sign_in("Nobody@council.example")
    assert office.sign_in(" nobody@COUNCIL.example").outcome == "too-many"


def test_signing_in_forgives(office: Office) -> None:
    """Nine wrong tries and a right one leave ten tries again."""
    for _round in range(2):
        for _try in range(rules.TRIES_OF_ONE - 1):
            assert office.sign_in(password="wrong wrong wrong").outcome == "wrong"
        assert office.sign_in().outcome == "signed-in"


def test_many_addresses_and_a_wait(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing at many people at once runs into the limit of all."""
    monkeypatch.setattr(rules, "TRIES_OF_ALL", 20)
    for number in range(20):
        assert office.sign_in(f"p{number}@council.example").outcome == "wrong"
    assert office.sign_in().outcome == "too-many"


def test_many_tries_at_once_are_all_counted(office: Office) -> None:
    """Forty tries in the same moment get ten comparisons, not forty."""
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(
            threads.map(lambda _n: office.sign_in(password="wrong wrong").outcome, range(40))
        )
    assert outcomes.count("wrong") == rules.TRIES_OF_ONE
    assert outcomes.count("too-many") == 40 - rules.TRIES_OF_ONE


def test_tries_survive_a_restart(office: Office, ring: KeyRing, clock: SettableClock) -> None:
    """The count is in the database: a restart gives no new tries."""
    for _try in range(rules.TRIES_OF_ONE):
        office.sign_in(password="wrong wrong wrong")
    assert Office(office.database, ring, clock).sign_in().outcome == "too-many"
