"""Calls about a concern that did not arrive: who sees them, and who sees nothing of them."""

from datetime import timedelta
from functools import partial

import pytest
from fastapi import FastAPI
from sqlalchemy import Insert, insert

from backend.concerns import service as concerns
from backend.concerns.tables import concern_named
from backend.people import service as people
from backend.people.rules import OFFICER_ROLES, SYSTEM, Officer
from backend.platform.clock import SettableClock
from backend.platform.database import Transaction, new_id
from backend.platform.delivery import service as delivery
from backend.platform.delivery.rules import Undeliverable
from backend.platform.runtime import Runtime
from bot.serving import House, application
from tests.backend.consultations.household import desk_of
from tests.backend.web.conftest import SignIn, browser
from tests.backend.web.people import Family, Staff, sign_in
from tests.backend.web.worried import Worry, worried

ALL_IS_WELL = "Everything that was sent has arrived"


@pytest.fixture
def app(runtime: Runtime) -> FastAPI:
    """The whole application as it is served."""
    return application(House(runtime, desk_of(runtime), {}))


@pytest.fixture
def worry(runtime: Runtime, family: Family, staff: Staff, clock: SettableClock) -> Worry:
    """Two concerns of Amara's were raised, and no call about them has gone out since."""
    made = worried(runtime, family, staff)
    # The test of the way to Dee, which is about nobody, is not what is looked for here.
    test = [f"duty-test:{made.test_id}:{staff['duty'].id}:email"]
    runtime.database.write(lambda t: delivery.cancel_keys(t, test, clock()))
    clock.advance(timedelta(minutes=16))
    return made


def part_of(page: str) -> str:
    """Give what a page says, without what stands across the top of every one."""
    return page.partition('id="main-content"')[2]


def test_those_on_duty_see_whom_a_call_did_not_reach(signed_in: SignIn, worry: Worry) -> None:
    """They see who was not reached and the way to the concern, and no child's name."""
    for who in ("duty", "manager"):
        page = part_of(signed_in(who).get("/messages").text)
        own = page.partition(f'href="{worry.path}"')[0].rpartition("<tr")[2]
        assert "Dee Okoro" in own
        assert "still being tried" in page
        assert "Amara" not in page
        assert "/children/" not in page


def test_support_sees_nothing_of_a_call(signed_in: SignIn, worry: Worry, family: Family) -> None:
    """Neither the list nor the child's page lets business support know that there is a concern."""
    support = signed_in("support")
    page = part_of(support.get("/messages").text)
    assert ALL_IS_WELL in page
    assert "concern" not in page
    child = part_of(support.get(f"/children/{family.child.id}").text)
    assert "Notice of a concern" not in child
    assert "still being tried" not in child


def test_an_owner_sees_how_many_and_no_child(
    signed_in: SignIn, worry: Worry, family: Family
) -> None:
    """That calls do not arrive is for the owner to mend; whom they are about is not."""
    owner = signed_in("owner")
    page = part_of(owner.get("/messages").text)
    assert "to somebody on duty did not arrive" in page
    assert ALL_IS_WELL not in page
    for each in ("Amara", "/children/", "/concerns/", "Dee Okoro"):
        assert each not in page
    assert "concern" not in part_of(owner.get(f"/children/{family.child.id}").text)


@pytest.mark.parametrize("roles", [{"duty", "support"}, {"manager"}, {"owner"}, OFFICER_ROLES])
def test_whoever_is_named_sees_nothing(
    app: FastAPI, runtime: Runtime, worry: Worry, roles: frozenset[str]
) -> None:
    """An officer who is named in the concerns is told of no call about them, not even how many."""
    cass = Officer(new_id(), "Cass Kerr", "cass@northshire.example", frozenset(roles))
    runtime.database.write(lambda t: people.add_officer(t, cass))
    client = browser(app, runtime)
    sign_in(client, runtime, cass)
    assert ALL_IS_WELL not in client.get("/messages").text
    held = runtime.database.read(lambda t: concerns.list_open(t, SYSTEM))
    assert worry.concern_id in {each.id for each in held}
    for each in held:
        named = insert(concern_named).values(concern_id=each.id, kind="officer", person_id=cass.id)
        runtime.database.write(partial(_run, statement=named))
    page = part_of(client.get("/messages").text)
    assert ALL_IS_WELL in page
    assert "concern" not in page


def test_what_arrived_is_listed_nowhere(
    signed_in: SignIn, worry: Worry, runtime: Runtime, clock: SettableClock
) -> None:
    """A call that was refused says why; once it is taken, nobody is shown it any more."""

    def refuse(_message: object) -> None:
        raise Undeliverable("refused")

    duty, owner = signed_in("duty"), signed_in("owner")
    delivery.deliver_due(runtime.database, runtime.ring, {"email": refuse}, runtime.clock)
    assert "/concerns/" in part_of(duty.get("/messages").text)
    clock.advance(timedelta(minutes=6))
    delivery.deliver_due(runtime.database, runtime.ring, {"email": lambda _m: None}, runtime.clock)
    for client in (duty, owner):
        assert ALL_IS_WELL in client.get("/messages").text


def _run(transaction: Transaction, statement: Insert) -> None:
    transaction.execute(statement)
