"""The rulebook an authority counts by, the time in care that counts, and marks and feeds."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from backend.care.rules import CarePeriod
from backend.clock import rules
from backend.clock import service as clock
from backend.clock.rules import Sitting
from backend.people import service as people
from backend.people.rules import Officer, participant_viewer
from backend.platform.database import Database, new_id
from backend.platform.errors import NotFound
from backend.platform.keys.rules import KeyRing
from tests.backend.people.family import TODAY, Family

BOOK = clock.rulebook()
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def family(database: Database) -> Family:
    """Two children and the officers around them."""
    return Family(database)


def _period(first: str, end: str = "", short_breaks: bool = False) -> CarePeriod:
    ended = date.fromisoformat(end) if end else None
    return CarePeriod(new_id(), "c", date.fromisoformat(first), ended, short_breaks=short_breaks)


def test_every_period_names_its_source() -> None:
    """Each says where it is written, whether that is law, and when somebody last looked."""
    for period in BOOK.periods.values():
        assert period.source
        assert period.tag in {"law", "guidance"}
        assert period.checked_on is not None
    law = {name for name, period in BOOK.periods.items() if period.tag == "law"}
    assert law == {
        "first_review",
        "second_review",
        "later_reviews",
        "needs_assessment",
        "eligible_after",
    }


def test_an_authority_has_its_own(tmp_path: Path) -> None:
    """Its file changes a period of guidance, and its bank holidays are no working days."""
    own = "[decisions_written]\nvalue = 10\nsource = 'Ours, 2026'\nchecked_on = 2026-10-01\n"
    (tmp_path / "periods.toml").write_text(own)
    book = clock.rulebook(tmp_path, frozenset({date(2026, 6, 2)}))
    due = rules.after_review(date(2026, 6, 1), book)[0]
    assert (due.day, due.rule) == (date(2026, 6, 16), "Ours, 2026")
    assert book.periods["record_completed"] == BOOK.periods["record_completed"]


@pytest.mark.parametrize(
    "text",
    [
        "[later_reviews]\nvalue = 7\nsource = 'ours'\n",
        "[no_such]\nvalue = 7\nsource = 'ours'\n",
        "[decisions_written]\nvalue = 0\n",
        "[decisions_written]\nvalue = true\n",
        "[decisions_written]\nvalue = '5'\n",
        "[decisions_written]\nvalue = 5\nunit = 'months'\n",
        "[decisions_written]\nvalue = 5\ntag = 'law'\n",
        "[decisions_written]\ndays = 5\n",
        "[decisions_written]\nvalue = 5\nsource = 1\n",
        "[decisions_written]\nvalue = 5\nchecked_on = 'Tuesday'\n",
        "decisions_written = 5\n",
        "[decisions_written",
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, text: str) -> None:
    """What is law, what is not there and what cannot be counted stop it, named by its file."""
    (tmp_path / "periods.toml").write_text(text)
    with pytest.raises(ValueError, match=r"^periods\.toml"):
        clock.rulebook(tmp_path)


def test_coming_back_into_care_begins_anew() -> None:
    """Reviews of an earlier time in care do not count for this one."""
    periods = [_period("2026-09-01"), _period("2024-01-08", "2025-06-30")]
    old = (Sitting(date(2024, 2, 1)), Sitting(date(2024, 4, 30)))
    due = clock.due_of(clock.in_care(periods, TODAY), old, BOOK)
    assert due is not None
    assert (due.kind, due.day) == ("first", date(2026, 9, 29))


def test_out_of_care_nothing_is_due() -> None:
    """Of a child who is not looked after no review is due, and nothing else."""
    periods = [_period("2024-01-08", "2025-06-30")]
    assert clock.in_care(periods, date(2025, 6, 29)) == periods[0]
    assert clock.in_care(periods, date(2025, 6, 30)) is None
    assert clock.due_of(None, (), BOOK) is None
    assert clock.owed_to_child(periods, date(2010, 1, 1), TODAY, BOOK) == ()


def test_what_is_owed_to_the_child() -> None:
    """Who the IRO is until the child was told, and the assessment until 18; no short breaks."""
    born = date(2010, 6, 15)

    def owed(period: CarePeriod, today: date = TODAY) -> list[str]:
        return [each.kind for each in clock.owed_to_child([period], born, today, BOOK)]

    assert owed(_period("2026-03-16")) == ["iro_named", "needs_assessment"]
    told = CarePeriod(new_id(), "c", date(2026, 3, 16), iro_named_on=date(2026, 3, 17))
    assert owed(told) == ["needs_assessment"]
    assert owed(told, date(2028, 6, 15)) == []
    assert owed(_period("2026-03-16", short_breaks=True)) == ["iro_named"]


def test_weeks_of_an_earlier_time_in_care_count() -> None:
    """Thirteen weeks may be of several times since 14, and who comes back counts from then."""
    born = date(2010, 6, 15)
    fifty = (date(2025, 1, 6), date(2025, 2, 25))
    back = rules.needs_assessment([fifty, (date(2026, 6, 1), None)], born, BOOK)
    assert back.day == date(2026, 10, 12), "50 days then, 41 from 1 June: 12 July and 3 months"
    long_ago = (date(2024, 7, 1), date(2025, 7, 1))
    after = rules.needs_assessment([long_ago, (date(2026, 9, 7), None)], born, BOOK)
    assert after.day == date(2026, 12, 7)


def test_what_is_done_is_noted_once(family: Family) -> None:
    """Whoever knows of the child notes it, twice is once, and it can be taken back."""
    iro = family.viewer("iro")
    for _time in range(2):
        family.do(clock.mark, iro, family.amara.id, family.amara.id, "needs_assessment", TODAY)
    [mark] = family.look(clock.marks, iro)
    assert (mark.about, mark.kind, mark.done_on) == (family.amara.id, "needs_assessment", TODAY)
    assert family.look(clock.marks, family.viewer("other_iro")) == ()
    with pytest.raises(NotFound):
        family.do(clock.unmark, family.viewer("other_iro"), mark.id)
    family.do(clock.unmark, iro, mark.id)
    assert family.look(clock.marks, iro) == ()


def test_who_may_not_note_anything(family: Family) -> None:
    """Not another's IRO, not a participant, and nothing that is known in another way."""
    amara = family.amara.id
    for viewer, kind in (
        (family.viewer("other_iro"), "talk_before"),
        (family.viewer("duty"), "talk_before"),
        (participant_viewer(family.carer), "talk_before"),
        (family.viewer("iro"), "iro_named"),
        (family.viewer("iro"), "first"),
    ):
        with pytest.raises(NotFound):
            family.do(clock.mark, viewer, amara, amara, kind, TODAY)


def test_a_feed_has_one_address(family: Family, ring: KeyRing) -> None:
    """A new token ends the one before, and none works once it is closed."""
    priya = family.officers["iro"]

    def whose(token: str) -> Officer:
        return family.database.read(lambda t: clock.whose_feed(t, ring, token))

    family.database.write(lambda t: clock.open_feed(t, ring, priya, "one", AT))
    assert whose("one") == priya
    family.database.write(lambda t: clock.open_feed(t, ring, priya, "two", AT))
    assert whose("two") == priya
    assert family.database.read(lambda t: clock.feed_since(t, priya)) == AT
    family.database.write(lambda t: clock.close_feed(t, priya))
    assert family.database.read(lambda t: clock.feed_since(t, priya)) is None
    for token in ("one", "two", ""):
        with pytest.raises(NotFound):
            whose(token)


def test_a_disabled_officer_has_no_feed(family: Family, ring: KeyRing) -> None:
    """The address stops with its officer."""
    priya = family.officers["iro"]
    family.database.write(lambda t: clock.open_feed(t, ring, priya, "one", AT))
    family.add(people.correct_officer, replace(priya, active=False))
    with pytest.raises(NotFound):
        family.database.read(lambda t: clock.whose_feed(t, ring, "one"))
