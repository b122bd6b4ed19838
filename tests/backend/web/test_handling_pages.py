"""What is done about a concern: notes, acted on, handed over, whom it is about, closed."""

import re
from datetime import timedelta
from html import unescape

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from backend.calls import service as calls
from backend.people.rules import Officer
from backend.platform.accounts import service as accounts
from backend.platform.clock import SettableClock
from backend.platform.runtime import Runtime
from bot.serving import House, application
from tests.backend.consultations.household import desk_of
from tests.backend.web.conftest import SignIn
from tests.backend.web.people import PASSWORD, Family, Staff, sign_in
from tests.backend.web.worried import DONE, Worry, note, told


@pytest.fixture
def app(runtime: Runtime) -> FastAPI:
    """The whole application as it is served."""
    return application(House(runtime, desk_of(runtime), {}))


@pytest.mark.parametrize("kind", ["done", "where", "home", "safe", "strategy"])
def test_what_is_written_down_is_shown(dee: TestClient, worry: Worry, kind: str) -> None:
    """Each kind of note is kept as typed, and shown with who wrote it."""
    assert note(dee, worry, kind, words=DONE) == f"{worry.path}?done=noted"
    page = dee.get(worry.path).text
    own = page.partition(f'id="known-{kind}"')[2].partition("known__add")[0]
    assert "Rang Amara.\nShe is &lt;b&gt;safe&lt;/b&gt; &amp; with me." in own
    assert "Dee Okoro, Tuesday 24 November 2026, 9.00 am" in own
    assert own.count("Not written down yet.") == 0


def test_who_was_told_says_who_when_and_how(dee: TestClient, worry: Worry) -> None:
    """Who was told is kept with the time and the way, and needs no more words."""
    note(dee, worry, "told", **told())
    own = dee.get(worry.path).text.partition('id="known-told"')[2].partition("known__add")[0]
    assert "PC Ade Bello, police</strong>, Tuesday 24 November 2026, 9.20 am, by phone" in own


def test_a_wrong_note_says_what_is_wrong_and_loses_nothing(dee: TestClient, worry: Worry) -> None:
    """Each mistake stands beside its field, and everything that was typed is still there."""
    wrong = told(who="", time="half past", words=DONE)
    answer = dee.post(f"{worry.path}/notes/told", data=wrong)
    assert answer.status_code == 422
    assert answer.text.count("Say who was told.") == 2
    assert answer.text.count("Enter a time, such as 4.00 pm or 16:00.") == 2
    assert "Rang Amara.\nShe is &lt;b&gt;safe&lt;/b&gt; &amp; with me.</textarea>" in answer.text
    assert 'value="half past"' in answer.text
    empty = dee.post(f"{worry.path}/notes/done", data={"words": " "})
    assert "Write something." in empty.text


@pytest.mark.parametrize("kind", ["handover", "closing", "other"])
def test_other_kinds_are_no_page(dee: TestClient, worry: Worry, kind: str) -> None:
    """What has a form of its own, or is no kind at all, cannot be written as a note."""
    assert dee.get(f"{worry.path}/notes/{kind}").status_code == 404
    assert dee.post(f"{worry.path}/notes/{kind}", data={"words": "x"}).status_code == 404


def test_it_is_acted_on_and_closed_in_order(dee: TestClient, worry: Worry) -> None:
    """Acted on needs what was done, closing needs that and a reason; each refusal says so."""
    early = dee.post(f"{worry.path}/act")
    assert early.status_code == 422
    assert "Write down what was done first." in early.text
    closing = dee.post(f"{worry.path}/close", data={"reason": "nothing in it"})
    assert "It can be closed once it was acted on." in closing.text
    assert "nothing in it</textarea>" in closing.text
    note(dee, worry, "done", words=DONE)
    assert dee.post(f"{worry.path}/act").headers["location"] == f"{worry.path}?done=acted"
    no_reason = dee.post(f"{worry.path}/close", data={"reason": ""})
    assert no_reason.status_code == 422
    assert no_reason.text.count("Say why it is closed.") == 2
    closed = dee.post(f"{worry.path}/close", data={"reason": "Strategy discussion held."})
    assert closed.headers["location"] == f"{worry.path}?done=concern-closed"
    page = dee.get(worry.path).text
    assert "Strategy discussion held." in page
    assert "I have this" not in page
    assert "Closed last" in dee.get("/concerns").text


