"""The list of faults that the checks of scripts have to find, and how each is made."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from dialogs.checks_rules import Level
from dialogs.loading import SCRIPTS
from tests.dialogs.small import line_of

HERE = Path(__file__).parent
RIGHT = HERE / "right"
SHARED = SCRIPTS / "universal" / "child.yaml"


@dataclass(frozen=True)
class Fault:
    """One fault: what is changed in which right script, and what has to be said of it.

    ``base`` is the script, "words" for those that scripts share, "all" for every script at once;
    of these ``changed`` is spoilt and ``found_in`` is where it has to show.
    """

    name: str
    base: str
    changed: str
    found_in: str
    changes: tuple[tuple[str, str], ...]
    level: Level
    rule: str
    at: str
    why: str
    besides: frozenset[str]

    def text(self, name: str) -> str:
        """Give the text of a script with this fault in it, if that is the one that is spoilt."""
        text = right(name)
        for old, new in self.changes if name == self.changed else ():
            if old not in text:
                raise ValueError(f"{self.name}: {name} has no {old!r}")
            text = text.replace(old, new, 1)
        return text

    def line(self) -> int:
        """Give the line at which it has to show."""
        return line_of(self.text(self.found_in), self.at)

    def write(self, folder: Path) -> Path:
        """Write what is to be checked, and give its path: a file, or the folder of all."""
        names = [path.name for path in sorted(RIGHT.iterdir())]
        for name in names if self.base == "all" else (self.base,):
            path = self.path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(self.text(name), "utf-8")
        return folder if self.base == "all" else self.path(folder, self.base)

    def path(self, folder: Path, name: str) -> Path:
        """Give where a script lies in the folder of all."""
        shared = Path(SHARED.parent.name) / SHARED.name
        return folder / (shared if name == "words" else Path(name) / "1.yaml")


def right(name: str) -> str:
    """Give the text of a script that is right, or of the words that children's scripts share."""
    path = SHARED if name == "words" else RIGHT / name / "1.yaml"
    return path.read_text("utf-8")


def faults() -> tuple[Fault, ...]:
    """Give the list, in the order of its file."""
    raw = YAML(typ="safe").load((HERE / "faults.yaml").read_text("utf-8"))
    return tuple(map(_fault, raw))


def _fault(raw: dict[str, Any]) -> Fault:
    changed = raw.get("file", raw["in"])
    changes = ((each["from"], each["to"]) for each in (raw, *raw.get("also", ())))
    return Fault(
        name=raw["fault"],
        base=raw["in"],
        changed=changed,
        found_in=raw.get("file_at", changed),
        changes=tuple(changes),
        level=raw["level"],
        rule=raw["rule"],
        at=str(raw["at"]),
        why=raw["why"],
        besides=frozenset(raw.get("besides", ())),
    )
