from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Table, select

from backend.invitations import service as invitations
from backend.invitations.rules import TRIES, Entered, plain_code
from backend.invitations.tables import bindings
from backend.invitations.tables import invitations as invitations_table
from backend.people import service as people
from backend.people.rules import SYSTEM, Viewer, participant_viewer
from backend.platform.database import new_id
from backend.platform.errors import BadInput, NotFound
from backend.reviews import service as reviews
from tests.backend.invitations.asked import (
    AT_FOUR,
    CHAT,
    PHONE,
    TABLET,
    Asked,
    Held,
    new_secrets,
    wrong,
)
from tests.backend.people.family import NOBODY, TODAY

MINUTE = timedelta(minutes=1)
ENDS = AT_FOUR + timedelta(days=28)
UNKNOWN = Entered("unknown")


def test_a_link_works_for_28_days(asked: Asked) -> None:
    """A link works until the same minute 28 days after the review, and not in that minute."""
    held = asked.ask(asked.own)
    for at, works in ((ENDS - MINUTE, True), (ENDS, False), (ENDS + MINUTE, False)):
        asked.clock.set(at)
        assert (asked.found(held.token) is not None) is works
        assert (asked.open(held).outcome == "open") is works
        assert bool(asked.browser()) is works


def test_looking_never_uses_a_link_up(asked: Asked) -> None:
    """A link may be looked at any number of times, by anybody, and still opens with its code."""
    held = asked.ask(asked.own)
    for _look in range(50):
        assert asked.found(held.token) == held.invitation
    assert asked.open(held).outcome == "open"
    assert asked.found(held.token) == asked.again(held)


def test_every_dead_link_is_alike(asked: Asked) -> None:
    """A link that never was, one that ended, one revoked and one replaced say one and the same."""
    ended, revoked, replaced = (
        asked.ask(asked.own),
        asked.ask(asked.carer),
        asked.ask(asked.person("Ada", "parent")),
    )
    asked.reissue(replaced)
    asked.database.write(
        lambda t: invitations.revoke_participants(t, [asked.carer.id], asked.clock())
    )
    never = replace(ended, token=new_secrets().token)
    odd = [replace(ended, token=text) for text in ("", "\0", "x" * 10_000, "🙂", "مرحبا")]
    for dead in (never, revoked, replaced, *odd):
        assert asked.found(dead.token) is None
        assert asked.open(dead) == UNKNOWN
        assert asked.chat(dead) == UNKNOWN
    asked.clock.set(ENDS)
    assert asked.found(ended.token) is None
    assert asked.open(ended) == UNKNOWN
    assert asked.chat(ended) == UNKNOWN


def test_a_wrong_code_is_counted(asked: Asked) -> None:
    """Nine wrong codes are counted and forgiven by the right one; the tenth locks the link."""
    held = asked.ask(asked.own)
    for count in range(1, TRIES):
        assert asked.open(held, code=wrong(held)).outcome == "wrong_code"
        assert asked.again(held).tries == count
    assert asked.open(held).outcome == "open"
    assert asked.confirm(held, code=wrong(held)).outcome == "wrong_code"
    for _try in range(2):
        assert asked.open(held).outcome == "locked"
        assert asked.confirm(held).outcome == "locked"
        assert asked.chat(held) == UNKNOWN
    assert asked.again(held).tries == TRIES


def test_every_door_counts_together(asked: Asked) -> None:
    """Ten wrong codes lock a link wherever they are entered: page, conversation or chat."""
    held = asked.ask(asked.carer)
    asked.open(held)
    for _round in range(4):
        asked.open(held, TABLET, wrong(held))
        asked.confirm(held, PHONE, wrong(held))
        asked.chat(held, CHAT, wrong(held))
    assert asked.again(held).locked
    assert asked.open(held).outcome == asked.confirm(held).outcome == "locked"
    assert asked.chat(held).outcome == "locked"


