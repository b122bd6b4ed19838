"""A new version of one of our own scripts, made as somebody makes it: a file in the folder."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from dialogs.loading import SCRIPTS

Change = Callable[["Draft"], object]


class Draft:
    """The next version of a script as its file has it, to be changed step by step."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw

    def step(self, name: str) -> Any:
        """Give a step by its name."""
        return next(
            step for topic in self.raw["topics"] for step in topic["steps"] if step["step"] == name
        )

    def topic(self, name: str) -> Any:
        """Give a topic by its name."""
        return next(topic for topic in self.raw["topics"] if topic["topic"] == name)

    def reword(self, name: str) -> None:
        """Ask a step in other words."""
        self.step(name)["ask"] = f"In other words: {self.step(name)['ask']}"

    def remove(self, name: str) -> None:
        """Take a step out."""
        for topic in self.raw["topics"]:
            topic["steps"] = [step for step in topic["steps"] if step["step"] != name]

    def move(self, name: str, topic: str) -> None:
        """Ask a step in another topic, at its end."""
        step = self.step(name)
        self.remove(name)
        self.topic(topic)["steps"].append(step)

    def add(self, topic: str, after: str, **step: Any) -> None:
        """Put a new step after another."""
        steps = self.topic(topic)["steps"]
        at = [each["step"] for each in steps].index(after)
        steps.insert(at + 1, step)

    def other_choice(self, name: str, removed: str, added: str) -> None:
        """Offer one choice no more, and another in its place."""
        choices = self.step(name)["choices"]
        kept = [choice for choice in choices if choice["code"] != removed]
        self.step(name)["choices"] = [*kept, {"code": added, "label": f"Or {added}"}]


def folder_with(folder: Path, *scripts: str) -> Path:
    """Make a folder that holds version 1 of some of our scripts."""
    for script in scripts:
        (folder / script).mkdir(parents=True)
        shutil.copy(SCRIPTS / script / "1.yaml", folder / script / "1.yaml")
    return folder


def next_version(folder: Path, script: str, change: Change, number: int = 2) -> None:
    """Write the next version of a script, changed."""
    yaml = YAML(typ="rt")
    yaml.width = 1_000
    raw = yaml.load(folder / script / f"{number - 1}.yaml")
    raw["version"] = number
    change(Draft(raw))
    yaml.dump(raw, folder / script / f"{number}.yaml")
