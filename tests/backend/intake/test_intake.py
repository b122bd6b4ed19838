"""Many rows at once: each by itself, all that is wrong told, and a try that keeps nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.intake import service
from backend.people import service as people
from backend.platform.database import Database, Transaction
from backend.platform.errors import Unavailable
from backend.sheets.rules import Row
from tests.backend.intake.authority import around, children, officers, wrong_ones
from tests.backend.intake.case_system import AMARA, HOME, JO, PRIYA, REVIEW, CaseSystem

COUNT, BAD = 200, 6


def test_a_large_import(case_system: CaseSystem) -> None:
    """All that is wrong is reported by its line, the rest is kept, and again changes nothing."""
    rows = [*officers(), *children(COUNT, BAD)]
    wrong = {number + 2 for number in wrong_ones(COUNT, BAD)}
    outcomes = case_system.send_all(rows)
    told = {each.row.line: each.problems for each in outcomes if each.state == "bad"}
    assert told.keys() == wrong
    assert all(len(problems) == 1 for problems in told.values())
    assert service.counted(outcomes) == {
        "new": COUNT - BAD + 30, "changed": 0, "unchanged": 0, "bad": BAD,
    }  # fmt: skip
    assert len(case_system.look(people.list_children)) == COUNT - BAD
    again = service.counted(case_system.send_all(rows))
    assert again == {"new": 0, "changed": 0, "unchanged": COUNT - BAD + 30, "bad": BAD}


def test_everything_around_them(case_system: CaseSystem) -> None:
    """Homes, people and reviews come in whatever order the files are in, and once only."""
    every = list(children(12, 0))
    rows = [*(row for child in every for row in around(child)), *reversed(every), *officers()]
    assert service.counted(case_system.send_all(rows))["new"] == len(rows)
    assert service.counted(case_system.send_all(rows))["unchanged"] == len(rows)


def test_a_row_is_a_unit_of_its_own(
    case_system: CaseSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each good row is written by itself, so that nobody waits for a whole file."""
    units = []
    write = Database.write

    def counting(database: Database, work: Callable[[Transaction], Any]) -> Any:
        units.append(work)
        return write(database, work)

    monkeypatch.setattr(Database, "write", counting)
    rows = [*officers(), *children(10, 0)]
    paused: list[float] = []
    runtime = case_system.runtime
    service.take(runtime.database, runtime.ring, runtime.clock, rows, pause=paused.append)
    assert (len(units), len(paused)) == (40, 40 // service.AT_ONCE)
    assert min(paused) >= service.SHORTEST_PAUSE_SECONDS


def test_a_dry_run_shows_everything_and_keeps_nothing(case_system: CaseSystem) -> None:
    """What would be new, changed and wrong is told as if it were kept, and nothing is kept."""
    rows = [
        Row(kind, kind, line, values)
        for line, (kind, values) in enumerate(
            (
                ("officers", PRIYA),
                ("children", AMARA),
                ("placements", HOME),
                ("participants", JO),
                ("reviews", REVIEW),
                ("reviews", {**REVIEW, "time": "17:00"}),
                ("placements", {**HOME, "case_number": "E9"}),
                ("children", {**AMARA, "case_number": "E8", "legal_status": "C1"}),
                ("placements", {**HOME, "case_number": "E8"}),
            )
        )
    ]
    tried = case_system.send_all(rows, dry_run=True)
    assert case_system.look(people.list_officers) == ()
    assert case_system.look(people.list_children) == ()
    kept = case_system.send_all(rows)
    assert tried == kept
    assert sorted((each.row.line, each.state) for each in kept) == [
        *((line, "new") for line in range(5)),
        (5, "changed"),
        *((line, "bad") for line in range(6, 9)),
    ]
    again = case_system.send_all(rows, dry_run=True)
    assert case_system.child.first_name == "Amara"
    assert service.counted(again)["bad"] == 3


def test_a_dry_run_moves_nobody(sent: CaseSystem) -> None:
    """A move that is only tried closes no link."""
    link = sent.ask(sent.people("foster_carer")[0])
    moved = {**HOME, "starts_on": "20/11/2026", "name": "Kim's"}
    assert [each.state for each in sent.send("placements", moved, dry_run=True)] == ["new"]
    assert sent.works(link)
    assert [home.name for home in sent.homes] == ["Jo and Sam's"]


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_database_that_is_away(
    sent: CaseSystem, monkeypatch: pytest.MonkeyPatch, dry_run: bool
) -> None:
    """A row that cannot be kept just now is told to be tried again."""

    def away(_database: Database, _work: object) -> None:
        raise Unavailable

    monkeypatch.setattr(Database, "write", away)
    (outcome,) = sent.send("children", AMARA, dry_run=dry_run)
    assert (outcome.state, outcome.problems) == ("bad", {"": service.NOT_NOW})
