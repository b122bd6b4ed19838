"""Who may talk in a chat, and about whom: link, code, age, and the end of it."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest

from backend.concerns import rules
from backend.invitations import service as invitations
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.clock import SettableClock
from backend.platform.keys.service import erase_child_key
from backend.web.app import create_app
from backend.web.routes.concerns import ConcernPages
from tests.backend.consultations.household import CODE
from tests.backend.consultations.talk import Talk
from tests.backend.web.conftest import browser
from tests.backend.web.people import sign_in
from tests.bot.telegram.chatting import Chatter, Chatting

QUOTED = re.compile(r'<q class="verbatim"[^>]*>(.*?)</q>', re.DOTALL)


@pytest.fixture
def both(chats: Chatting) -> Chatter:
    """A carer whose phone holds two children."""
    jo = chats.joined("amara_carer")
    jo.hear("This is about Amara")
    jo.join("mia_carer")
    jo.hear("This is about Mia")
    return jo


def test_a_stranger_is_told_how_to_begin(chats: Chatting) -> None:
    """Somebody without a link is greeted, and nothing they write is kept."""
    nobody = chats.person(9, "Nobody")
    nobody.says("/start", "open the link you were given")
    nobody.says("hello?", "open the link you were given")
    assert nobody.person.keyboard == []


@pytest.mark.parametrize("token", ["unknown", "x" * 64, "../../etc", "a b c"])
def test_an_unknown_link_opens_nothing(chats: Chatting, token: str) -> None:
    """A link that was never made, or has ended, is answered in the same words."""
    chats.person().says(f"/start {token}", "This link does not work any more")


def test_a_code_is_needed_and_does_not_stay(chats: Chatting) -> None:
    """The link alone opens nothing; codes are taken out of the chat, right or wrong."""
    jo = chats.person()
    jo.says(f"/start {chats.household.token('amara_carer')}", "six numbers")
    jo.says("What is this?", "six numbers")
    jo.says("999999", "do not fit together")
    jo.says(f" {CODE[:3]} {CODE[3:]} ", "This is about Amara")
    jo.person.wait_for(lambda: len([m for m in jo.person.messages if "9999" in m.text]) == 0)
    assert not any(each.text.strip().startswith(CODE[:3]) for each in jo.person.messages)


def test_ten_wrong_codes_close_the_link(chats: Chatting) -> None:
    """After ten wrong codes the right one opens nothing either."""
    jo = chats.person()
    jo.says(f"/start {chats.household.token('amara_carer')}", "six numbers")
    for number in range(10):
        jo.says(f"{number:06d}", "do not fit together")
    jo.says(CODE, "tried too many times")


def test_the_same_link_again_goes_on(chats: Chatting) -> None:
    """Whoever is in already comes back by the same link without the code."""
    jo = chats.joined("amara_carer").at("What has changed for Amara")
    jo.says(f"/start {chats.household.token('amara_carer')}", "What has changed for Amara")


def test_one_chat_to_an_invitation(chats: Chatting) -> None:
    """Link and code on another phone move the conversation there."""
    jo = chats.joined("amara_carer").at("What has changed for Amara")
    other = chats.joined("amara_carer", 2)
    other.hear("What has changed for Amara")
    jo.says("New school", "has ended")


def test_about_whom_is_asked(chats: Chatting, both: Chatter, clock: SettableClock) -> None:
    """A phone that holds two children asks about whom after a silence, without a default."""
    both.says("OK", "Who will read this?")
    clock.advance(timedelta(minutes=16))
    both.says("she has a new school", "About whom do you want to talk?")
    assert both.person.keyboard == ["Amara", "Mia", "Help now"]
    amara, mia = (Talk(chats.household, f"{who}_carer") for who in ("amara", "mia"))
    before = (amara.events, mia.events)
    both.says("Amara", "This is about Amara")
    assert amara.words_at("changes_since") == mia.words_at("changes_since") == []
    assert (amara.events, mia.events) == (before[0] + 2, before[1])
    both.says("About someone else", "About whom do you want to talk?")
    both.says("Mia", "Who will read this?")


def words_on_the_concern_page(chats: Chatting, who: str) -> list[str]:
    """What the duty officer reads of the concerns there are about one child."""
    household = chats.household
    pages = ConcernPages(household.desk)
    app = create_app(household.runtime, [pages.router()])
    client = browser(app, household.runtime)
    sign_in(client, household.runtime, household.officers["duty"])
    read = [client.get(f"/concerns/{each.id}").text for each in Talk(household, who).concerns]
    return [unescape(words) for page in read for words in QUOTED.findall(page)]


def test_a_worry_does_not_wait_for_the_choice(
    chats: Chatting, both: Chatter, clock: SettableClock
) -> None:
    """Who writes of harm and never says about whom is heard for each child, word for word."""
    clock.advance(timedelta(minutes=16))
    worry = 'she came back with <bruises> & "marks"\n  on her arm'
    told = both.says(worry, "may mean that someone is not safe")
    assert "About whom do you want to talk?" in told.text
    for who in ("amara", "mia"):
        talk = Talk(chats.household, f"{who}_carer")
        assert [(each.source, each.times) for each in talk.concerns] == [("cue", 1)]
        assert words_on_the_concern_page(chats, f"{who}_carer") == [worry]
        assert talk.words_at("changes_since") == []
        assert talk.rebuilds()
    both.person.wait_for(lambda: chats.mails.count("concern") == 2)


def test_a_worry_is_raised_once(chats: Chatting, both: Chatter, clock: SettableClock) -> None:
    """Saying later about whom it is raises nothing twice, and what was harmless goes there."""
    clock.advance(timedelta(minutes=16))
    both.says("hello", "About whom do you want to talk?")
    both.says("she came back with bruises", "may mean that someone is not safe")
    amara, mia = (Talk(chats.household, f"{who}_carer") for who in ("amara", "mia"))
    before = (amara.events, mia.events)
    told = both.says("Mia", "This is about Mia")
    assert "not safe" not in told.text
    # The harmless greeting and coming back, and nothing more.
    assert (amara.events, mia.events) == (before[0], before[1] + 2)
    for talk in (amara, mia):
        assert [(each.source, each.times) for each in talk.concerns] == [("cue", 1)]


def test_a_worry_that_cannot_be_screened_is_raised(
    chats: Chatting, both: Chatter, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where screening fails, a person has to look, whoever it is about."""
    clock.advance(timedelta(minutes=16))

    def fail(*_given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(rules, "screen", fail)
    both.says("hello", "may mean that someone is not safe")
    for who in ("amara_carer", "mia_carer"):
        assert [each.source for each in Talk(chats.household, who).concerns] == ["unscreened"]


@pytest.mark.parametrize("command", ["/help", "/stop", "/privacy", "/anything"])
def test_words_behind_a_command_are_heard(
    chats: Chatting, both: Chatter, clock: SettableClock, command: str
) -> None:
    """A command is one only by itself: a worry written behind it is heard, chosen whom or not."""
    both.says(f"{command} she came back with bruises", "may mean that someone is not safe")
    clock.advance(timedelta(minutes=16))
    both.says(f"{command} she came back with more bruises", "may mean that someone is not safe")
    concerns = Talk(chats.household, "mia_carer").concerns
    assert sum(each.times for each in concerns) == 2
    assert Talk(chats.household, "amara_carer").concerns[0].times == 1


def test_a_worry_of_somebody_too_young_for_both(chats: Chatting, clock: SettableClock) -> None:
    """Two children on one phone, neither of whom may write here: a worry is heard for both."""
    child = chats.joined("amara")
    child.hear("not the place for this")
    child.join("mia")
    child.hear("not the place for this")
    clock.advance(timedelta(minutes=16))
    child.says("he hits me", "I have told the people on duty")
    for who in ("amara", "mia"):
        assert [each.category for each in Talk(chats.household, who).concerns] == ["harm"]


def test_help_does_not_wait_for_the_choice(
    chats: Chatting, both: Chatter, clock: SettableClock
) -> None:
    """Help pressed before it is clear about whom is heard for every child there."""
    clock.advance(timedelta(minutes=16))
    both.says("hello", "About whom do you want to talk?")
    both.says("Help now", "The duty team has been told")
    for who in ("amara", "mia"):
        concerns = Talk(chats.household, f"{who}_carer").concerns
        assert [each.source for each in concerns] == ["help"]


def test_answers_never_cross(chats: Chatting, both: Chatter, clock: SettableClock) -> None:
    """Each answer goes to the child it was asked about, however often they switch."""
    for turn, who in enumerate(("Amara", "Mia", "Mia", "Amara")):
        both.says("About someone else", "About whom do you want to talk?")
        both.says(who, "")
        both.person.catch_up()
        both.at(f"What has changed for {who}") if turn < 2 else None
        if turn < 2:
            both.says(f"news of {who}", f"How settled is {who}")
    for who in ("amara", "mia"):
        words = Talk(chats.household, f"{who}_carer").words_at("changes_since")
        assert words == [f"news of {who.title()}"]


def test_a_child_is_sent_to_their_own_page(chats: Chatting) -> None:
    """Somebody too young is refused kindly, and a worry they write is heard all the same."""
    amara = chats.joined("amara")
    told = amara.hear("Telegram is not the place for this")
    assert f"/c/{chats.household.token('amara')}" in told.text
    assert amara.person.keyboard == []
    amara.says("he hits me", "not the place for this")
    talk = Talk(chats.household, "amara")
    assert [each.category for each in talk.concerns] == ["harm"]
    assert talk.now.state.answers == ()


@pytest.mark.parametrize(("born", "told"), [(2008, "can't start"), (2009, "not the place")])
def test_age_is_asked_at_every_message(chats: Chatting, born: int, told: str) -> None:
    """Somebody old enough is not sent away for their age, and a day before their birthday is."""
    household = chats.household
    child = replace(household.children["amara"], date_of_birth=date(born, 11, 24))
    today = chats.clock().date()
    household.runtime.database.write(lambda unit: people.correct_child(unit, SYSTEM, child, today))
    chats.joined("amara").hear(told)


@pytest.fixture
def left(chats: Chatting, clock: SettableClock) -> Chatter:
    """A carer whom a child has left."""
    jo = chats.joined("amara_carer").at("What has changed for Amara")
    person = chats.household.people["amara_carer"]
    chats.household.runtime.database.write(
        lambda unit: invitations.revoke_participants(unit, [person.id], clock())
    )
    return jo


def test_when_a_child_has_left_nothing_more_is_asked(chats: Chatting, left: Chatter) -> None:
    """After a move the chat is over at once, and says so without a name."""
    told = left.says("New school", "This conversation has ended")
    assert "Amara" not in told.text
    assert Talk(chats.household, "amara_carer").words_at("changes_since") == []
    token = chats.household.token("amara_carer")
    left.says(f"/start {token}", "This link does not work any more")


def test_a_worry_after_the_end_is_heard(chats: Chatting, left: Chatter) -> None:
    """Somebody whom a child has left may still know something: it is kept and screened."""
    left.says("she came back with bruises", "may mean that someone is not safe")
    concerns = Talk(chats.household, "amara_carer").concerns
    assert [each.source for each in concerns] == ["cue"]


def test_a_worry_after_the_end_is_raised_where_nothing_can_be_kept(
    chats: Chatting, left: Chatter
) -> None:
    """Where no conversation can hold it any more, words are quarantined and screened."""
    talk = Talk(chats.household, "amara_carer")
    child_id, at = talk.invitation.child_id, chats.clock()
    talk.database.write(lambda unit: erase_child_key(unit, child_id, at))
    left.says("she came back with bruises", "This conversation has ended")
    (concern,) = talk.concerns
    assert (concern.source, concern.participant_id) == ("cue", talk.invitation.participant_id)
    left.says("the weather is fine", "This conversation has ended")
    assert [each.times for each in talk.concerns] == [1]
