"""Is this Sayso fit for live use? Each point in plain words, for whoever looks after it."""

import stat
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from backend.clock.service import read_periods
from backend.duty import service as duty
from backend.duty.rules import OWN_NUMBERS, OnCall
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.clock import Clock, day_in_england
from backend.platform.database import Database, Transaction, open_database
from backend.platform.documents import pdf_available
from backend.platform.errors import NotFound, SaysoError
from backend.platform.holidays import bank_holidays
from backend.platform.keys.rules import CannotOpen, KeyRing
from backend.platform.keys.service import BadKeyFile, load_key_ring, open_child_key
from backend.platform.postgres import ForgetfulPostgres
from backend.platform.runs import service as runs
from backend.platform.runs.rules import Run, overdue
from backend.platform.settings import Settings
from backend.platform.sqlite import BadSqlite, driver
from backend.platform.translations import load as load_translations
from backend.readiness_canary import canary_rounds
from backend.readiness_mail import Finding, mail
from backend.stages import service as stages
from backend.timetable import JOBS

LEVELS = ("missing", "advice", "ready")


def findings(settings: Settings, clock: Clock) -> list[Finding]:
    """Look at everything, changing nothing but for what opening a database takes."""
    at, ring = clock(), _ring(settings)
    looked: tuple[Iterator[Finding], ...] = (
        _folder(settings),
        _key(settings, ring),
        _database(settings, ring, at),
        _address(settings),
        mail(settings),
        _languages(settings),
        _numbers(settings, at),
        _periods(settings),
        _stages(settings),
        _holidays(settings, at),
        _print(),
    )
    return [finding for look in looked for finding in look]


def key_fits(database: Database, ring: KeyRing) -> bool:
    """Say whether this key opens what is kept: the key of any child will do."""

    def unit(transaction: Transaction) -> bool:
        for child in people.list_children(transaction, SYSTEM):
            try:
                open_child_key(transaction, ring, child.id)
            except CannotOpen:
                return False
            except NotFound:
                continue
            return True
        return True

    return database.read(unit)


def sqlite_file(settings: Settings) -> Path | None:
    """Give the file of the database, or None where it is on a server."""
    parts = make_url(settings.database_url)
    return Path(parts.database or "") if parts.get_backend_name() == "sqlite" else None


def _folder(settings: Settings) -> Iterator[Finding]:
    if not settings.data.is_dir():
        yield Finding("missing", f"There is no data folder {settings.data}. Run sayso setup.")
    elif settings.data.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding("advice", f"Other accounts can look into {settings.data}; chmod 700 it.")


def _ring(settings: Settings) -> KeyRing | BadKeyFile:
    try:
        return load_key_ring(settings.key_file)
    except BadKeyFile as error:
        return error


def _key(settings: Settings, ring: KeyRing | BadKeyFile) -> Iterator[Finding]:
    if isinstance(ring, BadKeyFile):
        yield Finding("missing", f"The key: {ring}.")
        return
    yield Finding("ready", "The key can be read, by its owner only.")
    if settings.key_file.parent == settings.data:
        yield Finding("advice", "The key lies beside the data. Back them up separately.")


def _database(settings: Settings, ring: KeyRing | BadKeyFile, at: datetime) -> Iterator[Finding]:
    path = sqlite_file(settings)
    if path is not None and not path.exists():
        yield Finding("missing", "There is no database yet. Run sayso setup.")
        return
    try:
        database = open_database(settings.database_url)
    except (BadSqlite, ForgetfulPostgres) as error:
        yield Finding("missing", str(error))
        return
    except (SaysoError, SQLAlchemyError, OSError) as error:
        # Its name only: the message of a driver may quote the password.
        yield Finding("missing", f"The database cannot be reached ({type(error).__name__}).")
        return
    try:
        yield from _inside(database, path, ring, at)
        if database.read(_version_of) == _newest_version():
            yield from _duty_route(database, at)
            yield from canary_rounds(database, settings, at)
    finally:
        database.close()


def _inside(
    database: Database, path: Path | None, ring: KeyRing | BadKeyFile, at: datetime
) -> Iterator[Finding]:
    if path is not None:
        yield Finding("ready", f"SQLite {driver().sqlite_version} keeps what it was given.")
        yield Finding(
            "advice", "SQLite is for a trial or a small authority; for a duty line use PostgreSQL."
        )
    wanted = _newest_version()
    if database.read(_version_of) != wanted:
        yield Finding("missing", "The database is of another version. Run sayso setup.")
        return
    yield Finding("ready", "The database can be reached and is of this version.")
    if isinstance(ring, KeyRing) and not key_fits(database, ring):
        yield Finding("missing", "The key is not the one of this database: it opens nothing in it.")
    if left := database.read(lambda t: people.children_left(t, SYSTEM)):
        yield Finding("missing", _LEFT.format(n=len(left)))
    for role, nobody in _NOBODY.items():
        if not database.read(_with_role(role)):
            yield Finding("missing", nobody)
    yield from timed_jobs(database.read(runs.last), at)


