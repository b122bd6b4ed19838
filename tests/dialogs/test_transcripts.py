"""The golden transcripts: what people of every kind say, and what is said to them today."""

from pathlib import Path

import pytest

from bot.play import ON_DUTY, Voices
from dialogs import events
from dialogs.routing import finished, named, place
from dialogs.script import Script, Scripts
from tests.dialogs.reading import Transcript, read
from tests.dialogs.sayings import FOLDER, people

EVERY = sorted(FOLDER.glob("*/*.txt"))
AGAIN = "To record them again: python -m tests.dialogs.record, and the script's name"
ASKED_BEFORE_A_REVIEW = {
    "a_helper_types",
    "asks_not_to_be_asked",
    "adds_and_takes_back",
    "shows_it_by_name",
}


@pytest.fixture(scope="session")
def transcripts(scripts: Scripts) -> dict[Path, Transcript]:
    """Every transcript, read back."""
    return {path: read(path.read_text("utf-8"), scripts) for path in EVERY}


@pytest.mark.parametrize("path", EVERY, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_transcript_is_what_is_said(path: Path, scripts: Scripts, voices: Voices) -> None:
    """A transcript, read back and played again, comes out the same to the byte."""
    kept = path.read_bytes()
    assert read(kept.decode(), scripts).played(voices).encode() == kept, AGAIN


def test_everybody_is_recorded(script: Script) -> None:
    """Each person who answers a script has a transcript, and each transcript a person."""
    assert {path.stem for path in EVERY if path.parent.name == script.id} == set(people(script.id))


def test_people_of_every_kind_answer(script: Script) -> None:
    """Each script is answered by the keen, the brief and the worried; a child's by more."""
    asked = set(people(script.id))
    assert {"the_keen", "the_brief", "the_worried"} <= asked
    if script.audience == "child":
        assert "adds_and_takes_back" in asked
    if script.audience == "child" and script.purpose == "review":
        assert asked >= ASKED_BEFORE_A_REVIEW


def test_people_do_what_their_transcript_says(
    transcripts: dict[Path, Transcript], voices: Voices
) -> None:
    """Who is said to ask not to be asked, to add or to show it by name does that and is heard."""
    meant = {
        "asks_not_to_be_asked": {"Declined"},
        "adds_and_takes_back": {"Added", "TookBack"},
        "shows_it_by_name": {"by name"},
        "a_helper_types": {"typing"},
    }
    for path, transcript in transcripts.items():
        turns = transcript.turns(voices)
        done = {each for before, event, now in turns if now != before for each in kinds(event)}
        assert meant.get(path.stem, set()) <= done, path


def kinds(event: events.Event) -> set[str]:
    """Give what an event is, and what stands out in it."""
    said = {type(event).__name__, *getattr(event, "choices", ())}
    by_name = any(named(scope) for _, scope in getattr(event, "scopes", ()))
    return said | ({"by name"} if by_name else set())


def test_a_worry_is_answered_and_the_talk_goes_on(script: Script) -> None:
    """The worried are told that people on duty know, and can go on, up to Send."""
    said = (FOLDER / script.id / "the_worried.txt").read_text("utf-8")
    before, _, after = said.partition(ON_DUTY)
    assert "It is sent" not in before
    assert after.startswith("Sayso: Thank you")
    assert "It is sent" in after


def test_nobody_else_is_taken_for_worried(script: Script) -> None:
    """What others write, and pick, calls nobody on duty, unless they press help or have it hard."""
    for name, person in people(script.id).items():
        said = (FOLDER / script.id / f"{name}.txt").read_text("utf-8")
        helps = [line for lines in person.lines.values() for line in lines if line == "help"]
        worried = name in {"the_worried", "a_hard_time"}
        assert worried or said.count(ON_DUTY) == len(helps), name


def test_nothing_is_asked_twice(voices: Voices, transcripts: dict[Path, Transcript]) -> None:
    """What an answer leads to is open, unless they went back to it themselves."""
    for path, transcript in transcripts.items():
        for _, event, after in transcript.turns(voices):
            step = transcript.script.step(place(transcript.script, after).step)
            if step and not after.at:
                assert not finished(step, after.by_step.get(step.id)), (path, event)
