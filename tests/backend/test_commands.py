"""`sayso setup` and `sayso check`, as whoever looks after Sayso runs them."""

import argparse
import io
import re
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from backend import commands, readiness, readiness_mail
from backend.people import service as people
from backend.people.rules import SYSTEM, Child, Officer
from backend.platform.accounts import service as accounts
from backend.platform.clock import SettableClock, system_clock
from backend.platform.database import Transaction, open_database
from backend.platform.keys.service import load_key_ring, make_child_key, make_key_file
from backend.platform.settings import Settings, load

KEY = re.compile(r"^    ((?:[0-9a-f]{4} ){16}[0-9a-f]{4})$", re.MULTILINE)
LINK = re.compile(r"http://127\.0\.0\.1:8000/password/([A-Za-z0-9_-]{43})")
OLU = ("--name", "Olu Grant", "--email", "Olu@northshire.example")


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this machine's own settings."""
    for name in ("SAYSO_DATA", "SAYSO_DATABASE_URL", "SAYSO_SMTP_HOST", "SAYSO_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder that is not there yet."""
    return tmp_path / "data"


def run(*words: str) -> int:
    """Run a command as the command line does."""
    parser = argparse.ArgumentParser()
    commands.add_commands(parser.add_subparsers(required=True))
    arguments = parser.parse_args(words)
    return int(arguments.run(arguments))


def setup(data: Path, *more: str) -> int:
    """Run `sayso setup` on this folder."""
    return run("setup", "--data", str(data), *more)


def test_setup_makes_all_that_is_needed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Folder, key, database and the first owner's link are made, and the key's loss explained."""
    assert setup(data, *OLU) == 0
    said = capsys.readouterr().out
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert "everything said is lost with it" in said
    written = KEY.search(said)
    assert written is not None
    assert written[1].replace(" ", "") == (data / "key").read_text().strip().replace(" ", "")
    token = LINK.search(said)
    assert token is not None
    ring = load_key_ring(data / "key")
    database = open_database(f"sqlite:///{data / 'sayso.sqlite'}")
    holder = database.read(lambda t: accounts.link_holder(t, ring, token[1], system_clock()))
    officer = database.read(lambda t: people.get_officer(t, SYSTEM, str(holder)))
    database.close()
    assert (officer.name, officer.email) == ("Olu Grant", "olu@northshire.example")
    assert officer.roles == {"owner"}


def test_setup_again_shows_no_key_and_makes_no_second_owner(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second run changes nothing; with the owner's address it gives them a new link."""
    setup(data, *OLU)
    first = capsys.readouterr().out
    assert setup(data) == 0
    again = capsys.readouterr().out
    assert KEY.search(first)
    assert not KEY.search(again)
    assert "There is an owner already: Olu Grant." in again
    assert setup(data, "--email", "olu@northshire.example") == 0
    assert LINK.findall(capsys.readouterr().out) != LINK.findall(first)
    assert setup(data, "--email", "somebody@northshire.example") == 2
    assert "Nobody has that address." in capsys.readouterr().err


def test_setup_never_makes_a_new_key_over_old_words(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a database and no key, the key has to come back from where it was written down."""
    setup(data, *OLU)
    written = KEY.search(capsys.readouterr().out)
    assert written is not None
    (data / "key").unlink()
    assert setup(data) == 2
    assert "--restore-key" in capsys.readouterr().err
    assert not (data / "key").exists()
    monkeypatch.setattr("sys.stdin", io.StringIO(written[1][:-1] + "\n"))
    assert setup(data, "--restore-key") == 2
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{written[1].upper()}\n"))
    assert setup(data, "--restore-key") == 0
    assert load_key_ring(data / "key")


def test_another_authoritys_key_is_not_taken(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key that is well formed but opens nothing here is refused, and check names it as well."""
    setup(data, *OLU)
    child = add_a_child(data)
    (data / "key").unlink()
    other = make_key_file(data.parent / "other")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{other}\n"))
    assert setup(data, "--restore-key") == 2
    assert "not the one of this database" in capsys.readouterr().err
    assert not (data / "key").exists()
    (data.parent / "other").rename(data / "key")
    assert run("check", "--data", str(data)) == 1
    said = capsys.readouterr().out
    assert "it opens nothing in it" in said
    assert child.last_name not in said


def add_a_child(data: Path) -> Child:
    """Add a reviewing officer and a child with a key."""
    ring, at = load_key_ring(data / "key"), system_clock()
    iro = Officer("2" * 32, "Priya Shah", "priya@northshire.example", frozenset({"iro"}))
    child = Child("3" * 32, "Amara", "Okoye", "", date(2017, 3, 27), "en", iro.id)

    def unit(transaction: Transaction) -> None:
        people.add_officer(transaction, iro)
        people.add_child(transaction, SYSTEM, child, at.date())
        make_child_key(transaction, ring, child.id, at)

    database = open_database(f"sqlite:///{data / 'sayso.sqlite'}")
    database.write(unit)
    database.close()
    return child


def test_setup_says_what_is_wrong_with_the_owner(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An address that is none is refused in words, and the key and database stay."""
    assert setup(data, "--name", "Olu", "--email", "olu") == 2
    assert "email: Enter an e-mail address" in capsys.readouterr().err
    assert setup(data, *OLU) == 0


def test_check_before_setup_names_what_is_missing(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing has been done yet, all that is missing is said, with what to do."""
    assert run("check", "--data", str(data)) == 1
    said = capsys.readouterr().out
    for missing in ("no data folder", "no key file", "no database", "SMTP_HOST", "https address"):
        assert missing in said
    assert not data.exists(), "looking makes nothing"


def test_check_says_settings_that_are_wrong(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A setting that cannot be used is a point like the others, and its value is not repeated."""
    monkeypatch.setenv("SAYSO_SMTP_PORT", "secretive")
    assert run("check", "--data", str(data)) == 1
    said = capsys.readouterr().out
    assert "missing  SAYSO_SMTP_PORT" in said
    assert "secretive" not in said


def fit_for_live_use(data: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Set everything up as an authority would, but for a mail server."""
    monkeypatch.setenv("SAYSO_PUBLIC_URL", "https://sayso.northshire.example")
    monkeypatch.setenv("SAYSO_AUTHORITY_NAME", "Northshire Council")
    monkeypatch.setenv("SAYSO_SMTP_HOST", "mail.northshire.example")
    monkeypatch.setenv("SAYSO_SMTP_SENDER", "sayso@northshire.example")
    setup(data, *OLU)
    settings = load({}, data)
    database = open_database(settings.database_url)
    roles = frozenset({"duty", "iro"})
    both = Officer("1" * 32, "Dee Okoro", "dee@northshire.example", roles)
    database.write(lambda t: people.add_officer(t, both))
    database.close()
    return settings


def test_check_is_content_when_all_is_there(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With key, database, people, address and mail, nothing is missing and the exit code is 0."""
    fit_for_live_use(data, monkeypatch)
    monkeypatch.setattr(readiness_mail, "why_unreachable", lambda _settings: "")
    capsys.readouterr()
    assert run("check", "--data", str(data)) == 0
    said = capsys.readouterr().out
    assert "Ready for live use." in said
    assert "missing" not in said


def test_a_child_whose_officer_has_left_is_missing(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Children whom nobody reviews any more are counted, not named; nobody gets a dead link."""
    setup(data, *OLU)
    child = add_a_child(data)
    database = open_database(f"sqlite:///{data / 'sayso.sqlite'}")
    gone = database.read(lambda t: people.get_officer(t, SYSTEM, child.iro_id))
    database.write(lambda t: people.correct_officer(t, replace(gone, active=False)))
    database.close()
    run("check", "--data", str(data))
    said = capsys.readouterr().out
    assert "Children whose reviewing officer has left or has other work: 1." in said
    assert child.last_name not in said
    assert setup(data, "--email", gone.email) == 2
    assert "Their sign-in is closed." in capsys.readouterr().err


def test_check_says_that_the_mail_server_does_not_take_us(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail server that does not answer is missing, with the reason as a code."""
    fit_for_live_use(data, monkeypatch)
    monkeypatch.setenv("SAYSO_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("SAYSO_SMTP_PORT", "1")
    assert run("check", "--data", str(data)) == 1
    assert "does not take us (no-server)" in capsys.readouterr().out


def test_check_asks_for_a_test_of_the_duty_route_and_for_our_own_numbers(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A route nobody tested and numbers only the authority knows are asked for, as advice."""
    fit_for_live_use(data, monkeypatch)
    capsys.readouterr()
    run("check", "--data", str(data))
    said = capsys.readouterr().out
    assert "advice   The way to the people on duty has never been tested." in said
    assert "your own numbers: edt, iro, advocate, complaints." in said
    assert "advice   The number of NYAS, 0808 808 1001, was never checked." in said
    (data / "numbers.toml").write_text("[edt")
    run("check", "--data", str(data))
    assert "missing  numbers.toml cannot be read" in capsys.readouterr().out


def test_the_first_owners_phone_is_kept(data: Path) -> None:
    """The phone that setup is given is kept without what stands between its digits."""
    setup(data, *OLU, "--phone", "+44 7700 900123")
    database = open_database(f"sqlite:///{data / 'sayso.sqlite'}")
    (owner,) = database.read(lambda t: people.list_officers(t, SYSTEM))
    database.close()
    assert owner.phone == "+447700900123"


def test_a_number_nobody_checked_is_missing(data: Path) -> None:
    """Half a year after somebody last rang a helpline's number it has to be checked again."""
    later = SettableClock(system_clock().replace(year=2028))
    found = readiness.findings(load({}, data), later)
    said = " ".join(each.words for each in found)
    assert "0800 1111, was last checked on 1 November 2026" in said
    assert "No bank holiday is known after 26 December 2028." in said


def test_a_key_that_others_can_read_is_missing(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A key file with open permissions is not accepted, and the words say what to do."""
    setup(data, *OLU)
    (data / "key").chmod(0o644)
    data.chmod(0o755)
    assert run("check", "--data", str(data)) == 1
    said = capsys.readouterr().out
    assert "run chmod 600 on it" in said
    assert "chmod 700 it" in said


def test_a_database_of_another_version_is_missing(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A database that has not been brought to this version is named as such."""
    setup(data, *OLU)
    (data / "sayso.sqlite").unlink()
    open_database(f"sqlite:///{data / 'sayso.sqlite'}").close()
    assert run("check", "--data", str(data)) == 1
    assert "of another version" in capsys.readouterr().out


def test_a_server_that_is_not_there_is_missing(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that cannot be reached is said without the password in its address."""
    url = "postgresql+psycopg://sayso:opensesame@127.0.0.1:1/sayso"
    monkeypatch.setenv("SAYSO_DATABASE_URL", url)
    assert run("check", "--data", str(data)) == 1
    said = capsys.readouterr().out
    assert "cannot be reached" in said
    assert "opensesame" not in said
