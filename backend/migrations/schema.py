"""Every table there is: importing this fills `database.metadata`."""

from importlib import import_module
from pathlib import Path

import backend
from backend.platform.database import metadata

__all__ = ["metadata"]

_FOLDER = Path(backend.__file__).parent

for _tables in sorted(_FOLDER.glob("**/tables.py")):
    import_module(".".join(("backend", *_tables.relative_to(_FOLDER).with_suffix("").parts)))
