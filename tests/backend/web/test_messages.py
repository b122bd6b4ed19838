"""Not delivered: what did not go out, and what came in and could not be taken."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from backend.inbox import service as inbox
from backend.platform import notify
from backend.platform.database import new_id
from backend.platform.delivery import service as delivery
from backend.platform.delivery.rules import OutboxMessage, Undeliverable
from backend.platform.receipts import AWAITED
from backend.platform.runtime import Runtime
from backend.web.words import REASONS


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


@pytest.mark.parametrize("code", ["no-such-address", "not-reachable", "provider-failed"])
def test_what_failed_after_it_was_taken_is_shown(
    support: TestClient, runtime: Runtime, code: str
) -> None:
    """A text that the provider took and could not deliver is listed with why, and no number."""
    at = runtime.clock()
    text = OutboxMessage(
        new_id(),
        "k",
        "notify_sms",
        "07700 900123",
        "invitation",
        {"url": "u"},
        "en",
        None,
        None,
        at,
    )
    runtime.database.write(lambda t: delivery.enqueue(t, runtime.ring, text, at))
    routes = {"notify_sms": lambda _message: AWAITED}
    delivery.deliver_due(runtime.database, runtime.ring, routes, runtime.clock)
    assert "Invitation" not in support.get("/messages").text

    def enquire(_message_id: str) -> str:
        raise Undeliverable(code)

    later = at + timedelta(minutes=1)
    assert delivery.ask_one(runtime.database, {"notify_sms": enquire}, lambda: later)
    page = support.get("/messages").text
    assert "text message" in page
    assert "will not arrive" in page
    assert REASONS[code] in page
    assert "900123" not in page


def test_every_reason_of_notify_has_its_words() -> None:
    """Whatever Notify's routes say by a code is said to staff in a sentence."""
    source = Path(notify.__file__).read_text(encoding="utf-8")
    codes = set(re.findall(r'"([a-z]+(?:-[a-z]+)+|refused|rejected)"', source))
    notifys_own = {"permanent-failure", "temporary-failure", "technical-failure", "team-only"}
    told = codes - notifys_own
    assert {"bad-key", "no-answer", "provider-down", "refused"} <= told
    assert told <= REASONS.keys()
