"""A worry is heard from the first word: raised with the words, once, and honestly."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from backend.concerns import rules
from backend.concerns import service as concerns
from backend.concerns.rules import Raised
from backend.platform.delivery.rules import OpenedMessage
from backend.platform.delivery.service import deliver_due
from dialogs import events
from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk, mails

CRIES = 300
"""Enough to show that the number makes no difference."""


def test_a_cue_is_raised_from_the_first_word(talk: Talk) -> None:
    """Words that may be a worry raise a concern at once, though nothing was sent."""
    talk.go_to("home_feel")
    received = talk.say("home_feel", "He\u2019s always HITTING  me!!")
    concern = talk.concerns[0]
    assert (concern.source, concern.category, concern.times) == ("cue", "harm", 1)
    assert concern.participant_id == talk.invitation.participant_id
    assert (concern.state, concern.waiting) == ("raised", True)
    assert received.consultation.says == ("raised", "words_kept")


def test_a_choice_is_raised(talk: Talk) -> None:
    """A choice that the script marks raises a concern, and the child is told."""
    talk.go_to("safe_feel")
    received = talk.pick("safe_feel", "not_good")
    assert [each.source for each in talk.concerns] == ["choice"]
    assert received.consultation.says == ("raised",)


def test_a_choice_and_words_are_two_reasons(talk: Talk) -> None:
    """One answer may give several reasons; each is a concern, and the child is told once."""
    talk.go_to("safe_feel")
    received = talk.pick("safe_feel", "not_good", words="he hits me. I want to die")
    found = {(each.source, each.category) for each in talk.concerns}
    assert found == {("choice", "safety"), ("cue", "harm"), ("cue", "self_harm")}
    assert received.consultation.says == ("raised",)


def test_who_is_with_them_is_screened_too(talk: Talk) -> None:
    """Text of any step is screened, and not only of those that ask how things are."""
    talk.go_to("with_you").pick("with_you", "near")
    talk.say("with_who", "Dave and he is watching what I type")
    assert [each.category for each in talk.concerns] == ["silenced"]


@pytest.mark.parametrize("language", ["cy", "xx"])
def test_english_words_are_heard_in_any_language(household: Household, language: str) -> None:
    """A child who chose Welsh and writes in English is heard as any other."""
    talk = Talk(household).begin(language)
    talk.go_to("home_feel").say("home_feel", "he hits me")
    assert [each.category for each in talk.concerns] == ["harm"]


def test_welsh_words_are_heard(household: Household) -> None:
    """Words of the table of their own language raise a concern."""
    talk = Talk(household).begin("cy")
    talk.go_to("home_feel").say("home_feel", "dwi eisiau marw")
    assert [each.category for each in talk.concerns] == ["self_harm"]


@pytest.mark.parametrize(
    "event",
    [
        events.Picked("m", "home_feel", ("good",), "he hits me"),
        events.Said("m", "home_feel", "he hits me"),
        events.Drew("m", "home_feel", "", "he hits me"),
        events.Added("m", "he hits me"),
    ],
)
def test_whatever_brings_words_is_screened(talk: Talk, event: events.Event) -> None:
    """However words come, as an answer or beside the questions, before Send, they are heard."""
    talk.take(event)
    assert [each.category for each in talk.concerns] == ["harm"]


def test_every_event_with_words_is_tried_above() -> None:
    """No kind of event brings words but those whose words are heard."""
    with_words = {
        each.__name__
        for each in vars(events).values()
        if isinstance(each, type) and "words" in getattr(each, "__annotations__", {})
    }
    assert with_words == {"Picked", "Said", "Drew", "Added"}


def test_a_screener_that_fails_loses_nothing(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The answer is kept, somebody is asked to look, and no word of it reaches a log."""

    def fail(*_given: object) -> None:
        raise RecursionError("the dog bit me")

    monkeypatch.setattr(rules, "screen", fail)
    talk.go_to("home_feel")
    talk.pick("home_feel", "good", words="the dog bit me")
    assert talk.words_at("home_feel") == ["the dog bit me"]
    assert talk.place.key == "safe_feel"
    assert [(each.source, each.category) for each in talk.concerns] == [
        ("unscreened", "unscreened")
    ]
    assert mails(talk, "concern") == 1
    assert "dog" not in caplog.text


