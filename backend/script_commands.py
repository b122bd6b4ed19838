"""The last steps of a new version: release it, see who is in the middle, carry them over."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from backend.consultations.rules import Desk
from backend.platform.clock import Clock, day_in_england, system_clock
from backend.platform.database import Database, open_database
from backend.platform.keys.rules import CannotOpen
from backend.platform.keys.service import BadKeyFile, load_key_ring
from backend.platform.settings import Settings, load
from backend.platform.translations import load as load_translations
from backend.readiness import sqlite_file
from backend.releases import rules, service
from dialogs import loading, releasing
from dialogs.carrying import differences
from dialogs.checks import Problem
from dialogs.checks_formats import as_text
from dialogs.script import Scripts

DONE, NOT_ALL, NOT_DONE = 0, 1, 2

WHY: Mapping[rules.Kind, str] = {
    "erased": "all that was said about the child has been erased, and nobody can go on with it",
    "no-file": "the file of the version they are on is gone; put it back and run this again",
    "unavailable": "the database could not take it just now; run this again",
}


class _Stop(Exception):
    """Nothing could be done, and this is why."""


def add_commands(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add what is done with versions of scripts; each sets `run`, as `backend.commands` does.

    0 is well, 1 is that something is left to be done, 2 that nothing could be done.
    """
    release = actions.add_parser("release", help="let new conversations begin with a new version")
    release.add_argument("script", nargs="?", default="", help="its name, such as child_8_11")
    release.add_argument("--all", action="store_true", help="the newest version of every script")
    release.set_defaults(run=_told(_release))
    versions = actions.add_parser("versions", help="say who is in the middle of which version")
    versions.set_defaults(run=_told(_versions))
    publish = actions.add_parser("publish", help="say what a new version means for whom")
    publish.set_defaults(run=_told(_publish))
    carry = actions.add_parser("carry-over", help="bring people from older versions to the new one")
    carry.add_argument("--dry-run", action="store_true", help="only say what it would come to")
    carry.set_defaults(run=_told(_carry_over))
    for each in (publish, carry):
        each.add_argument("script", help="its name, such as child_8_11")
    for each in (versions, publish, carry):
        each.add_argument("--data", type=Path, help="the data folder")
    for each in (release, versions, publish, carry):
        each.add_argument("--folder", type=Path, default=loading.SCRIPTS, help="of the scripts")


def _release(arguments: argparse.Namespace, clock: Clock) -> int:
    scripts, folder = _scripts(arguments.folder), arguments.folder
    if bool(arguments.script) == bool(arguments.all):
        raise _Stop("Name one script, or say --all.")
    problems = [each for each in loading.check_all((folder,)) if each.level == "error"]
    before = loading.load_releases(folder)
    releases = dict(before)
    done = [
        _release_one(scripts, releases, folder, script, problems, clock)
        for script in (scripts.ids if arguments.all else [_known(scripts, arguments.script)])
    ]
    if releases != before:
        loading.write_releases(releases, folder)
        print("New conversations begin with what is released once Sayso has been started again.")
    return DONE if all(done) else NOT_ALL


def _release_one(
    scripts: Scripts,
    releases: dict[tuple[str, int], releasing.Release],
    folder: Path,
    script: str,
    problems: Sequence[Problem],
    clock: Clock,
) -> bool:
    """Put the newest version of one script into the list, if nothing is wrong with it."""
    newest = scripts.newest(script)
    # What all scripts say in the same words is said by this one as well.
    ours = {folder / script, folder / loading.SHARED}
    wrong = [each for each in problems if Path(each.file).parent in ours]
    if wrong:
        print(f"{as_text(wrong)}\nVersion {newest.version} of {script} was not released.")
        return False
    earlier = releases.get((script, newest.version))
    if earlier:
        print(f"Version {newest.version} of {script} was released on {earlier.day.isoformat()}.")
        return True
    day = day_in_england(clock())
    releases[script, newest.version] = releasing.Release(day, newest.digest)
    print(f"Version {newest.version} of {script} is released: its file never changes from now on.")
    if newest.version > 1:
        print(f"To see who is in the middle of an older one: sayso scripts publish {script}")
    return True


def _versions(arguments: argparse.Namespace, clock: Clock) -> int:
    scripts = _scripts(arguments.folder)
    every = _counted(scripts, arguments.data, clock)
    changed = releasing.changed(
        loading.load_releases(arguments.folder), loading.digests(arguments.folder), ""
    )
    spoilt = {each.file for each in changed}
    last = ""
    for each in every:
        if each.script != last:
            last = each.script
            print(last)
        notes = ["new conversations begin with it"] * each.current
        notes += ["CHANGED SINCE"] * (each.here and _file(each) in spoilt)
        notes += ["ITS FILE IS GONE"] * (not each.here)
        state = f"released {each.released.isoformat()}" if each.released else "draft"
        line = f"  {each.number:>3}  {state:<20} {_people(each.people):<33} {'; '.join(notes)}"
        print(line.rstrip())
    return NOT_ALL if spoilt else DONE


