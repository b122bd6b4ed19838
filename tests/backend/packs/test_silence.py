"""What was not said: skipped, not sent, not asked, not covered, and what was said last time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from backend.packs.rules import Pack
from backend.people import service as people
from backend.people.rules import SYSTEM, Participant
from backend.platform.clock import SettableClock
from backend.platform.database import new_id
from backend.prints import rules as prints
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from tests.backend.consultations.household import REVIEW, SINCE, TODAY, Household, ask
from tests.backend.consultations.talk import Talk
from tests.backend.packs.reading import answer_all, own, pack_of, words


def test_nothing_sent_is_nothing_said(household: Household) -> None:
    """Before anybody sends the pack says who was asked and who began, and holds no answer."""
    Talk(household).begin().go_to("proud").say("proud", "swimming")
    pack = pack_of(household)
    assert [(voice.name, voice.state) for voice in pack.voices] == [
        ("Amara", "began"),
        ("Jo Marsh", "asked"),
    ]
    assert (pack.topics, pack.agenda, pack.requests, pack.skipped) == ((), (), (), ())
    # She is nine: what happens when care ends is asked from 15 on.
    assert set(pack.uncovered) == set(household.desk.questions.matters) - {"leaving"}


def test_whoever_takes_part_and_was_not_asked_is_named(household: Household) -> None:
    """Someone in the child's life who was not invited is listed as not asked; who left is not."""
    child = household.children["amara"]
    mum = Participant(new_id(), child.id, "parent", "Ada", None, SINCE, None, "", "", "en")
    gone = replace(mum, id=new_id(), name="Bob", ends_on=TODAY)
    for each in (mum, gone):
        household.runtime.database.write(
            lambda t, each=each: people.add_participant(t, SYSTEM, each)  # type: ignore[misc]
        )
    states = {voice.name: voice.state for voice in pack_of(household).voices}
    assert states == {"Amara": "asked", "Jo Marsh": "asked", "Ada": "not_asked"}


def test_what_was_skipped_is_named_by_topic(household: Household) -> None:
    """A topic in which the child passed over everything is listed, one with words is not."""
    talk = Talk(household).begin().go_to("home_feel")
    talk.pick("home_feel", "good", words="the dog")
    talk.go_to("family_time").pick("family_time", "more")
    talk.skip("family_wish")
    talk.go_to("talk_about").say("talk_about", "swimming")
    talk.skip("not_talk")
    pack = pack_of_sent(household, talk)
    assert "home" not in pack.skipped
    assert "family" not in pack.skipped
    assert "agenda" not in pack.skipped
    assert {"safe", "school", "friends", "health", "worker", "plan", "meeting"} <= set(pack.skipped)
    assert pack.child_voice is not None
    skipped = sum(each.kept.skipped for each in talk.revisions)
    assert pack.child_voice.skipped == skipped


def test_words_that_were_kept_and_then_skipped_are_said(household: Household) -> None:
    """Whoever wrote and then passed over the choice has said something: the words are shown."""
    talk = Talk(household).begin().go_to("home_feel")
    talk.say("home_feel", "the dog")
    talk.skip("home_feel")
    pack = pack_of_sent(household, talk)
    assert own(pack)["home"] == ["the dog"]
    assert "home" not in pack.skipped


def test_what_they_asked_not_to_be_asked_is_apart(household: Household) -> None:
    """ "Don't ask me about this" is listed by itself, and neither listed nor counted as skipped."""
    talk = Talk(household).begin().go_to("school_feel")
    talk.decline("school_feel")
    pack = pack_of_sent(household, talk)
    assert pack.declined == ("school",)
    assert "school" not in pack.skipped
    assert "friends" in pack.skipped
    assert pack.child_voice is not None
    assert pack.child_voice.skipped == sum(each.kept.skipped for each in talk.revisions)
    assert "education" in pack.uncovered


def test_a_topic_can_be_answered_and_then_declined(household: Household) -> None:
    """What was said before "don't ask me about this" stays said, in the topic and word for word."""
    talk = Talk(household).begin().go_to("home_who")
    talk.pick("home_who", "two", words="Jo")
    talk.say("home_feel", "the dog")
    talk.decline("home_feel")
    talk.send(home="review")
    pack = pack_of(household)
    assert (pack.declined, "home" in pack.skipped) == (("home",), False)
    assert own(pack)["home"] == ["Jo", "the dog"]
    assert own(prints.for_meeting(pack))["home"] == ["Jo", "the dog"]
    assert "home_other" not in {each.kept.step for each in talk.revisions}


