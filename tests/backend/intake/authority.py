"""A whole made-up authority as rows, with as many of them wrong as one likes."""

from collections.abc import Iterator

from backend.sheets.rules import Row

WAYS_TO_BE_WRONG = (
    {"date_of_birth": "31/02/2015"},
    {"iro": "nobody@northshire.example"},
    {"last_name": ""},
    {"legal_status": "Z9"},
    {"became_looked_after": "01/01/2000"},
)


def wrong_ones(count: int, bad: int) -> list[int]:
    """Give the places of those who are wrong, counted from 0; their line is two more."""
    return [number * count // bad for number in range(bad)]


def children(count: int, bad: int) -> Iterator[Row]:
    """Give so many children, of whom some are wrong, evenly spread."""
    wrong = wrong_ones(count, bad)
    for number in range(count):
        values = {
            "case_number": f"C{number:05}",
            "first_name": "Sam",
            "last_name": f"Reed{number}",
            "date_of_birth": f"{1 + number % 28:02}/0{1 + number % 9}/{2009 + number % 10}",
            "iro": f"iro{number % 30}@northshire.example",
            "became_looked_after": "01/09/2025",
            "legal_status": "care_order",
        }
        if number in wrong:
            values.update(WAYS_TO_BE_WRONG[wrong.index(number) % len(WAYS_TO_BE_WRONG)])
        yield Row("children", "children.csv", number + 2, values)


def officers() -> Iterator[Row]:
    """Give the thirty IROs of these children."""
    for number in range(30):
        values = {"email": f"iro{number}@northshire.example", "name": f"Officer {number}"}
        yield Row("officers", "officers.csv", number + 2, values)


def around(child: Row) -> Iterator[Row]:
    """Give a child's home, carer, social worker and next review."""
    number, line = child.values["case_number"], child.line
    home = {
        "starts_on": "01/09/2025",
        "kind": "foster",
        "name": "At home",
        "address": "1 Mill Lane",
    }
    carer = {"role": "foster_carer", "name": "Jo", "email": f"{number}@home.example"}
    worker = {"role": "social_worker", "name": "Lena"}
    review = {"number": "3", "date": "10/12/2026", "time": "16:00", "external_id": f"R{number}"}
    for kind, values in (
        ("placements", home),
        ("participants", carer),
        ("participants", worker),
        ("reviews", review),
    ):
        yield Row(kind, f"{kind}.csv", line, {"case_number": number, **values})
