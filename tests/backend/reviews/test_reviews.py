from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from backend.people.rules import (
    NOT_OFFERED,
    STRANGE,
    SYSTEM,
    TOO_LONG,
    Child,
    participant_viewer,
)
from backend.platform.database import new_id
from backend.platform.errors import BadInput, NotFound
from backend.reviews import rules
from backend.reviews import service as reviews
from backend.reviews.rules import Review, wrong_review
from tests.backend.people.family import NOBODY, TODAY, Family

AT_FOUR = datetime(2026, 12, 8, 16, 0, tzinfo=UTC)
BORN = date(2016, 3, 9)


def _review(child: Child, starts_at: datetime = AT_FOUR, **more: Any) -> Review:
    review = Review(new_id(), child.id, 0, starts_at, "at school", date(2026, 12, 20))
    return replace(review, **more)


def _add(family: Family, child: Child, starts_at: datetime = AT_FOUR, **more: Any) -> Review:
    return family.do(reviews.add, SYSTEM, _review(child, starts_at, **more), TODAY)


def test_a_review_is_kept(family: Family) -> None:
    """A review comes back as it was added, its moment to the minute, with the next number."""
    first = _add(family, family.amara)
    second = _add(family, family.amara, AT_FOUR + timedelta(days=182))
    assert (first.number, second.number) == (1, 2)
    assert family.look(reviews.get, SYSTEM, first.id) == first
    ninth = _add(family, family.ben, number=9)
    assert (ninth.number, _add(family, family.ben).number) == (9, 10)


def test_my_reviews(family: Family) -> None:
    """An IRO's reviews are those of her own children that are to come, soonest first."""
    later = _add(family, family.amara, AT_FOUR + timedelta(days=20))
    sooner = _add(family, family.amara)
    _add(family, family.amara, AT_FOUR - timedelta(days=180), status="held")
    _add(family, family.amara, AT_FOUR, status="cancelled")
    others = _add(family, family.ben)
    seen = {
        who: [review.id for review in family.look(reviews.my_reviews, family.viewer(who))]
        for who in ("iro", "other_iro", "duty")
    }
    assert seen == {"iro": [sooner.id, later.id], "other_iro": [others.id], "duty": []}
    assert len(family.look(reviews.my_reviews, family.viewer("support"))) == 3


@pytest.mark.parametrize("who", ["other_iro", "duty", "nobody"])
def test_not_yours_is_not_there(family: Family, who: str) -> None:
    """To another officer a review of Amara is like one that does not exist, to see or change."""
    review = _add(family, family.amara)
    viewer = NOBODY if who == "nobody" else family.viewer(who)
    asked: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [
        (reviews.get, (review.id,)),
        (reviews.get, (new_id(),)),
        (reviews.of_child, (family.amara.id,)),
        (reviews.add, (_review(family.amara), TODAY)),
        (reviews.correct, (review, TODAY)),
    ]
    for ask, given in asked:
        with pytest.raises(NotFound):
            family.do(ask, viewer, *given)


def test_a_participant_changes_no_review(family: Family) -> None:
    """A carer may know when the review is, and cannot move it."""
    review = _add(family, family.amara)
    viewer = participant_viewer(family.carer)
    assert family.look(reviews.get, viewer, review.id) == review
    for change in (reviews.add, reviews.correct):
        with pytest.raises(NotFound):
            family.do(change, viewer, review, TODAY)


def test_a_review_is_put_right(family: Family) -> None:
    """A review's day, place and state are put right; it never becomes another child's."""
    review = _add(family, family.amara)
    right = replace(review, starts_at=AT_FOUR + timedelta(days=1), place="at home", status="held")
    family.do(reviews.correct, family.viewer("support"), right, TODAY)
    assert family.look(reviews.get, SYSTEM, review.id) == right
    with pytest.raises(NotFound):
        family.do(reviews.correct, SYSTEM, replace(right, child_id=family.ben.id), TODAY)


def test_the_review_before(family: Family) -> None:
    """The review before is the last one of the same child that was not cancelled."""
    held = _add(family, family.amara, AT_FOUR - timedelta(days=180), status="held")
    _add(family, family.amara, AT_FOUR - timedelta(days=90), status="cancelled")
    _add(family, family.ben, AT_FOUR - timedelta(days=30), status="held")
    this = _add(family, family.amara)
    viewer = family.viewer("iro")
    assert family.look(reviews.previous, viewer, this) == held
    assert family.look(reviews.previous, viewer, held) is None
    assert family.look(reviews.previous, family.viewer("other_iro"), this) is None


def test_a_childs_reviews(family: Family) -> None:
    """A child's reviews are listed newest first, cancelled ones too."""
    first = _add(family, family.amara, AT_FOUR - timedelta(days=180), status="held")
    second = _add(family, family.amara, status="cancelled")
    assert family.look(reviews.of_child, family.viewer("iro"), family.amara.id) == (second, first)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"place": "x" * 200}, {}),
        ({"place": "x" * 201}, {"place": TOO_LONG}),
        ({"place": "a\0t home"}, {"place": STRANGE}),
        ({"place": "at\nhome"}, {"place": STRANGE}),
        ({"status": "perhaps"}, {"status": NOT_OFFERED}),
        ({"starts_at": datetime(2016, 3, 9, 0, 0, tzinfo=UTC)}, {}),
        (
            {"starts_at": datetime(2016, 3, 8, 23, 59, tzinfo=UTC)},
            {"starts_at": rules.BEFORE_BIRTH},
        ),
        ({"starts_at": datetime(2028, 11, 24, 16, 0, tzinfo=UTC)}, {}),
        ({"starts_at": datetime(2028, 11, 25, 16, 0, tzinfo=UTC)}, {"starts_at": rules.FAR_AWAY}),
    ],
)
def test_what_may_be_wrong(change: dict[str, Any], wrong: dict[str, str]) -> None:
    """A review is after the child was born, within two years, and at a place that can be kept."""
    review = Review(new_id(), new_id(), 1, AT_FOUR, "at school", None)
    assert wrong_review(replace(review, **change), BORN, TODAY) == wrong


def test_all_that_is_wrong_at_once(family: Family) -> None:
    """Two mistakes are told of together, and nothing is kept."""
    bad = _review(family.amara, datetime(2030, 1, 1, tzinfo=UTC), place="x" * 201)
    with pytest.raises(BadInput) as refused:
        family.do(reviews.add, SYSTEM, bad, TODAY)
    assert refused.value.fields == {"place": TOO_LONG, "starts_at": rules.FAR_AWAY}
    assert family.look(reviews.of_child, SYSTEM, family.amara.id) == ()


def test_links_end_28_days_after() -> None:
    """The links of a review work until the same minute, 28 days after it."""
    review = Review(new_id(), new_id(), 1, AT_FOUR, "at school", None)
    assert review.links_end_at == datetime(2027, 1, 5, 16, 0, tzinfo=UTC)
