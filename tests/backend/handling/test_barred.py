"""Whoever is named in one concern of a child is kept from every concern of that child."""

from dataclasses import replace
from functools import partial

import pytest

from backend.concerns import service as concerns
from backend.concerns.rules import Concern, Raised
from backend.duty import service as duty
from backend.handling import rules, service
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.errors import NotFound
from backend.views import service as views
from tests.backend.concerns.on_duty import HARM, Desk
from tests.backend.consultations.household import join
from tests.backend.consultations.talk import Talk
from tests.backend.handling.doing import act, close, refused, write_down
from tests.backend.handling.test_kept_from import name, officer, participant, reach

FEAR = Raised("cue", "fear")


def round_of(desk: Desk, concern: Concern, number: int) -> list[str]:
    """Give who was called in one round, with the step."""
    return [each for each in desk.called(concern) if each.startswith(f"{number}.")]


def test_a_sentence_of_two_kinds_is_kept_from_whom_it_names(desk: Desk) -> None:
    """Where one sentence raised two concerns, naming in one keeps both and the words from them."""
    talk = Talk(desk.household).begin().go_to("home_feel")
    talk.say("home_feel", "Ann hits me and I am scared she will lock me in my room again")
    held = {each.category: each for each in talk.concerns}
    assert len(held) > 1
    name(desk, held["harm"], officer(desk, "ann"))
    ann = desk.viewer("ann")
    for each in held.values():
        assert not desk.sees("ann", each)
        with pytest.raises(NotFound):
            desk.take(each, "ann")
        look = partial(views.concern_record, key=talk.key, viewer=ann, concern_id=each.id)
        with pytest.raises(NotFound):
            desk.read(look)
    assert desk.sees("duty", held["harm"])


def test_what_was_said_beside_it_is_kept_from_them_too(desk: Desk) -> None:
    """Help that was pressed just after "Ann hits me" shows those words to others, not to Ann."""
    talk = Talk(desk.household).begin().go_to("home_feel")
    talk.say("home_feel", "Ann hits me")
    talk.help()
    held = {each.category: each for each in talk.concerns}
    name(desk, held["harm"], officer(desk, "ann"))

    def near(who: str) -> set[str]:
        events = desk.now(held["help"]).event_ids
        found = desk.read(lambda t: views.excerpt(t, talk.key, desk.viewer(who), events))
        return {said.words for each in found for said in (*each.before, *each.after)}

    assert "Ann hits me" in near("duty")
    assert near("ann") == set()


def test_what_is_raised_later_never_reaches_them(desk: Desk) -> None:
    """A named officer is not called, at any step, for what the same child raises afterwards."""
    held = desk.raised()
    desk.take(held, "mo")
    name(desk, held, officer(desk, "ann"))
    later = desk.raised(FEAR)
    desk.escalate(24 * 60)
    assert not any("ann" in each for each in desk.called(later))
    assert not desk.sees("ann", later)
    to = desk.read(lambda t: service.officers_to_have_it(t, desk.viewer("mo"), later.id))
    assert desk.staff["ann"].id not in {each.id for each in to}
    assert desk.staff["duty"].id in {each.id for each in to}


def test_another_child_is_not_concerned(desk: Desk) -> None:
    """Who is named by one child is called about another."""
    name(desk, desk.raised(), officer(desk, "ann"))
    other = desk.raised(who="mia")
    assert desk.sees("ann", other)
    assert "1.0 ann" in desk.called(other)


def test_a_named_closed_concern_still_keeps_them_away(desk: Desk) -> None:
    """It lasts after the concern is closed, until the name is taken off."""
    held = desk.raised()
    desk.take(held, "duty")
    name(desk, held, officer(desk, "ann"), by="duty")
    write_down(desk, held)
    act(desk, held)
    close(desk, held)
    later = desk.raised(FEAR)
    assert not desk.sees("ann", later)
    name(desk, held, about="none")
    assert desk.sees("ann", later)


def test_taking_a_name_off_one_of_two_changes_nothing(desk: Desk) -> None:
    """Who is named in two concerns of a child is let back in when both have let them go."""
    first, second = desk.raised(), desk.raised(FEAR)
    for each in (first, second):
        name(desk, each, officer(desk, "ann"))
    name(desk, first, about="none")
    assert not desk.sees("ann", first)
    assert not desk.sees("ann", second)
    name(desk, second, about="none")
    assert desk.sees("ann", first)


def test_naming_stops_and_calls_anew_for_every_concern_of_the_child(desk: Desk) -> None:
    """What waits for them about the others is stopped, and others are called for those as well."""
    first, waits, had = desk.raised(), desk.raised(FEAR), desk.raised(Raised("cue", "missing"))
    desk.take(had, "ann")
    name(desk, first, officer(desk, "ann"))
    ann = desk.staff["ann"].id
    for each in (first, waits, had):
        assert desk.outbox(each)[f"1:0:{ann}:email"] == "cancelled"
        assert round_of(desk, each, 2) == ["2.0 duty"]
        assert desk.now(each).waiting
    assert desk.now(had).holder_id is None
    name(desk, first, officer(desk, "ann"))
    assert round_of(desk, waits, 3) == []


