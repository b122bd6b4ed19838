"""A draft follows from the decisions, in the child's order; an officer's words may be hard."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from backend.decisions.rules import Decision, Reason
from backend.replies import rules
from backend.replies.rules import Part, Text, Wish
from dialogs.loading import load_wording

AT = datetime(2026, 12, 11, 9, 0, tzinfo=UTC)
A_DECISION = Decision(
    "1" * 32, "c", "r", 1, AT, "o", what="Arrange swimming lessons", owner="Jo Marsh"
)
BY = date(2027, 1, 31)


def day(on: date) -> str:
    """Write a day shortly."""
    return f"{on.day}.{on.month}."


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "Jo Marsh will arrange swimming lessons."),
        ({"due_on": BY}, "Jo Marsh will arrange swimming lessons, by 31.1.."),
        ({"owner": ""}, "Arrange swimming lessons."),
        ({"what": "Jo will ring school.", "due_on": BY}, "Jo will ring school, by 31.1.."),
        ({"what": "Amara goes to the club"}, "Amara goes to the club. Jo Marsh will see to it."),
        ({"what": "GP to be asked"}, "Jo Marsh will GP to be asked."),
        ({"kind": "not_agreed", "what": "A dog"}, "We could not agree to this: A dog"),
    ],
)
def test_a_decision_as_a_line(changes: dict[str, object], line: str) -> None:
    """Who will do what by when is said in one line, whichever way it was written down."""
    decision = replace(A_DECISION, **changes)  # type: ignore[arg-type]
    assert rules.in_plain_words(decision, day, "Amara") == line


def test_a_draft_answers_each_wish_in_order() -> None:
    """Each wish has the decisions that serve it and why, or the reason why not; others none."""
    first, second, third = Wish("a", "Swimming"), Wish("b", "A dog"), Wish("c", "Bed late")
    serving = replace(A_DECISION, wishes=("a",), why="You love the water")
    other = replace(A_DECISION, id="2" * 32, what="Ring school")
    why_not = Reason("3" * 32, "c", "r", "b", "Sam is allergic", AT, "o")
    text = rules.draft((first, second, third), (serving, other), (why_not,), day, "Amara")
    assert text.parts == (
        Part("a", "Swimming", "Jo Marsh will arrange swimming lessons.", "You love the water"),
        Part("b", "A dog", "", "Sam is allergic"),
        Part("c", "Bed late"),
    )
    assert text.also == ""
    assert rules.served_by_none((serving, other), day, "Amara") == ("Jo Marsh will ring school.",)
    assert rules.not_ready(text, "en") == {"decided-c": rules.NO_ANSWER}


def test_the_words_a_child_reads() -> None:
    """The answer is wish by wish, the child's words to the letter, and nothing half said."""
    parts = (
        Part("a", "Swimming {child} 100%", "Yes", "you love it"),
        Part("b", "Where do you want it? School", owed=False),
    )
    text = Text("Hello.", parts, "", "Bye.")
    assert rules.plain(text).splitlines() == [
        "Hello.",
        "",
        "You said: “Swimming {child} 100%”",
        "We decided: Yes",
        "Because: you love it",
        "",
        "Bye.",
    ]


def test_nothing_is_sent_that_says_nothing() -> None:
    """Before any decision the draft is empty, and says what is wanting."""
    assert rules.not_ready(Text(rules.OPENING, (), "", rules.ENDING), "en") == {
        "also": "Enter this."
    }
    only_meeting = Text("", (Part("b", "Come? Yes", owed=False),), "", "")
    assert set(rules.not_ready(only_meeting, "en")) == {"also"}
    assert rules.not_ready(Text(also="Jo rings."), "en") == {}


def test_another_language_is_put_by_somebody_who_is_named() -> None:
    """For a child who answered in another language the answer waits for a person's translation."""
    text = Text(also="Jo rings.")
    assert set(rules.not_ready(text, "cy")) == {"translation"}
    put = replace(text, translation="Bydd Jo yn ffonio.")
    assert set(rules.not_ready(put, "cy")) == {"translated_by"}
    assert rules.not_ready(replace(put, translated_by="Siân"), "cy") == {}


def test_hard_words_are_pointed_out_and_not_forbidden() -> None:
    """Jargon, promises and long sentences are named, by the age of whoever reads them."""
    lists = load_wording()
    jargon, promise = "Your placement goes on.", "I promise to ring."
    long = "We will go to the pool and then to the park and then we will all have tea at home."
    said = Text(parts=(Part("a", "my placement", f"{jargon} {promise}", long),))
    found = rules.advice(said, lists, 8)
    assert [each.kind for each in found if each.words == "placement"] == ["jargon"]
    assert "promise" in {each.kind for each in found}
    assert long in {each.words for each in found if each.kind == "sentence"}
    assert long not in {each.words for each in rules.advice(said, lists, 17)}
    assert rules.advice(Text(parts=(Part("a", "my placement", "Yes."),)), lists, 8) == ()


def test_what_is_done_is_told_with_the_wish() -> None:
    """News quotes what was asked, says what is done, and what that changed."""
    done = replace(A_DECISION, wishes=("a", "z"), state="done", effect="You swim on Fridays.")
    assert rules.is_done(done, {"a": "Swimming"}).splitlines() == [
        "You asked for this: “Swimming”",
        "This is done: Arrange swimming lessons.",
        "You swim on Fridays.",
    ]
