"""Making, opening and erasing a child's key, and the file that holds the key to them all."""

import hashlib
import os
import re
from datetime import datetime
from pathlib import Path

from backend.platform.database import Transaction
from backend.platform.errors import NotFound
from backend.platform.keys import store
from backend.platform.keys.rules import (
    KEY_BYTES,
    ChildKey,
    ErasedChild,
    KeyRing,
    WrappedKey,
    new_material,
)


class BadKeyFile(Exception):
    """The key file cannot be used; the message never holds any of it."""


def make_child_key(
    transaction: Transaction, ring: KeyRing, child_id: str, at: datetime
) -> ChildKey:
    """Make a new child's key and keep it, wrapped."""
    key = ChildKey(child_id, 1, new_material())
    store.add(transaction, child_id, WrappedKey(key.version, ring.wrap(key)), at)
    return key


def open_child_key(transaction: Transaction, ring: KeyRing, child_id: str) -> ChildKey:
    """Open the child's key, or raise `ErasedChild`, or `NotFound` where there is no such child."""
    kept = store.find(transaction, child_id)
    if kept is None:
        raise NotFound
    if kept.wrapped is None:
        raise ErasedChild
    return ring.unwrap(child_id, kept.version, kept.wrapped)


def require_current(transaction: Transaction, key: ChildKey) -> None:
    """Raise `ErasedChild` unless the key, opened before, is the child's still; it now stays so.

    Only inside `database.write`: it holds the key's row until the transaction ends.
    """
    kept = store.hold(transaction, key.child_id)
    if kept is None or kept.wrapped is None or kept.version != key.version:
        raise ErasedChild


def erase_child_key(transaction: Transaction, child_id: str, at: datetime) -> None:
    """Erase the child's key: no word sealed under it can be read again.

    A backup made earlier holds the wrapped key until it is deleted itself, and PostgreSQL holds
    the old row until its next vacuum; SQLite overwrites it at once.
    """
    store.erase(transaction, child_id, at)


def make_key_file(path: Path) -> str:
    """Make the key-encryption key; return what is written down for escrow, once."""
    material = new_material()
    written = _written(material)
    write_key_file(path, written)
    return written


def write_key_file(path: Path, written: str) -> None:
    """Put back a key from what was written down; raises `BadKeyFile` for a slip of the pen."""
    content = _written(_read_back(written)) + "\n"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Never over another key: everything sealed under that one would be lost.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def load_key_ring(path: Path) -> KeyRing:
    """Read the key file, which only its owner may read, or raise `BadKeyFile`."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(1_000).decode("ascii", "replace")
    except OSError as error:
        raise BadKeyFile(f"{path}: there is no key file that we can read") from error
    if mode & 0o077:
        raise BadKeyFile(f"{path}: other accounts can read or change it; run chmod 600 on it")
    return KeyRing(_read_back(content))


def _written(material: bytes) -> str:
    """Write a key as people copy it: groups of four, the last of them a check."""
    digits = (material + _check(material)).hex()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _read_back(written: str) -> bytes:
    digits = re.sub(r"[\s-]", "", written)
    if not re.fullmatch(rf"[0-9a-fA-F]{{{2 * KEY_BYTES + 4}}}", digits):
        raise BadKeyFile("a key is 17 groups of four digits from 0 to 9 and a to f")
    material, check = bytes.fromhex(digits[:-4]), bytes.fromhex(digits[-4:])
    if _check(material) != check:
        raise BadKeyFile("the last group does not fit the others: one of them was copied wrongly")
    return material


def _check(material: bytes) -> bytes:
    return hashlib.sha256(b"sayso: check" + material).digest()[:2]