def test_nobody_is_called_for_what_is_closed(desk: Desk) -> None:
    """Naming the officer who closed one starts no clock, and calls nobody."""
    held = desk.raised()
    desk.take(held, "duty")
    write_down(desk, held)
    act(desk, held)
    close(desk, held)
    name(desk, held, officer(desk, "duty"))
    now = desk.now(held)
    assert (now.waiting, now.open, now.round) == (False, False, 1)
    assert desk.escalate(24 * 60) == 0
    assert not desk.sees("duty", held)


def test_a_named_participant_bars_their_address_from_all(desk: Desk) -> None:
    """An officer with the phone of a named social worker is kept from the child's others too."""
    desk.household = join(desk.household, "sw", "social_worker", "Dan Price")
    reach(desk, "sw", phone="07700 900123")
    held, other = desk.raised(HARM), desk.raised(FEAR)
    name(desk, held, participant(desk, "sw"))
    assert not desk.sees("ann", other)
    barred = desk.read(lambda t: concerns.barred(t, other))
    assert barred == {desk.staff["ann"].id}
    reached = desk.read(lambda t: duty.reached(t, desk.on_call, 2, desk.clock(), barred))
    assert desk.staff["ann"].id not in {each.officer_id for each in reached.recipients}
    assert desk.read(lambda t: concerns.count_waiting(t, SYSTEM)) == 2


def named_officers(desk: Desk, concern: Concern) -> set[str]:
    """Give the ids of those who are named."""
    return {each.person_id for each in desk.read(lambda t: concerns.named(t, concern))}


def test_naming_cannot_hide_it(desk: Desk) -> None:
    """Naming everybody else is refused, and the last of them one by one; nothing of it is kept."""
    held = desk.raised()
    desk.take(held, "duty")
    others = [officer(desk, who) for who in ("ann", "mo")]
    said = refused(lambda: name(desk, held, *others, by="duty"))
    assert said == {"named": rules.NOBODY_ELSE}
    assert (named_officers(desk, held), desk.now(held).about) == (set(), "none")
    name(desk, held, others[0], by="duty")
    assert refused(lambda: name(desk, held, *others, by="duty")) == {"named": rules.NOBODY_ELSE}
    assert named_officers(desk, held) == {desk.staff["ann"].id}
    assert desk.sees("mo", held)


def test_an_address_cannot_hide_it_either(desk: Desk) -> None:
    """Naming a participant with the address of the last who would see it is refused as well."""
    desk.household = join(desk.household, "sw", "social_worker", "Dan Price")
    reach(desk, "sw", email="mo@example.org")
    held = desk.raised()
    desk.take(held, "duty")
    name(desk, held, officer(desk, "ann"), by="duty")
    named = (officer(desk, "ann"), participant(desk, "sw"))
    assert refused(lambda: name(desk, held, *named, by="duty")) == {"named": rules.NOBODY_ELSE}


def test_another_concern_cannot_hide_it_either(desk: Desk) -> None:
    """Naming one in each of two concerns of the child leaves nobody just the same."""
    first, second = desk.raised(), desk.raised(FEAR)
    for each in (first, second):
        desk.take(each, "duty")
    name(desk, first, officer(desk, "ann"), by="duty")
    said = refused(lambda: name(desk, second, officer(desk, "mo"), by="duty"))
    assert said == {"named": rules.NOBODY_ELSE}


def test_who_is_alone_may_say_whom_it_is_about(desk: Desk) -> None:
    """Where nobody else sees it in any case, people around the child can still be named."""
    for who in ("ann", "mo"):
        gone = replace(desk.staff[who], active=False)
        desk.write(lambda t, it=gone: people.correct_officer(t, it))  # type: ignore[misc]
    held = desk.raised()
    desk.take(held, "duty")
    name(desk, held, participant(desk, "amara_carer"), about="carer", by="duty")
    assert desk.now(held).about == "carer"


def test_naming_an_officer_tells_the_managers_once(desk: Desk) -> None:
    """A manager other than who names hears of it at once; a participant's name tells nobody."""
    desk.hire("max", "manager")
    held = desk.raised()
    desk.take(held, "duty")
    name(desk, held, participant(desk, "amara_carer"), by="duty")
    before = desk.called(held)
    for _ in range(2):
        name(desk, held, officer(desk, "ann"), by="mo")
    (told,) = set(desk.called(held)) - set(before)
    assert told.endswith(" max")
    ways = {key: it for key, it in desk.outbox(held).items() if desk.staff["max"].id in key}
    assert list(ways.values()) == ["waiting"]
    assert not desk.now(held).waiting


def test_where_the_only_manager_names_those_on_duty_are_told(desk: Desk) -> None:
    """No naming of an officer is known to one person alone, a manager's neither."""
    held = desk.raised()
    desk.take(held, "duty")
    before = desk.called(held)
    name(desk, held, officer(desk, "ann"), by="mo")
    assert [each.split()[1] for each in set(desk.called(held)) - set(before)] == ["duty"]
