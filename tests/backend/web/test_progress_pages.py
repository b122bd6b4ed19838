"""The page of whoever has to do what was decided: no account, a link, a code, one browser."""

import re
from datetime import timedelta

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from backend.platform.audit.service import reads_of_child
from backend.platform.runtime import Runtime
from tests.backend.progress.tracked import WHAT, Tracked
from tests.backend.web.conftest import browser
from tests.backend.web.people import Family, Staff
from tests.backend.web.typed import a_day

HALF_AN_HOUR = timedelta(minutes=30)
SAID = "I rang <b>twice</b>"


@pytest.fixture
def tracked(runtime: Runtime, family: Family, staff: Staff) -> Tracked:
    return Tracked(runtime, family, staff)


@pytest.fixture
def page(tracked: Tracked) -> str:
    """The address in the e-mail that Sue got."""
    return f"/progress/{tracked.asked()}"


@pytest.fixture
def own(tracked: Tracked) -> str:
    """The address of the form about what Sue has to do."""
    token = tracked.asked()
    (decision,) = tracked.read(tracked.all_open)
    return f"/progress/{token}/decisions/{decision.id}"


def code_sent(tracked: Tracked, client: TestClient, page: str, **more: str) -> str:
    """Press the button, and read the code out of the e-mail."""
    assert client.post(f"{page}/code", data=more).status_code == 200
    return tracked.delivered()[-1].values["code"]


def enter(tracked: Tracked, client: TestClient, page: str) -> TestClient:
    """Come in with link and code."""
    code = code_sent(tracked, client, page)
    answer = client.post(f"{page}/enter", data={"code": code})
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    return client


def test_the_link_alone_shows_nothing(anybody: TestClient, page: str) -> None:
    """Whoever opens it learns that somebody was asked, and nothing of whom or what."""
    answer = anybody.get(page)
    assert answer.status_code == 200
    assert "You were asked how something is going." in answer.text
    for word in ("Amara", "Okoye", "Dad", "Sue", "sue@", "review", "care", "child", "Priya"):
        assert word not in answer.text
    assert "set-cookie" not in answer.headers


def test_looking_does_not_use_it_up(tracked: Tracked, anybody: TestClient, page: str) -> None:
    """A scanner that opens it ten times sends no code and shuts nobody out."""
    assert {anybody.get(page).status_code for _time in range(10)} == {200}
    assert tracked.outbox() == ["progress"]
    assert WHAT in enter(tracked, anybody, page).get(page).text


def test_with_the_code_it_shows_what_is_theirs(
    tracked: Tracked, anybody: TestClient, page: str
) -> None:
    """It says what, for whom by first name, and by when; not why, and no surname."""
    shown = enter(tracked, anybody, page).get(page)
    assert WHAT in shown.text
    assert "Amara" in shown.text
    assert "Due by 24 December 2026" in shown.text
    for word in ("Okoye", "Amara asked for it"):
        assert word not in shown.text
    cookie = anybody.cookies.jar
    assert [(each.name, each.value is not None) for each in cookie] == [("sayso-progress", True)]


def test_the_look_is_written_down(tracked: Tracked, anybody: TestClient, page: str) -> None:
    """Each time they are shown something of the child it is written down first."""
    enter(tracked, anybody, page).get(page)
    child = tracked.family.child.id
    looks = tracked.read(lambda t: [read.what for read in reads_of_child(t, child)])
    assert looks.count("decisions of an owner") == 2


def test_a_wrong_code_says_so(tracked: Tracked, anybody: TestClient, page: str) -> None:
    """It is told beside the field, the code is asked for again, and nobody is let in."""
    right = code_sent(tracked, anybody, page)
    wrong = "111111" if right != "111111" else "222222"
    answer = anybody.post(f"{page}/enter", data={"code": wrong})
    assert answer.status_code == 422
    assert answer.text.count("That is not the code we sent last.") == 2
    assert "set-cookie" not in answer.headers
    assert WHAT not in anybody.get(page).text


def test_an_old_code_says_so(tracked: Tracked, anybody: TestClient, page: str) -> None:
    """After a quarter of an hour a new one is offered, and works."""
    code = code_sent(tracked, anybody, page)
    tracked.clock.advance(timedelta(minutes=15))
    answer = anybody.post(f"{page}/enter", data={"code": code})
    assert (answer.status_code, "This code works no more." in answer.text) == (422, True)
    assert WHAT in enter(tracked, anybody, page).get(page).text


def test_too_many_codes_are_refused(tracked: Tracked, anybody: TestClient, page: str) -> None:
    """The sixth in a day is not sent, and the page says to wait."""
    for _time in range(5):
        code_sent(tracked, anybody, page)
        tracked.clock.advance(timedelta(minutes=2))
    assert anybody.post(f"{page}/code").status_code == 429


def test_another_browser_sees_nothing(
    app: FastAPI, runtime: Runtime, tracked: Tracked, anybody: TestClient, page: str
) -> None:
    """The link passed on opens nothing in another browser, though the first is inside."""
    enter(tracked, anybody, page)
    other = browser(app, runtime)
    assert WHAT not in other.get(page).text
    other.cookies.set("sayso-progress", "f" * 43)
    assert WHAT not in other.get(page).text


