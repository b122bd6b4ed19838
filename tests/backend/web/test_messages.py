"""Not delivered: what did not go out, and what came in and could not be taken."""

import pytest
from starlette.testclient import TestClient

from backend.inbox import service as inbox
from backend.platform.database import new_id
from backend.platform.runtime import Runtime


def set_aside(runtime: Runtime, why: str) -> None:
    """Keep something that came in and could not be handled."""
    runtime.database.write(
        lambda transaction: inbox.quarantine(
            transaction,
            runtime.ring,
            quarantine_id=new_id(),
            source="telegram:7",
            content=b"she has bruises",
            why=why,
            at=runtime.clock(),
        )
    )


def test_nothing_set_aside_is_not_spoken_of(support: TestClient) -> None:
    """While everything could be taken, the page says nothing of it."""
    assert "could not be taken" not in support.get("/messages").text


@pytest.mark.parametrize(
    ("why", "what_to_do"),
    [
        ("failed", "Tell the person who looks after Sayso."),
        ("ended", "ask them whether they wanted to tell you something"),
        ("new-reason", "Nothing more is known."),
    ],
)
def test_what_was_set_aside_is_counted(
    support: TestClient, runtime: Runtime, why: str, what_to_do: str
) -> None:
    """How many there are, why, and what to do: never a word of what was said."""
    set_aside(runtime, why)
    page = support.get("/messages").text
    assert "1 message from Telegram." in page
    assert what_to_do in page
    set_aside(runtime, why)
    page = support.get("/messages").text
    assert "2 messages from Telegram." in page
    assert "bruises" not in page
