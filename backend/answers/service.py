"""Keep a revision of an answer, and read back what stands."""

from collections.abc import Mapping
from typing import Any

from backend.answers import store
from backend.answers.rules import Kept, Revision
from backend.people.rules import Viewer
from backend.platform.database import Transaction
from backend.platform.keys.rules import ChildKey, open_sealed, seal


def keep(transaction: Transaction, key: ChildKey, answer_id: str, revision: Revision) -> None:
    """Keep one revision, sealed; nothing is ever overwritten."""
    kept = revision.kept
    values = {
        "id": answer_id,
        "consultation_id": revision.consultation_id,
        "child_id": revision.child_id,
        "event_id": revision.event_id,
        "position": revision.position,
        "step": kept.step,
        "question": kept.question,
        "answer": seal(key, _place(answer_id), kept.to_json().encode()),
        "at": revision.at,
    }
    store.add(transaction, values)


def revisions(
    transaction: Transaction, key: ChildKey, viewer: Viewer, consultation_id: str
) -> tuple[Revision, ...]:
    """Give every revision in one consultation that this viewer may read, oldest first."""
    rows = store.of_consultation(transaction, viewer, consultation_id)
    return tuple(_opened(key, row) for row in rows)


def _opened(key: ChildKey, row: Mapping[str, Any]) -> Revision:
    kept = Kept.from_json(open_sealed(key, _place(row["id"]), row["answer"]).decode())
    return Revision(
        row["consultation_id"], row["child_id"], row["event_id"], row["position"], row["at"], kept
    )


def _place(answer_id: str) -> str:
    return f"answers.answer:{answer_id}"