def test_a_new_link_unlocks(asked: Asked) -> None:
    """A locked link is mended by making it anew, with a new code."""
    held = asked.ask(asked.own)
    for _try in range(TRIES):
        asked.open(held, code=wrong(held))
    fresh = asked.reissue(held)
    assert asked.open(fresh).outcome == "open"
    assert asked.open(held) == UNKNOWN


def test_one_link_is_not_opened_by_anothers_code(asked: Asked) -> None:
    """A code belongs to its link."""
    child, carer = asked.ask(asked.own), asked.ask(asked.carer)
    assert asked.open(child, code=carer.code).outcome == "wrong_code"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("123456", "123456"), (" 123 456 ", "123456"), ("123-456", "123456"), ("١٢٣٤٥٦", "123456"),
        ("", ""), ("none", ""), ("1" * 10_000, "1" * 12), ("1\0 2", "12"), ("½²", ""),
    ],
)  # fmt: skip
def test_a_code_as_people_type_it(typed: str, code: str) -> None:
    """Spaces, dashes and other scripts' digits do no harm; anything else is no code."""
    assert plain_code(typed) == code


def test_nothing_kept_opens_a_door(asked: Asked) -> None:
    """Token, code, device and chat are kept as digests or sealed only."""
    held = asked.ask(asked.carer)
    asked.open(held, "a-device-cookie")
    asked.chat(held, "70017001")

    def everything(table: Table) -> str:
        return str(asked.database.read(lambda t: t.execute(select(table)).all()))

    kept = everything(invitations_table) + everything(bindings)
    for secret in (held.token, held.code, "a-device-cookie", "70017001"):
        assert secret not in kept
    assert held.token not in repr(new_secrets())


def test_asking_twice_is_one_invitation(asked: Asked) -> None:
    """Somebody asked again keeps one invitation, and only the new link and code open it."""
    first = asked.ask(asked.own)
    asked.open(first)
    second = asked.ask(asked.own)
    assert second.invitation.id == first.invitation.id
    assert asked.open(first) == UNKNOWN
    assert asked.open(second, code=first.code).outcome == "wrong_code"
    assert asked.browser() == ()
    assert asked.open(second).outcome == "open"


def test_a_new_link_ends_everything_old(asked: Asked) -> None:
    """A new link lets go of browser and chat, forgets wrong codes, and has not been opened."""
    held = asked.ask(asked.carer)
    asked.open(held)
    asked.chat(held)
    asked.open(held, code=wrong(held))
    assert asked.again(held).opened_at == asked.clock()
    asked.reissue(held)
    assert asked.browser() == ()
    assert asked.now(invitations.chat_holds, CHAT) == ()
    assert asked.confirm(held) == UNKNOWN
    kept = asked.again(held)
    assert (kept.tries, kept.opened_at, kept.revoked_at) == (0, None, None)


@pytest.mark.parametrize("who", ["other_iro", "duty", "nobody", "carer"])
def test_not_yours_is_not_there(asked: Asked, who: str) -> None:
    """Another IRO, the duty officer, nobody and a carer can neither ask nor see who was asked."""
    held = asked.ask(asked.own)
    viewers = {"nobody": NOBODY, "carer": participant_viewer(asked.carer)}
    viewer: Viewer = viewers.get(who) or asked.viewer(who)
    with pytest.raises(NotFound):
        asked.ask(asked.carer, viewer)
    with pytest.raises(NotFound):
        asked.reissue(held, viewer)
    for there in (held.invitation.id, new_id()):
        with pytest.raises(NotFound):
            asked.look(invitations.get, viewer, there)
    if who != "carer":
        with pytest.raises(NotFound):
            asked.look(invitations.for_review, viewer, asked.review.id)
    else:
        assert asked.look(invitations.for_review, viewer, asked.review.id) == ()


