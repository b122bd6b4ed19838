"""The timed job: who is asked, when it arrives, and nobody twice, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from backend.asking import service as asking
from backend.invitations import service as invitations
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.database import new_id
from backend.platform.delivery.rules import OpenedMessage, Undeliverable
from backend.platform.errors import BadInput, NotFound
from backend.rounds import service as rounds
from backend.rounds.rules import AUTOMATIC, Habit
from tests.backend.rounds.opened import NOON, Rounds

JO = ("jo@home.example", "invitation")


def test_nothing_goes_out_before_somebody_approves(coming: Rounds) -> None:
    """A round whose day has come waits; approved, it opens and asks whoever has an address."""
    assert coming.go(NOON) == []
    assert coming.standing().stage == "waits"
    coming.steer("approve")
    assert coming.go() == [JO]
    shown = coming.standing()
    assert (shown.stage, shown.round.approved_by) == ("open", coming.staff["iro"].id)
    assert coming.todo() == {"Amara": "card", "Jo": "tell-code"}


def test_a_round_goes_by_itself_where_the_owner_says_so(coming: Rounds) -> None:
    """Where it is automatic, it opens on its day and not the day before."""
    owner, at = coming.viewer("owner"), coming.clock()
    coming.do(rounds.change_habit, owner, new_id(), Habit(AUTOMATIC, 14), at)
    assert coming.go(datetime(2026, 11, 25, 23, 59, tzinfo=UTC)) == []
    assert coming.standing().stage == "coming"
    assert coming.go(datetime(2026, 11, 26, 0, 1, tzinfo=UTC)) == []
    assert coming.standing().stage == "open"
    assert coming.go(datetime(2026, 11, 26, 8, 0, tzinfo=UTC)) == [JO], "not at night"


@pytest.mark.parametrize("who", ["iro", "other_iro", "support", "manager", "duty"])
def test_only_the_owner_says_how_rounds_open(coming: Rounds, who: str) -> None:
    """Nobody else changes it for all children."""
    with pytest.raises(NotFound):
        coming.do(
            rounds.change_habit, coming.viewer(who), new_id(), Habit(AUTOMATIC), coming.clock()
        )


@pytest.mark.parametrize("who", ["other_iro", "manager", "duty"])
def test_only_the_own_iro_and_keepers_steer(coming: Rounds, who: str) -> None:
    """Another IRO, a manager and the people on duty approve nothing and leave nobody out."""
    with pytest.raises(NotFound):
        coming.steer("approve", who)
    with pytest.raises(NotFound):
        coming.do(
            rounds.leave_out,
            coming.viewer(who),
            coming.review.id,
            coming.family.carer.id,
            coming.clock(),
            out=True,
        )


def test_nobody_is_asked_twice(open_round: Rounds) -> None:
    """The job again, a unit again after a crash, and a second process change nothing."""
    assert open_round.go() == [JO]
    (first,) = open_round.asked().values()
    open_round.clock.advance(timedelta(minutes=5))
    assert open_round.go() == []
    assert not open_round.ask_if_due(open_round.family.carer)
    assert list(open_round.asked().values()) == [first]


def test_a_round_that_stopped_half_way_asks_the_rest(open_round: Rounds) -> None:
    """After a kill between two people, the next run asks the one who is left."""
    open_round.person("parent", "Ada")
    assert open_round.ask_if_due(open_round.family.carer)
    assert open_round.go() == [("ada@example.org", "invitation"), JO]
    assert len(open_round.asked()) == 2


def test_a_professional_gets_their_code_by_itself(open_round: Rounds) -> None:
    """Link and code go in two messages to a work address, and nobody has to tell it."""
    open_round.person("social_worker", "Sue Wright")
    assert open_round.go() == [
        JO,
        ("sue@example.org", "invitation"),
        ("sue@example.org", "invitation_code"),
    ]
    assert open_round.todo()["Sue Wright"] == "wait"


def test_a_code_is_told_until_they_came_in(open_round: Rounds) -> None:
    """The six digits on the page open the link that was mailed; then they are gone for good."""
    open_round.run()
    (mail,) = open_round.delivered()
    line = open_round.lines()["Jo"]
    token = mail.values["url"].rsplit("/", 1)[1]
    assert (line.way, len(line.code)) == ("email", 6)
    assert line.code not in str(mail.values)
    entered = open_round.do(
        invitations.bind_browser,
        open_round.runtime.ring,
        token,
        line.code,
        "device",
        open_round.clock(),
    )
    assert entered.outcome == "open"
    assert (open_round.todo()["Jo"], open_round.lines()["Jo"].code) == ("wait", "")
    assert open_round.do(asking.forget_codes, open_round.clock()) == 1
    assert open_round.do(asking.forget_codes, open_round.clock()) == 0


def test_a_code_of_an_older_link_is_told_to_nobody(open_round: Rounds) -> None:
    """Once a card was made by hand, the code that was kept opens nothing and is not shown."""
    open_round.run()
    jo = open_round.asked()[open_round.family.carer.id]
    open_round.clock.advance(timedelta(minutes=1))
    at, fresh = open_round.clock(), asking.new_secrets()
    open_round.do(invitations.reissue, open_round.runtime.ring, SYSTEM, jo.id, fresh, at)
    assert open_round.lines()["Jo"].code == ""


def test_a_letter_that_does_not_arrive_needs_somebody(open_round: Rounds) -> None:
    """A refused address is shown with its reason; asking again with a right one settles it."""
    open_round.run()

    def refuse(_message: OpenedMessage) -> str | None:
        raise Undeliverable("refused")

    open_round.delivered(refuse)
    line = open_round.lines()["Jo"]
    assert (line.next, line.trouble) == ("check-address", "refused")
    open_round.clock.advance(timedelta(minutes=1))
    made = asking.Made(new_id(), asking.new_secrets())
    who, at = open_round.family.carer.id, open_round.clock()
    open_round.do(
        asking.ask,
        open_round.means,
        open_round.viewer("iro"),
        open_round.review.id,
        who,
        made,
        at,
        by_email=True,
        keep_code=True,
    )
    line = open_round.lines()["Jo"]
    assert (line.next, line.trouble, line.code) == ("tell-code", "", made.secrets.code)


def test_who_is_left_out_is_never_asked(open_round: Rounds) -> None:
    """Somebody left out before is not asked; left out after, their link closes and stays so."""
    ada, viewer = open_round.person("parent", "Ada"), open_round.viewer("iro")
    review, at = open_round.review.id, open_round.clock()
    open_round.do(rounds.leave_out, viewer, review, ada.id, at, out=True)
    assert open_round.go() == [JO]
    assert open_round.todo()["Ada"] == "left-out"
    open_round.do(rounds.leave_out, viewer, review, open_round.family.carer.id, at, out=True)
    open_round.do(rounds.leave_out, viewer, review, open_round.family.carer.id, at, out=False)
    assert open_round.go() == [], "a link that was stopped by hand stays stopped"
    assert open_round.todo()["Jo"] == "ask-again"
    open_round.do(rounds.leave_out, viewer, review, ada.id, at, out=False)
    assert open_round.go() == [("ada@example.org", "invitation")]


def test_a_child_who_was_asked_keeps_their_link(open_round: Rounds) -> None:
    """Nobody closes a child's link by leaving them out."""
    own, viewer = open_round.family.own, open_round.viewer("iro")
    open_round.do(people.correct_participant, SYSTEM, replace(own, email="amara@home.example"))
    open_round.run()
    with pytest.raises(NotFound):
        open_round.do(
            rounds.leave_out, viewer, open_round.review.id, own.id, open_round.clock(), out=True
        )
    assert open_round.asked()[own.id].revoked_at is None


