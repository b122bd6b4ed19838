"""The walls that the import contracts cannot see."""

import re
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT, files, imports, name

A_PRIVATE_MODULE = re.compile(r"(backend\.(?:platform\.)?\w+)\.(?:store|tables)\b")
NOT_IN_THE_ENGINE = {"pydantic", "ruamel", "aiogram", "sqlalchemy", "asyncio", "logging", "yaml"}


def opened_by(path: Path) -> set[str]:
    """The capabilities whose store or tables this file imports, but for its own."""
    own = ".".join(path.relative_to(ROOT).parent.parts)
    found = (A_PRIVATE_MODULE.match(imported) for imported in imports(path))
    return {match[1] for match in found if match} - {own}


def test_nobody_opens_another_capabilitys_store() -> None:
    """A store and its tables are used by their own folder only."""
    opened = {name(path): opened_by(path) for path in files(".py")}
    assert {at: stores for at, stores in opened.items() if stores} == {}


def test_rows_stay_rows() -> None:
    """SQLAlchemy is used without its object mapper, which is three times as slow here."""
    users = [
        name(path)
        for path in files(".py")
        if any(module.startswith("sqlalchemy.orm") for module in imports(path))
    ]
    assert users == []


def test_the_engine_loads_almost_nothing() -> None:
    """Importing the engine loads no YAML, no Telegram, no database, no event loop and no log."""
    program = "import sys, dialogs.engine; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(loaded.stdout.split()) & NOT_IN_THE_ENGINE == set()
