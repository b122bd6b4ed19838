"""Who is reminded by the job of the timetable, how often, by what way, and who is not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from backend.invitations import service as invitations
from backend.invitations.tables import bindings
from backend.people.rules import SYSTEM
from backend.platform.errors import NotFound
from backend.platform.messages import EMAILS
from backend.platform.runs import service as runs
from backend.reminders import service
from tests.backend.consultations.household import REVIEW, TODAY, Household
from tests.backend.consultations.talk import Talk
from tests.backend.reminders.waiting import CHAT, FIRST, LAST, OWN_FIRST, REMINDERS, Waiting

CARER, OWN = "amara_carer@home.example", "amara@home.example"
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


def test_the_job_run_a_hundred_times_reminds_twice(waiting: Waiting) -> None:
    """However often the job runs between invitation and review, each hears from us twice."""
    start, heard = waiting.clock(), list[str]()
    for step in range(101):
        heard += waiting.go(start + step * (REVIEW - start) / 100)
    assert sorted(heard) == [OWN, OWN, CARER, CARER]
    assert waiting.outbox() == [("reminder", "sent")] * 4


def test_each_hears_at_their_own_hour(waiting: Waiting) -> None:
    """An adult hears in the morning, a child after school, and no second before."""
    assert waiting.go(FIRST - timedelta(seconds=1)) == []
    assert waiting.go(FIRST) == [CARER]
    assert waiting.go(OWN_FIRST - timedelta(seconds=1)) == []
    assert waiting.go(OWN_FIRST) == [OWN]


def test_a_clock_put_forward_and_back_doubles_nothing(waiting: Waiting) -> None:
    """A wall clock a day ahead, back again and an hour back sends nothing twice, and skips none."""
    heard = []
    for at in (FIRST - A_DAY, FIRST, FIRST - A_DAY, FIRST - AN_HOUR, FIRST, FIRST + AN_HOUR):
        heard += waiting.go(at)
    for at in (LAST, LAST - A_DAY, LAST - AN_HOUR, LAST, LAST + AN_HOUR):
        heard += waiting.go(at)
    assert heard.count(CARER) == 2


def test_a_reminder_holds_nothing(waiting: Waiting) -> None:
    """It has no value at all: no link, no code, no name; its words give no work of ours away."""
    waiting.clock.set(FIRST)
    waiting.timetable.run(REMINDERS)
    (message,) = waiting.delivered()
    assert message.values == {}
    for template in ("reminder", "reminder_begun"):
        said = (EMAILS[template].subject + EMAILS[template].body).lower()
        assert "{" not in said
        for word in ("care", "review", "social", "council", "child", "sayso", "http"):
            assert word not in said


def test_who_stopped_half_way_is_told_to_go_on(waiting: Waiting) -> None:
    """Whoever has begun and not sent hears that they can go on, and not what they said."""
    Talk(waiting.household, "amara").begin().go_to("home_feel").say("home_feel", "zebra crossing")
    assert waiting.go(OWN_FIRST) == [OWN, CARER]
    assert sorted(waiting.outbox()) == [("reminder", "sent"), ("reminder_begun", "sent")]


def sends(waiting: Waiting) -> None:
    Talk(waiting.household, "amara_carer").begin().send()


def moves(waiting: Waiting) -> None:
    carer = waiting.household.people["amara_carer"].id
    waiting.do(invitations.revoke_participants, (carer,), waiting.clock())


def is_over(waiting: Waiting) -> None:
    waiting.with_addresses("amara_carer", ends_on=TODAY)


def is_left_in_peace(waiting: Waiting) -> None:
    waiting.switch("amara_carer", False)


def has_no_address(waiting: Waiting) -> None:
    waiting.with_addresses("amara_carer", email="")


def has_locked_the_link(waiting: Waiting) -> None:
    ring, token = waiting.runtime.ring, waiting.household.token("amara_carer")
    for _ in range(10):
        waiting.do(invitations.bind_browser, ring, token, "999999", "phone", waiting.clock())


def has_it_cancelled(waiting: Waiting) -> None:
    waiting.change_review(status="cancelled")


def has_it_held(waiting: Waiting) -> None:
    waiting.change_review(status="held")


WHY = [
    sends, moves, is_over, is_left_in_peace, has_no_address, has_locked_the_link,
    has_it_cancelled, has_it_held,
]  # fmt: skip


@pytest.mark.parametrize("why", WHY)
def test_who_is_not_to_be_reminded_is_not(waiting: Waiting, why: Callable[[Waiting], None]) -> None:
    """Once they sent, moved, were left in peace or cannot answer, no reminder goes to them."""
    why(waiting)
    for at in (FIRST, LAST, REVIEW - A_DAY, REVIEW + A_DAY):
        assert CARER not in waiting.go(at)
    assert not waiting.remind("amara_carer"), "asked for by itself, it does not go either"


@pytest.mark.parametrize("why", [sends, moves, is_left_in_peace, has_it_cancelled])
def test_what_waits_for_the_morning_is_stopped(
    waiting: Waiting, why: Callable[[Waiting], None]
) -> None:
    """A reminder that waits is stopped by the same act that makes it needless."""
    night = FIRST + 12 * AN_HOUR
    assert waiting.go(night) == []
    assert waiting.outbox() == [("reminder", "waiting")] * 2
    why(waiting)
    assert CARER not in waiting.go(night + 12 * AN_HOUR)
    assert ("reminder", "cancelled") in waiting.outbox()


def test_nothing_waits_for_somebody_who_leaves_overnight(waiting: Waiting) -> None:
    """Found in the evening of the last day somebody takes part, it is not kept for the morning."""
    night = FIRST + 12 * AN_HOUR
    waiting.with_addresses("amara_carer", ends_on=(night + A_DAY).date())
    assert waiting.go(night) == []
    assert waiting.go(night + 12 * AN_HOUR) == [OWN]


def test_found_at_night_it_arrives_in_the_morning(waiting: Waiting) -> None:
    """After Sayso was away all day, nobody is woken: it goes at eight."""
    night = FIRST + 13 * AN_HOUR
    assert waiting.go(night) == []
    assert waiting.go(night + 9 * AN_HOUR - timedelta(seconds=1)) == []
    assert waiting.go(night + 9 * AN_HOUR) == [OWN, CARER]


def test_a_new_link_begins_the_week_anew(waiting: Waiting) -> None:
    """Whoever was asked again lately is not reminded that day, and still twice at most."""
    waiting.clock.set(FIRST - AN_HOUR)
    waiting.ask_again("amara_carer")
    assert waiting.go(FIRST) == []
    assert waiting.go(LAST) == [OWN, CARER]
    assert waiting.go(LAST + A_DAY) == []


def test_in_peace_until_told_otherwise(waiting: Waiting) -> None:
    """Switched off and on again, the one that is still to come goes."""
    waiting.switch("amara_carer", False)
    assert CARER not in waiting.go(FIRST)
    waiting.switch("amara_carer", True)
    assert CARER in waiting.go(LAST)


def test_who_is_bound_to_a_chat_is_told_there(household: Household) -> None:
    """An adult's chat hears in place of the mailbox; a child too young for it never does."""
    waiting = Waiting(household, "email", "telegram").with_addresses("amara", "amara_carer")
    waiting.chat("amara_carer")
    waiting.chat("amara", "7002")
    assert waiting.go(OWN_FIRST) == [CHAT, OWN]
    assert sorted(waiting.outbox()) == [("nudge", "sent"), ("reminder", "sent")]


