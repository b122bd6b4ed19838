"""The bank holidays of England and Wales, as GOV.UK published them: never from the network."""

from collections.abc import Iterable
from datetime import date
from functools import cache

import holidays
from govuk_bank_holidays.bank_holidays import BankHolidays

CALCULATED = range(1990, 2101)
"""The years whose bank holidays are calculated where GOV.UK's list has none of them."""


@cache
def bank_holidays() -> frozenset[date]:
    """Give every bank holiday in England and Wales that the package carries."""
    carried = BankHolidays(use_cached_holidays=True)
    return frozenset(each["date"] for each in carried.get_holidays(carried.ENGLAND_AND_WALES))


@cache
def every_bank_holiday() -> frozenset[date]:
    """Give the published bank holidays, and for the years before and after them the calculated.

    What is proclaimed for a single year, such as a coronation, cannot be calculated ahead.
    """
    published = bank_holidays()
    missing = set(CALCULATED) - {day.year for day in published}
    return published | _calculated(missing)


def _calculated(years: Iterable[int]) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=years))
