"""Whatever comes again and in whatever order, what is kept is what one delivery leaves."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text as sql

from backend.consultations import rules, store
from backend.people.rules import SYSTEM
from backend.platform.clock import SettableClock
from backend.platform.database import open_database
from backend.platform.runtime import Runtime
from backend.web.app import create_app
from bot.telegram.conversation import Conversation
from bot.telegram.receiving import WEBHOOK_PATH, Receiver, Update, webhook_router
from dialogs.events import words_of
from tests.backend.consultations.household import CODE, Household, make_household
from tests.backend.consultations.talk import Talk

SECRET = "s" * 32
Write = Callable[[str], Update]


@pytest.fixture
def household(runtime: Runtime) -> Household:
    """Families, without Telegram."""
    return make_household(runtime)


@pytest.fixture
def conversation(household: Household) -> Conversation:
    """What handles updates, without anything to bring them."""
    return Conversation(household.runtime, household.desk, "telegram:7", lambda _seconds: None)


def writing(clock: SettableClock) -> Write:
    """Make updates of one chat, a minute apart, as Telegram numbers them."""
    numbers = iter(range(100, 100_000))

    def write(text: str) -> Update:
        number = next(numbers)
        clock.advance(timedelta(minutes=1))
        message = {
            "message_id": number,
            "date": int(clock().timestamp()),
            "chat": {"id": 42, "type": "private"},
            "from": {"id": 42, "is_bot": False},
            "text": text,
        }
        return {"update_id": number, "message": message}

    return write


@pytest.fixture
def write(clock: SettableClock) -> Write:
    """Make updates of one chat."""
    return writing(clock)


def said(conversation: Conversation) -> list[str]:
    """What the outbox was given to say, by its key, in order."""
    query = "SELECT key FROM outbox WHERE route = 'telegram' ORDER BY number"
    database = conversation.runtime.database
    return [row.key for row in database.read(lambda t: t.execute(sql(query)).all())]


def said_in(talk: Talk) -> list[str]:
    """Every text of one conversation, also those that answer nothing."""
    rows = talk.database.read(lambda t: store.events_of(t, SYSTEM, talk.id))
    happened = [rules.event_of(talk.key, row) for row in rows]
    return [words for event in happened if (words := words_of(event))]


def mark_all_sent(conversation: Conversation) -> None:
    """Let all that was to be said be said."""
    query = "UPDATE outbox SET status = 'sent' WHERE route = 'telegram'"
    conversation.runtime.database.write(lambda t: t.execute(sql(query)) and None)


def test_replays_change_nothing(
    household: Household, conversation: Conversation, write: Write
) -> None:
    """A conversation of forty updates, each delivered again at any later time, is as it was."""
    chance = random.Random(5)
    texts = [f"/start {household.token('amara_carer')}", CODE, "OK", "OK", "OK"]
    texts += [chance.choice(["Skip", "Good", "words", "Back", "Yes"]) for _ in range(35)]
    before: list[Update] = []
    for text in texts:
        update = write(text)
        conversation.handle(update)
        mark_all_sent(conversation)
        before.append(update)
        for again in chance.sample(before, min(3, len(before))):
            conversation.handle(again)
    talk = Talk(household, "amara_carer")
    kept, spoken = (talk.now, talk.events), said(conversation)
    for again in chance.sample(before * 10, len(before) * 10):
        conversation.handle(again)
    assert (talk.now, talk.events) == kept
    assert said(conversation) == spoken
    assert talk.rebuilds()


def test_children_are_never_mixed_up(
    household: Household, conversation: Conversation, write: Write, clock: SettableClock
) -> None:
    """However somebody with two children switches, no word goes to the wrong one."""
    chance = random.Random(6)
    for who in ("amara_carer", "mia_carer"):
        for text in (f"/start {household.token(who)}", CODE, "OK", "OK", "OK"):
            conversation.handle(write(text))
            mark_all_sent(conversation)
    for turn in range(60):
        who = chance.choice(["Amara", "Mia"])
        if chance.random() < 0.3:
            clock.advance(timedelta(minutes=20))
            conversation.handle(write(f"early words for {who} {turn}"))
        else:
            conversation.handle(write("About someone else"))
        for text in (who, f"words for {who} {turn}", "Change an answer"):
            conversation.handle(write(text))
            mark_all_sent(conversation)
    for who in ("Amara", "Mia"):
        other = "Mia" if who == "Amara" else "Amara"
        talk = Talk(household, f"{who.lower()}_carer")
        everything = said_in(talk)
        assert any(f"words for {who}" in words for words in everything)
        assert any(f"early words for {who}" in words for words in everything)
        assert not any(f"words for {other}" in words for words in everything)


def test_the_application_lets_telegram_in(
    household: Household, conversation: Conversation, write: Write
) -> None:
    """In the whole application Telegram's door opens to the secret and to nothing else."""
    receiver = Receiver(conversation.handle, conversation.set_aside)
    app = create_app(household.runtime, [webhook_router(SECRET, receiver)], machines=[WEBHOOK_PATH])
    with TestClient(app, base_url=household.runtime.settings.public_url) as client:
        header = "X-Telegram-Bot-Api-Secret-Token"
        update = write("/start nothing")
        assert client.post(WEBHOOK_PATH, json=update).status_code == 401
        assert client.get(WEBHOOK_PATH, headers={header: SECRET}).status_code in {404, 405}
        assert client.post(WEBHOOK_PATH, json=update, headers={header: SECRET}).status_code == 200
    assert len(said(conversation)) == 1


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_both_databases_hold_a_chat(
    request: pytest.FixtureRequest, runtime: Runtime, clock: SettableClock, kind: str
) -> None:
    """A chat that begins, answers and is told again is the same on either database."""
    url: str = request.getfixturevalue(f"{kind}_url")
    database = open_database(url, throwaway=True)
    household = make_household(replace(runtime, database=database))
    handling = Conversation(household.runtime, household.desk, "telegram:7", lambda _seconds: None)
    write = writing(clock)
    for text in (
        f"/start {household.token('amara_carer')}",
        CODE,
        "OK",
        "OK",
        "OK",
        "Skip",
        "A \0 dog",
    ):
        update = write(text)
        handling.handle(update)
        handling.handle(update)
        mark_all_sent(handling)
    assert Talk(household, "amara_carer").words_at("changes_since") == ["A \0 dog"]
    database.close()
