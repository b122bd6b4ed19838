"""Phone numbers as people write them, and whether two of them are one. Pure."""

import re

# What people put between the digits; the database takes the same away when it compares.
BETWEEN_DIGITS = " -().\u00a0/"
# How one British number is begun: each becomes the 0 of the last.
ABROAD = (("+440", "0"), ("+44", "0"), ("0044", "0"))
_PHONE = re.compile(r"\+?[0-9]{7,15}")


def plain_phone(text: str) -> str:
    """Give a number without what stands between its digits: "+44 7700 900123" and the like."""
    return "".join(mark for mark in text if mark not in BETWEEN_DIGITS)


def is_phone(text: str) -> bool:
    """Say whether a text, made plain, can be a phone number (E.164: at most 15 digits)."""
    return _PHONE.fullmatch(text) is not None
