"""The bank holidays of England and Wales, as GOV.UK published them: never from the network."""

from datetime import date
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays


@cache
def bank_holidays() -> frozenset[date]:
    """Give every bank holiday in England and Wales that the package carries."""
    carried = BankHolidays(use_cached_holidays=True)
    return frozenset(each["date"] for each in carried.get_holidays(carried.ENGLAND_AND_WALES))
