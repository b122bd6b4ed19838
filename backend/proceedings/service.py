"""The public face of proceedings: kept and read by the child's own IRO.

What is written is sealed with the child's key, which the caller opens before the unit.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from backend.people import service as people
from backend.people.rules import NOT_OFFERED, Viewer
from backend.platform.database import Transaction
from backend.platform.errors import BadInput, NotFound, or_not_found
from backend.platform.keys.rules import ChildKey, open_sealed, seal
from backend.platform.keys.service import require_current
from backend.proceedings import rules, store
from backend.proceedings.rules import Hearing, Proceedings, Talk

_SEALED = ("court", "case_number", "order")
Entry = TypeVar("Entry", Hearing, Talk)


def add(
    transaction: Transaction, key: ChildKey, viewer: Viewer, entry: Proceedings, today: date
) -> None:
    """Write down that proceedings were issued. Raises NotFound, BadInput."""
    store.add(transaction, _checked(transaction, key, viewer, entry, today))


def correct(
    transaction: Transaction, key: ChildKey, viewer: Viewer, entry: Proceedings, today: date
) -> None:
    """Put proceedings right, or end them. Raises NotFound, BadInput."""
    known = get(transaction, key, viewer, entry.child_id, entry.id)
    kept = replace(entry, at=known.at, by=known.by)
    store.correct(transaction, _checked(transaction, key, viewer, kept, today))


def get(
    transaction: Transaction, key: ChildKey, viewer: Viewer, child_id: str, proceedings_id: str
) -> Proceedings:
    """Give one set of proceedings about this child. Raises NotFound."""
    every = of_child(transaction, key, viewer, child_id)
    return or_not_found(next((each for each in every if each.id == proceedings_id), None))


def of_child(
    transaction: Transaction, key: ChildKey, viewer: Viewer, child_id: str
) -> tuple[Proceedings, ...]:
    """Give a child's proceedings, the newest first."""
    return tuple(_opened(key, row) for row in store.of_child(transaction, viewer, child_id))


def add_hearing(transaction: Transaction, key: ChildKey, viewer: Viewer, hearing: Hearing) -> None:
    """Write down a day in court. Raises NotFound, BadInput."""
    _require_iro(transaction, viewer, hearing.child_id)
    of = get(transaction, key, viewer, hearing.child_id, hearing.proceedings_id)
    _refuse(rules.wrong_hearing(hearing, of))
    store.add_hearing(transaction, _sealed(transaction, key, "hearings", hearing))


def hearings(
    transaction: Transaction, key: ChildKey, viewer: Viewer, child_id: str
) -> tuple[Hearing, ...]:
    """Give the hearings about a child, the last first."""
    rows = store.hearings_of(transaction, viewer, child_id)
    return tuple(Hearing(**_with_words(key, "hearings", row)) for row in rows)


def note_talk(
    transaction: Transaction, key: ChildKey, viewer: Viewer, talk: Talk, today: date
) -> None:
    """Write down that the IRO and a guardian of this child spoke. Raises NotFound, BadInput."""
    _require_iro(transaction, viewer, talk.child_id)
    around = people.list_participants(transaction, viewer, talk.child_id)
    known = {each.id for each in around if each.role == "guardian"}
    wrong = {} if talk.guardian_id in known else {"guardian_id": NOT_OFFERED}
    _refuse(wrong | rules.wrong_talk(talk, today))
    store.add_talk(transaction, _sealed(transaction, key, "guardian_talks", talk))


def talks(
    transaction: Transaction, key: ChildKey, viewer: Viewer, child_id: str
) -> tuple[Talk, ...]:
    """Give the talks with a child's guardians, the last first."""
    rows = store.talks_of(transaction, viewer, child_id)
    return tuple(Talk(**_with_words(key, "guardian_talks", row)) for row in rows)


def _checked(
    transaction: Transaction, key: ChildKey, viewer: Viewer, entry: Proceedings, today: date
) -> dict[str, Any]:
    _require_iro(transaction, viewer, entry.child_id)
    require_current(transaction, key)
    _refuse(rules.wrong_proceedings(entry, today))
    plain = json.dumps({name: getattr(entry, name) for name in _SEALED}, ensure_ascii=True)
    values = {name: value for name, value in vars(entry).items() if name not in _SEALED}
    return {**values, "words": seal(key, _place("proceedings", entry.id), plain.encode())}


def _opened(key: ChildKey, row: Mapping[str, Any]) -> Proceedings:
    plain = json.loads(open_sealed(key, _place("proceedings", row["id"]), row["words"]))
    return Proceedings(**{name: value for name, value in row.items() if name != "words"}, **plain)


def _sealed(transaction: Transaction, key: ChildKey, table: str, entry: Entry) -> dict[str, Any]:
    require_current(transaction, key)
    return {**vars(entry), "words": seal(key, _place(table, entry.id), entry.words.encode())}


def _with_words(key: ChildKey, table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "words": open_sealed(key, _place(table, row["id"]), row["words"]).decode()}


def _require_iro(transaction: Transaction, viewer: Viewer, child_id: str) -> None:
    if viewer.kind != "officer":
        raise NotFound
    people.require_words(transaction, viewer, child_id)


def _refuse(wrong: dict[str, str]) -> None:
    if wrong:
        raise BadInput(wrong)


def _place(table: str, row_id: str) -> str:
    return f"{table}.words:{row_id}"
