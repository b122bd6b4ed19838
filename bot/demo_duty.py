"""Two made-up weeks on the rota, and a test of the way to the people on duty that arrived."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from itertools import pairwise

from backend.covers import service as covers
from backend.covers.rules import Cover
from backend.duty import service as duty
from backend.duty.rules import Shift
from backend.people.rules import SYSTEM, Officer, officer_viewer
from backend.platform.clock import LONDON, day_in_england
from backend.platform.database import Transaction, new_id
from bot.serving import House

DAYS = 14


def fill_rota(house: House, first: Officer, second: Officer, now: datetime) -> None:
    """Put one officer first and another second, from each morning to the next."""
    today = day_in_england(now)
    begins = [
        datetime.combine(today + timedelta(days=number), time(9), LONDON)
        for number in range(-1, DAYS)
    ]
    shifts = [
        Shift(new_id(), officer.id, starts_at, ends_at, position)
        for starts_at, ends_at in pairwise(begins)
        for position, officer in ((1, first), (2, second))
    ]

    def unit(transaction: Transaction) -> None:
        for shift in shifts:
            duty.add_shift(transaction, SYSTEM, shift, now)

    house.runtime.database.write(unit)


def try_the_way(house: House, officers: Mapping[str, Officer], by: str, now: datetime) -> None:
    """Send a test a day ago, and let both who got it say so."""
    at, test_id = now - timedelta(days=1), new_id()
    sender = officer_viewer(officers[by])

    def unit(transaction: Transaction) -> None:
        ring, on_call = house.runtime.ring, house.desk.on_call
        duty.record_test(transaction, ring, sender, on_call, test_id, at)
        [sent] = duty.list_tests(transaction, SYSTEM, 1)
        by_id = {each.id: each for each in officers.values()}
        for officer_id in {each.officer_id for each in sent.pages} & by_id.keys():
            viewer = officer_viewer(by_id[officer_id])
            duty.acknowledge_test(transaction, viewer, test_id, at + timedelta(minutes=2))

    house.runtime.database.write(unit)


def cover(house: House, iro: Officer, by: Officer, now: datetime) -> None:
    """Let one IRO be away in three weeks, for ten days, with another to hold their cases."""
    today = day_in_england(now)
    first, last = today + timedelta(days=21), today + timedelta(days=30)
    away = Cover(new_id(), iro.id, by.id, first, last, now, iro.id)
    viewer = officer_viewer(iro)
    house.runtime.database.write(lambda t: covers.add(t, viewer, away, today))
