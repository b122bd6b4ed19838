"""After Send in a chat, a child old enough for one, and a newer version of the questions."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from backend.people import service as people
from backend.people.rules import SYSTEM, ChosenQuestions
from backend.platform.clock import SettableClock
from backend.platform.database import new_id
from backend.platform.runtime import Runtime
from bot.telegram import words
from dialogs.events import CarriedOver
from dialogs.script import Scripts
from tests.backend.consultations.talk import Talk
from tests.bot.telegram.chatting import Chatter, Chatting, chatting
from tests.bot.webchat.around import ANY_DAY, on_any_day
from tests.telegram.fake_bot_api import FakeBotApi

CARRIED = "Some of the questions are new."


@pytest.fixture
def jo(chats: Chatting) -> Chatter:
    """A carer who has sent theirs on the web, and is told so."""
    jo = chats.joined("amara_carer").at("What has changed for Amara")
    jo.says("she sings now", "How settled is Amara")
    Talk(chats.household, "amara_carer").send()
    jo.says("Carry on", "Thank you. It is sent.")
    return jo


def test_after_sending_words_become_an_addition(chats: Chatting, jo: Chatter) -> None:
    """What is written after sending is kept as something more, each time, and nothing is lost."""
    talk = Talk(chats.household, "amara_carer")
    before = talk.now.state
    jo.says("one more thing", "That is kept. Priya Shah will read it.")
    jo.says("and another", "That is kept.")
    assert talk.words_at("added1") == ["one more thing"]
    assert talk.words_at("added2") == ["and another"]
    assert talk.now.state.answers[: len(before.answers)] == before.answers
    assert talk.concerns == ()
    assert talk.rebuilds()
    assert not any("one more thing" in heard for heard in jo.person.heard)


def test_a_worry_in_an_addition_is_heard(chats: Chatting, jo: Chatter) -> None:
    """A worry written after sending is raised like any, and help can still be pressed."""
    jo.says("she came back with bruises", "may mean that someone is not safe")
    jo.says("Help now", "The duty team has been told")
    talk = Talk(chats.household, "amara_carer")
    assert [each.source for each in talk.concerns] == ["cue", "help"]
    assert talk.words_at("added1") == ["she came back with bruises"]


def test_a_correction_after_sending_is_an_addition(chats: Chatting, jo: Chatter) -> None:
    """Whoever changes a message after sending is not told of a button that is gone."""
    sent = jo.send("one mor thing")
    jo.hear("That is kept.")
    jo.do(lambda: jo.person.edit(sent, "one more thing"))
    jo.hear("That is kept.")
    jo.do(lambda: jo.person.send_photo("the dog, in the snow"))
    heard = jo.hear("The words with it are kept, the rest is not.").text
    assert "Priya Shah will read it." in heard
    talk = Talk(chats.household, "amara_carer")
    added = [answer.words for answer in talk.now.state.answers if answer.step.startswith("added")]
    assert added == ["one mor thing", "one more thing", "the dog, in the snow"]
    assert not any("Change an answer" in heard for heard in jo.person.heard)


def test_to_take_back_is_on_the_own_page(chats: Chatting, jo: Chatter) -> None:
    """The last message says that words are added here, and where something is taken back."""
    told = jo.person.heard[-1]
    assert words.AFTER_SEND in told
    assert f"/c/{chats.household.token('amara_carer')}" in told
    assert jo.person.keyboard == ["Help now"]


@pytest.fixture
def older(runtime: Runtime, telegram: FakeBotApi, clock: SettableClock) -> Iterator[Chatting]:
    """A household whose Amara is seventeen, where Telegram is for those from sixteen on."""
    with chatting(runtime, telegram, clock, telegram_min_age=16) as chats:
        child = replace(chats.household.children["amara"], date_of_birth=date(2009, 3, 9))
        today = clock().date()
        chats.household.runtime.database.write(
            lambda unit: people.correct_child(unit, SYSTEM, child, today)
        )
        yield chats


def test_only_a_child_may_decline(older: Chatting) -> None:
    """Somebody of seventeen may say "don't ask me about this"; who cares for them may skip."""
    amara = older.joined("amara").at("What do you most want people to hear")
    assert "Don\u2019t ask me about this" in amara.person.keyboard
    amara.says("Don\u2019t ask me about this", "What else do you want to talk about?")
    assert Talk(older.household).now.state.by_step["talk_about"].declined
    jo = older.joined("amara_carer", 2).at("What has changed for Amara")
    assert "Skip" in jo.person.keyboard
    assert not any("ask" in label for label in jo.person.keyboard)


def test_pictures_and_a_sheet_are_on_the_own_page(older: Chatting, clock: SettableClock) -> None:
    """Whoever answers by tapping pictures, or draws, is led from the chat to a page that can."""
    child = older.household.children["amara"]
    chosen = ChosenQuestions(new_id(), child.id, "child_symbols", "officer", "x" * 32, clock())
    older.household.runtime.database.write(
        lambda unit: people.choose_questions(unit, SYSTEM, chosen)
    )
    amara = older.joined("amara").at("more private")
    talk = Talk(older.household)
    assert talk.script.id == "child_symbols"
    for _ in range(40):
        step = talk.script.step(talk.place.step)
        if step is None:
            break
        heard = amara.person.heard[-1]
        alone = step.tiles or step.kind == "drawing" or step.sensitive
        assert (f"/c/{older.household.token('amara')}" in heard) == alone, step.id
        assert not any(choice.label.english in amara.person.keyboard for choice in step.choices)
        amara.says("OK" if step.kind == "tell" else "Skip", "")
    assert talk.place.key == "check"
    assert {step.kind for step in talk.script.steps if step.private} == {"one", "drawing"}


def test_two_of_one_child_are_told_apart(older: Chatting) -> None:
    """Somebody who holds the questions for a review and a card for any day is asked which."""
    older.household = on_any_day(older.household)
    amara = older.joined("amara")
    amara.hear("Hello, Amara.")
    amara.join(ANY_DAY)
    amara.hear("Here you can tell Priya something on any day.")
    amara.says("About someone else", "About whom do you want to talk?")
    assert amara.person.keyboard == ["Amara", "Amara, on any day", "I need help now"]
    amara.says("Amara, on any day", "Here you can tell Priya something on any day.")
    amara.says("About someone else", "About whom do you want to talk?")
    amara.says("Amara", "This is for Amara.")


def test_a_newer_version_is_said_once(
    runtime: Runtime, telegram: FakeBotApi, clock: SettableClock
) -> None:
    """Whoever is brought to newer questions is told with the next message, and not again."""
    versions = dict(runtime.scripts.versions)
    with chatting(replace(runtime, scripts=Scripts(versions)), telegram, clock) as chats:
        jo = chats.joined("amara_carer").at("What has changed for Amara")
        talk = Talk(chats.household, "amara_carer", channel="sayso")
        newer = replace(talk.script, version=2, digest="2" * 64)
        versions["foster_carer", 2] = newer
        talk.take(CarriedOver("carried:2", 1, 2, newer.digest, ()))
        first = jo.says("she sings now", "How settled is Amara").text
        second = jo.says("Settled", "What shows you that?").text
    assert CARRIED in first
    assert CARRIED not in second
    assert sum(CARRIED in heard for heard in jo.person.heard) == 1
    assert talk.words_at("changes_since") == ["she sings now"]
