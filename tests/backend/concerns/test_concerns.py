"""Concerns: who sees them, who has one, and the numbers that people are told to ring."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from backend.concerns import rules, service
from backend.concerns.rules import Concern, NoDutyRoute
from backend.people import service as people
from backend.people.rules import Officer
from backend.platform.clock import SettableClock
from backend.platform.database import new_id
from backend.platform.errors import NotFound
from backend.web.app import create_app
from backend.web.routes.concerns import ConcernPages
from dialogs.loading_cues import load_cues
from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk, mails
from tests.backend.web.conftest import browser
from tests.backend.web.people import sign_in

NOT_THEIRS = ("other_iro", "support", "owner", "nobody", "amara", "amara_carer", "mia")


@pytest.fixture
def raised(household: Household) -> Concern:
    """A concern that Amara raised."""
    talk = Talk(household).begin().go_to("home_feel")
    talk.say("home_feel", "he hits me")
    return talk.concerns[0]


def seen_by(household: Household, who: str) -> tuple[Concern, ...]:
    """Give the concerns that a viewer is given."""
    viewer = household.viewer(who)
    return household.runtime.database.read(lambda t: service.list_all(t, viewer))


def take(household: Household, who: str, concern: Concern) -> None:
    """Let an officer say "I have this"."""
    viewer, at = household.viewer(who), household.runtime.clock()
    household.runtime.database.write(
        lambda t: service.acknowledge(t, viewer, concern.id, concern.times, at)
    )


def current(household: Household, concern: Concern) -> Concern:
    """Give a concern as it is kept now."""
    duty = household.viewer("duty")
    return household.runtime.database.read(lambda t: service.get(t, duty, concern.id))


def test_duty_and_the_childs_officer_see_it(household: Household, raised: Concern) -> None:
    """A concern is there for everybody on duty and for the child's own reviewing officer."""
    for who in ("duty", "iro"):
        assert [each.id for each in seen_by(household, who)] == [raised.id]
    assert current(household, raised).waiting


def test_nobody_else_knows_of_it(household: Household, raised: Concern) -> None:
    """For anybody else there is no such concern: not to list, to open or to take."""
    events = current(household, raised).event_ids
    for who in NOT_THEIRS:
        assert seen_by(household, who) == (), who
        assert not may_open(household, who, raised), who
        with pytest.raises(NotFound):
            take(household, who, raised)
        assert events_open_to(household, who, events) == set(), who
    assert current(household, raised).waiting
    assert events_open_to(household, "duty", events) == set(events)


def may_open(household: Household, who: str, concern: Concern) -> bool:
    """Say whether a viewer is given a concern by its id."""
    viewer = household.viewer(who)
    try:
        household.runtime.database.read(lambda t: service.get(t, viewer, concern.id))
    except NotFound:
        return False
    return True


def events_open_to(household: Household, who: str, events: tuple[str, ...]) -> set[str]:
    """Give those events whose words a viewer may read."""
    viewer = household.viewer(who)
    return household.runtime.database.read(lambda t: service.events_open_to(t, viewer, events))


def test_an_officer_who_has_left_sees_nothing(household: Household, raised: Concern) -> None:
    """Whoever is no longer active sees no concern, though they were on duty."""
    gone = replace(household.officers["duty"], active=False)
    left = replace(household, officers={**household.officers, "duty": gone})
    assert seen_by(left, "duty") == ()


def test_sisters_and_brothers_are_kept_apart(household: Household) -> None:
    """A reviewing officer sees the concerns of their own children and not of the brother."""
    for who in ("amara", "mia", "leo"):
        Talk(household, who).begin().help()
    children = household.children
    theirs = {each.child_id for each in seen_by(household, "iro")}
    assert theirs == {children["amara"].id, children["mia"].id}
    assert {each.child_id for each in seen_by(household, "other_iro")} == {children["leo"].id}
    assert len(seen_by(household, "duty")) == 3


def test_the_first_to_take_it_has_it(
    household: Household, raised: Concern, clock: SettableClock
) -> None:
    """The first officer who says "I have this" stands, and so does the time they said it."""
    at = clock()
    take(household, "iro", raised)
    clock.advance(timedelta(hours=1))
    take(household, "duty", raised)
    taken = current(household, raised)
    iro = household.officers["iro"].id
    assert (taken.state, taken.waiting, taken.seen_by, taken.holder_id, taken.seen_at) == (
        "seen",
        False,
        iro,
        iro,
        at,
    )


