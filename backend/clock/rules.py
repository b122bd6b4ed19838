"""By when the law has a child's next review, and what else is counted from it. Pure.

The source of every period is in periods.toml; each rule here names the one it counts by.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from backend.platform.calendar import Calendar

Kind = Literal["first", "second", "subsequent"]
UNITS = ("working days", "months", "weeks")


@dataclass(frozen=True)
class Period:
    """How long something may take; ``tag`` is "law", or "guidance" that an authority may change."""

    value: int
    unit: str
    source: str
    tag: str
    checked_on: date | None = None

    def __str__(self) -> str:
        return f"{self.value} {self.unit if self.value != 1 else self.unit.removesuffix('s')}"


@dataclass(frozen=True)
class Rulebook:
    """The periods by name, and the days on which nobody works."""

    periods: Mapping[str, Period]
    calendar: Calendar

    def after(self, day: date, name: str) -> date:
        """Give the last day of a period that begins on ``day``, which is not counted itself."""
        period = self.periods[name]
        if period.unit == "working days":
            return self.calendar.add_working_days(day, period.value)
        if period.unit == "weeks":
            return day + timedelta(weeks=period.value)
        return add_months(day, period.value)

    def before(self, day: date, name: str) -> date:
        """Give the last day that is a whole period of working days before ``day``."""
        return self.calendar.take_working_days(day, self.periods[name].value)


@dataclass(frozen=True)
class Sitting:
    """One review that began on a day: completed then, or adjourned and completed later or not.

    ``meeting`` is False for a review without one, of long-term foster care's lighter pattern.
    """

    day: date
    adjourned: bool = False
    completed: date | None = None
    meeting: bool = True

    @property
    def waits(self) -> bool:
        """Say whether it was adjourned and has not gone on."""
        return self.adjourned and self.completed is None


@dataclass(frozen=True)
class Case:
    """What the clock of one child counts from; ``sittings`` are in the order of their days.

    ``needed_by`` is the day by which somebody who may ask for an earlier review wants one, and
    ``earlier`` how many reviews were held before these that are not known here.
    """

    began: date
    sittings: tuple[Sitting, ...] = ()
    short_breaks: bool = False
    long_term: date | None = None
    needed_by: date | None = None
    born: date | None = None
    earlier: int = 0


@dataclass(frozen=True)
class Due:
    """One day by which something has to be done; ``why`` is one sentence with the days in it."""

    kind: str
    day: date
    rule: str
    why: str


def add_months(day: date, months: int) -> date:
    """Give the same day so many months on, or the last of that month where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def birthday(born: date, age: int) -> date:
    """Give the day a child becomes so old; of 29 February it is 1 March in other years."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def next_review(case: Case, rules: Rulebook) -> Due:
    """Give by when the next review is due: the earliest day that any rule names.

    SI 2010/959 reg 33(1): first within 20 working days of becoming looked after. Reg 33(2): the
    second within 3 months of the first, then every 6 months at most, months of the calendar,
    counted from the day a review began and not from the day an adjourned one was completed, which
    is the earlier reading. Reg 33(3): earlier when it is asked for.
    """
    held = gone_on(case.sittings, rules)
    waits = bool(held) and held[-1].waits
    due = _adjourned(case, held, rules) if waits else _ordinary(case, held, rules)
    met = bool(held) and case.needed_by is not None and case.needed_by <= held[-1].day
    if case.needed_by is None or case.needed_by >= due.day or met:
        return due
    why = (
        f"A review is needed by {said(case.needed_by)}, which is before {said(due.day)}, "
        "by when it would be due otherwise."
    )
    return replace(due, day=case.needed_by, rule="SI 2010/959 reg 33(3)", why=why)


def gone_on(sittings: Sequence[Sitting], rules: Rulebook) -> tuple[Sitting, ...]:
    """Give the reviews, those that were adjourned and went on in time as one.

    A review may be adjourned once (IRO Handbook). Where the next sitting is within the time that
    it may be adjourned for, it is the same review going on; a later one is a review of its own.
    """
    held: list[Sitting] = []
    for sitting in sorted(sittings, key=lambda each: each.day):
        last = held[-1] if held else None
        if last is not None and last.adjourned and last.completed == sitting.day:
            continue  # it is named twice, as the end of the one that was adjourned and by itself
        if last is None or not last.waits:
            held.append(sitting)
        elif sitting.day <= rules.after(last.day, "adjournment"):
            ends = None if sitting.waits else sitting.completed or sitting.day
            held[-1] = replace(last, completed=ends, meeting=last.meeting or sitting.meeting)
        else:
            held[-1] = replace(last, completed=last.day)
            held.append(sitting)
    return tuple(held)


def _adjourned(case: Case, held: Sequence[Sitting], rules: Rulebook) -> Due:
    """Count from the day a review began: adjourned once, for 20 working days (IRO Handbook)."""
    began = held[-1].day
    last = rules.after(began, "adjournment")
    return Due(
        _kind(len(held) - 1 + case.earlier),
        last,
        rules.periods["adjournment"].source,
        f"The review of {said(began)} was adjourned. It may be adjourned once, and has to go on "
        f"within {rules.periods['adjournment']}, by {said(last)}.",
    )


def _ordinary(case: Case, held: Sequence[Sitting], rules: Rulebook) -> Due:
    kind = _kind(len(held) + case.earlier)
    names = {"first": "first_review", "second": "second_review", "subsequent": "later_reviews"}
    if case.short_breaks:
        # SI 2010/959 reg 48; the second is no nearer to the first than any later one.
        names = dict.fromkeys(names, "short_breaks_later") | {"first": "short_breaks_first"}
    period = rules.periods[names[kind]]
    start = held[-1].day if held else case.began
    day = rules.after(start, names[kind])
    if held:
        why = f"The last review was on {said(start)}; {period} later is {said(day)}."
    else:
        why = f"The child became looked after on {said(start)}; {period} later is {said(day)}."
    # Without a review there is no year since the last meeting to count.
    if case.long_term and held and kind == "subsequent":
        why += " " + _long_term(held, day, case.long_term, rules)
    if case.born and birthday(case.born, 18) <= day:
        why += f" The child is 18 on {said(birthday(case.born, 18))}."
    return Due(kind, day, period.source, why)


def _long_term(held: Sequence[Sitting], day: date, agreed: date, rules: Rulebook) -> str:
    """Say whether the next review may be without a meeting (SI 2015/495; a local default)."""
    if needs_meeting(held, day, agreed, rules):
        return "In this long-term foster home it has to be a meeting."
    return "In this long-term foster home it may be without a meeting."


def needs_meeting(held: Sequence[Sitting], day: date, agreed: date, rules: Rulebook) -> bool:
    """Say whether a review on ``day`` has to be a meeting in long-term foster care.

    Less often only after a year (SI 2015/495, as the Fostering Network reads it). The next review
    after this one has to be no later than a year after the last meeting, so this may be without
    one only if there is still time for that.
    """
    if day < rules.after(agreed, "long_term_settled"):
        return True
    meetings = [each.day for each in held if each.meeting]
    if not meetings:
        return True
    following = rules.after(day, "later_reviews")
    return following > rules.after(meetings[-1], "long_term_meeting")


def _kind(held: int) -> Kind:
    return "first" if held == 0 else "second" if held == 1 else "subsequent"


def needs_assessment(spans: Iterable[tuple[date, date | None]], born: date, rules: Rulebook) -> Due:
    """Give by when the needs of a child of 16 have to be assessed, for one who stays in care.

    ``spans`` are the times of being looked after, the last one open: [first day, first day no
    longer). SI 2010/959 reg 40: a child is eligible at 16 or 17 with 13 weeks in all since 14;
    reg 42: three months after the 16th birthday, or after becoming eligible later.
    """
    left = timedelta(weeks=rules.periods["eligible_after"].value)
    fourteen, sixteen = birthday(born, 14), birthday(born, 16)
    in_order = sorted(spans, key=lambda span: span[0])
    eligible = max(sixteen, in_order[-1][0])
    for first, end in in_order:
        since = max(first, fourteen)
        if end is None or end - since >= left:
            eligible = max(eligible, since + left)
            break
        left -= max(end - since, timedelta())
    day = rules.after(eligible, "needs_assessment")
    period = rules.periods["needs_assessment"]
    is_so = f"is 16 on {said(sixteen)}"
    if eligible != sixteen:
        is_so = f"is over 16 and eligible from {said(eligible)}"
    why = f"The child {is_so}; {period} later is {said(day)}."
    return Due("needs_assessment", day, period.source, why)


def iro_named(began: date, rules: Rulebook) -> Due:
    """Give by when the child should know who their IRO is: within 5 working days (NIROMP)."""
    day = rules.after(began, "iro_named")
    why = f"The child became looked after on {said(began)}."
    return Due("iro_named", day, rules.periods["iro_named"].source, why)


def before_review(review: date, rules: Rulebook) -> tuple[Due, ...]:
    """Give what is due before a review: the talk 15 working days, reports 3 before it (NIROMP)."""
    why = f"The review is on {said(review)}."
    return tuple(
        Due(name, rules.before(review, name), rules.periods[name].source, why)
        for name in ("talk_before", "reports_before")
    )


MARKED = (
    "needs_assessment",
    "talk_before",
    "reports_before",
    "decisions_written",
    "care_plan_updated",
    "record_completed",
    "record_distributed",
)
"""What somebody has to say is done; who the IRO is named to, and a review, is known otherwise."""


@dataclass(frozen=True)
class Mark:
    """A note that something that was due of a child, or of one of their reviews, is done."""

    id: str
    child_id: str
    about: str
    kind: str
    done_on: date
    by_officer: str


AFTER = ("decisions_written", "care_plan_updated", "record_completed", "record_distributed")


def after_review(completed: date, rules: Rulebook) -> tuple[Due, ...]:
    """Give what is due after a review, from the day it was completed, in working days.

    Decisions 5, care plan 10, full record 15, distributed 20 (IRO Handbook).
    """
    why = f"The review was completed on {said(completed)}."
    return tuple(
        Due(name, rules.after(completed, name), rules.periods[name].source, why) for name in AFTER
    )


def said(day: date) -> str:
    """Give a day as people in England say it, such as 29 March 2026."""
    return f"{day.day} {day:%B %Y}"
