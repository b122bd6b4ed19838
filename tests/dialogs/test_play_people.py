"""`sayso play` beyond a question: names, drawings, who may see what, and what comes after Send."""

from dataclasses import replace

import pytest

from bot.play import Conversation, Voices
from bot.play_lines import NOT_HERE
from dialogs import events
from dialogs.script import Script, Scripts
from tests.dialogs.playing import say

BOTH = {"home": "people:1,2", "safe": "review"}


def test_who_may_see_what(talk: Conversation) -> None:
    """Topics are opened by number or name, all, none, or to people; it stays until changed."""
    say(talk, "1", "skip", "1", "skip", *["skip"] * 20)
    assert talk.screen.place.key == "check"
    say(talk, "check")
    assert [option.label for option in talk.screen.options] == ["Home", "Feeling safe"]
    for line, opened in (
        ("2", {"safe": "review"}),
        ("Everyone at my review: Home", {"home": "review"}),
        ("share", {"home": "review"}),
        ("none", {}),
        ("Everyone at my review", {"home": "review", "safe": "review"}),
        ("Only Priya", {}),
        ("1, 2", {"home": "review", "safe": "review"}),
        ("1 Jo", {"home": "people:1"}),
        ("share", {"home": "people:1"}),
        ("1 / 2 jo, mum", {"home": "review", "safe": "people:1,2"}),
        ("Only some people (Mum): Home; Feeling safe", {"home": "people:2", "safe": "people:2"}),
        ("Everyone at my review: Feeling safe / Only some people (Jo; Mum): Home", BOTH),
    ):
        heard = talk.understand(line)
        again = talk.understand(heard.words).event
        assert line == "share" or again == heard.event
        say(talk, line)
        assert {topic: to for topic, to in talk.state.sharing if to != "iro"} == opened
        say(talk, "back")


@pytest.mark.parametrize("line", ["3", "1 Dad", "1 /", "1 / 9", "Everyone at my review: Nothing"])
def test_what_nobody_may_see_is_asked_again(talk: Conversation, line: str) -> None:
    """A topic or a person there is not opens nothing, not even what stands beside it."""
    say(talk, "1", "skip", "1", "skip", *["skip"] * 20, "check")
    before = talk.state
    assert say(talk, line).startswith(NOT_HERE)
    assert talk.state == before


def test_who_sees_what_is_said_once_more(talk: Conversation) -> None:
    """The last look names, below each who, the topics they may see."""
    sent = say(talk, "1", "skip", "1", "skip", *["skip"] * 20, "check", "1 / 2 Mum")
    assert "Everyone at my review: Home\n" in sent
    assert "Only some people (Mum): Feeling safe\n" in sent


def test_a_topic_can_be_left_alone(talk: Conversation) -> None:
    """Who asks not to be asked goes on to the next topic; the answers say so in those words."""
    assert "How safe do you feel?" in say(talk, "decline")
    checked = say(talk, *["skip"] * 20)
    assert "You said “don\u2019t ask me about this”." in checked
    assert NOT_HERE in say(talk, "change 1", "decline")


def test_names_are_filled_in_as_they_are_given(talk: Conversation) -> None:
    """What they are called, and call others, is said from then on; what is no name is not."""
    assert "Hello, Ammy." in say(talk, *["back"] * 6)
    assert "living with Jo and Sam?" in say(talk, "1")
    assert "living with the people you live with?" in say(talk, "change 3", "1", "x" * 41)


def test_something_is_drawn(scripts: Scripts, voices: Voices) -> None:
    """A made-up drawing is said to be one; words there are words, and both are shown."""
    talk = Conversation(scripts.newest("child_4_7"), "en", voices)
    say(talk, "1", "1", "1", *["skip"] * 10)
    assert "Draw here with your finger." in say(talk, "again")
    heard = talk.understand("draw")
    assert talk.answered(heard) == "Ella: (A drawing of a house.)\n\n"
    assert talk.understand(heard.words).event == heard.event
    assert isinstance(heard.event, events.Drew)
    shown = say(talk, "draw", "back", "My dog", "1")
    assert "You drew this.\n            (The drawing is shown here.)\n            “My dog”" in shown


def test_more_is_said_after_sending(talk: Conversation) -> None:
    """After Send something can be added and taken back, by number or in the recording's words."""
    say(talk, "1", "skip", *["skip"] * 20, "check", "share", "send")
    assert "Only Priya will see it." in say(talk, "add")
    assert "That is kept." in say(talk, "add  a dog ")
    assert talk.state.by_step["added1"].words == " a dog "
    assert "That is kept." in say(talk, "Add something: a cat")
    listed = say(talk, "take back")
    assert "  4  How do you feel about living with Jo and Sam?\n" in listed
    assert "How safe do you feel?" not in listed
    heard = talk.understand("take back 4")
    assert heard.words == "Take something back: How do you feel about living with Jo and Sam?"
    assert talk.understand(heard.words).event == heard.event
    assert "You took that back." in say(talk, "take back 4")
    assert "You took that back." in say(talk, "Take something back: “a cat”")
    taken = {step for step, answer in talk.state.by_step.items() if answer.taken_back}
    assert taken == {"home_feel", "added2"}
    for line in ("take back 9", "take back 0", "add", "hello"):
        before = talk.state
        said = say(talk, line)
        assert line == "add" or said.startswith(NOT_HERE)
        assert talk.state == before


def test_nothing_is_offered_back_where_nothing_was_said(talk: Conversation) -> None:
    """Who skipped everything is told so, may add something, and has nothing to take back."""
    say(talk, "change 1", "skip", "change 1", "skip", "change 1", "skip", *["skip"] * 20)
    say(talk, "change 2", "skip", "change 3", "skip")
    assert "You skipped everything." in say(talk, "check")
    sent = say(talk, "send")
    assert "Add something" in sent
    assert "Take something back\n" not in sent
    assert say(talk, "take back").startswith(NOT_HERE)


def test_a_line_that_comes_out_blank_is_left_out(scripts: Scripts, voices: Voices) -> None:
    """Where nothing is known of what was decided, nothing stands there."""
    talk = Conversation(scripts.newest("social_worker"), "en", voices)
    asked = say(talk, *["1"] * 6)  # three tellings, visits that were all made, seen alone and when
    assert "Have the decisions of the last review been carried out?\n       Amara sees" in asked
    talk.player = replace(talk.player, decided="")
    asked = say(talk, "again")
    assert "Have the decisions of the last review been carried out?\n         1  Yes" in asked


def test_what_nobody_else_is_shown_is_sent_to_one(scripts: Scripts, voices: Voices) -> None:
    """Where there is nothing to share, the last look says who reads it, and not "skipped"."""
    talk = Conversation(scripts.newest("any_day"), "en", voices)
    looked = say(talk, "1", "1", "1", "1", "I won a race!", "check")
    assert "Priya, your reviewing officer, will read this." in looked
    assert "skipped" not in looked


def test_every_name_is_known(script: Script, voices: Voices) -> None:
    """Each script can be played to its end by somebody who fits it, with every name filled in."""
    talk = Conversation(script, "en", voices)
    shown = [talk.opening()]
    while talk.state.status != "sent":
        here = talk.screen.place
        move = {"check": "check", "share": "share", "send": "send"}.get(here.stage, "1")
        shown.append(say(talk, move))
    assert "Sayso: " in shown[0]
    assert not [text for text in shown if "{" in text]