def test_everything_skipped_is_sent_all_the_same(household: Household) -> None:
    """A child who skips everything and sends is there as sent, with nothing made of it."""
    pack = pack_of_sent(household, Talk(household).begin())
    assert pack.child_voice is not None
    assert pack.child_voice.state == "sent"
    assert (pack.topics, pack.agenda, pack.requests) == ((), (), ())


def test_a_matter_is_covered_by_whoever_speaks_to_it(household: Household) -> None:
    """One answer of anybody to a question of a matter covers it, and nothing else does."""
    # She is nine: what happens when care ends is asked from 15 on.
    everything = [each for each in household.desk.questions.matters if each != "leaving"]
    talk = Talk(household).begin().go_to("school_feel")
    talk.pick("school_feel", "good")
    pack = pack_of_sent(household, talk)
    assert pack.uncovered == tuple(each for each in everything if each != "education")
    carer = Talk(household, "amara_carer").begin().go_to("identity_met")
    carer.pick("identity_met", "yes")
    carer.send()
    assert set(everything) - set(pack_of(household).uncovered) == {"education", "identity"}


def test_all_matters_are_covered_when_both_answer_all(household: Household) -> None:
    """A child and a carer who answer everything leave no Schedule 7 matter open."""
    answer_all(Talk(household).begin()).send()
    assert set(pack_of(household).uncovered) == {"changes", "identity", "visits"}
    answer_all(Talk(household, "amara_carer").begin()).send()
    assert pack_of(household).uncovered == ()


def test_a_closed_branch_covers_nothing(household: Household) -> None:
    """An answer in a branch that was closed again neither shows nor covers its matter."""
    talk = Talk(household).begin().go_to("family_time")
    talk.pick("family_time", "more")
    talk.say("family_wish", "Tobi every week")
    talk.skip("family_time")
    pack = pack_of_sent(household, talk)
    assert "family_time" in pack.uncovered
    assert "family" in pack.skipped
    assert not any(words(row.child) for row in pack.topics)


def pack_of_sent(household: Household, talk: Talk) -> Pack:
    """Send, skipping the rest, and read the pack."""
    talk.send()
    return pack_of(household)


@pytest.fixture
def last_time(household: Household, clock: SettableClock) -> Iterator[Household]:
    """The same people half a year earlier, for the review before this one."""
    now = clock()
    clock.set(now - timedelta(days=180))
    child = household.children["amara"]
    earlier = Review(new_id(), child.id, 1, REVIEW - timedelta(days=168), "", None, "held")
    household.runtime.database.write(lambda t: reviews.add(t, SYSTEM, earlier, TODAY))
    invitation = ask(household.runtime, household.people["amara"], earlier.id, "e" * 22)
    asked = {**household.asked, "amara": invitation}
    yield replace(household, asked=asked, reviews={**household.reviews, "before": earlier})
    clock.set(now)


def test_answers_line_up_with_last_time(
    household: Household, last_time: Household, clock: SettableClock
) -> None:
    """Beside each answer stands what the same child said to the same question last time."""
    answer_all(Talk(last_time).begin(), home_feel=("not_good", "cold")).send()
    clock.advance(timedelta(days=180))
    answer_all(Talk(household).begin(), home_feel=("good", "warm")).send()
    pack = pack_of(household)
    lines = {line.question: line for row in pack.topics for line in row.child}
    before = lines["home.feeling"].before
    assert before is not None
    assert (before.labels, before.face) == (("Not good",), "sad")
    assert before.words == "cold"
    assert all(line.before for line in lines.values())
    assert pack.earlier_on == last_time.reviews["before"].starts_at.date()


def test_what_was_not_sent_last_time_is_not_compared(
    household: Household, last_time: Household, clock: SettableClock
) -> None:
    """Answers of last time that were never sent stay unread this time too."""
    Talk(last_time).begin().go_to("home_feel").pick("home_feel", "not_good", words="cold")
    clock.advance(timedelta(days=180))
    answer_all(Talk(household).begin()).send()
    pack = pack_of(household)
    assert not any(line.before for row in pack.topics for line in row.child)


def test_the_carers_answer_is_compared_with_their_own(
    household: Household, last_time: Household, clock: SettableClock
) -> None:
    """What the child said last time is not laid beside what the carer says now."""
    answer_all(Talk(last_time).begin()).send()
    clock.advance(timedelta(days=180))
    answer_all(Talk(household, "amara_carer").begin()).send()
    lines = [
        line for row in pack_of(household).topics for each in row.others for line in each.lines
    ]
    assert lines
    assert not any(line.before for line in lines)
