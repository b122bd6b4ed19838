"""Which of what is here a case system speaks of, and what that changes. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time
from typing import Any

from backend.people.rules import OF_A_HOME, Officer, Participant, Placement, tied_to
from backend.platform.clock import LONDON
from backend.platform.msgids import _
from backend.reviews.rules import Review

Values = Mapping[str, Any]
"""What a row says, by field; a field that is not there says nothing."""

# Set where several people of one run have one e-mail address.
SHARED = "shares_email"
# For a review whose time of day the case system does not tell.
USUAL_TIME = time(10, 0)
# Whoever comes next takes the place of the one before.
ONE_AT_A_TIME = frozenset({"social_worker"})

NO_CHILD = _("No child here has this case number.")
TWO_CHILDREN = _("Several children here have this case number.")
NO_IRO = _("No IRO here has this e-mail address or name, or several have.")
MOVED_OR_NEW = _("Another review is planned. Give its number or id, so that it is clear which.")
NOT_YET = _("This day has not come yet. An end is taken on its day, or after it.")


@dataclass(frozen=True)
class Change:
    """One field that is put in the place of another, as people write it; "" is for nothing."""

    name: str
    old: str = field(repr=False)
    new: str = field(repr=False)


@dataclass(frozen=True)
class Taken:
    """What a row came to: a ``new`` row of ours or an earlier one, and what is changed."""

    new: bool
    changes: tuple[Change, ...]


def changes(before: object, after: Any, told: Mapping[str, str]) -> tuple[Change, ...]:
    """Give what differs between two states of one thing, of the fields that are told by a name.

    ``before`` is None for a new one.
    """
    found = []
    for each in fields(after):
        name = told.get(each.name)
        old, new = _said(getattr(before, each.name, None)), _said(getattr(after, each.name))
        if name and old != new:
            found.append(Change(name, old, new))
    return tuple(found)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.astimezone(LONDON).strftime("%Y-%m-%d %H:%M")
    return "" if value is None else str(value)


def iro_called(officers: Iterable[Officer], said: str) -> Officer | None:
    """Give the one IRO with this e-mail address or exact name, or None."""
    wanted = said.casefold()
    iros = [each for each in officers if each.may_review]
    found = [each for each in iros if each.email == wanted]
    found = found or [each for each in iros if each.name.casefold() == wanted]
    return found[0] if len(found) == 1 else None


def is_kept_by_hand(officer: Officer) -> bool:
    """Say whether somebody does more here than lead reviews, or may sign in no longer.

    Where a worry is sent to, and who may sign in, is decided here and not by a case system.
    """
    return not officer.active or bool(officer.roles - {"iro"})


def is_move(home: Placement, known: Iterable[Placement]) -> bool:
    """Say whether a child leaves the home they have here for this one, which they do not leave."""
    return home.ends_on is None and any(
        each.ends_on is None and each.holds_on(home.starts_on) for each in known
    )


def home_of(values: Values, homes: Sequence[Placement], today: date) -> Placement | None:
    """Give the home that a part is tied to: the one it names, or for a carer the one of the day."""
    named = values.get("home_starts_on")
    if named is not None:
        return next((each for each in homes if each.starts_on == named), None)
    if values["role"] not in OF_A_HOME:
        return None
    began = values.get("starts_on")
    then = [each for each in homes if began and each.holds_on(began)]
    return next(iter([*then, *(each for each in homes if each.holds_on(today))]), None)


def same_person(
    everyone: Iterable[Participant], values: Values, known_id: str | None, home: Placement | None
) -> Participant | None:
    """Give whom a row speaks of: by the case system's id, else by role and name or e-mail.

    There is one child. Somebody whose part ended takes it up again only where the row says that
    it begins after that; else the row speaks of the part that has ended.
    """
    alike = [one for one in everyone if one.role == values["role"]]
    if values["role"] == "child":
        return alike[0] if alike else None
    found = [one for one in alike if one.id == known_id]
    if known_id is None:
        name = values["name"].casefold()
        # Two carers may have one address between them, and are then told apart by name only.
        email = "" if values.get(SHARED) else values.get("email", "")
        found = [one for one in alike if one.name.casefold() == name]
        found = found or [one for one in alike if email and one.email.casefold() == email]
    latest = max(found, key=lambda one: (one.ends_on is None, one.starts_on), default=None)
    if latest is None or _begins_again(latest, values, home):
        return None
    return latest


def _begins_again(one: Participant, values: Values, home: Placement | None) -> bool:
    begins = values.get("starts_on") or (
        home.starts_on if "home_starts_on" in values and home else None
    )
    return one.ends_on is not None and begins is not None and begins >= one.ends_on


def corrected(one: Participant, values: Values, home: Placement | None) -> Participant:
    """Give a person's part as the row has it; it still ends with the home it comes from."""
    given = some(values, "name", "email", "phone", "language", "starts_on", "ends_on")
    after = replace(one, **given)
    return tied_to(after, home) if home else after


def replaced_by(new: Participant, everyone: Iterable[Participant]) -> list[Participant]:
    """Give whose part ends since there is only one at a time, ended on the day the new one has."""
    if new.role not in ONE_AT_A_TIME or new.ends_on is not None:
        return []
    return [
        replace(one, ends_on=new.starts_on)
        for one in everyone
        if one.role == new.role and one.id != new.id and one.starts_on <= new.starts_on
        if one.ends_on is None or one.ends_on > new.starts_on
    ]


def same_review(known: Iterable[Review], values: Values, known_id: str | None) -> Review | None:
    """Give which review a row speaks of: by the case system's id, else its number, else its day."""
    every = [each for each in known if each.id == known_id]
    every = every or [each for each in known if each.number == values.get("number")]
    every = every or [each for each in known if each.day == values["date"]]
    return every[0] if every else None


def moved_or_new(known: Iterable[Review], values: Values) -> bool:
    """Say whether nobody can know if a planned review is a new one or another that has moved."""
    named = "number" in values or "external_id" in values
    planned = values.get("status", "planned") == "planned"
    return planned and not named and any(each.status == "planned" for each in known)


def review_fields(values: Values, before: Review | None) -> dict[str, Any]:
    """Give a review's fields as the row has them, at the usual time where it tells none.

    A review that was held is complete on its day unless the row says when.
    """
    given = some(values, "number", "place", "due_on", "status", "completed_on")
    if before is None:
        given = {"number": 0, "place": "", "due_on": None, **given}
    if before and "time" not in values and before.day == values["date"]:
        given["starts_at"] = before.starts_at
    else:
        at = before.starts_at.astimezone(LONDON).time() if before else USUAL_TIME
        given["starts_at"] = datetime.combine(values["date"], values.get("time", at), LONDON)
    if given.get("status") == "held":
        given.setdefault("completed_on", values["date"])
    return given


def as_is(names: str) -> dict[str, str]:
    """Give names, told as they are."""
    return {name: name for name in names.split()}


def some(values: Values, *names: str, **renamed: str) -> dict[str, Any]:
    """Give those of the fields that the row has; ``renamed`` gives a field's name in the row."""
    wanted = {**{name: name for name in names}, **renamed}
    return {ours: values[theirs] for ours, theirs in wanted.items() if theirs in values}
