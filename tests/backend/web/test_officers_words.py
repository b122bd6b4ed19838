"""What officers write about a child in the forms around a review is in the clear nowhere."""

import logging
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import TextClause, text
from sqlalchemy.exc import SQLAlchemyError
from starlette.testclient import TestClient

from backend.platform.database import Transaction
from backend.platform.runtime import Runtime
from bot.serving import House, application
from tests.backend.consultations.household import Household, desk_of
from tests.backend.replies.answering import Answering
from tests.backend.web.challenged import challenged, in_court
from tests.backend.web.conftest import SignIn, browser
from tests.backend.web.followed import Followed
from tests.backend.web.people import Family, Staff, sign_in
from tests.backend.web.typed import a_day
from tests.reliability import traces
from tests.reliability.traces import Sentences

Typed = Mapping[str, str]

ODD = "=<script>alert(1)</script>"
ONLY_GROW = ("hearings", "permanence_plans", "midway_checks", "challenge_steps", "progress_updates")


@pytest.fixture
def app(runtime: Runtime) -> FastAPI:
    """The whole application as it is served."""
    return application(House(runtime, desk_of(runtime), {}))


@pytest.fixture
def followed(runtime: Runtime, family: Family, staff: Staff) -> Followed:
    """Amara's review, held today."""
    return Followed(runtime, family, staff)


def forms(followed: Followed, said: Sentences) -> dict[str, Typed]:
    """Every form in which her IRO writes about her, each with sentences nobody else writes."""
    runtime, family, staff = followed.runtime, followed.family, followed.staff
    case, review = f"/cases/{family.child.id}", f"/reviews/{family.review.id}"
    settled, midway = followed.decide().id, followed.today
    raised, court = challenged(runtime, family, staff), in_court(runtime, family, staff)
    words = {name: said.next(name) for name in ("words", "what", "why", "order", "agreed")}
    held = {"state": "held", "way": "visit", **a_day("held_on", midway)}
    return {
        f"{review}/decisions/new": {"kind": "decided", "owner": "other", "part": "", **words}
        | {"owner_name": said.next("owner_name", short=True)},
        f"{review}/decisions/{settled}": {
            "kind": "decided",
            "owner": "nobody",
            "part": "",
            **words,
        },
        f"/decisions/{settled}/progress": {"kind": "cannot", **words},
        f"{review}/midway": words | a_day("checked_on", midway),
        f"{review}/talk": words | held,
        f"{case}/talks/new": words | held,
        f"{review}/notes": {"notes": said.next("notes")},
        f"{case}/permanence/new": {"kind": "adoption", "parallel": "none", "review": "none"}
        | words
        | a_day("recorded_on", midway),
        f"{case}/proceedings/new": {"kind": "care", "court": said.next("court"), **words}
        | {"case_number": said.next("case_number", short=True)}
        | a_day("issued_on", midway),
        f"{case}/proceedings/{court}/hearing": words | a_day("held_on", midway),
        "/challenges/new": {"child": family.child.id, "kind": "visits", "stage": "alert", **words}
        | {"owner_id": staff["manager"].id},
        f"/challenges/{raised}/answer": {"who": said.next("who"), **words}
        | a_day("happened_on", midway),
        f"/challenges/{raised}/outcome": {"outcome": "not_resolved", **words},
        f"/challenges/{raised}/cafcass": {"cafcass": "considered", **words}
        | a_day("happened_on", midway),
        f"{review}/held": {"how": "held", "late_because": "child_asked"}
        | {"late_note": said.next("late_note")}
        | a_day("completed_on", midway),
    }


