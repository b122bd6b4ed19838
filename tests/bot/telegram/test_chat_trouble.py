"""What goes wrong in a chat, on a phone or at Telegram loses nothing and answers nothing twice."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text as sql

from backend.inbox import service as inbox
from backend.platform.clock import SettableClock
from backend.platform.runtime import Bot, Runtime
from bot.telegram import arrivals
from bot.telegram.receiving import Update
from bot.telegram.visits import Reply, Visit
from tests.backend.consultations.talk import Talk
from tests.bot.telegram.chatting import Chatter, Chatting, chatting
from tests.telegram.fake_bot_api import FakeBotApi

BRUISES = "she came back with bruises"
QUESTION = "What has changed for Amara"
NEXT = "How settled is Amara"


def asked(chats: Chatting) -> tuple[Chatter, Talk]:
    """A carer who has been asked the first question that takes words."""
    return chats.joined("amara_carer").at(QUESTION), Talk(chats.household, "amara_carer")


def outbox(chats: Chatting) -> list[tuple[str, str]]:
    """Status and code of what was to be said in Telegram and was not, in order."""
    query = "SELECT status, code FROM outbox WHERE route = 'telegram' AND status != 'sent'"
    rows = chats.household.runtime.database.read(lambda t: t.execute(sql(query)).all())
    return [(row.status, row.code) for row in rows]


def test_a_double_tap_answers_once(chats: Chatting) -> None:
    """The same text twice within two seconds is one answer; the second is kept and screened."""
    jo, talk = asked(chats)
    jo.send("New school")
    jo.hear(NEXT)
    before = talk.events
    jo.person.send("New school")
    jo.settled()
    assert talk.words_at("changes_since") == ["New school"]
    assert talk.place.key == "home_settled"
    assert talk.events == before + 1
    assert NEXT in jo.person.heard[-1]


def test_a_text_before_the_question_answers_nothing(chats: Chatting) -> None:
    """Of two texts written at once the first answers; the second is kept, and they are told."""
    jo, talk = asked(chats)
    with chats.telegram.world.changed:
        jo.person.send("New school")
        jo.person.send(BRUISES)
    jo.hear("kept but answers nothing")
    assert talk.words_at("changes_since") == ["New school"]
    assert talk.words_at("home_settled") == []
    assert [each.source for each in talk.concerns] == ["cue"]


def test_help_is_heard_though_it_came_early(chats: Chatting) -> None:
    """The help button is heard whenever it was pressed."""
    jo, talk = asked(chats)
    with chats.telegram.world.changed:
        jo.person.send("New school")
        jo.person.send("Help now")
    jo.hear("The duty team has been told")
    assert [each.source for each in talk.concerns] == ["help"]


def test_an_update_that_comes_again_does_nothing(chats: Chatting) -> None:
    """Every update delivered twice and in any order leaves what one delivery left."""
    jo, talk = asked(chats)
    jo.says("New school", NEXT)
    jo.settled()
    before, said = talk.now, len(jo.person.heard)
    for waiting in list(chats.telegram.world.confirmed):
        chats.telegram.redeliver(waiting.id)
    jo.settled()
    assert talk.now == before
    assert len(jo.person.heard) == said


def test_a_message_is_known_under_another_number(chats: Chatting) -> None:
    """The same message under a new update number is known as well."""
    jo, talk = asked(chats)
    jo.says("New school", NEXT)
    jo.settled()
    newest = chats.telegram.world.confirmed[-1].update
    before = talk.words_at("changes_since")
    chats.telegram.forge({**newest, "update_id": 5})
    jo.settled()
    assert talk.words_at("changes_since") == before


def test_an_edit_is_kept_and_changes_nothing(chats: Chatting) -> None:
    """A text edited afterwards is kept and screened; the answer stays and they are told how."""
    jo, talk = asked(chats)
    message = jo.says("New school", NEXT)
    mine = next(each for each in jo.person.messages if each.text == "New school")
    jo.do(lambda: jo.person.edit(mine, BRUISES))
    jo.hear("the answer is as it was")
    assert message.id != mine.id
    assert talk.words_at("changes_since") == ["New school"]
    assert [each.source for each in talk.concerns] == ["cue"]


def test_only_words_can_be_taken(chats: Chatting) -> None:
    """A photo, voice message, sticker or file gets a kind answer; words below it are kept."""
    jo, talk = asked(chats)
    for send in (jo.person.send_photo, jo.person.send_voice, jo.person.send_sticker):
        jo.do(send)
        jo.hear("Please write it instead")
    jo.do(lambda: jo.person.send_document(BRUISES))
    jo.hear("The words with it are kept")
    assert [each.source for each in talk.concerns] == ["cue"]
    assert "Skip" in jo.person.keyboard
    jo.says("New school", NEXT)


def test_a_blocked_bot_shows_to_staff(chats: Chatting) -> None:
    """Somebody who blocks the bot can't be reached, and staff can see it."""
    jo, _talk = asked(chats)
    with chats.telegram.world.changed:
        jo.person.send("New school")
        jo.person.block()
    jo.person.wait_for(lambda: outbox(chats) == [("undeliverable", "blocked")])


