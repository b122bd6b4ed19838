"""Court proceedings, hearings and talks with the guardian: the child's own IRO's, and sealed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, select

from backend.people.rules import Participant, Viewer, participant_viewer
from backend.platform.database import new_id
from backend.platform.errors import BadInput, NotFound
from backend.proceedings import service
from backend.proceedings.rules import Hearing, Proceedings, Talk
from backend.proceedings.tables import guardian_talks, hearings, proceedings
from tests.backend.challenges.raising import Case

TODAY = date(2026, 11, 24)
ISSUED = date(2026, 9, 1)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
A_DAY = timedelta(days=1)


def care(case: Case, **more: Any) -> Proceedings:
    """Make care proceedings about Amara; nothing is kept."""
    made = Proceedings(new_id(), case.amara.id, "care", ISSUED, AT, case.amara.iro_id)
    return replace(made, **{"court": "Northtown", "case_number": "NT26C1", **more})


def do(case: Case, work: Callable[..., None], *given: Any, viewer: Viewer | None = None) -> None:
    """Do something as Priya, or as somebody else."""
    eyes = viewer or case.eyes("iro")
    case.database.write(lambda t: work(t, case.key, eyes, *given))


def look(case: Case, work: Callable[..., Any], viewer: Viewer | None = None) -> Any:
    """Read something about Amara as Priya, or as somebody else."""
    eyes = viewer or case.eyes("iro")
    return case.database.read(lambda t: work(t, case.key, eyes, case.amara.id))


@pytest.fixture
def guardian(case: Case) -> Participant:
    """Rosa, Amara's guardian."""
    return case.family.person("Rosa Diaz", "guardian")


def test_what_was_written_down_is_read_back(case: Case, guardian: Participant) -> None:
    """Proceedings, a hearing to come and a talk stand as they were written, the newest first."""
    first, second = care(case), care(case, kind="discharge", issued_on=TODAY)
    for entry in (first, second):
        do(case, service.add, entry, TODAY)
    day = Hearing(
        new_id(), case.amara.id, first.id, TODAY + 9 * A_DAY, AT, case.amara.iro_id, "Final"
    )
    do(case, service.add_hearing, day)
    talk = Talk(new_id(), case.amara.id, guardian.id, TODAY, AT, case.amara.iro_id, "The plan")
    do(case, service.note_talk, talk, TODAY)
    assert look(case, service.of_child) == (second, first)
    assert look(case, service.hearings) == (day,)
    assert look(case, service.talks) == (talk,)


def test_nobody_but_the_iro_or_who_covers(case: Case, guardian: Participant) -> None:
    """Managers, duty, support, other IROs and the guardian find none and add none."""
    entry = care(case)
    do(case, service.add, entry, TODAY)
    others = [case.eyes(w) for w in ("manager", "other_iro", "duty", "support", "owner")]
    talk = Talk(new_id(), case.amara.id, guardian.id, TODAY, AT, case.amara.iro_id, "The plan")
    for viewer in (*others, participant_viewer(guardian)):
        assert look(case, service.of_child, viewer) == ()
        with pytest.raises(NotFound):
            do(case, service.add, care(case), TODAY, viewer=viewer)
        with pytest.raises(NotFound):
            do(case, service.correct, entry, TODAY, viewer=viewer)
        with pytest.raises(NotFound):
            do(case, service.note_talk, talk, TODAY, viewer=viewer)
    covering = replace(case.eyes("other_iro"), covers=frozenset({case.amara.iro_id}))
    assert look(case, service.of_child, covering) == (entry,)


def test_they_end(case: Case) -> None:
    """With the final order and the end written down, they are under way no more."""
    entry = care(case)
    do(case, service.add, entry, TODAY)
    ended = replace(entry, final_order_on=TODAY, ended_on=TODAY, order="A care order.")
    do(case, service.correct, replace(ended, by="somebody else"), TODAY)
    assert look(case, service.of_child) == (ended,), "who began them stands"
    assert entry.under_way_on(TODAY)
    assert not ended.under_way_on(TODAY)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "x"}, "kind"),
        ({"court": ""}, "court"),
        ({"issued_on": TODAY + A_DAY}, "issued_on"),
        ({"final_order_on": ISSUED - A_DAY}, "final_order_on"),
        ({"ended_on": ISSUED - A_DAY}, "ended_on"),
        ({"ended_on": TODAY + A_DAY}, "ended_on"),
        ({"order": "a" * 1001}, "order"),
    ],
)
def test_proceedings_that_cannot_be(case: Case, changed: dict[str, Any], field: str) -> None:
    """What is wrong is said by field, and nothing is kept."""
    with pytest.raises(BadInput) as wrong:
        do(case, service.add, care(case, **changed), TODAY)
    assert set(wrong.value.fields) == {field}
    assert look(case, service.of_child) == ()


def test_a_hearing_and_a_talk_that_cannot_be(case: Case, guardian: Participant) -> None:
    """No hearing before the issue or of another's case; no talk to come, nor with no guardian."""
    entry = care(case)
    do(case, service.add, entry, TODAY)
    day = Hearing(new_id(), case.amara.id, entry.id, ISSUED - A_DAY, AT, case.amara.iro_id, "First")
    with pytest.raises(BadInput):
        do(case, service.add_hearing, day)
    with pytest.raises(NotFound):
        do(case, service.add_hearing, replace(day, proceedings_id=new_id()))
    talk = Talk(new_id(), case.amara.id, guardian.id, TODAY, AT, case.amara.iro_id, "The plan")
    for changed in ({"spoken_on": TODAY + A_DAY}, {"words": ""}):
        with pytest.raises(BadInput) as wrong:
            do(case, service.note_talk, replace(talk, **changed), TODAY)
        assert set(wrong.value.fields) == set(changed)
    with pytest.raises(BadInput) as wrong:
        do(case, service.note_talk, replace(talk, guardian_id=case.family.carer.id), TODAY)
    assert set(wrong.value.fields) == {"guardian_id"}


def test_what_was_written_is_sealed(case: Case, guardian: Participant) -> None:
    """No row holds the court, what a hearing was for, or what was talked about."""
    entry = care(case)
    do(case, service.add, entry, TODAY)
    do(
        case,
        service.add_hearing,
        Hearing(new_id(), case.amara.id, entry.id, TODAY, AT, case.amara.iro_id, "Northtown again"),
    )
    talk = Talk(new_id(), case.amara.id, guardian.id, TODAY, AT, case.amara.iro_id, "Northtown")
    do(case, service.note_talk, talk, TODAY)

    def sealed(table: Table) -> list[bytes]:
        return case.database.read(
            lambda t: [bytes(each) for each in t.execute(select(table.c.words)).scalars()]
        )

    for table in (proceedings, hearings, guardian_talks):
        assert len(sealed(table)) == 1
        assert b"Northtown" not in sealed(table)[0]
