"""Carrying over what is kept: recorded once, replayed, and what then stands in the pack."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from backend.consultations import service as consultations
from backend.consultations.rules import Open
from backend.invitations import service as invitations
from backend.people.rules import SYSTEM
from backend.platform.clock import SettableClock
from backend.platform.database import new_id
from backend.platform.errors import Unavailable
from backend.platform.keys.service import erase_child_key
from backend.releases import service
from backend.releases.rules import Outcome, Tally, behind, versions
from backend.views import service as views
from backend.views.rules import Said
from dialogs import events
from dialogs.outputs import Say
from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk
from tests.backend.consultations.test_two_at_once import at_once
from tests.backend.releases.rewriting import Change, Draft

New = Callable[[Change], None]


def reworded(draft: Draft) -> None:
    """Ask about home in other words."""
    draft.reword("home_feel")


def counted(talk: Talk) -> dict[tuple[str, int], int]:
    """Give who is in the middle of which version."""
    at = talk.household.runtime.clock()
    return dict(talk.database.read(lambda t: service.in_the_middle(t, at)))


def carry(talk: Talk, *, dry: bool = False) -> Tally:
    """Carry everybody over who is left behind."""
    clock = talk.household.runtime.clock
    return service.carry_everyone(talk.database, talk.desk, "child_8_11", clock, dry=dry)


def seen(talk: Talk) -> dict[str, Said]:
    """Give what the reviewing officer sees of what was sent, by step."""
    review_id, viewer = talk.invitation.review_id or "", talk.household.viewer("iro")
    every = talk.database.read(lambda t: views.of_review(t, talk.desk, talk.key, viewer, review_id))
    (own,) = [each for each in every if each.consultation.id == talk.id]
    return {each.revision.kept.step: each for each in own.answers}


def test_who_is_in_the_middle(household: Household, talk: Talk) -> None:
    """Whoever has begun, not sent, and holds a link that works is counted by version."""
    carer = Talk(household, "amara_carer").begin()
    Talk(household, "mia").begin().send()
    assert counted(talk) == {("child_8_11", 1): 1, ("foster_carer", 1): 1}
    at = household.runtime.clock()
    whose = (carer.invitation.participant_id,)
    talk.database.write(lambda t: invitations.revoke_participants(t, whose, at))
    assert counted(talk) == {("child_8_11", 1): 1}
    assert isinstance(household.runtime.clock, SettableClock)
    household.runtime.clock.advance(timedelta(days=60))
    assert counted(talk) == {}


def test_what_there_is_of_each_script(talk: Talk, new_version: New) -> None:
    """Each version is listed with its people, and those of older ones are behind."""
    new_version(reworded)
    every = versions(talk.desk.scripts, counted(talk))
    assert [(each.script, each.number, each.people, each.current) for each in every] == [
        ("child_8_11", 1, 1, False),
        ("child_8_11", 2, 0, True),
        ("foster_carer", 1, 0, True),
    ]
    assert [each.number for each in behind(every, "child_8_11")] == [1]
    assert behind(every, "foster_carer") == ()


def test_carrying_over_is_one_recorded_event(talk: Talk, new_version: New) -> None:
    """It is an event like any other, on nobody's channel; doing it again does nothing."""
    talk.go_to("home_feel").pick("home_feel", "good", words="the dog")
    new_version(reworded)
    before = talk.events
    tally = carry(talk)
    assert (tally.kinds, tally.again) == ({"carried": 1}, {"home_feel": 1})
    assert carry(talk).kinds == {}
    assert talk.events == before + 1
    rows = talk.rows("SELECT channel FROM consultation_events WHERE message_id = 'carried:2'")
    assert [tuple(row) for row in rows] == [("sayso",)]
    held = talk.now
    assert (held.version, held.digest) == (2, talk.script.digest)
    assert talk.place.key == "home_feel"


def test_saying_what_it_would_come_to_changes_nothing(talk: Talk, new_version: New) -> None:
    """A dry run gives the same figures and leaves everything as it was."""
    talk.go_to("home_feel").pick("home_feel", "good", words="the dog")
    new_version(reworded)
    before = (talk.now, talk.events)
    dry = carry(talk, dry=True)
    assert (talk.now, talk.events) == before
    assert dry == carry(talk)


