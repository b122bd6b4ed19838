"""Whether each worry that was taken is one open concern of which a person heard.

It knows nothing of how pages are sent: it compares what children wrote down, what providers took
and what the officer was told with the rows. What is wrong is named by ids, never by words.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, select

from backend.calls.tables import escalation_pages, escalations
from backend.concerns.tables import concern_changes, concern_events, concerns
from backend.consultations.tables import consultation_events, consultations
from backend.platform.database import Database, Transaction
from backend.platform.delivery.tables import outbox
from tests.reliability.arrivals import Arrival
from tests.reliability.client_log import Entry

STEPS_DUE = (timedelta(0), timedelta(minutes=15), timedelta(minutes=60), timedelta(hours=4))
# Both may be under way in one moment, and each is written down with when it began.
AT_ONCE = timedelta(seconds=10)
PROVIDERS = {"mail": "email", "email": "notify_email", "sms": "notify_sms"}
Key = tuple[str, str]
"""A child and a category."""


@dataclass(frozen=True)
class Seen:
    """What there is outside of the server: the children's log, the pages, the officer's concerns.

    ``until`` is how late it was for the server when it last looked for something to pass on.
    """

    log: Sequence[Entry]
    arrivals: Sequence[Arrival]
    has: Iterable[str]
    until: datetime


@dataclass(frozen=True)
class Verdict:
    """How many lines were taken, concerns raised and pages sent; by kind of wrong, whose it is."""

    taken: int
    raised: int
    pages: int
    wrong: Mapping[str, list[str]]


def judge(kept: Database | Transaction, seen: Seen) -> Verdict:
    """Compare what is outside with what is kept, or with what a unit of work sees."""
    if isinstance(kept, Database):
        return kept.read(lambda unit: judge(unit, seen))
    return _Oracle(kept, seen).judge()


class _Oracle:
    def __init__(self, unit: Transaction, seen: Seen) -> None:
        self._unit = unit
        self._seen = seen
        self._wrong: dict[str, list[str]] = defaultdict(list)
        self._concerns = {row.id: row for row in self._rows(concerns)}
        self._events = self._rows(consultation_events)
        self._outbox = {row.id: row for row in self._rows(outbox)}

    def judge(self) -> Verdict:
        self._words()
        self._calls()
        self._pages()
        self._taken()
        wrong = {kind: sorted(ids) for kind, ids in self._wrong.items() if ids}
        taken = sum(entry.told == "taken" for entry in self._seen.log)
        return Verdict(taken, len(self._concerns), len(self._seen.arrivals), wrong)

    def _words(self) -> None:
        """Each line taken is kept, and all of one kind are one open concern that counts them."""
        kept = Counter(row.message_id.partition("#")[0] for row in self._events)
        taken = {entry.message for entry in self._seen.log if entry.told == "taken"}
        self._wrong["lost"] += taken - kept.keys()
        self._wrong["kept twice"] += [message for message, times in kept.items() if times > 1]
        child = {row.id: row.child_id for row in self._rows(consultations)}
        said = Counter[Key](
            (child[entry.conversation], entry.worry)
            for entry in self._seen.log
            if entry.told == "offered" and entry.message in kept
        )
        held: dict[Key, list[Any]] = defaultdict(list)
        for row in self._concerns.values():
            held[row.child_id, row.category] += [row] if row.closed_at is None else []
        for whose in said.keys() | held.keys():
            counts = [row.times for row in held[whose]]
            kind = "miscounted" if len(counts) == 1 else "not one concern"
            self._wrong[kind] += [" ".join(whose)] * (counts != [said[whose]])
        known = {row.id for row in self._events}
        astray = {row.concern_id for row in self._rows(concern_events) if row.event_id not in known}
        self._wrong["about nothing"] += astray

    def _calls(self) -> None:
        """In each round every step that was due was done, in order, and called somebody."""
        done: dict[tuple[str, int], set[int]] = defaultdict(set)
        for row in self._rows(escalations):
            done[row.concern_id, row.round].add(row.step)
        called = {(row.concern_id, row.round, row.step) for row in self._rows(escalation_pages)}
        for row in self._concerns.values():
            due = self._due(row)
            for number in range(1, row.round + 1):
                steps = done[row.id, number]
                # Of the repeats after the last step only the newest is sent.
                wanted = set(range(min(max(steps, default=0) + 1, len(STEPS_DUE))))
                wanted |= due if number == row.round else set()
                self._wrong["a step left out"] += [row.id] * (not wanted <= steps)
                silent = [step for step in steps if (row.id, number, step) not in called]
                self._wrong["a step that called nobody"] += [row.id] * bool(silent)

    def _due(self, row: Any) -> set[int]:
        if row.waiting_since is None:
            return {0}
        waited = self._seen.until - row.waiting_since
        return {step for step, after in enumerate(STEPS_DUE) if after <= waited}

    def _pages(self) -> None:
        """Each call arrived, of no cause that was not kept, and by Notify no more than once."""
        arrived: dict[str, set[str]] = defaultdict(set)
        for each in self._seen.arrivals:
            arrived[each.message_id].add(PROVIDERS[each.by])
            true = each.kept and each.concern_id in self._concerns
            self._wrong["paged for nothing"] += [each.concern_id] * (not true)
        for row in self._rows(escalation_pages):
            messages = [it for it in self._outbox.values() if it.key.startswith(f"{row.key}:")]
            came = [it for it in messages if it.route in arrived[it.id]]
            told = came or self._was_stopped(row, messages)
            self._wrong["nobody told"] += [row.concern_id] * (not told)
        by_notify = Counter(it.message_id for it in self._seen.arrivals if it.by != "mail")
        self._wrong["twice by Notify"] += [name for name, times in by_notify.items() if times > 1]

    def _was_stopped(self, call: Any, messages: Sequence[Any]) -> bool:
        """Say whether a call was rightly stopped: somebody had the concern before it went out."""
        concern = self._concerns.get(call.concern_id)
        if concern is None or (concern.waiting_since and call.round == concern.round):
            return False
        return bool(messages) and all(each.status == "cancelled" for each in messages)

    def _taken(self) -> None:
        """What the officer was told they have is theirs, and nobody was called after that."""
        seen = [row for row in self._rows(concern_changes) if row.change == "seen"]
        often = Counter(row.concern_id for row in seen)
        for name, row in self._concerns.items():
            self._wrong["seen too often"] += [name] * (often[name] > row.round)
        theirs = {row.id for row in self._concerns.values() if row.holder_id}
        self._wrong["not taken"] += set(self._seen.has) - (often.keys() & theirs)
        last = {row.concern_id: row.at for row in seen}
        for row in self._rows(escalations):
            concern = self._concerns.get(row.concern_id)
            if concern is None or concern.waiting_since or row.round < concern.round:
                continue
            late = row.at > last.get(row.concern_id, row.at) + AT_ONCE
            self._wrong["called though taken"] += [row.concern_id] * late

    def _rows(self, table: Table) -> Sequence[Any]:
        return self._unit.execute(select(table)).all()