@pytest.mark.parametrize("token", ["0" * 32, "one", "%00", "' OR 1=1"])
def test_a_link_that_never_was(anybody: TestClient, tracked: Tracked, token: str) -> None:
    """It looks as one that has ended, whatever is done with it, and sends nothing."""
    ended = tracked.asked()
    tracked.clock.advance(timedelta(days=28))
    pages = [
        (act(f"/progress/{each}{path}").status_code, act(f"/progress/{each}{path}").text)
        for each in (token, ended)
        for act, path in ((anybody.get, ""), (anybody.post, "/code"), (anybody.post, "/enter"))
    ]
    assert len(set(pages)) == 1
    assert pages[0][0] == 404
    assert "progress_code" not in tracked.outbox()


def test_leaving_shuts_it(tracked: Tracked, anybody: TestClient, page: str) -> None:
    """After leaving, the same browser is asked for a code again."""
    enter(tracked, anybody, page)
    assert anybody.post(f"{page}/leave").headers["location"] == page
    assert WHAT not in anybody.get(page).text


Said = dict[str, str]


@pytest.mark.parametrize(
    ("said", "kind", "words", "effect"),
    [
        ({"kind": "under_way", "words": SAID}, "under_way", SAID, ""),
        ({"kind": "cannot", "words": "Dad moved"}, "cannot", "Dad moved", ""),
        ({"kind": "done", "effect": "She sees Dad"}, "done", "", "She sees Dad"),
    ],
)
def test_what_they_say_is_kept(
    tracked: Tracked, anybody: TestClient, own: str, said: Said, kind: str, words: str, effect: str
) -> None:
    """Each of the three answers is kept as typed, and settles nothing by itself."""
    page = own.partition("/decisions")[0]
    enter(tracked, anybody, page)
    answer = anybody.post(own, data=said | a_day("done_on", tracked.today))
    assert answer.headers["location"] == f"{page}?done=progress-said"
    assert (
        "Thank you. The reviewing officer will see it."
        in anybody.get(answer.headers["location"]).text
    )
    line = tracked.only_line()
    (kept,) = line.updates
    assert (kept.kind, kept.words, kept.effect) == (kind, words, effect)
    assert kept.done_on == (tracked.today if kind == "done" else None)
    assert line.decision.state == "open"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"words": SAID}, "Pick one of the choices."),
        ({"kind": "confirmed", "words": SAID}, "Pick one of the choices."),
        ({"kind": "done", "effect": SAID}, "Enter a date."),
        ({"kind": "under_way", "effect": SAID}, "Enter this."),
        ({"kind": "cannot", "effect": SAID}, "Enter this."),
        ({"kind": "done", "effect": SAID, **a_day("done_on", Tracked.AHEAD)}, "still to come"),
        ({"kind": "under_way", "words": SAID + "a" * 1001}, "This is too long."),
    ],
)
def test_a_mistake_is_told_and_nothing_is_lost(
    tracked: Tracked, anybody: TestClient, own: str, said: Said, told: str
) -> None:
    """What is wrong stands above and beside the field, with what was typed."""
    enter(tracked, anybody, own.partition("/decisions")[0])
    answer = anybody.post(own, data=said)
    assert answer.status_code == 422
    assert answer.text.count(told) == 2
    assert "I rang &lt;b&gt;twice&lt;/b&gt;" in answer.text
    assert tracked.only_line().updates == ()


def test_what_was_typed_outlives_the_half_hour(
    tracked: Tracked, anybody: TestClient, own: str
) -> None:
    """Sent after half an hour, it waits sealed behind a new code, and is shown to be sent."""
    page = own.partition("/decisions")[0]
    enter(tracked, anybody, page)
    shown = anybody.get(own).text
    hidden = re.search(r'name="decision" value="([0-9a-f]{32})"', shown)
    assert hidden
    tracked.clock.advance(HALF_AN_HOUR)
    late = anybody.post(own, data={"kind": "under_way", "words": SAID, "decision": hidden[1]})
    assert "Nothing you wrote is lost." in late.text
    assert "twice" not in late.text
    kept = re.search(r'name="kept" value="([^"]+)"', late.text)
    assert kept
    code = code_sent(tracked, anybody, page, kept=kept[1])
    back = anybody.post(f"{page}/enter", data={"code": code, "kept": kept[1]})
    assert "What you wrote is still here." in back.text
    assert "I rang &lt;b&gt;twice&lt;/b&gt;" in back.text
    assert tracked.only_line().updates == ()


def test_somebody_elses_decision_is_not_there(
    tracked: Tracked, anybody: TestClient, own: str
) -> None:
    """What another has to do, or nobody, is not found, before and after an answer."""
    other = tracked.decide(owner_id=tracked.family.carer.id, what="Buy a bike")
    page = own.partition("/decisions")[0]
    enter(tracked, anybody, page)
    for decision_id in (other.id, "0" * 32):
        path = f"{page}/decisions/{decision_id}"
        answer = anybody.post(path, data={"kind": "under_way", "words": SAID})
        assert (anybody.get(path).status_code, answer.status_code) == (404, 404)
    assert "Buy a bike" not in anybody.get(page).text