def test_a_draft_is_carried_to_by_nobody(talk: Talk, new_version: New) -> None:
    """Where a version is released, nobody is brought to a newer draft in the folder."""
    new_version(reworded)
    at = talk.household.runtime.clock()
    released = {("child_8_11", 1): at.date()}
    talk.desk = replace(talk.desk, scripts=replace(talk.desk.scripts, released=released))
    assert carry(talk).kinds == {}
    mia = Talk(talk.household, "mia")
    mia.desk = talk.desk
    assert mia.begin().now.version == 1


def test_what_was_sent_is_not_carried_over(talk: Talk, new_version: New) -> None:
    """What was sent stays on the version it was sent in, to the byte."""
    talk.send()
    new_version(reworded)
    before = talk.now
    left = replace(_left(talk), version=1)
    at = talk.household.runtime.clock()
    assert carry(talk).kinds == {}
    outcome = talk.database.write(lambda t: service.carry_over(t, talk.desk, left, at))
    assert outcome == Outcome("nothing")
    assert talk.now == before


def _left(talk: Talk) -> Open:
    return Open(talk.id, talk.invitation.child_id, "child_8_11", talk.now.version)


def test_an_erased_child_is_told_apart(household: Household, talk: Talk, new_version: New) -> None:
    """Whose words are erased can't be carried over, and the others are all the same."""
    mia = Talk(household, "mia").begin()
    at = household.runtime.clock()
    talk.database.write(lambda t: erase_child_key(t, mia.invitation.child_id, at))
    new_version(reworded)
    for dry in (True, False):
        tally = carry(talk, dry=dry)
        assert tally.kinds == {"carried": 1, "erased": 1}
        assert tally.left == 0


def test_a_version_whose_file_is_gone(talk: Talk, new_version: New) -> None:
    """Without the older file nobody knows what has changed: they stay, and it is said."""
    new_version(reworded)
    only = {key: each for key, each in talk.desk.scripts.versions.items() if key[1] == 2}
    whole = talk.desk
    talk.desk = replace(whole, scripts=replace(whole.scripts, versions=only))
    tally = carry(talk)
    assert (tally.kinds, tally.left) == ({"no-file": 1}, 1)
    gone = versions(talk.desk.scripts, counted(talk))[0]
    assert (gone.number, gone.here, gone.people) == (1, False, 1)
    talk.desk = whole


