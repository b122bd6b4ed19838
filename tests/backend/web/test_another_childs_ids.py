"""The id of one child's in an address or a form of another's, both of one IRO, leads nowhere."""

from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from backend.platform.runtime import Runtime
from bot.serving import House, application
from tests.backend.consultations.household import desk_of
from tests.backend.web.challenged import in_court
from tests.backend.web.conftest import SignIn
from tests.backend.web.decided import decided
from tests.backend.web.followed import Followed
from tests.backend.web.people import Family, Staff, add_family
from tests.backend.web.typed import a_day

TABLES = (
    "decisions", "hearings", "proceedings", "challenges", "permanence_plans", "guardian_talks",
    "attendance_of_others", "invitations", "round_left_out", "care_periods", "reviews", "talks",
    "wish_reasons", "replies", "clock_marks", "progress_updates",
)  # fmt: skip


@pytest.fixture
def app(runtime: Runtime) -> FastAPI:
    """The whole application as it is served."""
    return application(House(runtime, desk_of(runtime), {}))


@pytest.fixture
def other(runtime: Runtime, staff: Staff, family: Family) -> Family:
    """Another child of Priya's, about whom something was decided, raised and brought to court."""
    return add_family(runtime, staff)


def everything(runtime: Runtime) -> dict[str, str]:
    """Give all that is kept, by table."""

    def rows(table: str) -> str:
        return runtime.database.read(
            lambda t: str(sorted(map(str, t.execute(text(f"SELECT * FROM {table}")).all())))  # noqa: S608
        )

    return {table: rows(table) for table in TABLES}


def asked(runtime: Runtime, staff: Staff, family: Family, other: Family) -> dict[str, Any]:
    """Give addresses of the child's with what is the other's in them, and what is typed there."""
    review, case = f"/reviews/{family.review.id}", f"/cases/{family.child.id}"
    theirs, court = decided(runtime, other)["decision_id"], in_court(runtime, other, staff)
    records, day = f"/children/{family.child.id}", runtime.clock().date()
    words = {
        "words": "W",
        "what": "W",
        "why": "W",
        "kind": "decided",
        "owner": "nobody",
        "part": "",
    }
    plan = {"kind": "adoption", "parallel": "none", "words": "W", **a_day("recorded_on", day)}
    raised = {"child": family.child.id, "kind": "visits", "stage": "alert", "words": "W"}
    raised |= {"owner_id": staff["manager"].id}
    return {
        f"{review}/decisions/{theirs}": words,
        f"{review}/decisions/{theirs}/remove": {},
        f"{review}/decisions/{theirs}/up": {},
        f"{review}/decisions/new": words | {"owner": other.carer.id},
        f"{review}/wishes/{theirs}": {f"why-{theirs}": "W"},
        f"{review}/round": {"step": "ask", "who": other.carer.id},
        f"{review}/round#out": {"step": "leave-out", "who": other.carer.id},
        f"{review}/attendance": {"attended": "no", f"other-{other.carer.id}": "there"},
        f"{review}/reply/done": {"decision": theirs, "also": "W"},
        f"{case}/proceedings/{court}/edit": {"kind": "care", **a_day("issued_on", day)},
        f"{case}/proceedings/{court}/hearing": {"words": "W", **a_day("held_on", day)},
        f"{case}/proceedings/talk": {
            "guardian_id": other.carer.id, "words": "W", **a_day("spoken_on", day)
        },
        f"{case}/permanence/new": plan | {"review": other.review.id},
        "/challenges/new": raised | {"review": other.review.id},
        "/challenges/new#2": raised | {"decision": theirs},
        f"{records}/care/{other.care.id}/edit": a_day("began_on", day),
        f"{records}/reviews/{other.review.id}/round": {"step": "open"},
        f"{records}/reviews/{other.review.id}/edit": {"place": "W", "time": "16:00"},
        f"/between/{family.child.id}/answer": {"about": theirs, "also": "W"},
    }  # fmt: skip


def test_it_leads_nowhere_and_changes_nothing(
    runtime: Runtime, staff: Staff, family: Family, other: Family, signed_in: SignIn
) -> None:
    """Each is not found or a wrong choice, and no row of either child's is another afterwards."""
    iro, keeper = signed_in("iro"), signed_in("support")
    Followed(runtime, other, staff)
    tried = asked(runtime, staff, family, other)
    before = everything(runtime)
    for path, typed in tried.items():
        client = keeper if path.startswith("/children") else iro
        address = path.partition("#")[0]
        assert (path, client.post(address, data=typed).status_code) in {(path, 404), (path, 422)}
        shown = client.get(address).text
        assert "Jo will ring Mum." not in shown
        assert "Northtown" not in shown
        assert (path, everything(runtime)) == (path, before)
