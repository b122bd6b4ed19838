"""The stages of the IRO's dispute resolution, and how long each may take. Pure."""

from dataclasses import dataclass
from datetime import date

from backend.platform.msgids import _

STAGE_NAMES = {
    "informal": _("Informal talk"),
    "alert": _("Management alert"),
    "formal_1": _("Formal, first stage"),
    "formal_2": _("Formal, second stage"),
    "formal_3": _("Formal, last stage"),
}
LONGEST = 60  # working days: more is a slip of the pen


@dataclass(frozen=True)
class Stage:
    """One stage and how long it may take, in working days."""

    code: str
    name: str
    working_days: int
    formal: bool


@dataclass(frozen=True)
class Terms:
    """The authority's stages in their order, and the working days of the formal ones together."""

    stages: tuple[Stage, ...]
    formal_days: int
    source: str = ""
    checked_on: date | None = None

    def stage(self, code: str) -> Stage | None:
        """Give a stage by its code, or None for one that this authority no longer has."""
        return next((each for each in self.stages if each.code == code), None)

    def name_of(self, code: str) -> str:
        """Give the name of a stage as a msgid, or as the authority wrote it."""
        found = self.stage(code)
        return found.name if found else STAGE_NAMES.get(code, code)

    def after(self, code: str) -> Stage | None:
        """Give the stage that comes next, or None after the last."""
        codes = [each.code for each in self.stages]
        place = codes.index(code) + 1 if code in codes else 0
        return self.stages[place] if place < len(self.stages) else None


def wrong_terms(terms: Terms) -> str:
    """Give what is wrong with an authority's stages in plain words, "" for nothing."""
    codes = [each.code for each in terms.stages]
    if not codes or len(codes) != len(set(codes)):
        return "there is no stage, or two have one code"
    days = [terms.formal_days, *(each.working_days for each in terms.stages)]
    if not all(0 < each <= LONGEST for each in days):
        return f"a limit is not from 1 to {LONGEST} working days"
    return "" if all(each.name for each in terms.stages) else "a stage has no name"