@pytest.mark.parametrize("who", ["iro", "support", "owner"])
def test_who_was_asked(asked: Asked, who: str) -> None:
    """Those who may know of the child see who was asked, in order, and who opened the link."""
    child, carer = asked.ask(asked.own), asked.ask(asked.carer)
    asked.clock.advance(MINUTE)
    asked.open(child)
    seen = asked.look(invitations.for_review, asked.viewer(who), asked.review.id)
    assert {each.id: each.opened_at for each in seen} == {
        child.invitation.id: asked.clock(), carer.invitation.id: None,
    }  # fmt: skip


def test_nobody_is_asked_about_anothers_review(asked: Asked) -> None:
    """Amara's carer cannot be asked before Ben's review."""
    review = replace(asked.review, id=new_id(), child_id=asked.ben.id, number=0)
    asked.do(reviews.add, SYSTEM, review, TODAY)
    with pytest.raises(NotFound):
        asked.ask(asked.carer, review=review)


def test_only_who_takes_part_is_asked(asked: Asked) -> None:
    """Somebody whose part has ended, or has not begun, is not asked, nor asked again."""
    gone = asked.person("Ada", "parent")
    held = asked.ask(gone)
    asked.do(people.correct_participant, SYSTEM, replace(gone, ends_on=TODAY))
    later = asked.person("Ade", "parent", starts_on=date(2026, 11, 25))
    asks: list[Callable[[], Held]] = [
        lambda: asked.ask(gone),
        lambda: asked.reissue(held),
        lambda: asked.ask(later),
    ]
    for ask in asks:
        with pytest.raises(BadInput) as refused:
            ask()
        assert refused.value.fields == {"participant": invitations.NOT_TAKING_PART}


def test_nobody_is_asked_from_a_home_that_is_over(asked: Asked) -> None:
    """A carer whose home the child has left is not asked, even where their part has no end."""
    ended = replace(asked.home, ends_on=TODAY)
    asked.do(people.correct_placement, SYSTEM, ended)
    assert asked.look(people.get_participant, SYSTEM, asked.carer.id).ends_on is None
    with pytest.raises(BadInput):
        asked.ask(asked.carer)


def test_a_day_begins_in_england(asked: Asked) -> None:
    """A part that begins in summer begins at midnight in England, eleven at night in UTC."""
    asked.clock.set(AT_FOUR.replace(year=2027, month=7, day=1, hour=22, minute=59))
    late = asked.person("Ade", "parent", starts_on=date(2027, 7, 2))
    summer = replace(asked.review, id=new_id(), starts_at=asked.clock() + timedelta(days=9))
    asked.do(reviews.add, SYSTEM, summer, date(2027, 7, 1))
    with pytest.raises(BadInput):
        asked.ask(late, review=summer)
    asked.clock.advance(MINUTE)
    assert asked.open(asked.ask(late, review=summer)).outcome == "open"


def test_a_review_that_is_over_or_off(asked: Asked) -> None:
    """Nobody is asked about a cancelled review, nor once its links would have ended."""
    off = replace(asked.review, id=new_id(), status="cancelled")
    asked.do(reviews.add, SYSTEM, off, TODAY)
    with pytest.raises(BadInput) as refused:
        asked.ask(asked.own, review=off)
    assert refused.value.fields == {"participant": invitations.TOO_LATE}
    asked.clock.set(ENDS - MINUTE)
    held = asked.ask(asked.own)
    asked.clock.set(ENDS)
    with pytest.raises(BadInput):
        asked.reissue(held)


def test_links_follow_the_review(asked: Asked) -> None:
    """When the review is moved, its links end 28 days after the new day, and no others do."""
    held = asked.ask(asked.own)
    other = replace(asked.review, id=new_id(), number=0)
    asked.do(reviews.add, SYSTEM, other, TODAY)
    elsewhere = asked.ask(asked.own, review=other)
    moved = replace(asked.review, starts_at=AT_FOUR + timedelta(days=7))
    asked.do(reviews.correct, SYSTEM, moved, TODAY)
    asked.do(invitations.follow_review, SYSTEM, moved.id, asked.clock())
    assert asked.again(held).expires_at == ENDS + timedelta(days=7)
    assert asked.again(elsewhere).expires_at == ENDS
