"""Who was at a review, and the participation code: suggested from facts, confirmed by the IRO."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from backend.meetings import rules, service
from backend.meetings.rules import Attendance, Facts, suggest, wrong_code
from backend.people.rules import MUST_SAY, NOT_OFFERED
from backend.platform.errors import BadInput, NotFound
from tests.backend.consultations.household import REVIEW, Household

AFTER = REVIEW.date() + timedelta(days=1)
AT = datetime(2026, 12, 11, 9, 0, tzinfo=UTC)
BORN = date(2016, 3, 9)
DAY = date(2026, 12, 10)


@pytest.mark.parametrize(
    ("attended", "spoke", "briefed", "sent", "code", "why"),
    [
        ("", "", False, False, "", "unknown"),
        ("", "", False, True, "", "unknown"),
        ("room", "self", False, False, "PN1", "spoke"),
        ("room", "self", False, True, "PN1", "spoke"),
        ("part", "self", False, False, "PN1", "spoke"),
        ("room", "advocate", False, True, "PN2", "advocate"),
        ("room", "symbols", False, False, "PN3", "symbols"),
        ("online", "symbols", False, False, "PN3", "symbols"),
        ("room", "nothing", False, False, "PN4", "silent"),
        ("online", "self", False, False, "", "online"),
        ("online", "advocate", False, True, "", "online"),
        ("online", "nothing", False, False, "", "online"),
        ("room", "", False, False, "", "unknown"),
        ("no", "", True, False, "PN5", "briefed"),
        ("no", "", True, True, "PN5", "briefed"),
        ("no", "", False, True, "PN6", "sent"),
        ("no", "", False, False, "PN7", "nothing"),
    ],
)
def test_a_code_is_suggested_from_facts(
    attended: str, spoke: str, briefed: bool, sent: bool, code: str, why: str
) -> None:
    """Each set of facts leads to its code, and online attendance to none: nobody has settled it."""
    found = suggest(Facts(attended, spoke, briefed, sent), BORN, DAY)
    assert (found.code, found.why) == (code, why)
    assert found.why in rules.BECAUSE


def test_silence_after_sending_asks_whether_it_was_read_out() -> None:
    """A child who sent answers and said nothing in the room may have been spoken for."""
    asked = {
        sent: suggest(Facts("room", "nothing", False, sent), BORN, DAY).ask_read_out
        for sent in (True, False)
    }
    assert asked == {True: True, False: False}


@pytest.mark.parametrize(
    ("born", "day", "young", "refused"),
    [
        (date(2022, 12, 11), date(2026, 12, 10), True, {"PN1", "PN7"}),
        (date(2022, 12, 10), date(2026, 12, 10), False, set()),
        (date(2022, 12, 9), date(2026, 12, 10), False, {"PN0"}),
        (date(2024, 2, 29), date(2028, 2, 28), True, {"PN1", "PN7"}),
        (date(2024, 2, 29), date(2028, 2, 29), False, set()),
        (date(2024, 2, 29), date(2028, 3, 1), False, {"PN0"}),
        (date(2096, 2, 29), date(2100, 3, 1), False, set()),
    ],
)
def test_under_four_goes_by_the_birthday(
    born: date, day: date, young: bool, refused: set[str]
) -> None:
    """PN0 is for those under four; on the very birthday the child is four, and no rule fires."""
    suggested = suggest(Facts("no", "", False, False), born, day).code
    assert (suggested == "PN0") == young
    assert {code for code in ("PN0", "PN1", "PN7") if wrong_code(code, born, day)} == refused


def test_a_code_that_is_none_is_refused() -> None:
    """An empty code has to be said, and an unknown one picked from those there are."""
    assert wrong_code("", BORN, DAY) == MUST_SAY
    assert wrong_code("PN8", BORN, DAY) == NOT_OFFERED


def keep(household: Household, who: str = "iro", **changed: object) -> Attendance:
    """Write down who was at Amara's review, on the day after it."""
    there = Attendance(household.reviews["amara"].id, "", "room", "self")
    there = replace(there, **changed)  # type: ignore[arg-type]
    viewer = household.viewer(who)
    return household.runtime.database.write(lambda t: service.keep(t, viewer, there, AFTER))


def confirm(household: Household, code: str, who: str = "iro") -> Attendance:
    """Confirm a code for Amara's review."""
    viewer, review_id = household.viewer(who), household.reviews["amara"].id
    return household.runtime.database.write(
        lambda t: service.confirm(t, viewer, review_id, code, AT)
    )


def look(household: Household) -> Attendance | None:
    """Read who was at Amara's review."""
    viewer, review_id = household.viewer("iro"), household.reviews["amara"].id
    return household.runtime.database.read(lambda t: service.of_review(t, viewer, review_id))


def test_who_was_there_is_kept_and_confirmed(household: Household) -> None:
    """Who was there comes back as it was kept, with the code that the IRO confirmed and when."""
    assert look(household) is None
    jo = household.people["amara_carer"].id
    keep(household, others=((jo, "part"),))
    confirmed = confirm(household, "PN1")
    assert confirmed.others == ((jo, "part"),)
    assert (confirmed.code, confirmed.confirmed_at) == ("PN1", AT)
    assert look(household) == confirmed


def test_a_code_stays_only_while_the_facts_do(household: Household) -> None:
    """A change of who else was there keeps the code; a change of the child's part takes it away."""
    keep(household)
    confirm(household, "PN1")
    jo = household.people["amara_carer"].id
    assert keep(household, others=((jo, "room"),)).code == "PN1"
    changed = keep(household, attended="no", spoke="")
    assert (changed.code, changed.confirmed_at) == ("", None)


def test_what_is_wrong_is_said(household: Household) -> None:
    """Before the meeting, without facts, or with somebody else's people nothing is kept."""
    viewer, review_id = household.viewer("iro"), household.reviews["amara"].id
    there = Attendance(review_id, "", "room", "self", others=((household.people["leo"].id, "no"),))
    before = REVIEW.date() - timedelta(days=1)
    with pytest.raises(BadInput) as raised:
        household.runtime.database.write(lambda t: service.keep(t, viewer, there, before))
    assert set(raised.value.fields) == {"attended", "others"}
    with pytest.raises(BadInput):
        keep(household, spoke="")
    with pytest.raises(BadInput):
        confirm(household, "PN1")
    keep(household)
    with pytest.raises(BadInput):
        confirm(household, "PN0")
    found = look(household)
    assert found is not None
    assert found.code == ""


@pytest.mark.parametrize("who", ["other_iro", "duty", "support", "owner", "amara", "amara_carer"])
def test_it_is_for_the_own_iro(household: Household, who: str) -> None:
    """Nobody but the child's own IRO writes or reads who was there, or confirms a code."""
    keep(household)
    with pytest.raises(NotFound):
        keep(household, who)
    with pytest.raises(NotFound):
        confirm(household, "PN1", who)
    viewer, review_id = household.viewer(who), household.reviews["amara"].id
    with pytest.raises(NotFound):
        household.runtime.database.read(lambda t: service.of_review(t, viewer, review_id))
