"""A carer talks with the bot over real HTTP: every answer where it belongs, none repeated."""

import pytest

from bot.telegram import words
from tests.backend.consultations.talk import Talk
from tests.bot.telegram.chatting import Chatting

CHANGES = (
    'New school. \u2728 She made "friends"!\nTwo lines; <b>\u00e9</b> \u05e9\u05dc\u05d5\u05dd '
)


def test_a_carer_answers_everything(chats: Chatting) -> None:
    """Words and picks are kept byte for byte, what is private waits on the web, and it is sent."""
    jo = chats.joined("amara_carer")
    jo.hear("Hello. This is about Amara")
    jo.says("OK", "Who will read this?")
    jo.says("OK", "stay with Priya Shah alone?")
    jo.says("OK", "Which questions would suit Amara best?")
    jo.says("The ones for their age", "What has changed for Amara")
    jo.says(CHANGES, "How settled is Amara")
    jo.says("Settled", "What shows you that?")
    jo.says("She sings in the morning", "What is going well?")
    jo.says("Swimming", "more private")
    jo.says("Skip", "more private")
    jo.says("Skip", "health?")
    jo.says("Mixed", "What needs doing?")
    jo.says("Headaches", "How is Amara in themselves?")
    jo.says("Good", "What helps them when things are hard?")
    jo.says("Skip", "How is school going?")
    jo.at("look over what you said")
    talk = Talk(chats.household, "amara_carer")
    assert talk.words_at("changes_since") == [CHANGES]
    assert talk.words_at("going_well") == ["Swimming"]
    assert talk.now.state.by_step["home_settled"].choices == ("good",)
    assert talk.now.state.by_step["home_settled"].words == "She sings in the morning"
    assert talk.now.state.by_step["health_view"].words == "Headaches"
    assert talk.now.state.by_step["mood_view"].choices == ("good",)
    talk.send()
    jo.says("Carry on", "Thank you. It is sent.")
    assert jo.person.keyboard == ["Help now"]
    assert talk.rebuilds()
    for said in (CHANGES, "She sings in the morning", "Swimming", "Headaches"):
        assert not any(said in heard for heard in jo.person.heard)


def test_what_is_sensitive_is_asked_on_the_web(chats: Chatting) -> None:
    """A sensitive question is not asked in Telegram; the person's own page is one tap away."""
    jo = chats.joined("amara_carer").at("more private")
    told = jo.person.heard[-1]
    assert f"/c/{chats.household.token('amara_carer')}" in told
    assert "safe" not in told.lower()
    talk = Talk(chats.household, "amara_carer")
    talk.pick("safe_view", "good")
    jo.says("Carry on", "more private")
    talk.pick("missing", "no")
    jo.says("Carry on", "health?")
    assert not any("How safe" in heard or "missing" in heard for heard in jo.person.heard)


def test_a_worry_is_heard_where_it_is_said(chats: Chatting) -> None:
    """Words written where nothing is asked are kept and screened, and answer nothing."""
    jo = chats.joined("amara_carer").at("more private")
    jo.says("she came back with bruises", "may mean that someone is not safe")
    talk = Talk(chats.household, "amara_carer")
    assert talk.words_at("safe_view") == []
    assert [each.source for each in talk.concerns] == ["cue"]
    assert talk.place.key == "safe_view"


def test_begun_on_the_web_finished_here(chats: Chatting) -> None:
    """A conversation begun on the web goes on here where it was left."""
    talk = Talk(chats.household, "amara_carer").begin()
    talk.go_to("going_well").say("going_well", "Swimming")
    jo = chats.joined("amara_carer")
    jo.hear("more private")
    jo.says("Back", "What is going well?")
    jo.says("Chess, now", "more private")
    assert talk.words_at("going_well") == ["Swimming", "Chess, now"]