def timed_jobs(last: tuple[Run, ...], at: datetime) -> Iterator[Finding]:
    """Say of each timed job whether it has ended well lately, for whoever runs this server."""
    known = {run.job: run for run in last}
    if not known:
        yield Finding("advice", "The timed jobs have not run yet: they do while sayso serve runs.")
        return
    for job in JOBS:
        run = known.get(job.name)
        if run is None or overdue(run, job.every, at):
            why = f" (it failed: {run.error})" if run and run.error else ""
            yield Finding(
                "missing", f"The timed job {job.name} is overdue{why}. Does sayso serve run?"
            )
        else:
            yield Finding("ready", f"The timed job {job.name} runs.")


def _duty_route(database: Database, at: datetime) -> Iterator[Finding]:
    standing = database.read(lambda t: duty.standing(t, OnCall(), at))
    if not standing.warning:
        yield Finding("ready", "The way to the people on duty was tested in the last 30 days.")
    elif standing.reachable:  # else it was said above that nobody is on duty
        yield Finding("advice", f"{standing.warning} Send a test from the page Duty.")


def _version_of(transaction: Transaction) -> str | None:
    return MigrationContext.configure(transaction).get_current_revision()


_LEFT = (
    "Children whose reviewing officer has left or has other work: {n}. Nobody reads what they say. "
    "Give each of them another on the page Children."
)
_NOBODY = {
    "owner": "Nobody is owner, so nobody can add officers. Run sayso setup.",
    "duty": (
        "Nobody is on duty: no child's conversation starts, because a worry would reach nobody. "
        "Give an officer the role duty officer."
    ),
    "iro": "There is no reviewing officer yet, so no child can be added.",
}


def _with_role(role: str) -> Callable[..., bool]:
    return lambda transaction: bool(people.officers_with_role(transaction, SYSTEM, role))


def _newest_version() -> str | None:
    config = Config()
    config.set_main_option("script_location", "backend:migrations")
    return ScriptDirectory.from_config(config).get_current_head()


def _address(settings: Settings) -> Iterator[Finding]:
    if urlsplit(settings.public_url).scheme != "https":
        yield Finding(
            "missing", "SAYSO_PUBLIC_URL is only of this machine: families need an https address."
        )
    else:
        yield Finding("ready", f"Families and staff come to {settings.public_url}.")
    if not settings.authority_name:
        yield Finding("advice", "SAYSO_AUTHORITY_NAME is empty: the chat cannot say who asks.")


def _languages(settings: Settings) -> Iterator[Finding]:
    try:
        translations = load_translations(settings.languages, settings.draft_languages)
    except FileNotFoundError:
        yield Finding("missing", "SAYSO_LANGUAGES names a language that there is no catalogue of.")
        return
    drafts = ", ".join(sorted(translations.drafts))
    if drafts and settings.draft_languages:
        yield Finding(
            "missing",
            f"SAYSO_DRAFT_LANGUAGES shows words nobody has checked ({drafts}). Turn it off.",
        )
    elif drafts:
        yield Finding("advice", f"Not all is translated into {drafts}; the rest is in English.")
    else:
        yield Finding("ready", f"Languages: {', '.join(settings.languages)}.")


def _numbers(settings: Settings, at: datetime) -> Iterator[Finding]:
    try:
        known = duty.numbers(settings.data)
    except ValueError as error:
        yield Finding("missing", f"{error}.")
        return
    stale = {key: line for key, line in known.items() if line.stale(day_in_england(at))}
    for key, line in stale.items():
        day = line.checked_on
        last = f"last checked on {day.day} {day:%B %Y}" if day else "never checked"
        yield Finding(
            "missing" if key in _TOLD_TO_CHILDREN else "advice",
            f"The number of {line.name}, {line.number}, was {last}. "
            "Check it, then write the day in numbers.toml.",
        )
    if own := ", ".join(key for key in OWN_NUMBERS if key not in known):
        yield Finding("advice", f"numbers.toml in the data folder lacks your own numbers: {own}.")
    if not stale:
        yield Finding("ready", "Every helpline was checked in the last six months.")


def _periods(settings: Settings) -> Iterator[Finding]:
    try:
        read_periods(settings.data)
    except ValueError as error:
        yield Finding("missing", str(error))


def _stages(settings: Settings) -> Iterator[Finding]:
    try:
        stages.terms(settings.data)
    except ValueError as error:
        yield Finding("missing", f"{error}.")


def _holidays(settings: Settings, at: datetime) -> Iterator[Finding]:
    known_until = max(bank_holidays() | settings.bank_holidays)
    if known_until - day_in_england(at) < timedelta(days=183):
        yield Finding(
            "advice",
            f"No bank holiday is known after {known_until.day} {known_until:%B %Y}. "
            "Install a newer Sayso, or set SAYSO_BANK_HOLIDAYS.",
        )


_TOLD_TO_CHILDREN = ("childline", "emergency")


def _print() -> Iterator[Finding]:
    if pdf_available():
        yield Finding("ready", "PDFs can be made.")
    else:
        yield Finding("advice", "PDFs are off: install Pango (libpango-1.0-0, libpangoft2-1.0-0).")
