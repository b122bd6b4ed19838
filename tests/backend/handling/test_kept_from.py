"""Nobody an allegation is about, and nobody who lives with them, ever hears of it."""

from dataclasses import replace

import pytest

from backend.concerns import service as concerns
from backend.concerns.rules import Concern, Named
from backend.handling import rules, service
from backend.handling.rules import Note
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.contacts import is_phone, plain_phone
from backend.platform.database import new_id
from backend.platform.errors import BadInput, NotFound
from backend.views import service as views
from tests.backend.concerns.on_duty import HARM, Desk
from tests.backend.consultations.household import join
from tests.backend.consultations.talk import Talk


def reach(desk: Desk, who: str, email: str = "", phone: str = "") -> None:
    """Give a participant an address."""
    person = replace(desk.household.people[who], email=email, phone=phone)
    desk.write(lambda t: people.correct_participant(t, SYSTEM, person))


def name(
    desk: Desk, concern: Concern, *named: Named, about: str = "worker", by: str = "mo"
) -> None:
    """Say whom it is about."""
    desk.write(
        lambda t: service.set_allegation(
            t, desk.ring, desk.viewer(by), desk.on_call, concern.id, about, named, desk.clock()
        )
    )


def officer(desk: Desk, who: str) -> Named:
    """Name an officer."""
    return Named("officer", desk.staff[who].id)


def participant(desk: Desk, who: str) -> Named:
    """Name somebody around the child."""
    return Named("participant", desk.household.people[who].id)


@pytest.mark.parametrize(
    ("email", "phone"),
    [("ann@example.org", ""), ("Ann@Example.ORG", ""), ("", "07700900123"),
     ("", "+44 7700 900123"), ("", "0044 7700-900.123"), ("", "+44 (0)7700 900123")],
)  # fmt: skip
def test_an_officer_of_the_childs_home_is_never_called(desk: Desk, email: str, phone: str) -> None:
    """Whoever has the e-mail or phone of somebody in the home, however written, hears nothing."""
    reach(desk, "amara_carer", email, phone)
    held = desk.raised()
    desk.escalate(24 * 60)
    assert not any("ann" in each for each in desk.called(held))
    assert not desk.sees("ann", held)
    assert desk.sees("duty", held)
    assert desk.sees("mo", held)


def test_an_empty_address_is_nobodys(desk: Desk) -> None:
    """An officer without a phone is not taken for a carer without one."""
    reach(desk, "amara_carer")
    held = desk.raised()
    assert desk.sees("duty", held)
    assert desk.read(lambda t: concerns.barred(t, held)) == frozenset()


def test_another_childs_home_keeps_nobody_away(desk: Desk) -> None:
    """An officer who cares for one child is called about another."""
    reach(desk, "mia_carer", "ann@example.org")
    assert desk.sees("ann", desk.raised())
    assert not desk.sees("ann", desk.raised(who="mia"))


def test_a_named_officer_is_gone_from_everything(desk: Desk) -> None:
    """A named officer sees it nowhere, is called no more, and what waits for them is stopped."""
    held = desk.raised()
    desk.take(held, "mo")
    assert desk.sees("ann", held)
    name(desk, held, officer(desk, "ann"))
    statuses = desk.outbox(held)
    ann = desk.staff["ann"].id
    assert {key: it for key, it in statuses.items() if ann in key} == {
        f"1:0:{ann}:email": "cancelled"
    }
    desk.say(HARM)
    assert not desk.sees("ann", held)
    desk.escalate(24 * 60)
    assert [each for each in desk.called(held) if "ann" in each] == ["1.0 ann"]
    with pytest.raises(NotFound):
        desk.take(held, "ann")
    with pytest.raises(NotFound):
        desk.read(lambda t: service.record(t, desk.key(), desk.viewer("ann"), held.id))


def test_who_is_named_while_they_have_it_has_it_no_more(desk: Desk) -> None:
    """Where the officer who has it is named, people are called anew without them."""
    held = desk.raised()
    desk.take(held, "ann")
    name(desk, held, officer(desk, "ann"))
    now = desk.now(held)
    assert (now.holder_id, now.waiting) == (None, True)
    assert [each for each in desk.called(held) if each.startswith("2.")] == ["2.0 duty"]
    changes = [each.change for each in desk.read(lambda t: concerns.changes(t, held))]
    assert changes == ["raised", "seen", "about", "named", "left"]


def test_who_is_named_while_being_called_leaves_nobody_waiting(desk: Desk) -> None:
    """Where the one who was called is named before anybody has it, others are called at once."""
    held = desk.raised()
    name(desk, held, officer(desk, "ann"))
    assert [each for each in desk.called(held) if each.startswith("2.")] == ["2.0 duty"]


def test_a_named_participant_is_known_by_their_address(desk: Desk) -> None:
    """An officer with the phone of a named social worker, who is of no home, is kept out too."""
    desk.household = join(desk.household, "sw", "social_worker", "Dan Price")
    reach(desk, "sw", phone="+44 7700 900 123")
    held = desk.raised()
    assert desk.sees("ann", held)
    name(desk, held, participant(desk, "sw"))
    assert not desk.sees("ann", held)
    assert desk.read(lambda t: concerns.barred(t, held)) == {desk.staff["ann"].id}


