"""What is recorded of a look at a child's words or records."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Read:
    """One officer's look; `what` names a page or a file and holds nothing of its content."""

    id: str
    at: datetime
    officer_id: str
    child_id: str | None
    what: str
    why: str = ""
