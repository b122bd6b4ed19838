"""A small script that is right, for tests to spoil."""

from pathlib import Path

SMALL = (Path(__file__).parent / "right" / "small" / "1.yaml").read_text("utf-8")


def write(folder: Path, text: str = SMALL, name: str = "small", version: int = 1) -> Path:
    """Write a script where scripts are, and give its file."""
    path = folder / name / f"{version}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def spoilt(old: str, new: str) -> str:
    """Give the small script with one thing changed, which has to be in it."""
    assert SMALL.count(old) >= 1, old
    return SMALL.replace(old, new, 1)


def line_of(text: str, part: str) -> int:
    """Give the line, from 1, in which a part of a text first stands."""
    return text[: text.index(part)].count("\n") + 1