def test_taking_a_name_off_lets_them_see_it_again(desk: Desk) -> None:
    """Who was named by mistake is let back in, and the history tells of both."""
    held = desk.raised()
    name(desk, held, officer(desk, "ann"))
    name(desk, held, about="none")
    assert desk.sees("ann", held)
    changes = [it for it in desk.read(lambda t: concerns.changes(t, held)) if "named" in it.change]
    ann = f"officer:{desk.staff['ann'].id}"
    assert [(it.change, it.detail) for it in changes] == [("named", ann), ("unnamed", ann)]


def test_both_ways_of_asking_agree(desk: Desk) -> None:
    """Who is never called and who sees nothing are the same people, for every mix of addresses."""
    desk.hire("bea", "duty", email="bea@example.org", phone="+447700900456")
    desk.household = join(desk.household, "sw", "social_worker", "Dan Price")
    held = desk.raised()
    for carer, worker, named in (
        (("bea@example.org", ""), ("", ""), ()),
        (("", "07700 900456"), ("ann@example.org", ""), (participant(desk, "sw"),)),
        (("", ""), ("", "07700900123"), (participant(desk, "sw"), officer(desk, "bea"))),
        (("x@example.org", "07700 900000"), ("ann@example.org", ""), ()),
    ):
        reach(desk, "amara_carer", *carer)
        reach(desk, "sw", *worker)
        name(desk, held, *named, about="adult" if named else "none")
        barred = desk.read(lambda t: concerns.barred(t, held))
        blind = {desk.staff[who].id for who in ("ann", "bea", "duty") if not desk.sees(who, held)}
        assert barred == blind


def test_the_reviewing_officer_who_is_named_does_not_read_the_words(desk: Desk) -> None:
    """The child's own officer, once named, finds neither the concern nor its words in the pack."""
    talk = Talk(desk.household).begin().go_to("home_feel")
    talk.say("home_feel", "Priya hits me")
    talk.go_to("proud").say("proud", "swimming")
    talk.send()
    (held,) = talk.concerns

    def words() -> set[str]:
        review = talk.invitation.review_id or ""
        found = desk.read(
            lambda t: views.of_review(t, talk.desk, talk.key, desk.viewer("iro"), review)
        )
        return {it.revision.kept.words or "" for each in found for it in each.answers}

    assert "Priya hits me" in words()
    name(desk, held, officer(desk, "iro"))
    assert "Priya hits me" not in words()
    assert "swimming" in words()
    assert not desk.sees("iro", held)


@pytest.mark.parametrize(
    ("about", "who", "wrong"),
    [("king", "none", {"about": rules.NOT_OFFERED}), ("none", "ann", {"named": rules.WHO_IS_NAMED}),
     ("carer", "stranger", {"named": rules.WHO_IS_NAMED}),
     ("carer", "leo", {"named": rules.WHO_IS_NAMED}),
     ("carer", "amara", {"named": rules.WHO_IS_NAMED})],
)  # fmt: skip
def test_an_allegation_has_to_make_sense(
    desk: Desk, about: str, who: str, wrong: dict[str, str]
) -> None:
    """Only officers and people around this very child, but not the child, can be named."""
    held = desk.raised()
    known = {
        "ann": (officer(desk, "ann"),),
        "stranger": (Named("officer", "0" * 32),),
        "leo": (participant(desk, "leo_carer"),),
        "amara": (participant(desk, "amara"),),
    }
    with pytest.raises(BadInput) as refused:
        name(desk, held, *known.get(who, ()), about=about)
    assert refused.value.fields == wrong
    assert desk.now(held).about == "none"


def test_whoever_has_it_says_whom_it_is_about(desk: Desk) -> None:
    """Not somebody else on duty; the clock of the designated officer then runs until a note."""
    held = desk.raised()
    desk.take(held, "duty")
    with pytest.raises(BadInput):
        name(desk, held, by="ann")
    name(desk, held, participant(desk, "amara_carer"), about="carer", by="duty")
    assert desk.now(held).lado_waits
    told = Note(new_id(), desk.clock(), "", "lado", "Rang her.", "Lena Dorr")
    key = desk.key()
    desk.write(lambda t: service.add_note(t, key, desk.viewer("duty"), held.id, told))
    now = desk.now(held)
    assert (now.lado_waits, now.lado_told_at) == (False, desk.clock())


@pytest.mark.parametrize(
    ("written", "plain", "fits"),
    [("07700 900123", "07700900123", True), ("+44 (0)7700-900.123", "+4407700900123", True),
     ("123", "123", False), ("0" * 16, "0" * 16, False), ("call me", "callme", False),
     ("+44 7700 900123 ext", "+447700900123ext", False)],
)  # fmt: skip
def test_numbers_are_made_plain(written: str, plain: str, fits: bool) -> None:
    """What stands between digits goes away, and 7 to 15 digits are a number."""
    assert (plain_phone(written), is_phone(plain)) == (plain, fits)