def test_every_move_is_there(chats: Chatting) -> None:
    """Back, again, meaning, change, pause and carry on do what they say."""
    jo = chats.joined("amara_carer").at("What has changed for Amara")
    jo.says("New school", "How settled is Amara")
    jo.says("Say it again", "How settled is Amara")
    jo.says("Back", "What has changed for Amara")
    jo.says("A new school", "How settled is Amara")
    jo.says("Settled", "What shows you that?")
    jo.says("Back", "How settled is Amara")
    jo.says("Up and down", "What shows you that?")
    jo.says("Change an answer", "Which question")
    listed = [label for label in jo.person.keyboard if label[0].isdigit()]
    assert [label.split(".")[0] for label in listed] == ["4", "5", "6"]
    assert not any("school" in label for label in jo.person.keyboard)
    jo.says(listed[1], "What has changed for Amara")
    jo.says("A new school and a dog", "What shows you that?")
    jo.says("Pause", "We have stopped for now")
    jo.says("not an answer", "We have stopped for now")
    jo.says("Carry on", "What shows you that?")
    jo.at("How is Amara in themselves?")
    jo.says("What does that mean?", "Mood, worries, temper")
    talk = Talk(chats.household, "amara_carer")
    assert talk.words_at("changes_since")[-1] == "A new school and a dog"
    assert talk.now.state.by_step["home_settled"].choices == ("mixed",)
    assert talk.rebuilds()


def test_help_is_heard_anywhere(chats: Chatting) -> None:
    """The help button raises a concern and a mail at once, and says honestly what happens."""
    jo = chats.joined("amara_carer").at("What has changed for Amara")
    jo.says("Help now", "The duty team has been told")
    assert "What has changed for Amara" in jo.person.heard[-1]
    talk = Talk(chats.household, "amara_carer")
    assert [each.source for each in talk.concerns] == ["help"]
    jo.person.wait_for(lambda: "concern" in chats.mails)


def test_words_at_a_choice_are_kept(chats: Chatting) -> None:
    """Somebody who writes where a choice is asked loses nothing and is asked for the choice."""
    jo = chats.joined("amara_carer").at("How settled is Amara")
    jo.says("it depends", "What you wrote is kept")
    jo.says("Up and down", "What is going well?")
    kept = Talk(chats.household, "amara_carer").now.state.by_step["home_settled"]
    assert (kept.choices, kept.words) == (("mixed",), "it depends")


def test_a_label_may_be_typed(chats: Chatting) -> None:
    """A label written by hand, in big letters or small, is the button."""
    jo = chats.joined("amara_carer").at("How settled is Amara")
    jo.says("settled ", "What shows you that?")
    jo.says("SKIP", "What is going well?")


@pytest.mark.parametrize(
    "text", ["a" * 4096, "\u0000 nul", "\u202eright to left", "\U0001f600" * 2048]
)
def test_any_text_is_an_answer(chats: Chatting, text: str) -> None:
    """Long, strange and invisible text is kept byte for byte."""
    jo = chats.joined("amara_carer").at("What has changed for Amara")
    jo.says(text, "How settled is Amara")
    assert Talk(chats.household, "amara_carer").words_at("changes_since") == [text]


def test_commands_are_answered(chats: Chatting) -> None:
    """Privacy, help and stop are answered at any time, by anybody."""
    stranger = chats.person(9, "Nobody")
    stranger.says("/privacy", "The reviewing officer reads what you send")
    stranger.says("/help", "open the link you were given")
    jo = chats.joined("amara_carer").at("What has changed for Amara")
    jo.says("/help", "You are talking to a computer")
    assert "Skip" in jo.person.keyboard
    jo.says("/privacy", "The reviewing officer reads what you send")
    assert "Skip" in jo.person.keyboard
    jo.says("/stop", "We have stopped for now")
    jo.says("/start", "What has changed for Amara")
    menu = {each["command"]: each["description"] for each in chats.telegram.world.commands}
    assert menu == words.COMMANDS
    assert Talk(chats.household, "amara_carer").concerns == ()


def test_every_event_says_how_it_came(chats: Chatting) -> None:
    """What came by Telegram is on file as such, and in order."""
    jo = chats.joined("amara_carer").at("What has changed for Amara")
    jo.says("New school", "How settled is Amara")
    talk = Talk(chats.household, "amara_carer")
    rows = talk.rows("SELECT channel, step FROM consultation_events ORDER BY position")
    assert {row.channel for row in rows} == {"telegram"}
    assert rows[-1].step == "changes_since"
