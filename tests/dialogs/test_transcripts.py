"""The golden transcripts: between them they take every edge, and they are what is said today."""

from pathlib import Path

import pytest

from bot.play import Voices
from dialogs.routing import finished, place
from dialogs.script import Script, Scripts
from tests.dialogs.edges import edges_taken, every_edge
from tests.dialogs.reading import FOLDER, Transcript, read
from tests.dialogs.sayings import ANSWERING
from tests.dialogs.walking import ways

EVERY = sorted(FOLDER.glob("*/*.txt"))
AGAIN = "To record them again: python -m tests.dialogs.record"


@pytest.fixture(scope="session")
def transcripts(scripts: Scripts) -> dict[Path, Transcript]:
    """Every transcript, read back."""
    return {path: read(path.read_text("utf-8"), scripts) for path in EVERY}


@pytest.mark.parametrize("path", EVERY, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_transcript_is_what_is_said(path: Path, scripts: Scripts, voices: Voices) -> None:
    """A transcript, read back and played again, comes out the same to the byte."""
    kept = path.read_bytes()
    assert read(kept.decode(), scripts).played(voices).encode() == kept, AGAIN


def test_every_way_is_recorded(script: Script) -> None:
    """Each way through a script has its transcript, and each transcript its way."""
    assert {path.stem for path in EVERY if path.parent.name == script.id} == set(ways(script))


def test_every_edge_is_taken(
    script: Script, voices: Voices, transcripts: dict[Path, Transcript]
) -> None:
    """Every choice and every move at every screen of a script is in one of its transcripts."""
    taken = {
        edge
        for path, transcript in transcripts.items()
        if path.parent.name == script.id
        for before, event, after in transcript.turns(voices)
        for edge in edges_taken(script, before, event, after)
    }
    missing = sorted(every_edge(script) - taken)
    assert not missing, "no transcript takes: " + "; ".join(missing)


def test_nothing_is_asked_twice(voices: Voices, transcripts: dict[Path, Transcript]) -> None:
    """On every edge, what an answer leads to is open, unless they went back to it themselves."""
    for path, transcript in transcripts.items():
        for _, event, after in transcript.turns(voices):
            here = place(transcript.script, after)
            step = transcript.script.step(here.step)
            if step and not after.at:
                assert not finished(step, after.by_step.get(step.id)), (path, event)


def test_an_answer_straight_through_is_asked_for_once(
    script: Script, voices: Voices, transcripts: dict[Path, Transcript]
) -> None:
    """Whoever answers straight through sees every screen exactly once."""
    for name in ANSWERING[script.id]:
        transcript = transcripts[FOLDER / script.id / f"{name}.txt"]
        spots = [place(script, before).spot for before, _, _ in transcript.turns(voices)]
        assert len(spots) == len(set(spots)), name