def test_too_long_a_reason_is_told_beside_its_field(dee: TestClient, worry: Worry) -> None:
    """A reason that is too long is told where it was typed, and is still there."""
    note(dee, worry, "done", words=DONE)
    dee.post(f"{worry.path}/act")
    answer = dee.post(f"{worry.path}/close", data={"reason": "x" * 5_001})
    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.text
    assert "x" * 5_001 in answer.text


def test_only_whoever_has_it_decides(dee: TestClient, worry: Worry, signed_in: SignIn) -> None:
    """Somebody else sees who has it and no buttons; a manager may decide too."""
    assert "Hand it over to somebody" in dee.get(worry.path).text
    iro = signed_in("iro")
    page = iro.get(worry.path).text
    assert "Hand it over to somebody" not in page
    assert "Somebody else has this." in page
    assert iro.post(f"{worry.path}/act").status_code == 422
    assert "Hand it over to somebody" in signed_in("manager").get(worry.path).text


def test_it_is_handed_over_to_somebody_who_is_called(
    dee: TestClient, worry: Worry, staff: Staff
) -> None:
    """Handing over needs somebody and what they have to know, and calls them at once."""
    page = dee.get(f"{worry.path}/hand-over").text
    offered = page.partition("<select")[2].partition("</select>")[0]
    assert "Mo Ellis" in offered
    assert "Dee Okoro" not in offered
    assert "Sam Hill" not in offered
    wrong = dee.post(f"{worry.path}/hand-over", data={"to": "", "words": "she is at school"})
    assert wrong.status_code == 422
    assert wrong.text.count("Pick another officer who may see this") == 2
    assert "she is at school</textarea>" in wrong.text
    given = {"to": staff["manager"].id, "words": "she is at school"}
    answer = dee.post(f"{worry.path}/hand-over", data=given)
    assert answer.headers["location"] == f"{worry.path}?done=handed-over"
    pages = worry.runtime.database.read(lambda t: calls.pages(t, worry.concern_id))
    assert pages[-1].officer_id == staff["manager"].id
    after = dee.get(worry.path).text
    assert "Handed over: <bdi>Mo Ellis</bdi> (Dee Okoro)" in after
    assert "she is at school" in after


def test_an_allegation_is_told_to_the_designated_officer_within_a_working_day(
    dee: TestClient, worry: Worry, family: Family
) -> None:
    """About a carer: by when the LADO is to be told, a plain warning, and then that they were."""
    about = {"about": "carer", "named": f"participant:{family.carer.id}"}
    answer = dee.post(f"{worry.path}/about", data=about)
    assert answer.headers["location"] == f"{worry.path}?done=about-kept"
    page = " ".join(dee.get(worry.path).text.split())
    assert "A carer, or somebody who lives in the home: <bdi>Jo</bdi>." in page
    assert "Not told yet. Due by the end of Wednesday 25 November 2026" in page
    assert "is told nothing and sees nothing of this" in page
    assert "LADO to be told by 25 November 2026" in dee.get("/duty").text
    form = dee.get(f"{worry.path}/about").text
    ticked = form.partition(f'value="participant:{family.carer.id}"')[2].partition(">")[0]
    assert "checked" in ticked
    note(dee, worry, "lado", **told(who="Kim Ash, LADO"))
    page = dee.get(worry.path).text
    assert "Not told yet." not in page
    assert "Kim Ash, LADO" in page


def test_the_lado_is_not_told_of_what_is_no_allegation(dee: TestClient, worry: Worry) -> None:
    """Where it is about no carer or worker, the note is refused with the reason."""
    answer = dee.post(f"{worry.path}/notes/lado", data=told())
    assert answer.status_code == 422
    assert "Say first that it is about a carer or a worker." in answer.text


def test_a_choice_that_was_not_offered_is_refused(dee: TestClient, worry: Worry) -> None:
    """Whom it is about, and who is named, are picked from those offered."""
    wrong = {"about": "somebody", "named": f"officer:{'0' * 32}"}
    answer = dee.post(f"{worry.path}/about", data=wrong)
    assert answer.status_code == 422
    assert answer.text.count("Pick one of the choices.") == 2
    assert answer.text.count("Pick people who are around this child, or officers.") == 2


