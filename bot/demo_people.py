"""The families and the staff of the made-up authority. Nobody here is real."""

from dataclasses import dataclass
from datetime import date

AUTHORITY = "Eastmarch Council"


@dataclass(frozen=True)
class Family:
    """One child, where they live, who else takes part, and in how many days their review is.

    ``people`` are pairs of role and name; those of a home come from this one. ``questions`` is
    the script somebody chose for the child, "" where they are asked by age.
    """

    first: str
    last: str
    born: tuple[int, int, int]
    iro: str
    home: str
    people: tuple[tuple[str, str], ...]
    in_days: int
    kind: str = "foster"
    withheld: bool = False
    questions: str = ""

    def born_on(self, today: date) -> date:
        """Give the date of birth: (years ago, month, day), so that ages hold in any year."""
        years, month, day = self.born
        this_year = date(today.year, month, day)
        return this_year.replace(year=today.year - years - (1 if this_year > today else 0))


STAFF = (
    ("Priya Shah", "iro", "IRO"),
    ("Daniel Osei", "iro", "IRO"),
    ("Grace Lin", "duty", "duty officer"),
    ("Helen Ward", "manager", "manager"),
    ("Sam Okafor", "support", "business support"),
    ("Morgan Reed", "owner", "system owner"),
)
JO = ("foster_carer", "Jo Taylor")
ANN = ("foster_carer", "Ann Marsden")
FAMILIES = (
    Family(
        "Amara", "Okoye", (9, 3, 14), "Priya Shah", "Jo and Sam",
        (JO, ("foster_carer", "Sam Taylor"), ("parent", "Ngozi Okoye")), 16,
    ),
    Family("Leo", "Hughes", (10, 9, 2), "Daniel Osei", "Ann", (ANN,), 9),
    Family(
        "Mia", "Evans", (8, 6, 21), "Priya Shah", "Bethan and Rhys",
        (
            ("foster_carer", "Bethan Pugh"), ("parent", "Sian Evans"),
            ("education", "Mrs Lloyd, Brook Primary"), ("health", "Nurse Adeyemi"),
            ("social_worker", "Dan Price"),
        ),
        12, withheld=True,
    ),
    Family(
        "Noah", "Khan", (13, 1, 30), "Priya Shah", "Farah",
        (("kinship_carer", "Farah Iqbal"),), 30, "kinship",
    ),
    Family("Ella", "Brook", (5, 11, 3), "Daniel Osei", "Jo and Sam", (JO,), 35),
    Family(
        "Tyler", "Nash", (16, 4, 8), "Daniel Osei", "Harbour House",
        (
            ("residential_worker", "Marcus Webb"), ("advocate", "Imani Cole"),
            ("guardian", "Ruth Bell"),
        ),
        12, "residential",
    ),
    Family(
        "Kai", "Bell", (10, 5, 17), "Daniel Osei", "Ann", (ANN,), 20, questions="child_symbols",
    ),
    Family("Ivy", "Cole", (2, 2, 9), "Priya Shah", "Jo and Sam", (JO,), 26),
)  # fmt: skip
