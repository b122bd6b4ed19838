"""Ids that follow from their cause; those that nobody can guess come from `database.new_id`."""

import hashlib


def derived_id(*parts: str) -> str:
    """Give the id that follows from what a row belongs to, since its unit may run twice."""
    return hashlib.sha256(":".join(parts).encode()).hexdigest()[:32]
