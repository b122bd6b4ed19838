"""The list of released versions: a version that has reached families never changes. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogs.carrying import differences
from dialogs.checks import Problem
from dialogs.script import Script

_DIGEST = re.compile(r"[0-9a-f]{64}")

HEAD = """\
# Which versions of the scripts have been released: the day, and the SHA-256 of the file.
# Written by `sayso scripts release`. A released file never changes, since somebody may be in the
# middle of it and what they said stands beside its words. To change one, copy it to the next
# number, change the copy, and release that. See docs/decisions/versions.md.
"""


@dataclass(frozen=True)
class Release:
    """One version as it was released: when, and the SHA-256 of its file in hex."""

    day: date
    digest: str


Releases = Mapping[tuple[str, int], Release]
"""By script and version."""


def parse_releases(raw: Any, file: str) -> tuple[Releases, tuple[Problem, ...]]:
    """Give what a list of releases holds, and everything in it that can't be understood."""
    found: dict[tuple[str, int], Release] = {}
    problems = []
    versions = (
        (script, version, entry)
        for script, entries in (raw.items() if isinstance(raw, Mapping) else ())
        for version, entry in (entries.items() if isinstance(entries, Mapping) else [(None, None)])
    )
    for script, version, entry in versions:
        release = _release(entry)
        if isinstance(version, int) and release:
            found[str(script), version] = release
        else:
            problems.append(_problem(file, f"{script} {version}: no day and SHA-256 here"))
    if raw is not None and not isinstance(raw, Mapping):
        problems.append(_problem(file, "the list holds no scripts"))
    return found, tuple(problems)


def _release(entry: Any) -> Release | None:
    if not isinstance(entry, Mapping):
        return None
    day, digest = entry.get("released"), str(entry.get("sha256", ""))
    if not isinstance(day, date) or not _DIGEST.fullmatch(digest):
        return None
    return Release(day, digest)


def as_text(releases: Releases) -> str:
    """Write the list as it stands in its file."""
    lines = [HEAD]
    for script in sorted({script for script, _ in releases}):
        lines.append(f"\n{script}:\n")
        for version in sorted(version for name, version in releases if name == script):
            each = releases[script, version]
            held = f"{{released: {each.day.isoformat()}, sha256: {each.digest}}}"
            lines.append(f"  {version}: {held}\n")
    return "".join(lines) if releases else f"{HEAD}{{}}\n"


def changed(
    releases: Releases, digests: Mapping[tuple[str, int], str], folder: str
) -> tuple[Problem, ...]:
    """Give every released version whose file is another now, or is gone.

    ``digests`` are those of the files there are in the folder of scripts.
    """
    problems = []
    for (script, version), release in releases.items():
        digest = digests.get((script, version))
        if digest != release.digest:
            what = "has changed since" if digest else "is gone"
            message = (
                f"version {version} of {script} was released on {release.day.isoformat()} and "
                f"{what}: put the file back as it was, and make the change in a new version"
            )
            problems.append(_problem(f"{folder}/{script}/{version}.yaml", message))
    return tuple(problems)


def _problem(file: str, message: str) -> Problem:
    return Problem("error", "released-changed", message, file, 1)


def reused(versions: Sequence[Script], file: str) -> tuple[Problem, ...]:
    """Give the steps of the newest version whose names an older one used for other questions.

    What somebody said there would be shown to them, and to others, beside a question that they
    were never asked.
    """
    *older, newest = sorted(versions, key=lambda script: script.version)
    return tuple(
        Problem(
            "error",
            "reused-step",
            f"{step.id!r} is the name of another question in version {old.version}: "
            "a new question needs a new name",
            file,
            newest.lines.get(step.id, 1),
        )
        for old in older
        for step in differences(old, newest).reused
    )