def test_a_stopped_round_asks_nobody_else(open_round: Rounds) -> None:
    """Who joins a stopped round is not asked until it goes on."""
    open_round.run()
    open_round.steer("stop", "support")
    open_round.person("parent", "Ada")
    open_round.delivered()
    assert open_round.go() == []
    open_round.steer("go-on", "support")
    assert open_round.go() == [("ada@example.org", "invitation")]


def test_what_cannot_be_done_now_is_refused(open_round: Rounds) -> None:
    """Approving or opening once more what is open changes nothing and says so."""
    for step in ("approve", "open", "go-on", "wait"):
        with pytest.raises(BadInput):
            open_round.steer(step)
    assert open_round.standing().round.opened_at == NOON


def test_a_move_asks_the_new_home(open_round: Rounds) -> None:
    """The left home's links stop; the new carer is asked once entered; the child's goes on."""
    family, at = open_round.family, open_round.clock()
    open_round.do(
        people.correct_participant, SYSTEM, replace(family.own, email="amara@home.example")
    )
    assert open_round.go() == [("amara@home.example", "invitation"), JO]
    today = date(2026, 11, 24)
    new_home = replace(family.home, id=new_id(), name="Bea's")
    ended = open_round.do(people.move_placement, SYSTEM, today, new_home, today)
    open_round.do(invitations.revoke_participants, ended, at)
    assert open_round.go() == [], "nobody of the left home is asked anew"
    bea = open_round.person("foster_carer", "Bea", placement_id=new_home.id, starts_on=today)
    assert open_round.go() == [("bea@example.org", "invitation")]
    asked = open_round.asked()
    assert asked[family.carer.id].revoked_at == at
    assert (asked[family.own.id].revoked_at, asked[bea.id].revoked_at) == (None, None)
    assert open_round.todo()["Jo"] == ""


def test_who_comes_in_the_last_three_days_is_asked_by_a_person(open_round: Rounds) -> None:
    """On the third day before somebody who joins is asked; on the second, nobody by itself."""
    open_round.go()
    open_round.person("parent", "Ada")
    assert open_round.go(datetime(2026, 12, 7, 12, 0, tzinfo=UTC)) == [
        ("ada@example.org", "invitation")
    ]
    open_round.person("education", "Mr Lamb")
    assert open_round.todo()["Mr Lamb"] == "is-asked"
    assert open_round.go(datetime(2026, 12, 8, 12, 0, tzinfo=UTC)) == []
    assert open_round.todo()["Mr Lamb"] == "ask-by-hand"
    open_round.clock.set(datetime(2026, 12, 10, 12, 0, tzinfo=UTC))
    assert set(open_round.todo().values()) == {""}, "the review is over"


def test_without_e_mail_everybody_needs_a_card(open_round: Rounds) -> None:
    """Where no e-mail leaves the house, the job asks nobody and the page says whom to hand one."""
    without = replace(open_round.means, mail_works=False)
    at = open_round.clock()
    assert open_round.database.read(lambda t: rounds.to_ask(t, without, at)) == ()
    eyes, review = open_round.viewer("support"), open_round.review.id
    plain = open_round.database.read(lambda t: rounds.standing(t, eyes, review, at))
    (shown,) = open_round.database.read(
        lambda t: rounds.with_people(t, without, eyes, (plain,), at)
    )
    assert {line.next for line in shown.lines} == {"card"}