def test_what_was_typed_outlives_the_session(
    dee: TestClient, worry: Worry, clock: SettableClock, runtime: Runtime, staff: Staff
) -> None:
    """Signed out while writing, an officer signs in and saves what they wrote, byte for byte."""
    _choose_password(runtime, staff["duty"])
    sign_in(dee, runtime, staff["duty"])
    clock.advance(timedelta(minutes=20))
    lost = dee.post(f"{worry.path}/notes/told", data=told(words=DONE))
    assert lost.status_code == 401
    assert "Nothing is lost" in lost.text
    form = {"email": staff["duty"].email, "password": "wrong", **_hidden(lost.text)}
    assert form["next"] == f"{worry.path}/notes/told"
    again = dee.post("/sign-in", data=form)
    assert again.status_code == 422
    form = {"email": staff["duty"].email, "password": PASSWORD, **_hidden(again.text)}
    page = dee.post("/sign-in", data=form)
    assert "Save what you wrote" in page.text
    assert f'action="{worry.path}/notes/told"' in page.text
    saved = dee.post(f"{worry.path}/notes/told", data=_hidden(page.text))
    assert saved.headers["location"] == f"{worry.path}?done=noted"
    own = dee.get(worry.path).text.partition('id="known-told"')[2]
    assert "PC Ade Bello, police" in own
    assert "Rang Amara.\nShe is &lt;b&gt;safe&lt;/b&gt; &amp; with me." in own


def test_what_was_typed_is_given_to_nobody_else(
    dee: TestClient, worry: Worry, clock: SettableClock, runtime: Runtime, staff: Staff
) -> None:
    """Whoever else signs in gets none of it, nor where it was to go; it is in no page's source."""
    for who in ("duty", "manager"):
        _choose_password(runtime, staff[who])
    sign_in(dee, runtime, staff["duty"])
    clock.advance(timedelta(minutes=20))
    lost = dee.post(f"{worry.path}/notes/done", data={"words": DONE})
    assert "Nothing is lost" in lost.text
    assert "Rang Amara" not in lost.text
    manager = {"email": staff["manager"].email, "password": PASSWORD, **_hidden(lost.text)}
    other = dee.post("/sign-in", data=manager)
    assert (other.status_code, other.headers["location"], other.text) == (303, "/", "")
    duty = manager | {"email": staff["duty"].email}
    moved = dee.post("/sign-in", data=duty | {"next": f"{worry.path}/notes/where"})
    assert (moved.headers["location"], moved.text) == ("/", "")
    for broken in ("x", "\u00e9", duty["kept"][:-8], "kept.words"):
        assert dee.post("/sign-in", data=duty | {"kept": broken}).headers["location"] == "/"
    assert "Rang Amara." in dee.post("/sign-in", data=duty).text


def test_what_was_typed_outlives_others_signing_in(
    dee: TestClient, worry: Worry, clock: SettableClock, runtime: Runtime, staff: Staff
) -> None:
    """A session that ended is known again for a day, whoever has signed in since; then no more."""
    _choose_password(runtime, staff["manager"])
    form = {"email": staff["manager"].email, "password": PASSWORD, "next": "/"}
    secret = dict(dee.cookies)
    for hours, known in ((23, True), (2, False)):
        clock.advance(timedelta(hours=hours))
        assert dee.post("/sign-in", data=form).status_code == 303
        dee.cookies.clear()
        dee.cookies.update(secret)
        answer = dee.post(f"{worry.path}/notes/done", data={"words": DONE})
        assert ("Nothing is lost" in answer.text) is known
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("how", ["signed-out", "no-cookie", "made-up"])
def test_nothing_is_kept_of_nobody_known(dee: TestClient, worry: Worry, how: str) -> None:
    """Where nobody knows whose session it was, what was typed goes nowhere."""
    secret = dict(dee.cookies)
    if how == "signed-out":
        dee.post("/sign-out")
    dee.cookies.clear()
    if how != "no-cookie":
        dee.cookies.update(secret if how == "signed-out" else dict.fromkeys(secret, "made-up"))
    answer = dee.post(f"{worry.path}/notes/done", data={"words": DONE})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")
    assert answer.text == ""


def _choose_password(runtime: Runtime, officer: Officer) -> None:
    token, ring, clock = accounts.new_link_token(), runtime.ring, runtime.clock
    runtime.database.write(
        lambda t: accounts.make_link(t, ring, officer_id=officer.id, token=token, at=clock())
    )
    accounts.choose_password(
        runtime.database, ring, clock, token=token, email=officer.email, password=PASSWORD
    )


def _hidden(page: str) -> dict[str, str]:
    """Give what the hidden fields of a page send."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in fields}