def test_a_doubtful_message_is_not_said_again(chats: Chatting) -> None:
    """If nobody knows whether a question went out it waits; the next message asks anew."""
    jo, talk = asked(chats)
    chats.telegram.fail_after("sendMessage")
    jo.send("New school")
    jo.person.wait_for(lambda: outbox(chats) == [("held", "no-answer")])
    assert [NEXT in heard for heard in jo.person.heard].count(True) == 1
    jo.says("Settled", "What shows you that?")
    jo.person.wait_for(lambda: outbox(chats) == [])
    assert talk.now.state.by_step["home_settled"].choices == ("good",)


def test_a_killed_process_holds_up_no_chat(
    runtime: Runtime, telegram: FakeBotApi, clock: SettableClock
) -> None:
    """What was being said when the process died stays in doubt; the next answer is one."""
    with chatting(runtime, telegram, clock) as chats:
        asked(chats)[0].settled()
        household = chats.household
    dying = "UPDATE outbox SET status = 'sending', lease = 'x', lease_until = :until"
    until = clock() + timedelta(minutes=3)
    dying += " WHERE number = (SELECT max(number) FROM outbox)"
    runtime.database.write(
        lambda t: t.execute(sql(dying), {"until": until.isoformat(" ")}) and None
    )
    with chatting(runtime, telegram, clock, household=household) as chats:
        jo = chats.person()
        assert outbox(chats) == [("held", "sender-stopped")]
        jo.says("New school", NEXT)
        jo.person.wait_for(lambda: outbox(chats) == [])
    assert Talk(household, "amara_carer").words_at("changes_since") == ["New school"]


def test_poison_is_set_aside(chats: Chatting, monkeypatch: pytest.MonkeyPatch) -> None:
    """What can't be handled is kept sealed; a person looks, they are asked, and it goes on."""
    jo, talk = asked(chats)
    real = arrivals.answer

    def answer(visit: Visit) -> Reply:
        if visit.letter.text == "poison":
            raise RuntimeError(visit.letter.text)
        return real(visit)

    monkeypatch.setattr(arrivals, "answer", answer)
    jo.says("poison", "Please send it again")
    jo.says("New school", NEXT)
    counted = chats.household.runtime.database.read(inbox.quarantined)
    assert counted == {"failed": 1}
    assert [each.source for each in talk.concerns] == ["unscreened"]


def test_groups_and_strange_updates_are_left_alone(chats: Chatting) -> None:
    """A bot put in a group says nothing there; what has no shape we know is passed over."""
    jo, talk = asked(chats)
    before = len(jo.person.heard)
    group = {"id": -5, "type": "group", "title": "x"}
    message = {"message_id": 900, "date": 1, "text": "hi", "chat": group, "from": {"id": 1}}
    private = {"id": 1, "type": "private"}
    strange: list[Update] = [
        {"message": message},
        {"message": {**message, "chat": 7}},
        {"message": {**message, "chat": private, "date": "x"}},
        {"message": 5},
        {"poll": {}},
        {},
    ]
    for number, update in enumerate(strange, start=1):
        chats.telegram.forge({"update_id": number, **update})
    jo.settled()
    assert len(jo.person.heard) == before
    assert talk.words_at("changes_since") == []


def test_a_webhook_serves_as_well(
    runtime: Runtime, telegram: FakeBotApi, clock: SettableClock
) -> None:
    """With a webhook's secret in the settings, Telegram is told where to post."""
    with chatting(runtime, telegram, clock, telegram_webhook_secret="s" * 32) as chats:
        chats.person().person.wait_for(lambda: bool(telegram.called("setWebhook")))
        asked_for = telegram.called("setWebhook")[0]
    settings = replace(runtime.settings)
    assert asked_for["url"] == f"{settings.public_url}/telegram/updates"
    assert asked_for["secret_token"] == "s" * 32
    assert "drop_pending_updates" not in asked_for


def test_the_name_of_the_bot_is_learnt(chats: Chatting) -> None:
    """Once Telegram has told the bot's name, links can lead to it; until then there are none."""
    bot, token = chats.household.runtime.bot, chats.household.token("amara_carer")
    chats.joined("amara_carer").at("What has changed for Amara")
    assert bot.link(token) == f"https://t.me/sayso_test_bot?start={token}"
    assert Bot().link(token) == ""


def test_silence_is_no_trouble(chats: Chatting, clock: SettableClock) -> None:
    """Somebody who comes back after days goes on where they were."""
    jo, talk = asked(chats)
    clock.advance(timedelta(days=8))
    jo.says("New school", NEXT)
    assert talk.words_at("changes_since") == ["New school"]
