"""The rota: who is on duty when, the steps by which a worry is passed on, and the shifts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from fastapi import APIRouter
from starlette.responses import Response

from backend.consultations.rules import Desk
from backend.duty import service as duty
from backend.duty.rules import MAY_BE_ON_ROTA, MAY_CHANGE_ROTA, Shift
from backend.people import service as people
from backend.people.rules import SYSTEM, Officer
from backend.platform.calendar import OfficeHours
from backend.platform.clock import LONDON, day_in_england
from backend.platform.database import Transaction, new_id
from backend.platform.errors import BadInput
from backend.web.forms import Form, Typed, filled, filled_moment
from backend.web.open_concerns import names_of_officers
from backend.web.visits import Id, RotaKeeper, Visit, staff_router
from backend.web.words import WEEKDAYS

DAYS_SHOWN = 14


Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class RotaDay:
    """One day of the rota: what begins on it, with a name each, and when nobody is on it.

    The first day holds what began before and has not ended, too.
    """

    day: date
    bank_holiday: bool
    shifts: tuple[tuple[str, Shift], ...]
    gaps: tuple[Span, ...]


class RotaPages:
    """The pages of the rota, over the desk that knows the steps and the office hours."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def router(self) -> APIRouter:
        """Give the addresses, closed to all but those who keep the rota."""
        router = staff_router(*MAY_CHANGE_ROTA)
        router.add_api_route("/duty/rota", self.rota, methods=["GET"])
        router.add_api_route("/duty/rota/new", self.new, methods=["GET"])
        router.add_api_route("/duty/rota/new", self.add, methods=["POST"])
        router.add_api_route("/duty/rota/{shift_id}/remove", self.remove, methods=["POST"])
        return router

    def rota(self, visit: RotaKeeper) -> Response:
        """Show who is on now, the next two weeks, and what happens when nobody answers."""
        on_call = self._desk.on_call
        standing = visit.read(lambda t: duty.standing(t, on_call, visit.at))
        names = visit.read(names_of_officers)
        office_days, in_a_row = days_in_words(on_call.calendar.hours)
        return visit.page(
            "duty/rota.html",
            on_rota=[(names.get(each.officer_id, ""), each) for each in standing.on_rota],
            days=visit.read(lambda t: self._days(t, visit)),
            on_call=on_call,
            hours=on_call.calendar.hours,
            office_days=office_days,
            in_a_row=in_a_row,
        )

    def new(self, visit: RotaKeeper) -> Response:
        """Ask for a shift, with today's evening filled in."""
        evening = datetime.combine(visit.today, time(17), LONDON)
        form = filled(
            position=1,
            **filled_moment(evening, "starts_at", "start_time"),
            **filled_moment(evening + timedelta(hours=16), "ends_at", "end_time"),
        )
        return self._form(visit, form)

    def add(self, visit: RotaKeeper, form: Typed) -> Response:
        """Put a shift on the rota."""
        position = form.value("position")
        typed = Shift(
            id=new_id(),
            officer_id=form.value("officer_id"),
            starts_at=form.moment("starts_at", "start_time"),
            ends_at=form.moment("ends_at", "end_time"),
            position=int(position) if position in {"1", "2"} else 0,
        )
        try:
            visit.keep(form, lambda t: duty.add_shift(t, visit.viewer, typed, visit.at))
        except BadInput as wrong:
            return self._form(visit, form, wrong)
        return visit.go("/duty/rota", "shift-added")

    def remove(self, shift_id: Id, visit: RotaKeeper) -> Response:
        """Take a shift off the rota; that it was there stays written down."""
        visit.write(lambda t: duty.remove_shift(t, visit.viewer, shift_id, visit.at))
        return visit.go("/duty/rota", "shift-removed")

    def _form(self, visit: Visit, form: Form, wrong: BadInput | None = None) -> Response:
        return visit.form_page("duty/shift.html", form, wrong, officers=visit.read(_may_be_on))

    def _days(self, transaction: Transaction, visit: Visit) -> list[RotaDay]:
        begins = _begins(visit.today)
        until = _begins(visit.today + timedelta(days=DAYS_SHOWN))
        names = names_of_officers(transaction)
        shifts = duty.list_shifts(transaction, visit.viewer, begins, until)
        holidays = self._desk.on_call.calendar.holidays
        days = [visit.today + timedelta(days=each) for each in range(DAYS_SHOWN)]
        return [
            RotaDay(
                day=day,
                bank_holiday=day in holidays,
                shifts=tuple(
                    (names.get(each.officer_id, ""), each)
                    for each in shifts
                    if max(day_in_england(each.starts_at), visit.today) == day
                ),
                gaps=gaps((_begins(day), _begins(day + timedelta(days=1))), shifts),
            )
            for day in days
        ]


def gaps(within: Span, shifts: Iterable[Shift]) -> tuple[Span, ...]:
    """Give the spans of a time in which nobody is on the rota, whether first or second."""
    free_from, until = within
    found = []
    for each in sorted(shifts, key=lambda shift: shift.starts_at):
        if each.starts_at > free_from:
            found.append((free_from, min(each.starts_at, until)))
        free_from = max(free_from, each.ends_at)
        if free_from >= until:
            break
    if free_from < until:
        found.append((free_from, until))
    return tuple((since, to) for since, to in found if since < to)


def days_in_words(hours: OfficeHours) -> tuple[tuple[str, ...], bool]:
    """Give the days on which the office is open as msgids, or the two ends of days in a row."""
    days = sorted(hours.days)
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return (WEEKDAYS[days[0]], WEEKDAYS[days[-1]]), True
    return tuple(WEEKDAYS[day] for day in days), False


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def _may_be_on(transaction: Transaction) -> list[Officer]:
    officers = people.list_officers(transaction, SYSTEM)
    return [each for each in officers if each.active and each.roles & MAY_BE_ON_ROTA]