def test_nobody_takes_what_they_have_not_read(household: Household, raised: Concern) -> None:
    """Where more was said since the page was opened, it stays open and is shown with a warning."""
    app = create_app(household.runtime, [ConcernPages(household.desk).router()])
    client = browser(app, household.runtime)
    sign_in(client, household.runtime, household.officers["duty"])
    page = f"/concerns/{raised.id}"
    client.get(page)
    Talk(household).say("home_feel", "he hurts me with a belt")
    answer = client.post(page, data={"times": str(raised.times)})
    assert answer.status_code == 409
    assert "More was said" in answer.text
    assert "he hurts me with a belt" in answer.text
    assert current(household, raised).waiting
    for unread in ("", "x", "99"):
        assert client.post(page, data={"times": unread}).status_code == 409
    assert 'name="times" value="2"' in answer.text
    assert client.post(page, data={"times": "2"}).status_code == 303
    assert not current(household, raised).waiting


def test_what_is_taken_leaves_the_open_list(household: Household, raised: Concern) -> None:
    """A concern that somebody has is listed among the open, and not among those that wait."""
    take(household, "duty", raised)
    duty, database = household.viewer("duty"), household.runtime.database
    assert database.read(lambda t: service.list_waiting(t, duty)) == ()
    assert [each.id for each in database.read(lambda t: service.list_open(t, duty))] == [raised.id]


def test_the_newest_is_first(household: Household) -> None:
    """Concerns are listed with the newest on top."""
    talk = Talk(household).begin().go_to("home_feel")
    talk.help()
    talk.say("home_feel", "he hits me")
    assert [each.source for each in seen_by(household, "duty")] == ["cue", "help"]


def test_every_reason_has_words(household: Household) -> None:
    """Whatever can raise a concern is shown in words: each source, each category of each table."""
    found = {cue.category for table in load_cues().values() for cue in table.cues}
    assert found | {"help", "safety", "unscreened"} <= set(rules.CATEGORIES)
    assert {"help", "choice", "cue", "unscreened"} == set(rules.SOURCES)


def test_all_on_duty_are_told_by_urgent_mail(household: Household) -> None:
    """Each active officer on duty gets an urgent e-mail of their own for each concern."""
    second = Officer(new_id(), "Nia Price", "nia@example.org", frozenset({"duty", "support"}))
    left = Officer(new_id(), "Ed Moss", "ed@example.org", frozenset({"duty"}), active=False)
    for officer in (second, left):
        household.runtime.database.write(
            lambda t, officer=officer: people.add_officer(t, officer)  # type: ignore[misc]
        )
    talk = Talk(household).begin()
    talk.help()
    assert mails(talk, "concern") == 2
    assert [bool(row[0]) for row in talk.rows("SELECT urgent FROM outbox")] == [True, True]


@pytest.mark.parametrize("mail_works", [True, False])
@pytest.mark.parametrize("on_duty", [True, False])
def test_the_duty_route_needs_an_officer_and_mail(
    household: Household, mail_works: bool, on_duty: bool
) -> None:
    """The route holds only where somebody is on duty and an e-mail can leave the house."""
    officer = replace(household.officers["duty"], active=on_duty)
    database = household.runtime.database
    database.write(lambda t: people.correct_officer(t, officer))
    if mail_works and on_duty:
        database.read(lambda t: service.require_duty_route(t, mail_works))
    else:
        with pytest.raises(NoDutyRoute):
            database.read(lambda t: service.require_duty_route(t, mail_works))


def test_the_numbers_to_ring_are_read(tmp_path: Path) -> None:
    """The table gives Childline its number and the day on which a person last checked it."""
    lines = service.helplines()
    assert lines["childline"].number.replace(" ", "") == "08001111"
    assert lines["childline"].checked_on is not None
    assert not lines["childline"].stale(lines["childline"].checked_on)


def test_a_number_goes_stale() -> None:
    """A number that nobody has checked for half a year says so."""
    line = service.helplines()["childline"]
    checked = replace(line, checked_on=date(2026, 5, 1))
    assert not checked.stale(date(2026, 10, 31))
    assert checked.stale(date(2026, 11, 1))
