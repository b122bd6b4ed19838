"""How a conversation begins: with the script for them, and for a child only if duty can be told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.concerns.rules import NoDutyRoute
from backend.consultations.rules import replay
from backend.people import service as people
from backend.people.rules import PARTICIPANT_ROLES, SYSTEM
from backend.platform.clock import SettableClock
from backend.platform.database import new_id
from backend.platform.errors import NotFound
from backend.reviews import service as reviews
from dialogs import events
from tests.backend.consultations.household import TODAY, Household, aged, ask, join
from tests.backend.consultations.talk import Talk, mails


def without_duty(household: Household) -> None:
    """Let the only duty officer leave."""
    gone = replace(household.officers["duty"], active=False)
    household.runtime.database.write(lambda t: people.correct_officer(t, gone))


def without_mail(household: Household) -> Household:
    """Give the same household in a house that can send no e-mail."""
    return replace(household, desk=replace(household.desk, mail_works=False))


def test_it_begins_with_the_script_for_them(household: Household) -> None:
    """A child of nine and a carer each get their own script, its version and its content."""
    for who, script in (("amara", "child_8_11"), ("amara_carer", "foster_carer")):
        talk = Talk(household, who).begin()
        newest = household.desk.scripts.newest(script)
        held = talk.now
        assert (held.script, held.version, held.digest) == (script, newest.version, newest.digest)
        assert (held.status, held.events, held.sent_at) == ("open", 0, None)
        assert talk.place.key == "hello"


def test_it_begins_once(talk: Talk) -> None:
    """Coming back by the link finds the same conversation where it stood."""
    talk.go_to("home_feel")
    before = talk.now
    assert talk.begin().now == before


def test_a_child_does_not_begin_where_no_officer_is_on_duty(household: Household) -> None:
    """No child is asked while a worry would reach nobody."""
    without_duty(household)
    with pytest.raises(NoDutyRoute):
        Talk(household).begin()
    assert Talk(household).rows("SELECT id FROM consultations") == []


def test_a_child_does_not_begin_where_no_mail_goes_out(household: Household) -> None:
    """An officer on duty whom no message can reach is nobody on duty."""
    with pytest.raises(NoDutyRoute):
        Talk(without_mail(household)).begin()


def test_an_adult_begins_all_the_same(household: Household) -> None:
    """A carer can ring whom they like: they are asked without a duty route too."""
    without_duty(household)
    assert Talk(without_mail(household), "amara_carer").begin().place.key == "hello"


def test_what_is_under_way_goes_on(household: Household) -> None:
    """A child who has begun goes on when nobody is on duty, and their worry goes to the owner."""
    talk = Talk(household).begin().go_to("home_feel")
    without_duty(household)
    cut_off = Talk(without_mail(household)).begin()
    cut_off.say("home_feel", "he hits me")
    assert talk.words_at("home_feel") == ["he hits me"]
    assert [each.category for each in talk.concerns] == ["harm"]
    assert mails(talk, "concern") == 1
    assert [each.nobody_left for each in talk.concerns] == [True]


BIRTHDAYS = {4: "child_4_7", 8: "child_8_11", 12: "child_12_15", 16: "child_16_17", 18: ""}


@pytest.mark.parametrize("birthday", BIRTHDAYS)
def test_a_child_is_asked_in_words_for_their_age(household: Household, birthday: int) -> None:
    """On each of these birthdays the words change: under four and from 18 on there are none."""
    scripts = ["", *BIRTHDAYS.values()]
    number = list(BIRTHDAYS).index(birthday)
    for days, script in ((-1, scripts[number]), (0, scripts[number + 1])):
        aged(household, birthday, days=days)
        child = ask_again(household, days)
        if script:
            assert child.begin().now.script == script
        else:
            with pytest.raises(NotFound):
                child.begin()


def ask_again(household: Household, number: int) -> Talk:
    """Ask Amara before another review."""
    review = replace(household.reviews["amara"], id=new_id(), number=0)
    household.runtime.database.write(lambda t: reviews.add(t, SYSTEM, review, TODAY))
    asked = ask(household.runtime, household.people["amara"], review.id, f"{number}".zfill(22))
    return Talk(replace(household, asked={"amara": asked}))


def test_a_birthday_changes_no_conversation(household: Household, clock: SettableClock) -> None:
    """A child who turns twelve on the way goes on with the words they began with."""
    aged(household, 12, days=-1)
    talk = Talk(household).begin().go_to("home_feel")
    clock.advance(timedelta(days=2))
    talk.begin().pick("home_feel", "good", words="ok")
    assert talk.words_at("home_feel") == ["ok"]


@pytest.mark.parametrize("role", [role for role in PARTICIPANT_ROLES if role != "child"])
def test_every_part_has_its_own_questions(household: Household, role: str) -> None:
    """Whoever is asked about a child is asked what they alone know, whatever the child's age."""
    aged(household, 2)
    talk = Talk(join(household, "una", role, "Una Day"), "una").begin()
    assert talk.now.script == role
    assert talk.place.key == "hello"


def test_the_language_is_kept_with_the_words_as_asked(household: Household) -> None:
    """Whoever changes the language is asked in it from then on; what was asked before stays."""
    talk = Talk(household).begin().go_to("home_feel")
    talk.pick("home_feel", "good")
    talk.take(events.Started(new_id(), "cy"))
    talk.pick("safe_feel", "good")
    assert [each.kept.language for each in talk.revisions[-2:]] == ["en", "cy"]
    assert talk.now.state.language == "cy"
    assert talk.rebuilds()


def test_names_are_words_and_no_format(household: Household) -> None:
    """A name with braces in it is shown as it is written."""
    odd = replace(household.children["amara"], known_as="{iro} {0}")
    household.runtime.database.write(lambda t: people.correct_child(t, SYSTEM, odd, TODAY))
    carer = Talk(household, "amara_carer").begin()
    carer.go_to("changes_since").say("changes_since", "{child}")
    kept = carer.revisions[-1].kept
    assert kept.asked == ("What has changed for {iro} {0}, or in your home, since the last review?")
    assert kept.words == "{child}"


def test_a_replay_of_nothing_is_the_beginning(talk: Talk) -> None:
    """Before anything has happened the state is what a replay of nothing makes."""
    assert (
        replay(talk.desk.scripts, (talk.script.id, talk.script.version), "en", ()) == talk.now.state
    )
