"""Between reviews: one conversation after the other, on one card, for the child alone."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from backend.concerns.rules import NoDutyRoute
from backend.consultations import service
from backend.people.rules import SYSTEM
from backend.platform.errors import NotFound
from tests.backend.consultations.household import Household, aged, with_any_day
from tests.backend.consultations.talk import Talk


@pytest.fixture
def any_day(household: Household) -> Talk:
    """Amara's first conversation on her card for any day, just begun."""
    return Talk(with_any_day(household), "amara_any_day").begin()


def tell(talk: Talk, words: str, about: str = "other") -> Talk:
    """Say one thing and send it."""
    talk.go_to("what").pick("what", about)
    talk.say(talk.place.step, words)
    return talk.send()


@pytest.mark.parametrize(("birthday", "asked"), [(4, (False, True)), (18, (True, False))])
def test_from_four_to_seventeen(
    household: Household, birthday: int, asked: tuple[bool, bool]
) -> None:
    """It is for children from their fourth birthday to the day before their eighteenth."""
    talk = Talk(with_any_day(household), "amara_any_day")
    for days, begins in zip((-1, 0), asked, strict=True):
        aged(household, birthday, days=days)
        if begins:
            assert tell(talk.begin(), "a").now.script == "any_day"
        else:
            with pytest.raises(NotFound):
                talk.once_more()


def test_the_first_is_like_any_other(any_day: Talk) -> None:
    """The first one bears the invitation's id, is for no review, and has number one."""
    held = any_day.now
    assert (held.id, held.number) == (any_day.invitation.id, 1)
    assert (held.purpose, held.review_id, held.script) == ("any_day", None, "any_day")


def test_the_next_one_comes_after_send(any_day: Talk) -> None:
    """Asked for before Send it is the one that is open; after Send a new one, and so on."""
    first = any_day.now
    assert any_day.once_more() == first
    tell(any_day, "I won a race")
    second = any_day.once_more()
    assert (second.number, second.status, second.state.answers) == (2, "open", ())
    assert second.id != first.id
    assert any_day.once_more() == second
    tell(any_day, "and another one")
    assert any_day.once_more().number == 3


def test_coming_back_finds_the_newest(any_day: Talk) -> None:
    """The link leads to the newest one, sent or not; the one before stays as it was."""
    tell(any_day, "I won a race")
    first = any_day.now
    assert any_day.begin().now == first
    any_day.once_more()
    any_day.go_to("what").pick("what", "other")
    newest = any_day.begin().now
    assert (newest.number, newest.status) == (2, "open")
    kept = any_day.database.read(lambda t: service.get(t, any_day.key, SYSTEM, first.id))
    assert kept == first


def test_each_has_its_own_words(any_day: Talk) -> None:
    """What is said in one stands in that one alone, and each is made again by a replay."""
    for words in ("first", "second"):
        tell(any_day, words)
        assert any_day.words_at("other_words") == [words]
        assert any_day.rebuilds()
        any_day.once_more()
    assert any_day.revisions == ()


def test_a_late_page_of_the_one_before(any_day: Talk) -> None:
    """What is added on an old page goes to the one it was for, and not to the newest."""
    tell(any_day, "I won a race")
    first = any_day.id
    second = any_day.once_more()
    any_day.id = first
    any_day.add("it was on Friday")
    any_day.id = second.id
    assert any_day.revisions == ()
    assert any_day.now == second


def test_many_taps_begin_one(any_day: Talk) -> None:
    """Of many taps at once on "say something else" one conversation comes."""
    tell(any_day, "I won a race")
    at = any_day.household.runtime.clock()

    def tap(_number: int) -> str:
        return any_day.database.write(
            lambda t: service.begin(
                t,
                any_day.desk,
                any_day.key,
                any_day.invitation,
                language="en",
                at=at,
                once_more=True,
            )
        ).id

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(tap, range(20)))) == 1
    rows = any_day.rows(
        "SELECT number FROM consultations WHERE invitation_id = :invitation ORDER BY number",
        invitation=any_day.invitation.id,
    )
    assert [row[0] for row in rows] == [1, 2]


def test_before_a_review_there_is_one(household: Household) -> None:
    """Nobody begins a second time before a review, however they ask."""
    talk = Talk(household).begin().send()
    assert talk.once_more() == talk.now
    assert talk.now.number == 1


def test_the_next_one_needs_somebody_on_duty(any_day: Talk) -> None:
    """As with the first, no child begins while a worry would reach nobody."""
    tell(any_day, "I won a race")
    any_day.desk = replace(any_day.desk, mail_works=False)
    with pytest.raises(NoDutyRoute):
        any_day.once_more()
    assert any_day.now.number == 1


def test_a_worry_is_brought_to_a_person_at_once(any_day: Talk) -> None:
    """Picking a worry raises a concern before a word is written, and good news raises none."""
    any_day.go_to("what")
    for picked, raised in (("good_news", []), ("worry", ["choice"])):
        any_day.pick("what", picked)
        assert [each.source for each in any_day.concerns] == raised


def test_everybody_elses_are_apart(any_day: Talk) -> None:
    """Only the child's own IRO, and the child, find what was said between reviews."""
    tell(any_day, "I won a race")
    child_id, household = any_day.invitation.child_id, any_day.household

    def found(who: str) -> int:
        viewer = household.viewer(who)
        key = any_day.key
        every = any_day.database.read(lambda t: service.between_reviews(t, key, viewer, child_id))
        last = any_day.database.read(lambda t: service.last_between(t, viewer))
        assert len(last) == len(every)
        return len(every)

    assert found("iro") == found("amara") == 1
    for who in ("other_iro", "duty", "support", "owner", "nobody", "amara_carer", "mia"):
        assert found(who) == 0, who
