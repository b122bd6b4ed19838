"""Forms as somebody fills them in."""

from datetime import date

from tests.backend.web.people import Family, Staff


def a_day(name: str, day: date) -> dict[str, str]:
    """The three fields of a day."""
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{name}-{part}": str(value) for part, value in parts.items()}


def a_home(**changed: str) -> dict[str, str]:
    """A home as it is typed."""
    return {"name": "Ann's", "kind": "foster", "address": "3 Hill Road", **changed}


def a_child(staff: Staff, **changed: str) -> dict[str, str]:
    """A child as it is typed."""
    return {
        "first_name": "Leo",
        "last_name": "Hughes",
        "known_as": "",
        **a_day("date_of_birth", date(2016, 5, 2)),
        "language": "en",
        "iro_id": staff["iro"].id,
        "case_number": "E1",
        **changed,
    }


def a_person(family: Family, **changed: str) -> dict[str, str]:
    """Somebody around a child, as they are typed."""
    return {
        "name": "Sam",
        "role": "foster_carer",
        "placement_id": family.home.id,
        "email": "sam@home.example",
        "phone": "0191 496 0000",
        "language": "en",
        **a_day("starts_on", date(2025, 10, 20)),
        **changed,
    }
