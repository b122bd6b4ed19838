"""Everything that can happen is kept as JSON and comes back the same."""

import json

import pytest

from dialogs import events

EVERY: tuple[events.Event, ...] = (
    events.Started("m", "cy"),
    events.Picked("m", "home_feel", ("good",)),
    events.Picked("m", "meeting_ways", ("alone", "place"), "a\nb\r\n"),
    events.Said("m", "proud", "שלום 👩‍👩‍👧 \x00"),
    events.Drew("m", "drawing", "blue 1,2 3,4\nred 5,6", "my house"),
    events.Drew("m", "drawing", "blue 1,2"),
    events.Skipped("m", "proud"),
    events.Declined("m", "proud"),
    events.WentBack("m", "share"),
    events.Changed("m", "home_feel"),
    events.Paused("m"),
    events.Resumed("m"),
    events.AskedAgain("m"),
    events.AskedMeaning("m"),
    events.AskedForHelp("m"),
    events.Checked("m"),
    events.Shared("m", (("home", "iro"), ("school", "review"))),
    events.Shared("m", (("home", "people:1,2"),)),
    events.Submitted("m"),
    events.Added("m", "a cat"),
    events.TookBack("m", "added1"),
    events.CarriedOver("m", 1, 2, "abc", ("proud", "hello")),
)


def test_every_kind_is_tried() -> None:
    """Each kind of event there is has an example here."""
    assert {type(event) for event in EVERY} == set(events.KINDS.values())


@pytest.mark.parametrize("event", EVERY, ids=lambda event: type(event).__name__)
def test_an_event_comes_back(event: events.Event) -> None:
    """An event read back is equal, once it is given its message id again."""
    assert events.from_json(events.to_json(event), "m") == event


def test_an_event_is_written_one_way() -> None:
    """The same thing, sent twice under two ids, is written alike: that is how it is known."""
    first, second = (events.Said(name, "proud", "x") for name in ("one", "two"))
    assert events.to_json(first) == events.to_json(second)
    assert json.loads(events.to_json(first)) == {"event": "said", "step": "proud", "words": "x"}


def test_an_unknown_event_is_refused() -> None:
    """What no version ever wrote is not read as something else."""
    with pytest.raises(KeyError):
        events.from_json('{"event": "shouted"}', "m")


def test_the_words_of_an_event() -> None:
    """Free text is found in whatever event carries it, for screening; the others have none."""
    found = {event: events.words_of(event) for event in EVERY}
    said = {"a\nb\r\n", "שלום 👩‍👩‍👧 \x00", "my house", "a cat"}
    assert {words for words in found.values() if words} == said
