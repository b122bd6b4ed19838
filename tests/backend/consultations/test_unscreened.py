"""Whatever the screening comes to, the words are kept, and a person is called to read them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from backend.concerns import rules
from dialogs.cues import CueTable
from dialogs.screening import Finding, screen
from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk, mails

UNSCREENED = ("unscreened", "unscreened", "urgent")
Screen = Callable[..., Any]


def out_of_depth(*_given: object) -> Any:
    raise RecursionError("the dog bit me")


def out_of_memory(*_given: object) -> Any:
    raise MemoryError


def halfway(*_given: object) -> Iterator[Finding]:
    yield Finding("harm", "urgent", "bit me")
    raise ValueError("the dog bit me")


GARBAGE: dict[str, Screen] = {
    "out of depth": out_of_depth,
    "out of memory": out_of_memory,
    "halfway": halfway,
    "nothing at all": lambda *_: None,
    "no list": lambda *_: 7,
    "no findings": lambda *_: [None],
    "words": lambda *_: ["harm"],
    "no such level": lambda *_: [Finding("harm", "low", "bit me")],
    "no such category": lambda *_: [Finding("the dog bit me " * 10, "urgent", "bit me")],
    "no text": lambda *_: [Finding("harm", None, "bit me")],  # type: ignore[arg-type]
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_a_screener_that_fails_or_talks_nonsense_loses_nothing(
    kind: str, talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The answer is kept, a person is called at once, and no word of it reaches a log."""
    monkeypatch.setattr(rules, "screen", GARBAGE[kind])
    talk.go_to("home_feel").pick("home_feel", "good", words="the dog bit me")
    assert talk.words_at("home_feel") == ["the dog bit me"]
    assert talk.place.key == "safe_feel"
    assert [(each.source, each.category, each.level) for each in talk.concerns] == [UNSCREENED]
    assert mails(talk, "concern") == 1
    assert "dog" not in caplog.text


def test_a_table_that_fails_hides_nothing_another_finds(
    household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the Welsh table broken an English cue is raised as what it is, and that it is broken."""

    def broken_in_welsh(table: CueTable, text: str, audience: str) -> tuple[Finding, ...]:
        if table.language == "cy":
            raise RecursionError
        return screen(table, text, audience)

    monkeypatch.setattr(rules, "screen", broken_in_welsh)
    talk = Talk(household).begin("cy")
    talk.go_to("home_feel").say("home_feel", "he hits me")
    found = {(each.source, each.category, each.level) for each in talk.concerns}
    assert found == {("cue", "harm", "urgent"), UNSCREENED}