def _publish(arguments: argparse.Namespace, clock: Clock) -> int:
    scripts = _scripts(arguments.folder)
    script = _known(scripts, arguments.script)
    current, newest = scripts.current(script), scripts.newest(script)
    released = scripts.released.get((script, current.version))
    state = f"released on {released.isoformat()}" if released else "a draft"
    print(f"New conversations begin with version {current.version}, {state}.")
    if newest is not current:
        print(f"Version {newest.version} is a draft. Release it: sayso scripts release {script}")
    left = rules.behind(_counted(scripts, arguments.data, clock), script)
    if not left:
        print("Nobody is in the middle of an older version.")
    for each in left:
        print(f"\n{_people(each.people)} of version {each.number}. They stay on it.")
        _say_what_changes(scripts, each, current.version)
    if left:
        print(f"\nCarry them over with: sayso scripts carry-over {script}")
    return DONE


def _say_what_changes(scripts: Scripts, left: rules.Version, current: int) -> None:
    old = scripts.find(left.script, left.number)
    if old is None:
        print(f"  {WHY['no-file']}")
        return
    found = differences(old, scripts.get(left.script, current))
    for steps, what in (
        (found.changed, "asked again"),
        (found.added, "new"),
        (found.removed, "no longer asked; what was said stays with the reviewing officer"),
    ):
        for step in steps:
            print(f"  {step.id}: {what} ({step.ask.english})")


def _carry_over(arguments: argparse.Namespace, clock: Clock) -> int:
    scripts = _scripts(arguments.folder)
    script, dry = _known(scripts, arguments.script), arguments.dry_run
    with _house(arguments.data) as (database, settings):
        desk = _desk(settings, scripts)
        tally = service.carry_everyone(database, desk, script, clock, dry=dry)
    would, target = "would be " if dry else "", scripts.current(script).version
    print(f"{script}: {tally.kinds['carried']} {would}carried over to version {target}.")
    if tally.kinds["nothing"]:
        print(f"{tally.kinds['nothing']} had nothing to do: sent, or carried over already.")
    steps = {step.id: step for step in scripts.current(script).steps}
    for step in (each for each in steps if each in tally.again):
        print(f"  {tally.again[step]:>4} {would}asked again: {step} ({steps[step].ask.english})")
    for kind, why in WHY.items():
        if count := tally.kinds[kind]:
            print(f"{count} could not be: {why}.")
    return NOT_ALL if tally.left else DONE


def _told(command: Callable[[argparse.Namespace, Clock], int]) -> Callable[..., int]:
    """Say why nothing could be done, in words and not as a traceback."""

    def run(arguments: argparse.Namespace, clock: Clock = system_clock) -> int:
        try:
            return command(arguments, clock)
        except (_Stop, BadKeyFile) as error:
            print(error, file=sys.stderr)
        except CannotOpen:
            print("The key is not the one of this database.", file=sys.stderr)
        except (loading.ScriptError, OSError) as error:
            print(error, file=sys.stderr)
        return NOT_DONE

    return run


def _people(number: int) -> str:
    if number == 1:
        return "1 person is in the middle"
    return f"{number} people are in the middle" if number else "nobody is in the middle"


def _file(version: rules.Version) -> str:
    return f"/{version.script}/{version.number}.yaml"


def _scripts(folder: Path) -> Scripts:
    return loading.load_all(folder)


def _known(scripts: Scripts, script: str) -> str:
    if script not in scripts.ids:
        raise _Stop(f"There is no script {script!r}. There are: {', '.join(scripts.ids)}.")
    return script


def _counted(scripts: Scripts, data: Path | None, clock: Clock) -> tuple[rules.Version, ...]:
    """Count who is in the middle of what; where nothing is kept, that is nobody."""
    try:
        with _house(data) as (database, _):
            middle = database.read(lambda t: service.in_the_middle(t, clock()))
    except _Stop as nobody:
        print(f"{nobody} So nobody was counted.\n")
        middle = {}
    return rules.versions(scripts, middle)


@contextmanager
def _house(data: Path | None) -> Iterator[tuple[Database, Settings]]:
    """Open what is kept. Another process may be serving from it all the while."""
    settings = load(os.environ, data)
    path = sqlite_file(settings)
    if path is not None and not path.exists():
        raise _Stop(f"There is no database in {settings.data}. Name the folder with --data.")
    database = open_database(settings.database_url)
    try:
        yield database, settings
    finally:
        database.close()


def _desk(settings: Settings, scripts: Scripts) -> Desk:
    """Make the desk that a carry-over needs: nothing is said in it, so nobody has to be told."""
    return Desk(
        ring=load_key_ring(settings.key_file),
        scripts=scripts,
        questions=loading.load_questions(),
        cues={},
        translations=load_translations(settings.languages, settings.draft_languages),
        authority=settings.authority_name,
        childline="",
        public_url=settings.public_url,
        mail_works=False,
    )
