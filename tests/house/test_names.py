"""A name says what a thing is, and a few words have one home each."""

import re
from pathlib import Path

from tests.house.tree import EVERYTHING, ROOT, files, lines_matching, name

# A capability opens by these names and no others.
IN_A_CAPABILITY = {"__init__.py", "tables.py", "store.py", "rules.py", "service.py"}
NOT_CAPABILITIES = {"platform", "web", "api", "migrations"}

SAYS_NOTHING = re.compile(r"(utils?|helpers?|common|misc|managers?)$")

# Where the word may stand: the demonstration itself, the banner, what switches it on, and a line
# that does nothing but hand the switch to the banner.
KNOWS_THE_DEMO = re.compile(
    r"bot/demo(_\w+)?\.py|bot/__main__\.py|backend/platform/settings\.py|.*templates/.*banner.*\.html"
    r"|.*: made_up=(\w+\.)*settings\.demo,?$"
)
THE_DEMO = re.compile(r"(?i)\bdemo\b")
A_TICKET = re.compile(r"(?i)\bissues?[ -]?#?\d+|(?<![\w&(\"'/])#\d{1,4}\b(?![\w-])")


def capabilities() -> list[Path]:
    """Each folder that is a capability, those of the platform too."""
    backend = [path for path in (ROOT / "backend").iterdir() if path.name not in NOT_CAPABILITIES]
    platform = (ROOT / "backend" / "platform").iterdir()
    return sorted(p for p in (*backend, *platform) if p.is_dir() and p.name != "__pycache__")


def test_a_capability_has_the_same_four_files() -> None:
    """A capability's folder holds tables, store, rules and service, and no other module."""
    strangers = [
        name(path)
        for folder in capabilities()
        for path in folder.rglob("*.py")
        if path.name not in IN_A_CAPABILITY or path.parent != folder
    ]
    assert strangers == []


def test_a_package_file_is_empty() -> None:
    """An `__init__` holds nothing, so that importing a folder does nothing."""
    full = [path for path in files(".py") if path.name == "__init__.py" and path.stat().st_size]
    assert [name(path) for path in full] == []


def test_no_name_says_nothing() -> None:
    """No file is called utils, helpers, common or manager."""
    vague = [path for path in files(folders=EVERYTHING) if SAYS_NOTHING.search(path.stem)]
    assert [name(path) for path in vague] == []


def test_the_demo_is_known_in_one_place() -> None:
    """Nothing but the demonstration, its banner and its switch holds the word."""
    said = lines_matching(THE_DEMO, files(".py", ".html", ".yaml"))
    assert [line for line in said if not KNOWS_THE_DEMO.match(line)] == []


def test_nothing_names_a_ticket() -> None:
    """A reason stands where it is needed, not behind a number on a list elsewhere."""
    read = files(".py", ".html", ".yaml", ".toml", ".md", folders=EVERYTHING)
    at_the_root = [ROOT / "pyproject.toml", ROOT / "Makefile", *ROOT.glob("*.md")]
    assert lines_matching(A_TICKET, [*read, *at_the_root]) == []
