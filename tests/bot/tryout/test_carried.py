"""What travels in the page of a try-out: whatever is put there, it begins again or shows itself."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.serving import House, application
from bot.tryout.carried import LARGEST, fits, read
from dialogs.engine import start
from dialogs.loading import load_all
from dialogs.state import Answer, State
from tests.backend.consultations.household import desk_of
from tests.bot.tryout.officer import Officer

SCRIPTS = load_all()
SCRIPT = SCRIPTS.newest("child_8_11")
WHOLE = start(SCRIPT, "en").state.answering(Answer("home_feel", ("good",), "Fine"))
AGAIN = "What this page held could not be read, or the questions have changed. So it begins again."


def with_(**changes: Any) -> str:
    """A state with some of its fields written over."""
    return json.dumps({**json.loads(WHOLE.to_json()), **changes})


def answer(**changes: Any) -> str:
    """A state with one answer, some of whose fields are written over."""
    (held,) = json.loads(WHOLE.to_json())["answers"]
    return with_(answers=[{**held, **changes}])


BROKEN = {
    "nothing": "",
    "no JSON": "{",
    "no object": "[]",
    "null": "null",
    "deep": "[" * 50_000,
    "too large": with_(at="x" * LARGEST),
    "a field too many": with_(admin=True),
    "a field too few": json.dumps({"script": SCRIPT.id}),
    "another script": with_(script="foster_carer"),
    "another version": with_(version=2),
    "another digest": with_(digest="0" * 64),
    "a language there is not": with_(language="xx"),
    "no language": with_(language=["en"]),
    "a status there is not": with_(status="done"),
    "a stage there is not": with_(stage={}),
    "at no place": with_(at=5),
    "sharing with no scope": with_(sharing=[["home", "everybody"]]),
    "sharing no topic": with_(sharing=[["nothing", "iro"]]),
    "sharing of another shape": with_(sharing=[["home", ["iro"]]]),
    "answers that are none": with_(answers="abc"),
    "the same answer twice": with_(answers=json.loads(WHOLE.to_json())["answers"] * 2),
    "an answer to nothing": answer(step="nothing"),
    "an answer to a number": answer(step=1),
    "choices that are none": answer(choices=[["good"]]),
    "words that are none": answer(words=5),
    "half a character": answer(words="\ud800"),
    "a mark that is none": answer(skipped="yes"),
    "a drawing that is none": answer(drawing="<svg onload=alert(1)>"),
    "a drawing of numbers": answer(drawing=5),
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_what_is_broken_begins_again(officer: Officer, text: str) -> None:
    """Whatever is not whole is read as nothing: the try-out begins again and says why."""
    assert read(text, SCRIPT, {"en"}) is None
    for path in ("", "/said", "/add", "/take-back", "/once-more"):
        fields = [("state", text), ("move", "answer"), ("place", "home_feel")]
        officer.post(f"/scripts/child_8_11/try{path}", fields)
        assert officer.place == "hello"
        assert AGAIN in officer.beside.text


def test_what_is_whole_is_read() -> None:
    """A state is read back as it was written, wherever it stands."""
    for state in (WHOLE, State(SCRIPT.id, SCRIPT.version, SCRIPT.digest, "en", status="sent")):
        assert read(state.to_json(), SCRIPT, {"en"}) == state


def test_what_is_forged_is_shown_to_its_forger_only(officer: Officer) -> None:
    """A scope, a choice or people nobody offered change nothing, and markup stays words."""
    forged = json.loads(answer(words="</textarea><script>alert(1)</script>", choices=["admin"]))
    forged |= {"sharing": [["home", "people:0123,99"]], "stage": "send", "status": "open"}
    fields = [("state", json.dumps(forged)), ("move", "again"), ("message", "0" * 32)]
    officer.post("/scripts/child_8_11/try", fields)
    assert AGAIN not in officer.beside.text
    officer.lead("/said")
    assert "<script>alert" not in officer.page.text
    assert "<script>alert" not in officer.phone
    assert "</textarea><script>alert(1)</script>" in officer.screen


def test_a_state_never_grows_past_what_a_form_may_send(officer: Officer) -> None:
    """An answer that would make it too large is refused with what was typed in sight."""
    full, fuller = WHOLE, WHOLE
    steps = iter(SCRIPT.steps)
    while fits(fuller):
        full, fuller = fuller, fuller.answering(Answer(next(steps).id, (), "é" * 3_000))
    fields = [("state", full.to_json()), ("message", "0" * 32), ("place", "home_feel")]
    long = "ŵ" * 9_000
    officer.post("/scripts/child_8_11/try", [*fields, ("move", "answer"), ("words", long)])
    assert "A try-out can't hold that much" in officer.beside.text
    assert officer.form.words == long
    carried = dict(officer.form.hidden)["state"]
    assert read(carried, SCRIPT, {"en"}) == full


def test_a_message_of_no_shape_only_shows_the_screen(officer: Officer) -> None:
    """A post without a move, of another place or in a language there is not changes nothing."""
    state = ("state", WHOLE.to_json())
    message = ("message", "0" * 32)
    for move in ("", "nonsense", "pick:good", "language:xx", "change:nothing", "take:home_feel"):
        officer.post("/scripts/child_8_11/try", [state, message, ("move", move), ("place", "x")])
        assert officer.place == "hello"
        assert read(dict(officer.form.hidden)["state"], SCRIPT, {"en"}) == WHOLE


def test_a_draft_is_tried_in_its_own_version(officer: Officer) -> None:
    """Each version there is can be tried to its end, also while a newer one is there."""
    versions = officer.runtime.scripts.versions
    newer = replace(SCRIPT, version=2, digest="2" * 64)
    drafts = replace(officer.runtime.scripts, versions={**versions, (SCRIPT.id, 2): newer})
    runtime = replace(officer.runtime, scripts=drafts)
    app = application(House(runtime, replace(desk_of(runtime), scripts=drafts), {}))
    other = Officer(app, runtime, officer.somebody)
    for query, number in (("", 2), ("?version=2", 2), ("?version=1", 1)):
        other.begin(SCRIPT.id, query).press("answer").press("answer")
        assert other.place == "private"
        assert json.loads(dict(other.form.hidden)["state"])["version"] == number
    fields = [pair for pair in other.fill() if pair[0] != "version"]
    other.post(other.form.action, [*fields, ("version", "3"), ("move", "answer")])
    assert AGAIN in other.beside.text
