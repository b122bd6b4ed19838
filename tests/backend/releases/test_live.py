"""Five hundred conversations carried over while people go on answering: none stuck, none lost."""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.answers import service as answers
from backend.answers.rules import Kept
from backend.consultations import service as consultations
from backend.consultations.rules import Desk
from backend.people.rules import SYSTEM
from backend.platform.database import Database
from backend.platform.runtime import Runtime
from backend.releases import service
from backend.releases.rules import Tally
from backend.views import service as views
from dialogs.loading import load_all
from dialogs.script import Scripts
from tests.backend.consultations.household import Household, make_household
from tests.backend.releases import crowd
from tests.backend.releases.crowd import Person
from tests.backend.releases.rewriting import Draft, folder_with, next_version

SCRIPTS = ("child_8_11", "child_12_15", "foster_carer")
HOW_MANY = {"sqlite": 500, "postgresql": 60}
SEED = 20_261_125
THREADS = 3


def a_childs(draft: Draft) -> None:
    """Mend one wording, offer another choice, take a question out, ask a new one, tell anew."""
    draft.reword("home_feel")
    draft.step("private")["body"].append("You can ask me what that means.")
    draft.other_choice("family_time", "different", "phone")
    draft.step("family_wish")["when"]["any_of"] = ["more", "less", "phone", "not_now"]
    draft.remove("plan_know")
    pets = {"step": "pets", "kind": "one", "question": "home.pets", "ask": "Have you got a pet?"}
    choices = [{"code": "yes", "label": "Yes"}, {"code": "no", "label": "No"}]
    draft.add("home", "home_feel", **pets, choices=choices, more="Want to say more?")


def a_carers(draft: Draft) -> None:
    """Mend two wordings, take a question out, and ask one in another topic."""
    free = _free(draft)
    draft.reword(free[0])
    draft.reword(free[3])
    draft.remove(free[1])
    draft.move(free[2], draft.raw["topics"][-1]["topic"])


def a_teenagers(draft: Draft) -> None:
    """Mend two wordings, and take a question out."""
    free = _free(draft)
    draft.reword(free[0])
    draft.reword(free[1])
    draft.remove(free[2])


def _free(draft: Draft) -> list[str]:
    """Give the questions that are asked of everybody and to which no other leads."""
    steps = [
        step for topic in draft.raw["topics"][1:] if "when" not in topic for step in topic["steps"]
    ]
    leading = {
        step["when"]["step"]
        for topic in draft.raw["topics"]
        for step in (topic, *topic["steps"])
        if "when" in step
    }
    return [step["step"] for step in steps if step["step"] not in leading and "when" not in step]


@dataclass
class Figures:
    """What is asserted, and printed."""

    conversations: int
    open: int
    carried: int
    meanwhile: int
    asked_again: int
    stuck: int
    lost: int
    seconds: float

    def __str__(self) -> str:
        """Give them in one line."""
        return (
            f"{self.conversations} conversations, {self.open} open, "
            f"{self.carried} carried over while {self.meanwhile} answers came in, "
            f"asked again {self.asked_again} answers, {self.stuck} stuck, {self.lost} lost, "
            f"{self.seconds:.0f} seconds"
        )


