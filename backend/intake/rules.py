"""What the rows of a case system say, and in which order they are taken. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any, Literal

from backend.matching.rules import SHARED, Change
from backend.people.rules import MUST_SAY, wrong_texts
from backend.platform.msgids import _
from backend.sheets.rules import DATES, Row

TEXT, DAY, TIME, YES, NUMBER = "text", "day", "time", "yes", "number"
CARE = ("legal_status", "stopped_looked_after", "short_breaks", "long_term_on", "iro_named_on")
# By kind, in the order in which they build on each other: what each field holds.
KINDS: Mapping[str, Mapping[str, str]] = {
    "officers": {"email": TEXT, "name": TEXT, "phone": TEXT},
    "children": {
        **dict.fromkeys(("case_number", "first_name", "last_name", "known_as"), TEXT),
        "date_of_birth": DAY,
        **dict.fromkeys(("language", "iro", "email", "phone"), TEXT),
        "became_looked_after": DAY,
        "legal_status": TEXT,
        "stopped_looked_after": DAY,
        "short_breaks": YES,
        "long_term_on": DAY,
        "iro_named_on": DAY,
    },
    "placements": {
        **dict.fromkeys(("case_number", "kind", "name", "address"), TEXT),
        "address_withheld": YES,
        "starts_on": DAY,
        "ends_on": DAY,
    },
    "participants": {
        **dict.fromkeys(("case_number", "role", "name", "email", "phone", "language"), TEXT),
        "external_id": TEXT,
        "starts_on": DAY,
        "ends_on": DAY,
        "home_starts_on": DAY,
    },
    "reviews": {
        "case_number": TEXT,
        "number": NUMBER,
        "date": DAY,
        "time": TIME,
        "place": TEXT,
        "due_on": DAY,
        "status": TEXT,
        "completed_on": DAY,
        "external_id": TEXT,
    },
}
_REQUIRED: Mapping[str, frozenset[str]] = {
    "officers": frozenset({"email", "name"}),
    "children": frozenset({"case_number", "first_name", "last_name", "date_of_birth", "iro"}),
    "placements": frozenset({"case_number", "kind", "name", "starts_on"}),
    "participants": frozenset({"case_number", "role", "name"}),
    "reviews": frozenset({"case_number", "date"}),
}
FIELDS = {kind: {name: name in _REQUIRED[kind] for name in known} for kind, known in KINDS.items()}
"""By kind, each field, and whether it is required."""

# What makes two rows of one run speak of one thing, which they may not do in two ways.
_SAME = {
    "officers": ("email",),
    "children": ("case_number",),
    "placements": ("case_number", "starts_on"),
}
WHICH_DAY = _("This is not a date in the form that the mapping names.")
WHICH_TIME = _("This is not a time of day such as 16:00.")
YES_OR_NO = _("This is neither yes nor no.")
WHICH_NUMBER = _("This is not a whole number from 1 to 200.")
NOT_A_TEXT = _("This is not a text.")
UNKNOWN = _("This row has a field that is not known here.")
REPEATED = _("An earlier row says something else of the same one.")

State = Literal["new", "changed", "unchanged", "bad"]
STATES: tuple[State, ...] = ("new", "changed", "unchanged", "bad")


@dataclass(frozen=True)
class Outcome:
    """What became of one row; ``problems`` are reasons by column, in msgids."""

    row: Row
    state: State
    changes: tuple[Change, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Given:
    """One row, understood: values by field, without those that were empty."""

    row: Row
    id: str
    values: Mapping[str, Any] = field(repr=False)
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, ...]:
        """What of it may stand in one run in one way only, () for anything."""
        return tuple(str(self.values.get(n)) for n in _SAME.get(self.row.kind, ()))

    def bad(self, wrong: Mapping[str, str]) -> Outcome:
        """Say what is wrong with the row, by its own columns."""
        named = {_TOLD_AS.get(name, name): reason for name, reason in wrong.items()}
        columns = {self.row.columns.get(n, n): reason for n, reason in named.items()}
        return Outcome(self.row, "bad", problems=columns)


# How our services call what a column is about.
_TOLD_AS = {
    "iro_id": "iro",
    "began_on": "became_looked_after",
    "ended_on": "stopped_looked_after",
    "starts_at": "date",
    "placement_id": "home_starts_on",
}


def understand(row: Row, new_id: str, dates: Sequence[str]) -> Given:
    """Read a row's texts as days, numbers and so on; an empty one says nothing."""
    known = KINDS[row.kind]
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, text in row.values.items():
        if name not in known:
            wrong[""] = UNKNOWN
        elif text.strip():
            value = _value(known[name], text.strip(), dates)
            refused = value.reason if isinstance(value, _Wrong) else ""
            refused = refused or wrong_texts({name: text.strip()}, ()).get(name, "")
            if refused:
                wrong[name] = refused
            else:
                values[name] = value
    for name in _REQUIRED[row.kind] - values.keys() - wrong.keys():
        wrong[name] = MUST_SAY
    if "became_looked_after" not in values and any(name in values for name in CARE):
        wrong.setdefault("became_looked_after", MUST_SAY)
    if "email" in values:
        values["email"] = values["email"].casefold()
    return Given(row, new_id, values, wrong)


