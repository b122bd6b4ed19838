"""The commands for staff: `setup` makes what is needed, `check` says what is missing."""

import argparse
import os
import sys
import threading
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from backend import readiness, watch
from backend.migrations.upgrade import migrate
from backend.people import service as people
from backend.people.rules import SYSTEM, Officer
from backend.platform.accounts import service as accounts
from backend.platform.clock import Clock, system_clock
from backend.platform.database import Database, Transaction, new_id, open_database
from backend.platform.errors import BadInput
from backend.platform.keys.rules import KeyRing
from backend.platform.keys.service import (
    BadKeyFile,
    load_key_ring,
    make_key_file,
    write_key_file,
)
from backend.platform.settings import BadSettings, Settings, load, make_data_folder
from backend.readiness_mail import Finding

DONE, NOT_READY, NOT_DONE = 0, 1, 2

_KEY = """The key that opens what children and others have said is now in {path}

    {key}

Write this down or print it NOW, and keep it in a safe, away from this machine.
It is not shown again.
- If the key is lost, everything said is lost with it: no backup can bring it back, and nobody.
- Whoever has the key and the database can read everything. Never keep the two in one place.
To put it back on a new machine: sayso setup --restore-key
"""
_LINK = """{name} chooses a password here. The link works once, for three days:

    {url}

Start Sayso first (sayso serve). For a new link: sayso setup --email {email}
"""


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands for staff; each sets `run`, which takes the arguments and says how it went.

    0 is well, 1 is that something is missing for live use, 2 that nothing could be done.
    """
    setup = subparsers.add_parser("setup", help="make the data folder, the key and the first owner")
    setup.add_argument("--data", type=Path, help="the data folder")
    setup.add_argument("--name", default="", help="the name of the first owner")
    setup.add_argument("--email", default="", help="their address, with which they sign in")
    setup.add_argument("--phone", default="", help="their phone, for text messages")
    setup.add_argument(
        "--restore-key", action="store_true", help="read a key that was written down, from input"
    )
    setup.set_defaults(run=_setup)
    check = subparsers.add_parser("check", help="say what is missing for live use")
    check.add_argument("--data", type=Path, help="the data folder")
    check.set_defaults(run=_check)
    watching = subparsers.add_parser("watch", help="look from another host whether duty is reached")
    watching.add_argument("url", help="where Sayso is, such as https://sayso.council.example")
    watching.add_argument("--to", action="append", default=[], help="an e-mail address to tell")
    watching.add_argument("--phone", action="append", default=[], help="a phone to tell by text")
    watching.add_argument("--every", type=int, default=60, help="seconds between two looks")
    watching.add_argument("--once", action="store_true", help="look once; 1 says it is not well")
    watching.set_defaults(run=_watch)


def _setup(arguments: argparse.Namespace, clock: Clock = system_clock) -> int:
    settings = load(os.environ, arguments.data)
    make_data_folder(settings.data)
    migrate(settings.database_url)
    print(f"The database is ready: {_where(settings)}\n")
    database = open_database(settings.database_url)
    try:
        ring = _key(database, settings, restore=arguments.restore_key)
        owner = Officer(
            new_id(), arguments.name, arguments.email, frozenset({"owner"}), phone=arguments.phone
        )
        return _make_owner(database, ring, settings, clock, owner)
    except BadKeyFile as error:
        return _sorry(error)
    finally:
        database.close()


def _key(database: Database, settings: Settings, *, restore: bool) -> KeyRing:
    """Read the key, or put it back, or make it where nothing can have been sealed yet."""
    path = settings.key_file
    if path.exists():
        print(f"The key is in {path} already; it is not shown again.")
    elif restore:
        _restore_key(database, path)
    elif database.read(lambda t: people.list_officers(t, SYSTEM)):
        # A new key would open nothing of what is there, and hide that the old one is gone.
        raise BadKeyFile(
            f"This database has been in use, but its key is not in {path}. "
            "Put the key back: sayso setup --restore-key"
        )
    else:
        print(_KEY.format(path=path, key=make_key_file(path)))
    return load_key_ring(path)


def _restore_key(database: Database, path: Path) -> None:
    print("Type the key that was written down, and press Enter:")
    write_key_file(path, sys.stdin.readline())
    if not readiness.key_fits(database, load_key_ring(path)):
        path.unlink()
        raise BadKeyFile("That is a key, but not the one of this database. Nothing was changed.")
    print(f"The key is back in {path}")


def _make_owner(
    database: Database, ring: KeyRing, settings: Settings, clock: Clock, owner: Officer
) -> int:
    """Make the first owner, or a new link for somebody who may sign in already."""
    owners = database.read(lambda t: people.officers_with_role(t, SYSTEM, "owner"))
    if owners and not owner.email:
        names = ", ".join(each.name for each in owners)
        print(f"There is an owner already: {names}. For a new link, add --email and their address.")
        return DONE
    email = owner.email or _asked("The first owner's e-mail address: ")
    known = database.read(lambda t: people.find_officer(t, email))
    if known is None and owners:
        return _sorry("Nobody has that address. The owner adds officers on the page Officers.")
    if known is None:
        known = replace(owner, name=owner.name or _asked("Their name: "), email=email)
        try:
            database.write(lambda t: people.add_officer(t, known))
        except BadInput as wrong:
            return _sorry("\n".join(f"{field}: {said}" for field, said in wrong.fields.items()))
    if not known.active:
        return _sorry("Their sign-in is closed. The owner opens it again on the page Officers.")
    url = _link(database, ring, settings, clock, known)
    print(_LINK.format(name=known.name, url=url, email=known.email))
    return DONE


def _link(
    database: Database, ring: KeyRing, settings: Settings, clock: Clock, officer: Officer
) -> str:
    token, at = accounts.new_link_token(), clock()

    def unit(transaction: Transaction) -> None:
        accounts.make_link(transaction, ring, officer_id=officer.id, token=token, at=at)

    database.write(unit)
    return f"{settings.public_url}/password/{token}"


def _check(arguments: argparse.Namespace, clock: Clock = system_clock) -> int:
    try:
        settings = load(os.environ, arguments.data)
    except BadSettings as error:
        return _say(Finding("missing", problem) for problem in error.problems)
    return _say(readiness.findings(settings, clock))


def _watch(arguments: argparse.Namespace, clock: Clock = system_clock) -> int:
    if not arguments.url.startswith(("https://", "http://")):
        return _sorry("Give an address that begins with https://")
    try:
        settings = load(os.environ, None)
        told = watch.addresses_of(settings, arguments.to, arguments.phone, clock)
    except ValueError as error:
        return _sorry(error)
    watching = watch.Watch(arguments.url, told, partial(print, flush=True), clock)
    if arguments.once:
        return NOT_READY if watching.look() else DONE
    if not told or arguments.every < 1:
        return _sorry("Say who is to be told: --to or --phone, and look every second at most.")
    watch.run(watching, arguments.every, threading.Event())
    return DONE


def _say(found: Iterable[Finding]) -> int:
    """Print what was found, the missing first, and say how many there are."""
    listed = sorted(found, key=lambda finding: readiness.LEVELS.index(finding.level))
    for finding in listed:
        print(f"{finding.level:<8} {finding.words}")
    missing = sum(finding.level == "missing" for finding in listed)
    if missing:
        print(f"\nNot ready for live use: {missing} of {len(listed)} points are missing.")
        return NOT_READY
    print("\nReady for live use.")
    return DONE


def _where(settings: Settings) -> str:
    """Say where the database is without the password that an address may hold."""
    path = readiness.sqlite_file(settings)
    return str(path) if path else "PostgreSQL, as SAYSO_DATABASE_URL says"


def _asked(question: str) -> str:
    return input(question).strip() if sys.stdin.isatty() else ""


def _sorry(error: object) -> int:
    print(error, file=sys.stderr)
    return NOT_DONE
