"""The files of the project, for the tests that read them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ("bot", "backend", "dialogs", "locales")
EVERYTHING = (*SOURCE, "tests", "benchmarks", "docs", ".ci")


def files(*suffixes: str, folders: tuple[str, ...] = SOURCE) -> list[Path]:
    """Every file under these folders that ends in one of these ways; all if none is named."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file())
    kept = (path for path in found if "__pycache__" not in path.parts)
    return sorted(path for path in kept if not suffixes or path.suffix in suffixes)


def name(path: Path) -> str:
    """The path as one would type it at the root of the project."""
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    """The file as Python reads it."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file, those inside others too."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imports(path: Path) -> Iterator[str]:
    """Every dotted name a file imports: `from a.b import c` gives `a.b` and `a.b.c`."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def lines_matching(pattern: re.Pattern[str], read: list[Path]) -> list[str]:
    """Each line of these files that the pattern finds something in, as `path:number: line`."""
    return [
        f"{name(path)}:{number}: {line.strip()}"
        for path in read
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