@dataclass(frozen=True)
class _Wrong:
    reason: str


def _value(kind: str, text: str, dates: Sequence[str]) -> Any:
    if kind == DAY:
        return _day(text, dates)
    if kind == TIME:
        found = re.fullmatch(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(:[0-5][0-9])?", text)
        return time(int(found[1]), int(found[2])) if found else _Wrong(WHICH_TIME)
    if kind == YES:
        meant = {"yes": True, "y": True, "true": True, "1": True}
        meant |= {"no": False, "n": False, "false": False, "0": False}
        return meant.get(text.casefold(), _Wrong(YES_OR_NO))
    if kind == NUMBER:
        fits = re.fullmatch(r"0*([1-9][0-9]?|1[0-9][0-9]|200)", text, re.ASCII)
        return int(text) if fits else _Wrong(WHICH_NUMBER)
    return text


def _day(text: str, dates: Sequence[str]) -> date | _Wrong:
    # Many exports write a midnight after every day.
    text = re.sub(r"[ T]00:00(:00(\.0+)?)?$", "", text)
    for name in dates:
        try:
            found = datetime.strptime(text, DATES[name])  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
        if found.year >= 1900:
            return found.date()
    return _Wrong(WHICH_DAY)


def in_order(rows: Iterable[Given]) -> list[Given]:
    """Put rows so that each comes after what it builds on: homes of a child by their first day."""
    kinds = list(KINDS)

    def place(given: Given) -> tuple[Any, ...]:
        values = given.values
        day = values.get("starts_on") or values.get("date") or date.min
        return kinds.index(given.row.kind), values.get("case_number", ""), day

    return sorted(rows, key=place)


def without_contradictions(rows: Iterable[Given]) -> list[Given]:
    """Mark the rows that say of one thing something else than an earlier row does."""
    said: dict[tuple[str, ...], Mapping[str, Any]] = {}
    marked = []
    for given in rows:
        if given.key and not given.wrong:
            first = said.setdefault((given.row.kind, *given.key), given.values)
            if first != given.values:
                name = _SAME[given.row.kind][-1]
                marked.append(replace(given, wrong={name: REPEATED}))
                continue
        marked.append(given)
    return marked


def with_shared_emails(rows: Sequence[Given]) -> list[Given]:
    """Mark those of one child and role who have one e-mail address and are not one person."""
    names: dict[tuple[str, ...], set[str]] = {}

    def address(given: Given) -> tuple[str, ...]:
        return tuple(given.values.get(n, "") for n in ("case_number", "role", "email"))

    people = [each for each in rows if each.row.kind == "participants" and not each.wrong]
    for each in people:
        names.setdefault(address(each), set()).add(each.values["name"].casefold())
    shared = {each.id for each in people if len(names[address(each)]) > 1}
    return [
        replace(each, values={**each.values, SHARED: True}) if each.id in shared else each
        for each in rows
    ]


def by_child(rows: Iterable[Given]) -> list[list[Given]]:
    """Put the rows of one child together; each officer stands alone."""
    groups: dict[str, list[Given]] = {}
    for given in rows:
        number = given.values.get("case_number")
        groups.setdefault(f"child:{number}" if number else given.id, []).append(given)
    return list(groups.values())


def apart(units: Iterable[Sequence[Given]], most: int) -> Iterator[list[Sequence[Given]]]:
    """Put a few units together that do not build on each other: of one kind, each of another."""
    held: list[Sequence[Given]] = []
    known: set[tuple[str, str]] = set()
    for unit in units:
        first = unit[0]
        whose = first.row.kind, first.values.get("case_number") or first.values.get("email", "")
        other_kind = held and held[0][0].row.kind != first.row.kind
        if len(held) == most or other_kind or whose in known:
            yield held
            held, known = [], set()
        held.append(unit)
        known.add(whose)
    if held:
        yield held
