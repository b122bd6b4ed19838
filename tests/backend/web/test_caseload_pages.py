"""The pages of caseloads: who has how many, who is away, who covers, and who moves where."""

from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from backend.caseloads import service as caseloads
from backend.caseloads.rules import NO_SUCH_OFFICER, NO_SUCH_SHARE, NOBODY_PICKED
from backend.covers import rules
from backend.holdings.rules import Holding
from backend.people import service as people
from backend.people.rules import SYSTEM, Viewer
from backend.platform.audit.service import reads_of_child
from backend.platform.clock import SettableClock
from backend.platform.runtime import Runtime
from bot.serving import House, application
from tests.backend.consultations.household import desk_of
from tests.backend.web.conftest import SignIn
from tests.backend.web.people import Family, Staff

DAY = timedelta(days=1)
MANAGER = Viewer("officer", "f" * 32, frozenset({"manager"}))


@pytest.fixture
def app(runtime: Runtime) -> FastAPI:
    """The whole application as it is served, with the pages of reviews."""
    return application(House(runtime, desk_of(runtime), {}))


@pytest.fixture
def manager(signed_in: SignIn, family: Family) -> TestClient:
    """A browser in which the manager is signed in."""
    return signed_in("manager")


def path(staff: Staff, who: str = "iro") -> str:
    """Give the address of an IRO's caseload."""
    return f"/caseload/{staff[who].id}"


def days(first: int, last: int, cover: str) -> dict[str, str]:
    """Fill in an absence in November 2026."""
    typed = {"cover_id": cover}
    for name, day in {"starts_on": first, "ends_on": last}.items():
        parts = {"day": str(day), "month": "11", "year": "2026"}
        typed |= {f"{name}-{part}": value for part, value in parts.items()}
    return typed


def history(runtime: Runtime, family: Family) -> tuple[Holding, ...]:
    """Give who held the child's case, newest first."""
    return runtime.database.read(lambda t: caseloads.history(t, MANAGER, family.child.id))


def disable(runtime: Runtime, staff: Staff, who: str) -> None:
    """Let an officer be active no more."""
    gone = replace(staff[who], active=False)
    runtime.database.write(lambda t: people.correct_officer(t, gone))


def test_a_manager_sees_every_line(manager: TestClient) -> None:
    """Each IRO is there with what they have, how that is to the guide, and where it is from."""
    page = manager.get("/caseload").text
    assert "Priya Shah" in page
    assert "Tom Bell" in page
    assert page.count("under the guide") == 2
    assert "IRO Handbook" in page
    assert "These children need another officer" not in page


def test_an_iro_sees_their_own_line_only(signed_in: SignIn, staff: Staff, family: Family) -> None:
    """An IRO is shown neither another's line nor another's page, and no way to move children."""
    client = signed_in("iro")
    page = client.get("/caseload").text
    assert "Priya Shah" in page
    assert "Tom Bell" not in page
    assert client.get(path(staff, "other_iro")).status_code == 404
    own = client.get(path(staff)).text
    assert "Enter an absence" in own
    assert "Move children" not in own
    assert "Amara" not in own


def test_cover_follows_the_dates(
    signed_in: SignIn, staff: Staff, family: Family, clock: SettableClock, runtime: Runtime
) -> None:
    """Tom sees Priya's child on the days she entered and not after; the look is his."""
    iro, tom, review = signed_in("iro"), signed_in("other_iro"), f"/reviews/{family.review.id}"
    assert tom.get(review).status_code == 404
    sent = iro.post(f"{path(staff)}/cover", data=days(24, 24, staff["other_iro"].id))
    assert sent.headers["location"] == f"{path(staff)}?done=cover-entered"
    for page in (review, f"/cases/{family.child.id}", f"{review}/reminders"):
        assert tom.get(page).status_code == 200
    assert "Amara" in tom.get("/reviews").text
    assert "Tom Bell covers until 24 November 2026." in iro.get(f"/cases/{family.child.id}").text
    looks = runtime.database.read(lambda t: reads_of_child(t, family.child.id))
    assert staff["other_iro"].id in {look.officer_id for look in looks}
    clock.advance(DAY)
    later = signed_in("other_iro")
    assert later.get(review).status_code == 404
    assert "Amara" not in later.get("/reviews").text


def test_what_is_wrong_is_said_beside_it(signed_in: SignIn, staff: Staff, family: Family) -> None:
    """A day that is over and somebody who can't cover are said, and what was typed stays."""
    client = signed_in("iro")
    answer = client.post(f"{path(staff)}/cover", data=days(23, 29, staff["duty"].id))
    assert answer.status_code == 422
    assert f"First day away: {rules.IN_THE_PAST}" in answer.text
    assert f"Who covers: {rules.NO_SUCH_COVER}" in answer.text
    assert 'value="29"' in answer.text
    nothing = client.post(f"{path(staff)}/cover", data={})
    assert "First day away: Enter a date." in nothing.text
    assert "Last day away: Enter a date." in nothing.text


def test_nobody_enters_or_stops_another_s_absence(
    signed_in: SignIn, staff: Staff, manager: TestClient, runtime: Runtime
) -> None:
    """Another IRO finds nothing there; a manager enters and stops anybody's."""
    tom, typed = signed_in("other_iro"), days(24, 26, staff["other_iro"].id)
    assert tom.post(f"{path(staff)}/cover", data=typed).status_code == 404
    assert manager.post(f"{path(staff)}/cover", data=typed).status_code == 303
    page = manager.get(path(staff)).text
    stop = page.split('action="/caseload/covers/')[1].split('"')[0]
    assert tom.post(f"/caseload/covers/{stop}").status_code == 404
    done = manager.post(f"/caseload/covers/{stop}")
    assert done.headers["location"] == f"{path(staff)}?done=cover-stopped"
    assert "No absence is entered." in manager.get(path(staff)).text