def test_what_is_written_around_a_review_is_sealed(
    followed: Followed, signed_in: SignIn, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Of the sentences an IRO types, no file, row or log line has any, and no answer an error."""
    caplog.set_level(logging.DEBUG)
    iro, said = signed_in("iro"), Sentences()
    for path, typed in forms(followed, said).items():
        answer = iro.post(path, data=typed)
        assert (path, answer.status_code) == (path, 303)
        assert traces.found(answer.headers["location"].encode()) == []
    nowhere_in_the_clear(followed.runtime, tmp_path, caplog)


def try_to(statement: TextClause, transaction: Transaction) -> None:
    """Do something behind everybody's back."""
    transaction.execute(statement)


def test_what_was_written_down_stays_as_it_was(followed: Followed, signed_in: SignIn) -> None:
    """Of what is only ever added to, the database itself removes and changes nothing."""
    iro = signed_in("iro")
    for path, typed in forms(followed, Sentences()).items():
        iro.post(path, data=typed)
    for table in ONLY_GROW:
        for change in (f"DELETE FROM {table}", f"UPDATE {table} SET at = at"):  # noqa: S608
            with pytest.raises(SQLAlchemyError):
                followed.write(partial(try_to, text(change)))
        assert followed.rows(table) != "[]"


def test_what_somebody_says_by_a_link_is_sealed(
    followed: Followed, anybody: TestClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Words of whoever has to do something are in the clear nowhere, sent too late or in time."""
    caplog.set_level(logging.DEBUG)
    token, said = followed.asked(), Sentences()
    (decision,) = followed.read(followed.all_open)
    page = f"/progress/{token}"
    typed = {"kind": "cannot", "words": said.next("words"), "effect": said.next("effect")}
    outside = anybody.post(f"{page}/decisions/{decision.id}", data=typed)
    assert (outside.status_code, traces.found(outside.content)) == (200, [])
    assert anybody.post(f"{page}/code").status_code == 200
    code = followed.delivered()[-1].values["code"]
    anybody.post(f"{page}/enter", data={"code": code})
    inside = anybody.post(f"{page}/decisions/{decision.id}", data=typed)
    assert inside.headers["location"] == f"{page}?done=progress-said"
    assert followed.only_line().updates[-1].words == typed["words"]
    nowhere_in_the_clear(followed.runtime, tmp_path, caplog)


class Scripts(Sentences):
    """Gives what would like to be a script, and a formula where it stands in a sheet."""

    def next(self, path: str, *, short: bool = False) -> str:
        """Give the same each time."""
        return ODD


def test_no_word_of_an_officer_is_taken_for_html(
    followed: Followed, signed_in: SignIn, runtime: Runtime
) -> None:
    """What looks like a script is shown as it was typed, on every page that shows it."""
    iro, manager = signed_in("iro"), signed_in("manager")
    tried = forms(followed, Scripts())
    for path, typed in tried.items():
        assert (path, iro.post(path, data=typed).status_code) == (path, 303)
    case, review = f"/cases/{followed.family.child.id}", f"/reviews/{followed.review.id}"
    pages = {path.removesuffix("/new") for path in tried if not path.startswith("/challenges/")}
    pages |= {case, review, "/decisions", "/challenges", f"{case}/decisions", f"{case}/challenges"}
    pages |= {path.rpartition("/")[0] for path in tried if path.startswith("/challenges/")}
    pages |= {f"{review}/reply", f"{review}/reply/preview", f"{review}/round", "/dates"}
    shown = [iro.get(path) for path in sorted(pages - {f"{review}/notes"})]
    shown += [manager.get(path) for path in ("/challenges", "/challenges/summary")]
    assert {page.status_code for page in shown} == {200}
    assert sum("&lt;script&gt;alert(1)" in page.text for page in shown) > 8
    assert [page.url.path for page in shown if "<script>alert" in page.text] == []


def nowhere_in_the_clear(runtime: Runtime, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Look into every file, every row and every line that was logged."""
    assert traces.found(caplog.text.encode()) == []
    assert traces.found(traces.rows(runtime.database)) == []
    for name, content in traces.files(folder).items():
        assert (name, traces.found(content)) == (name, [])


def test_what_a_child_is_answered_is_sealed(
    household: Household, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """An answer that is kept and sent is in the clear in no file, row or log line."""
    caplog.set_level(logging.DEBUG)
    answering = Answering(household).asks()
    runtime, said = household.runtime, Sentences()
    client = browser(application(House(runtime, household.desk, {})), runtime)
    sign_in(client, runtime, household.officers["iro"])
    path = f"/reviews/{answering.review_id}/reply"
    typed = {"do": "keep", "opening": said.next("opening"), "also": said.next("also")}
    typed |= {f"decided-{answering.wish}": said.next("decided")}
    answer = client.post(path, data=typed)
    assert answer.status_code == 303
    nowhere_in_the_clear(runtime, tmp_path, caplog)