def test_many_cries_are_one_concern(talk: Talk) -> None:
    """However often it is said, there is one open concern with a count, and one e-mail."""
    talk.go_to("home_feel")
    for number in range(CRIES):
        talk.say("home_feel", f"he hits me {number}")
    (concern,) = talk.concerns
    assert concern.times == CRIES
    assert concern.last_at > concern.raised_at
    assert mails(talk, "concern") == 1
    held = talk.database.read(lambda t: concerns.get(t, talk.household.viewer("duty"), concern.id))
    assert len(held.event_ids) + held.left_out == CRIES
    assert len(talk.rows("SELECT event_id FROM concern_events")) == CRIES


def test_a_repeated_message_is_no_second_cry(talk: Talk) -> None:
    """The same message twice is counted once."""
    talk.go_to("home_feel")
    for _ in range(2):
        talk.say("home_feel", "he hits me", name="a" * 32)
    assert [each.times for each in talk.concerns] == [1]


def test_help_and_cues_are_told_apart(talk: Talk) -> None:
    """Different reasons are different concerns, each with its own e-mail."""
    talk.go_to("home_feel")
    talk.help()
    talk.say("home_feel", "he hits me")
    talk.help()
    assert [(each.source, each.times) for each in talk.concerns] == [("help", 2), ("cue", 1)]
    assert mails(talk, "concern") == 2


def test_after_somebody_has_it_people_are_told_once_more(talk: Talk) -> None:
    """A worry said again after an officer took it calls people once more, and not at every word."""
    talk.help()
    first = talk.concerns[0]
    duty = talk.household.viewer("duty")
    at = talk.household.runtime.clock()
    talk.database.write(lambda t: concerns.acknowledge(t, duty, first.id, first.times, at))
    talk.help()
    talk.help()
    (kept,) = talk.concerns
    assert (kept.id, kept.waiting, kept.times, kept.seen_by) == (first.id, True, 3, duty.id)
    assert (kept.round, kept.holder_id) == (2, duty.id)
    assert mails(talk, "concern") == 2


def test_two_people_about_one_child_are_one_concern(household: Household) -> None:
    """What a child and their carer say of one kind is one concern, and a sister's is another."""
    for who in ("amara", "amara_carer", "mia"):
        Talk(household, who).begin().help()
    duty, database = household.viewer("duty"), household.runtime.database
    found = database.read(lambda t: concerns.list_open(t, duty))
    amara, mia = household.children["amara"].id, household.children["mia"].id
    assert {each.child_id: each.times for each in found} == {amara: 2, mia: 1}
    shown = next(each for each in found if each.child_id == amara)
    pointers = database.read(lambda t: concerns.pointers(t, shown))
    said_by = [household.people[who].id for who in ("amara", "amara_carer")]
    assert [each.participant_id for each in pointers] == said_by


def test_every_officer_on_duty_is_told(household: Household) -> None:
    """Each active duty officer gets the e-mail, and nobody else."""
    sent = deliver_to_list(household, lambda talk: talk.help())
    assert [each.recipient for each in sent] == ["duty@example.org"]


def test_no_mail_holds_a_name_or_a_word(household: Household) -> None:
    """An e-mail says where to sign in, and nothing of who it is about or what was said."""

    def speak(talk: Talk) -> None:
        talk.go_to("home_feel").say("home_feel", "Zebra hits me")
        talk.help()
        talk.send()

    sent = deliver_to_list(household, speak)
    assert sorted(each.template for each in sent) == ["concern", "concern", "views_ready"]
    for each in sent:
        told = repr(vars(each)).casefold()
        assert not any(name in told for name in ("amara", "cole", "zebra", "jo marsh", "harm"))
        assert set(each.values) == {"url"}


def deliver_to_list(household: Household, speak: Callable[[Talk], object]) -> list[OpenedMessage]:
    """Let Amara speak, and give what then goes out."""
    speak(Talk(household).begin())
    sent: list[OpenedMessage] = []
    runtime = household.runtime
    deliver_due(runtime.database, runtime.ring, {"email": sent.append}, runtime.clock)
    return sent


def test_a_reason_names_no_words() -> None:
    """What is handed to the concern holds codes and has no room for words."""
    assert set(vars(Raised("cue", "harm"))) == {"source", "category", "level"}
    with pytest.raises(TypeError):
        replace(Raised("cue", "harm"), words="he hits me")  # type: ignore[call-arg]
