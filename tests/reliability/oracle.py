"""Whether all that people were told had been taken is there: once, to the byte, and acted on.

It knows nothing of how messages are handled. It compares what the people's side wrote down with
the rows, opened with the key, and with what went out. What is wrong is named by ids, never words.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import text

from backend.answers import service as answers
from backend.answers.rules import Kept as Answered
from backend.consultations import service as consultations
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.database import Transaction
from backend.platform.keys.rules import ChildKey, open_sealed
from backend.platform.keys.service import open_child_key
from backend.platform.messages import EMAILS
from backend.views import service as views
from bot.serving import House
from tests.reliability.client_log import Entry, Sent

ANSWERS = {"picked", "said", "drew", "skipped", "declined", "added", "took_back"}
EVENTS = "SELECT * FROM consultation_events WHERE consultation_id = :id ORDER BY position"
RAISED = "SELECT * FROM concerns JOIN concern_events ON concern_id = id WHERE event_id = :id"


@dataclass(frozen=True)
class Verdict:
    """How much was taken and kept, and what is wrong: by kind, the ids of what it is about."""

    taken: int
    kept: int
    wrong: Mapping[str, list[str]]


@dataclass(frozen=True)
class Kept:
    """One thing that happened, as it is in the database; `event` is what was sealed."""

    id: str
    message: str
    event: Mapping[str, Any]


Placed = list[tuple[Entry, Kept]]


def judge(house: House, log: Sequence[Entry], sent: Sent) -> Verdict:
    """Compare the people's side with what is kept and with what went out."""
    return house.runtime.database.read(lambda unit: _Oracle(unit, house).judge(log, sent))


