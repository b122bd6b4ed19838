"""What an answer is once it is kept: the words asked beside the words given."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Kept:
    """One revision of one answer with the words that were asked, as they were asked.

    ``labels`` are the picked choices as shown; ``words`` is verbatim, None where not asked.
    ``declined`` is "don't ask me about this"; ``taken_back`` that it was, after Send.
    """

    step: str
    topic: str
    question: str
    choices: tuple[str, ...]
    labels: tuple[str, ...]
    words: str | None
    skipped: bool
    asked: str
    language: str
    script: str
    version: int
    digest: str
    declined: bool = False
    drawing: str = ""
    taken_back: bool = False

    @property
    def silent(self) -> bool:
        """Say whether nothing was said in it."""
        return not (self.choices or self.words or self.drawing)

    def to_json(self) -> str:
        """Write it for sealing."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Kept":
        """Read what ``to_json`` wrote."""
        raw = json.loads(text)
        return cls(**{**raw, "choices": tuple(raw["choices"]), "labels": tuple(raw["labels"])})


@dataclass(frozen=True)
class Revision:
    """One revision as it stands in the record: when it came, and by which event."""

    consultation_id: str
    child_id: str
    event_id: str
    position: int
    at: datetime
    kept: Kept = field(repr=False)
