"""The three faces as data, for a print that may fetch nothing."""

import base64
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "faces"
FACES = ("happy", "middle", "sad")


@cache
def face_data() -> dict[str, str]:
    """Give each face as a data address."""
    return {face: _data(FOLDER / f"{face}.svg") for face in FACES}


def _data(path: Path) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(path.read_bytes()).decode()
