"""The oracle is green over what is as it was said, and red over each thing that is not."""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.consultations import service as consultations
from backend.platform.database import Transaction
from backend.platform.keys.rules import open_sealed, seal
from backend.platform.keys.service import open_child_key
from backend.platform.settings import load
from bot import serving
from dialogs.events import TookBack
from tests.reliability.client_log import Entry, Sent
from tests.reliability.harness import Harness, Plan
from tests.reliability.oracle import judge

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@dataclass
class Case:
    """What the oracle is given, to be tampered with."""

    house: serving.House
    log: list[Entry]
    sent: Sent

    def wrong(self) -> set[str]:
        """The kinds of wrong that the oracle finds."""
        return set(judge(self.house, self.log, self.sent).wrong)

    def change(self, statement: str, **values: object) -> None:
        """Change what is kept, behind everybody's back."""
        self.house.runtime.database.write(lambda unit: unit.execute(text(statement), values))

    def pick(self, fits: Callable[[Entry], bool]) -> Entry:
        """Give the first thing offered that fits."""
        return next(entry for entry in self.log if entry.told == "offered" and fits(entry))


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Harness:
    """A family that has answered, with nobody killed."""
    plan = Plan(seed=3, families=1, on_telegram=0, kills=0, anywhere=0)
    harness = Harness(tmp_path_factory.mktemp("finished"), plan)
    assert harness.run().verdict.wrong == {}
    return harness


@pytest.fixture
def case(finished: Harness, tmp_path: Path) -> Iterator[Case]:
    """A copy of theirs."""
    shutil.copytree(finished.data, tmp_path / "data")
    house = serving.open_house(load({}, tmp_path / "data"), routes={})
    yield Case(house, finished.log.entries(), Sent(Counter(finished.sent.emails)))
    house.runtime.database.close()


def test_all_is_well(case: Case) -> None:
    """Nothing is wrong where nothing was tampered with, and there was a worry among it."""
    assert any(entry.worry for entry in case.log)
    assert case.wrong() == set()


def test_a_loss_is_found(case: Case) -> None:
    """Something that was taken and is not there is lost."""
    gone = replace(case.log[0], message="web:gone")
    case.log += [gone, replace(gone, told="taken")]
    assert case.wrong() == {"lost"}


def test_a_whole_loss_is_found(case: Case) -> None:
    """A conversation that is not there has lost all that was taken in it."""
    case.log = [replace(entry, conversation="gone") for entry in case.log]
    assert case.wrong() == {"lost"}


def test_what_nobody_was_told_may_be_missing(case: Case) -> None:
    """Something that was offered and never taken may be there or not."""
    case.log.append(replace(case.log[0], told="offered", message="web:gone"))
    taken = next(entry for entry in case.log if entry.told == "taken")
    case.log.remove(taken)
    assert case.wrong() == set()


def test_an_altered_byte_is_found(case: Case) -> None:
    """Words that are not to the byte what was typed are found."""
    said = case.pick(lambda entry: bool(entry.gave.get("words")))
    words = {**said.gave, "words": said.gave["words"] + " "}
    case.log = [
        replace(entry, gave=words) if entry.message == said.message else entry for entry in case.log
    ]
    assert case.wrong() == {"altered", "from nobody", "not shown"}


def test_a_double_is_found(case: Case) -> None:
    """The same thing kept twice is found, though it bears another id."""
    case.house.runtime.database.write(lambda unit: _copy_the_last(unit, case.house))
    assert "twice" in case.wrong()


def test_an_invention_is_found(case: Case) -> None:
    """Something that is there and that nobody did is found."""
    done = case.pick(lambda entry: entry.gave["event"] == "submitted")
    case.log = [entry for entry in case.log if entry.message != done.message]
    assert case.wrong() == {"from nobody"}


def test_another_order_is_found(case: Case) -> None:
    """Things that are kept in another order than they were done are found."""
    case.log.reverse()
    # Of what was answered twice, the other answer is then the one to be shown.
    assert {"out of order"} <= case.wrong() <= {"out of order", "not shown"}


