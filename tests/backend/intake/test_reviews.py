"""Reviews, as the case system tells of them."""

from datetime import UTC, date, datetime

import pytest

from backend.intake import rules
from backend.matching import rules as matching
from backend.people import rules as people_rules
from backend.reviews import rules as review_rules
from tests.backend.intake.case_system import REVIEW, CaseSystem

UNNUMBERED = {"case_number": "E10001", "date": "10/12/2026", "time": "16:00"}


def test_a_review_comes_with_its_time(case_system: CaseSystem) -> None:
    """A review is at the time that is told, in England, else at ten."""
    sent = case_system.family()
    assert sent.reviews[0].starts_at == datetime(2026, 12, 10, 16, 0, tzinfo=UTC)
    assert sent.send_one("reviews", REVIEW, number="2", date="10/06/2027", time="") == "new"
    assert sent.reviews[0].starts_at == datetime(2027, 6, 10, 9, 0, tzinfo=UTC)
    assert [each.number for each in sent.reviews] == [2, 1]
    for number, time in (("1", "16:00"), ("1", ""), ("1", "16.00")):
        assert sent.send_one("reviews", REVIEW, number=number, time=time) == "unchanged"


@pytest.mark.parametrize("known_by", [{"number": "1"}, {"external_id": "R901"}])
def test_a_review_that_moves_takes_its_links_along(
    sent: CaseSystem, known_by: dict[str, str]
) -> None:
    """Known by number or id, a review is moved, and its links end 28 days after the new day."""
    assert sent.send_one("reviews", REVIEW, external_id="R901") == "changed"
    link = sent.ask(sent.people("child")[0])
    assert not sent.works(link, days=50)
    moved = {**UNNUMBERED, **known_by, "date": "11/01/2027"}
    assert sent.send_one("reviews", moved) == "changed"
    assert sent.works(link, days=50)
    (review,) = sent.reviews
    assert (review.day, review.number) == (date(2027, 1, 11), 1)
    assert sent.send_one("reviews", moved) == "unchanged"


def test_a_cancelled_review_closes_its_links(sent: CaseSystem) -> None:
    """Cancelling a review closes the links at once, and nothing opens them again."""
    link = sent.ask(sent.people("child")[0])
    assert sent.send_one("reviews", REVIEW, status="cancelled") == "changed"
    assert not sent.works(link)
    assert sent.send_one("reviews", REVIEW, status="planned") == "unchanged"
    assert (sent.reviews[0].status, sent.works(link)) == ("cancelled", False)


def test_a_review_that_was_held_is_complete(sent: CaseSystem) -> None:
    """A held review is complete on its day unless told otherwise, and stays as it then is."""
    sent.wait(30)
    assert sent.send_one("reviews", REVIEW, status="held") == "changed"
    assert sent.reviews[0].completed_on == date(2026, 12, 10)
    assert sent.send_one("reviews", REVIEW, date="11/12/2026") == "unchanged"
    assert sent.reviews[0].day == date(2026, 12, 10)


def test_a_day_alone_does_not_tell_a_new_review_from_a_moved_one(sent: CaseSystem) -> None:
    """Known by its day only, a review is found on it; on another it is asked which is meant."""
    assert sent.send_one("reviews", UNNUMBERED, place="at home") == "changed"
    wrong = sent.refused("reviews", UNNUMBERED, date="11/12/2026")
    assert wrong == {"date": matching.MOVED_OR_NEW}
    earlier = {**UNNUMBERED, "date": "10/12/2025", "status": "held"}
    assert sent.send_one("reviews", earlier) == "new", "one that was held is no planned one moved"
    assert len(sent.reviews) == 2


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"number": "0"}, {"number": rules.WHICH_NUMBER}),
        ({"number": "two"}, {"number": rules.WHICH_NUMBER}),
        ({"time": "4pm"}, {"time": rules.WHICH_TIME}),
        ({"date": "31/11/2026"}, {"date": rules.WHICH_DAY}),
        ({"date": "10/12/2030"}, {"date": review_rules.FAR_AWAY}),
        ({"date": "10/12/2016"}, {"date": review_rules.BEFORE_BIRTH}),
        ({"status": "perhaps"}, {"status": people_rules.NOT_OFFERED}),
        ({"external_id": "9" * 201}, {"external_id": people_rules.TOO_LONG}),
        ({"case_number": "E9"}, {"case_number": matching.NO_CHILD}),
    ],
)
def test_a_review_that_cannot_be(
    sent: CaseSystem, more: dict[str, str], wrong: dict[str, str]
) -> None:
    """What is wrong with a review is said by its column, and nothing is moved."""
    before = sent.reviews
    assert sent.refused("reviews", REVIEW, **more) == wrong
    assert sent.reviews == before