def test_by_what_is_at_hand(household: Household) -> None:
    """Without e-mail somebody's phone is used where text messages are, and else nothing."""
    by_text = Waiting(household, "notify_sms").with_addresses("amara_carer", phone="07700 900123")
    assert by_text.go(FIRST) == ["07700 900123"]
    assert Waiting(household, "something_else").go(LAST) == []


def test_one_trouble_is_not_anothers(waiting: Waiting) -> None:
    """If one person's reminder fails, the others go, and the job says that it did not end well."""
    waiting.chat("amara_carer")
    spoil = update(bindings).where(bindings.c.kind == "chat").values(address=b"cannot be opened")
    waiting.database.write(lambda t: t.execute(spoil))
    waiting.clock.set(OWN_FIRST)
    assert not waiting.timetable.run(REMINDERS)
    assert [message.recipient for message in waiting.delivered()] == [OWN]
    (run,) = waiting.database.read(runs.last)
    assert (run.error, run.finished_at) == ("CannotOpen", None)


@pytest.mark.parametrize("who", ["iro", "support", "owner"])
def test_staff_see_and_switch(waiting: Waiting, who: str) -> None:
    """The child's IRO and who keeps the records see what went and comes, and can switch it."""
    shown = waiting.shown(who)["foster_carer"]
    assert (shown.went, shown.next, shown.reached) == (None, FIRST, True)
    waiting.go(FIRST)
    shown = waiting.shown(who)["foster_carer"]
    assert (shown.went, shown.next) == (FIRST, LAST)
    waiting.switch("amara_carer", False, who)
    shown = waiting.shown(who)["foster_carer"]
    assert (shown.invitation.reminders, shown.went, shown.next) == (False, FIRST, None)


@pytest.mark.parametrize("who", ["other_iro", "duty", "amara_carer", "amara", "nobody"])
def test_nobody_else_switches(waiting: Waiting, who: str) -> None:
    """Another IRO, the duty officer, a participant and a stranger switch nothing."""
    with pytest.raises(NotFound):
        waiting.switch("amara_carer", False, who)
    kept = waiting.do(invitations.get, SYSTEM, waiting.household.asked["amara_carer"].id)
    assert kept.reminders


def test_an_invitation_of_another_review_is_not_switched(waiting: Waiting) -> None:
    """Who may see one review cannot by it switch the reminders of another."""
    asked = waiting.household.asked
    other = asked["mia"]
    with pytest.raises(NotFound):
        waiting.do(
            service.switch,
            waiting.household.viewer("support"),
            asked["amara"].review_id,
            other.id,
            wanted=False,
            at=waiting.clock(),
        )
