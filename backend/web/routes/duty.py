"""The duty page: what is open and who has it; tests of the way to the people on duty; numbers."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from backend.consultations.rules import Desk
from backend.duty import service as duty
from backend.duty.rules import MAY_CHANGE_ROTA, OWN_NUMBERS, DutyTest
from backend.platform.database import Transaction, new_id
from backend.platform.delivery.rules import Fate
from backend.platform.delivery.service import ways_of
from backend.platform.errors import NotFound
from backend.web.open_concerns import names_of_officers, open_lines
from backend.web.visits import AGAIN, Duty, Id, RotaKeeper, Visit, staff_router

REFRESH_SECONDS = 60
TESTS_SHOWN = 10


@dataclass(frozen=True)
class TestLine:
    """One test with what became of each of its messages, by name of the officer."""

    test: DutyTest
    by: str
    sent: tuple[tuple[str, Fate | None, object], ...]


class DutyPages:
    """The pages of the people on duty, over the desk that knows how they are reached."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routers(self) -> list[APIRouter]:
        """Give the addresses: what is open for duty officers and managers, the rest for more."""
        on_duty = staff_router("duty", "manager")
        on_duty.add_api_route("/duty", self.open, methods=["GET"])
        keepers = staff_router(*MAY_CHANGE_ROTA)
        keepers.add_api_route("/duty/tests", self.tests, methods=["GET"])
        keepers.add_api_route("/duty/tests", self.send_test, methods=["POST"])
        keepers.add_api_route("/duty/tests/{test_id}", self.test, methods=["GET"])
        keepers.add_api_route("/duty/tests/{test_id}", self.acknowledge, methods=["POST"])
        keepers.add_api_route("/duty/numbers", self.numbers, methods=["GET"])
        return [on_duty, keepers]

    def open(self, visit: Duty) -> Response:
        """Show what is open, urgent first, and ask for the page again each minute.

        That is asked of the browser by a header, so it needs no script; nothing is typed here.
        """
        on_call = self._desk.on_call
        lines = visit.read(lambda t: open_lines(t, on_call, visit.viewer, visit.at))
        standing = visit.read(lambda t: duty.standing(t, on_call, visit.at))
        names = visit.read(names_of_officers)
        still = visit.request.query_params.get("refresh") == "no"
        page = visit.page(
            "duty/open.html",
            waiting=[each for each in lines if each.concern.waiting],
            taken=[each for each in lines if not each.concern.waiting],
            on_rota=[(names.get(each.officer_id, ""), each) for each in standing.on_rota],
            still=still,
        )
        if not still:
            page.headers["Refresh"] = f"{REFRESH_SECONDS}; url=/duty?{AGAIN}=1"
        return page

    def tests(self, visit: RotaKeeper) -> Response:
        """List the last tests, with who got each and by which way."""

        def work(transaction: Transaction) -> list[TestLine]:
            found = duty.list_tests(transaction, visit.viewer, TESTS_SHOWN)
            return [_line(transaction, each) for each in found]

        return visit.page("duty/tests.html", lines=visit.read(work))

    def send_test(self, visit: RotaKeeper) -> Response:
        """Send a test to everybody on duty, by every way there is."""
        ring, on_call, test_id = self._desk.ring, self._desk.on_call, new_id()
        visit.write(lambda t: duty.record_test(t, ring, visit.viewer, on_call, test_id, visit.at))
        return visit.go("/duty/tests", "test-sent")

    def test(self, test_id: Id, visit: RotaKeeper) -> Response:
        """Show one test, and to whom it was sent a button that says it came."""
        line = visit.read(lambda t: _line(t, _found(t, visit, test_id)))
        own = [each for each in line.test.pages if each.officer_id == visit.officer.id]
        return visit.page(
            "duty/test.html",
            line=line,
            mine=bool(own),
            arrived=next((each.acknowledged_at for each in own if each.acknowledged_at), None),
        )

    def acknowledge(self, test_id: Id, visit: RotaKeeper) -> Response:
        """Write down that the test reached this officer."""
        visit.write(lambda t: duty.acknowledge_test(t, visit.viewer, test_id, visit.at))
        return visit.go(f"/duty/tests/{test_id}", "test-arrived")

    def numbers(self, visit: RotaKeeper) -> Response:
        """List the numbers people are told to ring, with the day each was checked."""
        lines = duty.numbers(visit.runtime.settings.data)
        missing = [name for name in OWN_NUMBERS if name not in lines]
        return visit.page("duty/numbers.html", lines=lines.values(), missing=missing)


def _found(transaction: Transaction, visit: Visit, test_id: str) -> DutyTest:
    # A link is followed within days: a test that is older than all of these is over.
    known = duty.list_tests(transaction, visit.viewer, TESTS_SHOWN * 10)
    found = next((each for each in known if each.id == test_id), None)
    if found is None:
        raise NotFound
    return found


def _line(transaction: Transaction, test: DutyTest) -> TestLine:
    names = names_of_officers(transaction)
    ways = ways_of(transaction, [each.message_id for each in test.pages])
    sent = tuple(
        (names.get(each.officer_id, ""), ways.get(each.message_id), each.acknowledged_at)
        for each in test.pages
    )
    return TestLine(test, names.get(test.by_officer, ""), sent)
