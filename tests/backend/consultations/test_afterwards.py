"""What can still be done after Send: adding, taking back, asking for help, and nothing else."""

from datetime import timedelta

import pytest

from backend.platform.clock import SettableClock
from backend.platform.delivery.rules import OpenedMessage
from backend.platform.delivery.service import deliver_due
from backend.platform.runtime import Runtime
from dialogs import events
from tests.backend.consultations.household import Household, with_any_day
from tests.backend.consultations.talk import Talk, mails

DOT = "ink 5,5"


@pytest.fixture
def sent(talk: Talk) -> Talk:
    """Amara's consultation, sent a while ago with two answers in it."""
    talk.go_to("home_feel").pick("home_feel", "good", words="the dog")
    talk.go_to("proud").say("proud", "swimming")
    talk.send()
    clock = talk.household.runtime.clock
    assert isinstance(clock, SettableClock)
    clock.advance(timedelta(hours=1))
    return talk


def delivered(runtime: Runtime, recipient: str) -> list[OpenedMessage]:
    """Send what waits to go out by e-mail, and give what went to one address."""
    went: list[OpenedMessage] = []
    deliver_due(runtime.database, runtime.ring, {"email": went.append}, runtime.clock)
    return [each for each in went if each.recipient == recipient]


def test_something_is_added(sent: Talk) -> None:
    """Each addition is an answer of its own, beside what was sent, and when that was stays."""
    before = sent.now
    for words in ("and the cat", "and the garden"):
        assert "added" in sent.add(words).consultation.says
    assert sent.words_at("added1") == ["and the cat"]
    assert sent.words_at("added2") == ["and the garden"]
    kept = sent.revisions[-1].kept
    assert (kept.question, kept.asked) == ("agenda.added", "What do you want to add?")
    assert (sent.now.status, sent.now.sent_at) == ("sent", before.sent_at)
    assert sent.now.changed_at > before.changed_at
    assert sent.words_at("home_feel") == ["the dog"]


def test_the_officer_is_told_of_each_addition(sent: Talk) -> None:
    """Every addition sends the reviewing officer a message of its own; a repeat sends none."""
    assert mails(sent, "views_ready") == 1
    for name in ("1" * 32, "2" * 32, "2" * 32):
        sent.take(events.Added(name, f"and {name[0]}"))
    assert mails(sent, "views_ready") == 3
    sent.take_back("added1")
    assert mails(sent, "views_ready") == 4


def test_where_the_officer_is_led(household: Household) -> None:
    """The message leads to the reviews, or to what came between them, and names nobody."""
    Talk(household).begin().send()
    Talk(with_any_day(household), "amara_any_day").begin().send()
    runtime = household.runtime
    messages = delivered(runtime, household.officers["iro"].email)
    assert [each.template for each in messages] == ["views_ready", "views_ready"]
    led_to = {each.values["url"] for each in messages}
    url = runtime.settings.public_url
    assert led_to == {f"{url}/reviews", f"{url}/between"}
    assert all(set(each.values) == {"url"} for each in messages)


def test_a_worry_in_an_addition_is_raised(sent: Talk) -> None:
    """What is added is screened like all that is written."""
    sent.add("he hits me")
    assert [each.category for each in sent.concerns] == ["harm"]


def test_nothing_is_added_by_nothing(sent: Talk) -> None:
    """An empty addition is no answer, and the officer is told of none."""
    for words in ("", "  \n"):
        sent.add(words)
    assert sent.words_at("added1") == []
    assert mails(sent, "views_ready") == 1


def test_before_send_nothing_is_added_or_taken_back(talk: Talk) -> None:
    """Until Send there is nothing to add to: the answer can be changed itself."""
    talk.go_to("home_feel").pick("home_feel", "good", words="the dog")
    before = talk.now.state
    talk.add("and the cat")
    talk.take_back("home_feel")
    assert talk.now.state == before
    assert talk.words_at("added1") == []


def test_an_answer_is_taken_back(sent: Talk) -> None:
    """What is taken back stays on file as it was said, marked as taken back by who said it."""
    received = sent.take_back("home_feel")
    assert "taken_back" in received.consultation.says
    assert sent.words_at("home_feel") == ["the dog", "the dog"]
    first, second = (each.kept for each in sent.revisions if each.kept.step == "home_feel")
    assert (first.taken_back, second.taken_back) == (False, True)
    assert second.choices == first.choices == ("good",)
    assert sent.now.status == "sent"


def test_an_addition_is_taken_back(sent: Talk) -> None:
    """What was added can be taken back too, and the next addition does not take its place."""
    sent.add("and the cat")
    sent.take_back("added1")
    sent.add("and the garden")
    assert sent.words_at("added1") == ["and the cat", "and the cat"]
    assert sent.words_at("added2") == ["and the garden"]


@pytest.mark.parametrize("step", ["school_wish", "hello", "family_wish", "added1", ""])
def test_what_was_not_said_is_not_taken_back(sent: Talk, step: str) -> None:
    """A step that is none, that only tells, that was not asked or not said cannot be taken back."""
    before, revisions = sent.now, sent.revisions
    sent.take_back(step)
    assert sent.now.state == before.state
    assert sent.revisions == revisions
    assert mails(sent, "views_ready") == 1


def test_taken_back_once_is_taken_back(sent: Talk) -> None:
    """Taking the same answer back again changes nothing and tells nobody."""
    sent.take_back("home_feel")
    before = sent.now
    sent.take_back("home_feel")
    assert sent.now.state == before.state
    assert sent.words_at("home_feel") == ["the dog", "the dog"]
    assert mails(sent, "views_ready") == 2


TOO_LATE = (
    events.Said("1", "proud", "running"),
    events.Picked("2", "home_feel", ("mixed",), "the cat"),
    events.Drew("3", "proud", DOT),
    events.Skipped("4", "proud"),
    events.Declined("5", "home_feel"),
    events.WentBack("6", "sent"),
    events.Changed("7", "proud"),
    events.Checked("8"),
    events.Shared("9", (("home", "review"),)),
    events.Submitted("10"),
    events.Paused("11"),
    events.Resumed("12"),
    events.Started("13", "cy"),
)


def test_nothing_else_is_done(sent: Talk) -> None:
    """Whatever else arrives after Send is on file, and neither changes a word nor is it news."""
    before, revisions = sent.now, sent.revisions
    for event in TOO_LATE:
        sent.take(event)
        assert sent.now.state == before.state, event
        assert sent.now.changed_at == before.changed_at, event
    assert sent.revisions == revisions
    assert sent.events == before.events + len(TOO_LATE)
    assert mails(sent, "views_ready") == 1


def test_a_worry_in_what_comes_too_late_is_raised(sent: Talk) -> None:
    """Words that answer nothing any more are heard all the same."""
    sent.say("proud", "I want to die")
    assert sent.words_at("proud") == ["swimming"]
    assert [each.category for each in sent.concerns] == ["self_harm"]


def test_help_is_heard_and_is_no_news_of_the_answers(sent: Talk) -> None:
    """The help button raises a concern after Send as well; what was sent has not changed by it."""
    before = sent.now
    assert "helped" in sent.help().consultation.says
    assert [each.source for each in sent.concerns] == ["help"]
    assert (sent.now.status, sent.now.changed_at) == ("sent", before.changed_at)
