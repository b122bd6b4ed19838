"""`sayso play`: a terminal that asks as a chat does, takes what one types, and records it."""

import sys
from io import StringIO
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.play import Conversation, Voices, run
from bot.play_lines import NOT_HERE
from dialogs import events
from dialogs.script import Scripts
from tests.dialogs.playing import PAST_THE_OPENING, say
from tests.dialogs.reading import read


def played(
    *lines: str, script: str = "child_8_11", language: str = "en", record: Path | None = None
) -> tuple[int, str]:
    """Run the command on lines, and give how it ended and what it wrote."""
    written = StringIO()
    ended = run(script, language, record, StringIO("".join(f"{s}\n" for s in lines)), written)
    return ended, written.getvalue()


@pytest.mark.parametrize(
    ("line", "event"),
    [
        ("1", events.Picked("turn 8", "home_feel", ("good",))),
        ("Good", events.Picked("turn 8", "home_feel", ("good",))),
        ("mixed, or ok", events.Picked("turn 8", "home_feel", ("mixed",))),
        ("It is fine", events.Said("turn 8", "home_feel", "It is fine")),
        (" a dog ", events.Said("turn 8", "home_feel", " a dog ")),
        ("skip", events.Skipped("turn 8", "home_feel")),
        ("decline", events.Declined("turn 8", "home_feel")),
        ("Don't ask me about this", events.Declined("turn 8", "home_feel")),
        ("draw", events.Said("turn 8", "home_feel", "draw")),
        ("add a dog", events.Said("turn 8", "home_feel", "add a dog")),
        ("take back 1", events.Said("turn 8", "home_feel", "take back 1")),
        ("BACK", events.WentBack("turn 8", "home_feel")),
        ("again", events.AskedAgain("turn 8")),
        ("Say it again", events.AskedAgain("turn 8")),
        ("What does that mean?", events.AskedMeaning("turn 8")),
        ("pause", events.Paused("turn 8")),
        ("Carry on", events.Resumed("turn 8")),
        ("I need help now", events.AskedForHelp("turn 8")),
        ("help", events.AskedForHelp("turn 8")),
        ("change 1", events.Changed("turn 8", "call_me")),
        ("Change an answer: Is someone with you now?", events.Changed("turn 8", "with_you")),
        ("check", events.Checked("turn 8")),
        ("send", events.Submitted("turn 8")),
    ],
)
def test_what_a_line_means(talk: Conversation, line: str, event: events.Event) -> None:
    """A number or a label picks, a word moves, and anything else is an answer as it stands."""
    assert talk.understand(line).event == event


def test_a_line_is_recorded_in_words(talk: Conversation) -> None:
    """A recording holds what stood on the button, not the number that was typed."""
    for typed, recorded in (("2", "Mixed, or OK"), ("skip", "Skip"), ("help", "I need help now")):
        assert talk.answered(talk.understand(typed)) == f"Amara: {recorded}\n\n"
    assert talk.answered(talk.understand("")) == "Amara:\n\n"


@pytest.mark.parametrize("line", ["0", "4", "1 2", "change 9", "", "  "])
def test_what_means_nothing_is_asked_again(talk: Conversation, line: str) -> None:
    """A line that means nothing gets a kind line and the question again; nothing is changed."""
    before = talk.state
    said = say(talk, line)
    assert said.startswith(NOT_HERE)
    assert "How do you feel about living with Jo and Sam?" in said
    assert talk.state == before


def test_the_choice_comes_first_and_then_its_words(talk: Conversation) -> None:
    """A choice is asked for, numbered; only then the words it invites, where numbers are words."""
    asked = say(talk, "again")
    assert "  1  Good\n" in asked
    assert "Want to say more" not in asked
    invited = say(talk, "1")
    assert "Want to say more" in invited
    assert "  1  " not in invited
    say(talk, "1")
    assert talk.state.by_step["home_feel"].words == "1"


def test_a_label_may_be_typed_with_a_plain_apostrophe(talk: Conversation) -> None:
    """A keyboard without curly marks can say what stands on the button."""
    say(talk, "1", "skip")
    heard = talk.understand("I don't feel safe")
    assert heard.event == events.Picked("turn 10", "safe_feel", ("not_good",))


def test_a_worry_brings_the_people_on_duty(talk: Conversation) -> None:
    """A cue in free text, a marked choice and the help button each tell the people on duty."""
    assert "people on duty are told" in say(talk, "1", "he hits me")
    assert "people on duty are told" in say(talk, "3")
    assert "people on duty are told" in say(talk, "help")
    assert "people on duty are told" not in say(talk, "again")


def test_the_recording_is_what_was_shown(tmp_path: Path, scripts: Scripts, voices: Voices) -> None:
    """What is written to the file is what stood on the screen, and it reproduces the run."""
    lines = (*PAST_THE_OPENING, "1", " my room ", "nonsense", "", "99", "skip", "change", "leave")
    ended, shown = played(*lines, record=tmp_path / "talk.txt")
    kept = (tmp_path / "talk.txt").read_text("utf-8")
    assert ended == 0
    transcript = read(kept, scripts)
    assert transcript.played(voices) == kept
    assert transcript.lines[8:10] == (" my room ", "nonsense")
    for paragraph in kept.split("\n\n"):
        assert paragraph.removeprefix("Amara: ") in shown


def test_the_end_of_the_input_is_the_end(tmp_path: Path) -> None:
    """Input that just ends leaves the recording whole so far."""
    ended, _ = played("1", record=tmp_path / "talk.txt")
    assert ended == 0
    assert (tmp_path / "talk.txt").read_text("utf-8").endswith("  1  OK\n\n")


def test_another_language(tmp_path: Path) -> None:
    """A script is asked in another language, whose words move as well as the English ones."""
    ended, shown = played("Iawn", "back", "1", language="cy", record=tmp_path / "talk.txt")
    assert ended == 0
    assert "Helo" in shown
    assert "Hello" not in shown
    assert "Language: cy\n" in (tmp_path / "talk.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("script", "language", "record", "told"),
    [
        ("nothing", "en", None, "child_8_11, child_symbols"),
        ("child_8_11", "xx", None, "'xx'"),
        ("child_8_11", "../..", None, "'../..'"),
        ("child_8_11", "en", Path("/nowhere/at/all.txt"), "/nowhere/at/all.txt"),
    ],
)
def test_what_cannot_be_played(script: str, language: str, record: Path | None, told: str) -> None:
    """No such script, language or place for the recording: one line says so, and it ends with 2."""
    ended, shown = played(script=script, language=language, record=record)
    assert ended == 2
    assert told in shown
    assert shown.count("\n") == 1


def test_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`sayso play` reads from the terminal and ends with "leave"."""
    monkeypatch.setattr(sys, "argv", ["sayso", "play", "foster_carer"])
    monkeypatch.setattr(sys, "stdin", StringIO("1\nleave\n"))
    assert main() == 0
    assert "Jo: OK\n\nSayso: Who will read this?" in capsys.readouterr().out
