"""Whoever is carried over in a chat answers what the chat asked them, and is told once."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from backend.platform.clock import SettableClock
from backend.platform.runtime import Runtime
from backend.releases import service
from dialogs.loading import load_all
from tests.backend.consultations.talk import Talk
from tests.backend.releases.rewriting import Change, folder_with, next_version
from tests.bot.telegram.chatting import Chatter, Chatting, chatting
from tests.telegram.fake_bot_api import FakeBotApi

CARRIED = "Some of the questions are new."
Carry = Callable[[Change], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the first version of two scripts."""
    return folder_with(tmp_path / "scripts", "child_8_11", "foster_carer")


@pytest.fixture
def chats(
    runtime: Runtime, folder: Path, telegram: FakeBotApi, clock: SettableClock
) -> Iterator[Chatting]:
    """A household with Telegram switched on, asked by version 1."""
    with chatting(replace(runtime, scripts=load_all(folder)), telegram, clock) as started:
        yield started


@pytest.fixture
def jo(chats: Chatting) -> Chatter:
    """A carer who has been asked what has changed."""
    return chats.joined("amara_carer").at("What has changed for Amara")


@pytest.fixture
def carry(chats: Chatting, folder: Path) -> Carry:
    """Carries everybody over to a changed version, as a command does beside the server."""

    def carried(change: Change) -> None:
        next_version(folder, "foster_carer", change)
        desk = replace(chats.household.desk, scripts=load_all(folder))
        runtime = chats.household.runtime
        service.carry_everyone(runtime.database, desk, "foster_carer", runtime.clock)

    return carried


def test_an_answer_is_to_what_the_chat_asked(chats: Chatting, jo: Chatter, carry: Carry) -> None:
    """What is written to the last question asked is kept as its answer, not as another's."""
    carry(lambda draft: draft.add("start", "private", step="new", kind="words",
                                  question="home.new", ask="Something new?"))  # fmt: skip
    heard = jo.says("she sings now", "Something new?").text
    assert CARRIED in heard
    talk = Talk(chats.household, "amara_carer")
    assert talk.words_at("changes_since") == ["she sings now"]
    assert talk.words_at("new") == []
    assert CARRIED not in jo.says("nothing", "How settled is Amara").text
    assert talk.words_at("new") == ["nothing"]
    assert talk.rebuilds()


def test_an_answer_to_changed_words_is_asked_again(
    chats: Chatting, jo: Chatter, carry: Carry
) -> None:
    """It is kept beside the words they saw; asked again, Skip leaves it standing."""
    carry(lambda draft: draft.reword("changes_since"))
    heard = jo.says("she sings now", "In other words: What has changed for").text
    assert CARRIED in heard
    jo.says("Skip", "How settled is Amara")
    talk = Talk(chats.household, "amara_carer")
    (kept,) = [each.kept for each in talk.revisions if each.kept.step == "changes_since"]
    assert (kept.words, kept.version) == ("she sings now", 1)
    assert talk.now.state.by_step["changes_since"].words == "she sings now"


def test_words_to_a_question_that_has_gone_are_kept(
    chats: Chatting, jo: Chatter, carry: Carry
) -> None:
    """What they write to a question that has gone meanwhile is kept, and the next is asked."""
    carry(lambda draft: draft.remove("changes_since"))
    assert CARRIED in jo.says("she sings now", "How settled is Amara").text
    talk = Talk(chats.household, "amara_carer")
    assert talk.words_at("changes_since") == ["she sings now"]
    assert talk.now.state.by_step["changes_since"].gone


def test_a_button_of_the_older_question_still_works(
    chats: Chatting, jo: Chatter, carry: Carry
) -> None:
    """A label that is offered no more is known for what it was, and stands until they pick anew."""
    jo.says("Skip", "How settled is Amara")
    label = jo.person.keyboard[0]
    talk = Talk(chats.household, "amara_carer")
    step = talk.script.step(talk.place.key)
    assert step is not None
    code = step.choices[0].code
    carry(lambda draft: draft.step(step.id).update(_other(step.id)))
    heard = jo.says(label, "In other words").text
    assert CARRIED in heard
    assert talk.now.state.by_step[step.id].choices == (code,)
    assert label not in jo.person.keyboard


def _other(name: str) -> dict[str, object]:
    choices = [{"code": "first", "label": "One"}, {"code": "second", "label": "Other"}]
    return {"ask": "In other words?", "choices": choices, "scale": ""}