def test_what_is_shown_though_taken_back_is_found(case: Case) -> None:
    """An answer that was taken back, and that the officer is shown all the same, is found."""
    runtime = case.house.runtime
    said = case.pick(lambda entry: entry.gave["event"] == "added")
    row = runtime.database.read(
        lambda unit: unit.execute(
            text("SELECT state, child_id FROM consultations WHERE id = :id"),
            {"id": said.conversation},
        ).one()
    )
    key = runtime.database.read(lambda t: open_child_key(t, runtime.ring, row.child_id))
    event = TookBack(f"web:{'e' * 32}", "added1")
    runtime.database.write(
        lambda unit: consultations.receive(
            unit,
            case.house.desk,
            key,
            consultation_id=said.conversation,
            event=event,
            channel="web",
            at=runtime.clock(),
        )
    )
    gave = {"event": "took_back", "step": "added1"}
    taken = replace(said, message=event.message_id, gave=gave, worry="")
    case.log += [taken, replace(taken, told="taken")]
    assert case.wrong() <= {"nobody told"}, "the officer is told of it a moment later"
    case.change(
        "UPDATE consultations SET state = :state WHERE id = :id",
        state=row.state,
        id=said.conversation,
    )
    assert case.wrong() >= {"shown all the same", "not rebuilt"}


def test_a_conversation_that_stopped_is_found(case: Case) -> None:
    """A conversation that was never sent is found, and so is a state that replay does not make."""
    case.change("UPDATE consultations SET status = 'open'")
    assert case.wrong() == {"never sent"}
    case.change("UPDATE consultations SET language = 'cy'")
    assert case.wrong() == {"never sent", "not rebuilt"}


def test_a_worry_that_is_not_raised_is_found(case: Case) -> None:
    """Something that had to be looked at and that no concern points at is found."""
    calm = case.pick(lambda entry: not entry.worry)
    case.log[case.log.index(calm)] = replace(calm, worry="help")
    assert case.wrong() == {"not raised"}


@dataclass
class Untold:
    """A way in which nobody comes to know of a concern."""

    statement: str
    sent: Sent | None = field(default=None)


@pytest.mark.parametrize(
    "way",
    [
        Untold("UPDATE outbox SET status = 'waiting' WHERE template = 'concern'"),
        Untold("DELETE FROM outbox WHERE template = 'concern'"),
        Untold("SELECT 1", Sent()),
    ],
    ids=["still waiting", "never asked for", "never arrived"],
)
def test_a_concern_that_nobody_heard_of_is_found(case: Case, way: Untold) -> None:
    """A concern is found that was not sent, was never to be sent, or did not arrive."""
    case.change(way.statement)
    case.sent = way.sent or case.sent
    assert case.wrong() == {"nobody told"}


def test_a_message_said_twice_is_found(case: Case) -> None:
    """A chat that heard more than was to be said is found, and one that heard less."""
    case.sent.messages["1"] = 1
    assert case.wrong() == {"said twice"}
    whose = case.house.runtime.ring.digest("outbox.recipient", "telegram:1")
    case.change(
        "UPDATE outbox SET template = 'say', route = 'telegram', recipient = :whose, code = '' "
        "WHERE template = 'views_ready'",
        whose=whose,
    )
    assert case.wrong() == {"not said"}
    case.sent.messages["1"] = case.sent.emails["Something is ready for you in Sayso"]
    assert case.sent.messages["1"] > 1
    assert case.wrong() == set()


def _copy_the_last(unit: Transaction, house: serving.House) -> None:
    row = unit.execute(
        text("SELECT * FROM consultation_events ORDER BY position DESC LIMIT 1")
    ).one()
    key = open_child_key(unit, house.runtime.ring, row.child_id)
    event = json.loads(open_sealed(key, f"consultation_events.event:{row.id}", row.event))
    copy = {**row._mapping, "id": "f" * 32, "message_id": f"{row.message_id}#again"}
    copy |= {
        "position": row.position + 1,
        "event": seal(key, f"consultation_events.event:{'f' * 32}", json.dumps(event).encode()),
    }
    names = ", ".join(copy)
    values = ", ".join(f":{name}" for name in copy)
    unit.execute(text(f"INSERT INTO consultation_events ({names}) VALUES ({values})"), copy)  # noqa: S608
