"""Sentences that nobody else would write, and the search for what is left of them anywhere."""

import base64
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import text

from backend.platform.database import Database, Transaction
from backend.platform.keys.rules import KeyRing, open_sealed
from backend.platform.keys.service import open_child_key

STEM = "quillmark"
"""In every sentence, right before its number: no need to look for more."""

_ENDINGS = (
    "he hits me and nobody knows",
    "the heron by the weir is mine",
    "I want to see Tobi every week",
    "caf\u00e9 na\u00efve \u0645\u0631\u062d\u0628\u0627 \U0001f44d",
    "<b>bold</b> & 'quoted' \"twice\"",
)


class Sentences:
    """Gives sentences, each only once, and remembers for what it was typed."""

    def __init__(self) -> None:
        self.typed: list[tuple[str, str]] = []

    def next(self, path: str, *, short: bool = False) -> str:
        """Give a new sentence, to be typed on this path; a short one may be somebody's name."""
        number = len(self.typed)
        ending = "Mo" if short else _ENDINGS[number % len(_ENDINGS)]
        sentence = f"{STEM}{number:03} {ending}"
        self.typed.append((path, sentence))
        return sentence


def found(content: bytes) -> list[str]:
    """Give where the stem stands, in any of the ways in which software writes text down."""
    small = content.lower()
    plain = [*_places(small, STEM.encode()), *_places(small, STEM.encode("utf-16-le"))]
    plain += _places(small, STEM.encode().hex().encode())
    return plain + [place for inner in _in_base64() for place in _places(content, inner)]


def _in_base64() -> Iterator[bytes]:
    """Give what is the same in base64 wherever the stem begins among three bytes."""
    for before in range(3):
        whole = base64.b64encode(b"x" * before + STEM.encode() + b"xx")
        yield whole[4 if before else 0 : 12]


def _places(content: bytes, needle: bytes) -> Iterator[str]:
    at = content.find(needle)
    while at >= 0:
        yield repr(content[max(0, at - 60) : at + 60])
        at = content.find(needle, at + 1)


def files(folder: Path) -> Mapping[str, bytes]:
    """Give what is in every file under a folder, by its name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rows(database: Database) -> bytes:
    """Give every value of every table: a file may have a long one in pieces."""

    def every(transaction: Transaction) -> list[str]:
        names = transaction.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        tables = list(names.scalars())
        selected = (transaction.execute(text(f'SELECT * FROM "{name}"')) for name in tables)  # noqa: S608
        return [str(value) for each in selected for row in each for value in row]

    return "\n".join(database.read(every)).encode("utf-8", "replace")


def opened(database: Database, ring: KeyRing) -> str:
    """Give the words of every conversation, and of what was set aside, opened with the keys."""

    def every(transaction: Transaction) -> list[str]:
        said = []
        for row in transaction.execute(text("SELECT * FROM consultation_events")).all():
            key = open_child_key(transaction, ring, row.child_id)
            place = f"consultation_events.event:{row.id}"
            said.append(str(json.loads(open_sealed(key, place, row.event)).get("words")))
        for row in transaction.execute(text("SELECT * FROM quarantined_updates")).all():
            update = json.loads(ring.open(f"quarantined_updates.content:{row.id}", row.content))
            said.append(str(update["message"]["text"]))
        return said

    return "\n".join(database.read(every))


def in_an_address(sentence: str) -> str:
    """Write a sentence as part of an address."""
    return quote(sentence, safe="")
