"""What was typed into a form: kept as it was, to be shown again, and read into plain values."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from backend.platform.clock import LONDON
from backend.platform.errors import BadInput
from backend.platform.msgids import _

# Stands for a day that could not be read while the rest is looked at; it is never kept.
UNREADABLE_DAY = date(1900, 1, 1)

_MOST_FIELDS = 300
_DAY_PARTS = ("day", "month", "year")
_TIME = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s*([ap])?\.?(?:m\.?)?")
# They turn the order of what stands around them, which makes a name look like another.
_TURNS_TEXT = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Form:
    """The fields of one form; `errors` says, by field, what of it could not be read."""

    def __init__(self, typed: Mapping[str, list[str]]) -> None:
        self._typed = {name: list(values) for name, values in typed.items()}
        self.errors: dict[str, str] = {}

    def value(self, name: str) -> str:
        """Give what was typed into a field, as it was."""
        return next(iter(self._typed.get(name, [])), "")

    def values(self, name: str) -> list[str]:
        """Give every value that was chosen under this name."""
        return self._typed.get(name, [])

    def picked(self, name: str) -> list[str]:
        """Give each id that was picked; what no database can look for was never offered."""
        return [each for each in self.values(name) if each.isprintable()]

    def every(self, beginning: str = "") -> list[tuple[str, str]]:
        """Give each name that begins so, without its beginning, with each value of it."""
        return [
            (name.removeprefix(beginning), value)
            for name, values in self._typed.items()
            if name.startswith(beginning)
            for value in values
        ]

    def has(self, name: str) -> bool:
        """Say whether a box was ticked."""
        return bool(self.value(name))

    def text(self, name: str) -> str:
        """Read one line."""
        return self._readable(name, " ".join(self.value(name).split(" ")).strip())

    def lines(self, name: str) -> str:
        """Read several lines, each ending in one newline character."""
        text = self.value(name).replace("\r\n", "\n").strip()
        self._readable(name, text.replace("\n", " "))
        return text

    def one_of(self, name: str, offered: Collection[str]) -> str:
        """Read one of the choices that were offered."""
        picked = self.value(name)
        if picked not in offered:
            self.errors[name] = _("Pick one of the choices.")
        return picked

    def day(self, name: str) -> date:
        """Read a day from three fields, or note what is wrong and give `UNREADABLE_DAY`."""
        parts = [self.value(f"{name}-{part}").strip() for part in _DAY_PARTS]
        if not any(parts):
            self.errors[name] = _("Enter a date.")
            return UNREADABLE_DAY
        day, month, year = parts
        try:
            if not re.fullmatch(r"[0-9]{4}", year):
                raise ValueError(year)
            return date(int(year), int(month), int(day))
        except ValueError:
            self.errors[name] = _("Enter a real date, such as 27 3 2027.")
            return UNREADABLE_DAY

    def day_or_none(self, name: str) -> date | None:
        """Read a day that may be left out."""
        if not any(self.value(f"{name}-{part}").strip() for part in _DAY_PARTS):
            return None
        return self.day(name)

    def moment(self, day: str, at: str) -> datetime:
        """Read a day and a time of day in England into a moment in UTC."""
        on = self.day(day)
        found = _TIME.fullmatch(self.value(at).strip().lower())
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
        if found and found[3] and 1 <= hour <= 12:
            hour = hour % 12 + (12 if found[3] == "p" else 0)
        elif found and found[3]:
            hour = 24
        if hour > 23 or minute > 59:
            self.errors[at] = _("Enter a time, such as 4.00 pm or 16:00.")
            hour = minute = 0
        return datetime.combine(on, time(hour, minute), LONDON).astimezone(UTC)

    def _readable(self, name: str, text: str) -> str:
        if any(unicodedata.category(sign) == "Cc" or sign in _TURNS_TEXT for sign in text):
            self.errors[name] = _("There is a character in this that cannot be used.")
            return ""
        return text


def filled(**values: object) -> Form:
    """Make a form that shows what is known: dates go into three fields, sets into several."""
    typed: dict[str, list[str]] = {}
    for name, value in values.items():
        if isinstance(value, datetime):
            raise TypeError("give a moment as its day and its time of day")
        if isinstance(value, date):
            for part in _DAY_PARTS:
                typed[f"{name}-{part}"] = [str(getattr(value, part))]
        elif isinstance(value, frozenset | tuple):
            typed[name] = sorted(str(each) for each in value)
        elif isinstance(value, bool):
            typed[name] = ["yes"] if value else []
        elif value is not None:
            typed[name] = [str(value)]
    return Form(typed)


def filled_moment(at: datetime, day: str, time_of_day: str) -> dict[str, object]:
    """Give the fields that show a moment as people in England say it."""
    local = at.astimezone(LONDON)
    return {day: local.date(), time_of_day: f"{local:%H:%M}"}


async def read_form(request: Request) -> Form:
    """Read the form that was sent; a file has no place in any of ours."""
    sent = await request.form(max_files=0, max_fields=_MOST_FIELDS)
    typed: dict[str, list[str]] = {}
    for name, value in sent.multi_items():
        if not isinstance(value, str):
            raise BadInput({})
        typed.setdefault(name, []).append(value)
    return Form(typed)


Typed = Annotated[Form, Depends(read_form)]