@pytest.fixture
def household(runtime: Runtime, tmp_path: Path) -> Household:
    """A household whose scripts lie in a folder where new versions can be put."""
    folder = folder_with(tmp_path / "scripts", *SCRIPTS)
    return make_household(replace(runtime, scripts=load_all(folder)))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_five_hundred_live_conversations(
    household: Household, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everybody who has begun and not sent is carried over once, gets to the end, loses nothing."""
    started, database = time.monotonic(), household.runtime.database
    everybody = _begun(household)
    before = {one.id: database.read(one.held) for one in everybody}
    sent = [one for one in everybody if before[one.id].status == "sent"]
    still_open = [one for one in everybody if one not in sent]
    desk = replace(household.desk, scripts=_with_new_versions(tmp_path / "scripts"))
    for one in everybody:
        one.desk = desk
        database.read(one.note_what_stands)

    busy = [still_open[number : THREADS * 12 : THREADS] for number in range(THREADS)]
    with crowd.Answering(database, busy) as answering:
        tallies = _carried(household, desk)
    assert answering.wrong == []
    first = _sent_first(database, still_open)
    kinds = Counter(kind for each in tallies for kind in each.kinds.elements())
    assert kinds["carried"] == len(still_open) - len(first)
    assert kinds.total() - kinds["carried"] == kinds["nothing"] <= len(first)
    ways = enumerate(still_open)
    ends = [database.write(partial(one.finish, skipping=n % 2 == 0)) for n, one in ways]

    assert sum(each.kinds.total() for each in _carried(household, desk)) == 0
    assert _times_carried(database) == {one.id: 1 for one in still_open if one.id not in first}
    assert {one.id: database.read(one.held) for one in sent} == {
        it.id: before[it.id] for it in sent
    }
    packs = _packs(database, desk, everybody)
    lost = [words for one in everybody for words in _lost(database, one, packs[one.id])]
    again = sum(each.again.total() for each in tallies)
    counts = (len(everybody), len(still_open), kinds["carried"], answering.events, again)
    figures = Figures(*counts, ends.count(False), len(lost), time.monotonic() - started)
    with capsys.disabled():
        print(f"\n{figures}")  # noqa: T201  # the figures are what one runs this for
    assert (figures.stuck, lost) == (0, [])
    assert [one.id for one in everybody if not _rebuilds(database, desk, one)] == []


def _sent_first(database: Database, still_open: list[Person]) -> set[str]:
    """Give who sent it just before we came to them: they sent the version they were on."""
    after = {one.id: database.read(one.held) for one in still_open}
    first = {name for name, it in after.items() if (it.version, it.status) == (1, "sent")}
    assert first <= {one.id for one in still_open if one.answered_meanwhile}
    return first


def _begun(household: Household) -> list[Person]:
    database, at = household.runtime.database, household.runtime.clock()
    everybody = crowd.make(household, HOW_MANY[database.dialect], SEED)
    for one in everybody:
        database.write(partial(one.begin, at=at))
    return everybody


def _with_new_versions(folder: Path) -> Scripts:
    for script, change in zip(SCRIPTS, (a_childs, a_teenagers, a_carers), strict=True):
        next_version(folder, script, change)
    return load_all(folder)


def _carried(household: Household, desk: Desk) -> list[Tally]:
    runtime = household.runtime
    return [
        service.carry_everyone(runtime.database, desk, script, runtime.clock) for script in SCRIPTS
    ]


def _times_carried(database: Database) -> dict[str, int]:
    query = text(
        "SELECT consultation_id, count(*) FROM consultation_events "
        "WHERE message_id LIKE 'carried:%' GROUP BY consultation_id"
    )
    return {row[0]: row[1] for row in database.read(lambda t: t.execute(query).all())}


def _packs(
    database: Database, desk: Desk, everybody: Sequence[Person]
) -> Mapping[str, Mapping[str, Kept]]:
    """Give what the reviewing officer is shown: by conversation, by step."""
    keys = {one.invitation.review_id or "": one.key for one in everybody}
    return {
        each.consultation.id: {it.revision.kept.step: it.revision.kept for it in each.answers}
        for review_id, key in keys.items()
        for each in database.read(
            partial(views.of_review, desk=desk, key=key, viewer=SYSTEM, review_id=review_id)
        )
    }


def _lost(database: Database, one: Person, stands: Mapping[str, Kept]) -> list[str]:
    """Give each of their words that is in no revision, and what stood and stands no more."""
    revisions = database.read(lambda t: answers.revisions(t, one.key, SYSTEM, one.id))
    kept = {each.kept.words for each in revisions}
    lost = [words for words in one.said if words not in kept]
    for step, said in one.stood.items() if one.only_skipped else ():
        found = stands.get(step)
        if found is None or (found.choices, found.words or "") != said:
            lost.append(f"{step} of {one.id}")
    return lost


def _rebuilds(database: Database, desk: Desk, one: Person) -> bool:
    return database.read(lambda t: consultations.rebuilds(t, desk, one.key, one.id))