def test_a_busy_database_stops_nobody_else(
    household: Household, talk: Talk, new_version: New, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who could not be taken just now is counted, the next is taken, and it can be run again."""
    Talk(household, "mia").begin()
    new_version(reworded)
    write, refused = talk.database.write, list[str]()

    def busy(work: Callable[..., object]) -> object:
        if not refused:
            refused.append("once")
            raise Unavailable
        return write(work)

    monkeypatch.setattr(talk.database, "write", busy)
    tally = carry(talk)
    assert (tally.kinds, tally.left) == ({"carried": 1, "unavailable": 1}, 1)
    assert carry(talk).kinds == {"carried": 1}


def test_two_at_once_carry_over_once(talk: Talk, new_version: New) -> None:
    """A command and a page at the same time bring everybody over once."""
    new_version(reworded)
    before = talk.events
    assert at_once(lambda: carry(talk), lambda: carry(talk), lambda: carry(talk)) == []
    assert talk.events == before + 1


def test_what_they_say_meanwhile_is_not_forgotten(talk: Talk, new_version: New) -> None:
    """An answer that comes just before is asked again too, one just after answers older words."""
    talk.go_to("home_feel")
    new_version(reworded)
    name = new_id()
    said = events.Picked(name, "home_feel", ("good",), "the dog", seen=1)
    assert at_once(lambda: talk.take(said), lambda: carry(talk)) == []
    assert talk.now.version == 2
    held = talk.now.state.by_step["home_feel"]
    assert (held.words, held.again, held.version) == ("the dog", True, 1)
    (kept,) = [each.kept for each in talk.revisions if each.kept.step == "home_feel"]
    assert (kept.version, kept.words) == (1, "the dog")
    assert not kept.asked.startswith("In other words")


def test_a_chat_is_told_once(talk: Talk, new_version: New) -> None:
    """A messenger says that some questions are new with the next thing it says, and only then."""
    talk.channel = "telegram"
    talk.go_to("home_feel")
    new_version(reworded)
    carry(talk)
    first = talk.take(events.AskedAgain(new_id()))
    assert Say("carried_over") in first.outputs
    assert Say("carried_over") not in talk.take(events.AskedAgain(new_id())).outputs


def test_what_is_skipped_stands_as_it_was_asked(talk: Talk, new_version: New) -> None:
    """Who skips what is asked again leaves it: the pack has their words beside the older ones."""
    talk.go_to("family_time").pick("family_time", "more")
    talk.say("family_wish", "Tobi every week")
    asked, label = talk.revisions[-2].kept.asked, talk.revisions[-2].kept.labels
    new_version(lambda draft: draft.other_choice("family_time", "more", "often"))
    carry(talk)
    talk.send(family="review")
    stands = seen(talk)["family_time"]
    assert (stands.revision.kept.asked, stands.revision.kept.labels) == (asked, label)
    assert stands.scope == "review"


def test_a_removed_question_stays_with_the_officer(talk: Talk, new_version: New) -> None:
    """Nobody asked who may see the answer to what is asked no more: it is the officer's alone."""
    talk.go_to("family_time").pick("family_time", "more")
    talk.say("family_wish", "Tobi every week")
    new_version(lambda draft: draft.remove("family_wish"))
    carry(talk)
    talk.send(family="review")
    stands = seen(talk)
    assert (stands["family_time"].scope, stands["family_wish"].scope) == ("review", "iro")
    assert stands["family_wish"].revision.kept.words == "Tobi every week"


def test_what_was_closed_is_not_shown_when_its_question_goes(talk: Talk, new_version: New) -> None:
    """What they withdrew by another answer stays withdrawn, also where the question is removed."""
    talk.go_to("family_time").pick("family_time", "more")
    talk.say("family_wish", "Tobi every week")
    talk.pick("family_time", "enough")
    new_version(lambda draft: draft.remove("family_wish"))
    carry(talk)
    talk.send(family="review")
    assert "family_wish" not in seen(talk)


def test_a_moved_question_is_shared_by_the_topic_they_saw_it_in(
    talk: Talk, new_version: New
) -> None:
    """Who may see it is what they chose for the topic in which they saw it when they chose."""
    talk.go_to("home_feel").pick("home_feel", "good", words="the dog")
    talk.go_to("proud").say("proud", "swimming")
    new_version(lambda draft: draft.move("proud", "home"))
    carry(talk)
    talk.send(home="iro", proud="review")
    assert seen(talk)["proud"].scope == "iro"


def test_what_is_gone_can_be_taken_back(talk: Talk, new_version: New) -> None:
    """An answer that can't be changed any more can be taken back, before Send and after."""
    talk.go_to("proud").say("proud", "swimming")
    new_version(lambda draft: draft.remove("proud"))
    carry(talk)
    talk.send()
    assert "proud" in seen(talk)
    talk.take(events.TookBack(new_id(), "proud"))
    assert "proud" not in seen(talk)
    assert talk.revisions[-1].kept.taken_back


def test_a_worry_stays_one(talk: Talk, new_version: New) -> None:
    """A choice that raised a worry is marked as one, though the new version offers it no more."""
    talk.go_to("safe_feel").pick("safe_feel", "not_good", words=None)
    talk.say("safe_feel", "only a feeling")
    new_version(lambda draft: draft.other_choice("safe_feel", "not_good", "very_bad"))
    carry(talk)
    talk.send()
    assert seen(talk)["safe_feel"].raised_concern


def test_the_record_names_the_version_of_each_answer(talk: Talk, new_version: New) -> None:
    """Each revision says in which version it was asked, and the hash of that file."""
    talk.go_to("home_feel").pick("home_feel", "good", words="the dog")
    first = talk.script.digest
    new_version(reworded)
    carry(talk)
    talk.pick("home_feel", "good", words="the dog")
    kept = [each.kept for each in talk.revisions if each.kept.step == "home_feel"]
    assert [(each.version, each.digest) for each in kept] == [(1, first), (2, talk.script.digest)]
    found = talk.database.read(lambda t: consultations.get(t, talk.key, SYSTEM, talk.id))
    assert found.state.by_step["home_feel"].version == 0