class _Oracle:
    def __init__(self, unit: Transaction, house: House) -> None:
        self._unit = unit
        self._house = house
        self._wrong: dict[str, list[str]] = defaultdict(list)

    def judge(self, log: Sequence[Entry], sent: Sent) -> Verdict:
        said: dict[str, list[Entry]] = defaultdict(list)
        for entry in log:
            said[entry.conversation].append(entry)
        kept = sum(self._conversation(name, entries) for name, entries in said.items())
        self._outgoing(sent)
        wrong = {what: ids for what, ids in self._wrong.items() if ids}
        return Verdict(sum(entry.told == "taken" for entry in log), kept, wrong)

    def _conversation(self, name: str, entries: list[Entry]) -> int:
        row = next(iter(self._rows("SELECT * FROM consultations WHERE id = :id", name)), None)
        if row is None:
            self._wrong["lost"] += [entry.message for entry in entries if entry.told == "taken"]
            return 0
        key = open_child_key(self._unit, self._house.runtime.ring, row.child_id)
        kept = self._events(key, name)
        placed = self._placed(entries, kept)
        self._handled(placed, key, name, row.review_id)
        order = [kept.index(each) for _entry, each in placed]
        rebuilt = consultations.rebuilds(self._unit, self._house.desk, key, name)
        self._wrong["out of order"] += [name] * (order != sorted(order))
        self._wrong["never sent"] += [name] * (row.status != "sent")
        self._wrong["not rebuilt"] += [name] * (not rebuilt)
        return len(kept)

    def _events(self, key: ChildKey, name: str) -> list[Kept]:
        kept = []
        for row in self._rows(EVENTS, name):
            event = open_sealed(key, f"consultation_events.event:{row.id}", row.event)
            # After "#" stands what tells a second content from the first of the same message.
            kept.append(Kept(row.id, row.message_id.partition("#")[0], json.loads(event)))
        return kept

    def _placed(self, entries: list[Entry], kept: list[Kept]) -> Placed:
        """Find the things in the order they were done; taken once, others at most once."""
        placed: Placed = []
        for entry in (each for each in entries if each.told == "offered"):
            like = [each for each in kept if each.message == entry.message]
            found = [each for each in like if entry.is_in(each.event)]
            if not found and replace(entry, told="taken") in entries:
                self._wrong["altered" if like else "lost"].append(entry.message)
            self._wrong["twice"] += [entry.message] * (len(found) > 1)
            placed += [(entry, each) for each in found]
        self._wrong["from nobody"] += {each.id for each in kept} - {each.id for _, each in placed}
        return placed

    def _handled(self, placed: Placed, key: ChildKey, name: str, review: str) -> None:
        """Each answer has one revision, the officer is shown the last, each worry is raised."""
        revisions, last = answers.revisions(self._unit, key, SYSTEM, name), dict[str, Kept]()
        for entry, each in placed:
            raised = {"", *(row.source for row in self._rows(RAISED, each.id))}
            self._wrong["not raised"] += [each.id] * (entry.worry not in raised)
            # Words that came where nothing was asked have no step: they are kept and no more.
            if each.event["event"] not in ANSWERS or each.event.get("step") == "":
                continue
            own = [revision.kept for revision in revisions if revision.event_id == each.id]
            self._wrong["twice" if own else "lost"] += [each.id] * (len(own) != 1)
            for kept in own:
                last[kept.step] = each
                said = {it.event.get("words") for _entry, it in placed}
                same = _same(each.event, kept, self._unasked(kept) & said)
                self._wrong["altered"] += [each.id] * (not same)
        sent = views.of_review(self._unit, self._house.desk, key, SYSTEM, review)
        shown = [
            it.revision for each in sent if each.consultation.id == name for it in each.answers
        ]
        for revision in shown:
            newest = last.get(revision.kept.step)
            stands = newest is not None and newest.id == revision.event_id
            self._wrong["not shown"] += [revision.event_id] * (not stands)
            taken = newest is not None and newest.event["event"] == "took_back"
            self._wrong["shown all the same"] += [revision.event_id] * taken

    def _unasked(self, kept: Answered) -> set[str | None]:
        """Give the words of an answer where a pick has no box for any: those from before stay."""
        step = self._house.desk.scripts.get(kept.script, kept.version).step(kept.step)
        return {kept.words} if step and step.choices and step.more is None else set()

    def _outgoing(self, sent: Sent) -> None:
        """Each concern was sent to each person on duty; nothing in a chat was said twice."""
        rows = self._rows("SELECT * FROM outbox")
        gone = {row.key for row in rows if row.status == "sent"}
        for officer in people.officers_with_role(self._unit, SYSTEM, "duty"):
            raised = self._rows("SELECT * FROM concerns")
            due = {f"concern:{row.id}:1:0:{officer.id}:email" for row in raised}
            self._wrong["nobody told"] += due - gone
        mails = Counter(EMAILS[row.template].subject for row in rows if row.route == "email")
        self._wrong["nobody told"] += (mails - sent.emails).elements()
        for chat, heard in sent.messages.items():
            whose = self._house.runtime.ring.digest("outbox.recipient", f"telegram:{chat}")
            own = [row for row in rows if row.recipient == whose and row.template == "say"]
            # Where a sender was killed nobody can say: that has a code, and is never sent again.
            sure = sum(row.status == "sent" and not row.code for row in own)
            most = sum(row.status in {"sent", "held", "sending"} for row in own)
            self._wrong["said twice"] += [chat] * (heard > most)
            self._wrong["not said"] += [chat] * (heard < sure)

    def _rows(self, query: str, about: str = "") -> Sequence[Any]:
        return self._unit.execute(text(query), {"id": about} if about else {}).all()


def _same(event: Mapping[str, Any], kept: Answered, stay: set[str | None]) -> bool:
    """Say whether an answer is to the byte what was said, drawn or picked, or words that stay."""
    held = {"step": kept.step, "words": kept.words, "choices": list(kept.choices)}
    held["strokes"] = kept.drawing
    stays = event.get("words") == "" and kept.words in stay
    given = {**event, "words": kept.words} if stays else event
    return all(given.get(part) in (None, was) for part, was in held.items())