def test_a_manager_is_told_when_a_cover_drops_out(
    manager: TestClient, staff: Staff, runtime: Runtime
) -> None:
    """Where the cover may review no more, the list says so first and leads to the change."""
    manager.post(f"{path(staff)}/cover", data=days(24, 26, staff["other_iro"].id))
    assert "Somebody else has to cover" not in manager.get("/caseload").text
    disable(runtime, staff, "other_iro")
    page = manager.get("/caseload").text
    assert "Somebody else has to cover" in page
    assert "Tom Bell was to cover for Priya Shah" in page
    assert "reviews children no more: stop this" in manager.get(path(staff)).text


def test_children_of_whoever_left_come_first(
    manager: TestClient, staff: Staff, runtime: Runtime, family: Family
) -> None:
    """Children of an officer who left are counted first, and are moved from there all at once."""
    disable(runtime, staff, "iro")
    page = manager.get("/caseload").text
    assert "These children need another officer" in page
    assert "1 child" in page
    typed = {"all": "yes", "to_id": staff["other_iro"].id, "why": "left"}
    moved = manager.post(f"{path(staff)}/move", data=typed)
    assert moved.headers["location"] == f"{path(staff)}?done=children-moved"
    assert "These children need another officer" not in manager.get("/caseload").text
    newest = history(runtime, family)[0]
    assert (newest.to_id, newest.why) == (staff["other_iro"].id, "left")
    assert (newest.by_id, newest.changed_at) == (staff["manager"].id, runtime.clock())


def test_the_new_officer_sees_the_child_and_the_old_one_no_more(
    manager: TestClient, signed_in: SignIn, staff: Staff, family: Family
) -> None:
    """From the move on the case is the other's, whose page says who held it before and why."""
    typed = {"children": family.child.id, "to_id": staff["other_iro"].id, "why": "siblings"}
    assert manager.post(f"{path(staff)}/move", data=typed).status_code == 303
    case = f"/cases/{family.child.id}"
    assert signed_in("iro").get(case).status_code == 404
    page = signed_in("other_iro").get(case).text
    assert "Held by Tom Bell since 24 November 2026." in page
    assert "Priya Shah, from 24 November 2026 to 24 November 2026" in page
    assert "So that brothers and sisters have the same officer" in page


def test_a_move_without_whom_and_why(manager: TestClient, staff: Staff, family: Family) -> None:
    """All that is missing is said at once, what was ticked stays, and nobody is moved."""
    answer = manager.post(f"{path(staff)}/move", data={"to_id": staff["iro"].id})
    assert answer.status_code == 422
    for said in (f"Which children: {NOBODY_PICKED}", f"To whom: {NO_SUCH_OFFICER}", "Why: "):
        assert said in answer.text
    ticked = manager.post(f"{path(staff)}/move", data={"children": family.child.id}).text
    assert NOBODY_PICKED not in ticked
    assert "checked" in ticked


def test_business_support_s_way_is_written_down_too(
    signed_in: SignIn, staff: Staff, family: Family, runtime: Runtime
) -> None:
    """Another officer in the child's details is in the history with the moment."""
    born, names = family.child.date_of_birth, {"first_name": "Amara", "last_name": "Okoye"}
    parts = {"day": born.day, "month": born.month, "year": born.year}
    typed = {f"date_of_birth-{part}": str(value) for part, value in parts.items()}
    typed |= {**names, "language": "en", "iro_id": staff["other_iro"].id}
    answer = signed_in("support").post(f"/children/{family.child.id}/edit", data=typed)
    assert answer.status_code == 303
    newest = history(runtime, family)[0]
    assert (newest.to_id, newest.by_id) == (staff["other_iro"].id, staff["support"].id)
    assert newest.changed_at == runtime.clock()


@pytest.mark.parametrize("typed", ["", "half", "9", "101", "1000", "\u0665\u0660", "-50"])
def test_a_share_that_is_none(manager: TestClient, staff: Staff, typed: str) -> None:
    """What is no number from 10 to 100 is said beside the field, and stays as it was typed."""
    answer = manager.post(f"{path(staff)}/share", data={"percent": typed})
    assert answer.status_code == 422
    assert f"Working time: {NO_SUCH_SHARE}" in answer.text
    assert f'value="{typed}"' in answer.text or not typed


def test_a_share_changes_the_guide(manager: TestClient, staff: Staff, runtime: Runtime) -> None:
    """Whoever works three days of five is beside three fifths of the guide."""
    manager.post(f"{path(staff)}/share", data={"percent": "60%"})
    page = manager.get("/caseload").text
    assert "30 to 42" in page
    assert "works 60%" in page
    assert 'value="60"' in manager.get(path(staff)).text


def test_somebody_who_is_no_iro_has_no_caseload(manager: TestClient, staff: Staff) -> None:
    """There is no page for an officer who reviews nobody, and no absence to enter."""
    assert manager.get(path(staff, "duty")).status_code == 404
    typed = days(24, 26, staff["iro"].id)
    assert manager.post(f"{path(staff, 'duty')}/cover", data=typed).status_code == 404


def test_synthetic_children_are_on_nobody_s_caseload(runtime: Runtime, family: Family) -> None:
    """A child made up to try the alarm has no holder, so it has no history."""
    made_up = replace(
        family.child, id="a" * 32, iro_id="", synthetic=True, first_name="Trial", case_number=""
    )
    day = runtime.clock().date()
    runtime.database.write(lambda t: people.add_child(t, SYSTEM, made_up, day))
    found = runtime.database.read(lambda t: caseloads.history(t, SYSTEM, made_up.id))
    assert found == ()
