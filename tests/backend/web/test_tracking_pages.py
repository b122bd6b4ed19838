"""The IRO's pages of what was decided: what is open, how it goes, and the check half way."""

from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.audit.service import reads_of_child
from backend.platform.runtime import Runtime
from tests.backend.progress.tracked import WHAT, Tracked
from tests.backend.web.conftest import SignIn
from tests.backend.web.followed import Followed
from tests.backend.web.people import Family, Staff, sign_in
from tests.backend.web.typed import a_day

EFFECT = "She <b>sleeps</b> better"
SHOWN = "She &lt;b&gt;sleeps&lt;/b&gt; better"


@pytest.fixture
def followed(runtime: Runtime, family: Family, staff: Staff) -> Followed:
    return Followed(runtime, family, staff)


@pytest.fixture
def priya(signed_in: SignIn, followed: Followed) -> TestClient:
    """A browser in which the child's IRO is signed in."""
    return signed_in("iro")


def test_what_is_open_is_listed_overdue_first(followed: Followed, priya: TestClient) -> None:
    """Each stands in its group with child, owner and date; what is settled is not there."""
    followed.decide(days=5, what="Late thing")
    followed.decide(days=60, what="Far thing")
    answered = followed.decide(days=20, what="Answered thing")
    followed.record(followed.decide(what="Done thing"), "done", done_on=followed.today)
    followed.clock.advance(timedelta(minutes=5))
    followed.said(answered, "done", done_on=followed.today, effect=EFFECT)
    late = followed.start + timedelta(days=6)
    followed.clock.set(late)
    sign_in_again(followed, priya)
    page = priya.get("/decisions").text
    places = [page.index(text) for text in ("Late thing", "Answered thing", "Far thing")]
    assert places == sorted(places)
    assert "Done thing" not in page
    assert "overdue: due by 29 November 2026" in page
    assert SHOWN in page
    assert page.count("Yes, it is done") == 1


def test_every_child_shown_is_written_down(followed: Followed, priya: TestClient) -> None:
    """The list holds words about a child, so the look is written down for each of them."""
    followed.decide()
    priya.get("/decisions")
    child = followed.family.child.id
    looks = followed.read(lambda t: [read.what for read in reads_of_child(t, child)])
    assert looks == ["decisions"]


def test_one_tap_settles_it(followed: Followed, priya: TestClient) -> None:
    """What was said to be done, with its effect, is settled and leads back to the list."""
    decision = followed.decide()
    followed.said(decision, "done", done_on=followed.today, effect=EFFECT)
    followed.clock.advance(timedelta(minutes=1))
    led = followed.answer(priya, decision.id, "confirmed", "/decisions")
    assert led == "/decisions?done=progress-settled"
    settled = followed.only_line().decision
    assert (settled.state, settled.effect) == ("done", EFFECT)


def test_what_it_changed_is_asked_for(followed: Followed, priya: TestClient) -> None:
    """Where nobody has said what it changed, the tap leads to where it can be said."""
    decision = followed.decide()
    followed.said(decision, "done", done_on=followed.today)
    followed.clock.advance(timedelta(minutes=1))
    led = followed.answer(priya, decision.id, "confirmed", "/decisions")
    page = priya.get(led).text
    assert "Say below in a sentence what it changed" in page
    assert "What it changed for Amara" in page
    followed.clock.advance(timedelta(minutes=1))
    path = f"/decisions/{decision.id}/progress"
    priya.post(path, data={"kind": "effect", "effect": EFFECT})
    assert SHOWN in priya.get(path).text


@pytest.mark.parametrize("came_from", ["https://evil.example", "//evil.example", ""])
def test_a_tap_leads_to_no_other_site(
    followed: Followed, priya: TestClient, came_from: str
) -> None:
    """Whatever the form says it came from, it leads to a page of ours."""
    decision = followed.decide()
    followed.said(decision, "done", done_on=followed.today)
    led = followed.answer(priya, decision.id, "not_yet", came_from)
    assert led == f"/decisions/{decision.id}/progress?done=progress-not-yet"


def test_a_late_tap_says_why(followed: Followed, priya: TestClient) -> None:
    """Confirming what nobody says is done, or what is settled, is refused in plain words."""
    decision = followed.decide()
    path = f"/decisions/{decision.id}/answer"
    nothing = priya.post(path, data={"kind": "confirmed"})
    assert (nothing.status_code, "Nobody has said that this is done" in nothing.text) == (422, True)
    followed.record(decision, "done", done_on=followed.today)
    late = priya.post(path, data={"kind": "not_yet"})
    assert "This is settled already." in late.text
    assert priya.post(path, data={"kind": "done"}).status_code == 422


def test_how_it_goes_is_written_down(followed: Followed, priya: TestClient) -> None:
    """What the IRO heard by phone stands in the history with their name, and settles it."""
    decision = followed.decide()
    path = f"/decisions/{decision.id}/progress"
    priya.post(path, data={"kind": "under_way", "words": "Sue rang\ntwice"})
    assert "Priya Shah</bdi> wrote down that it is on the way" in priya.get(path).text
    followed.clock.advance(timedelta(minutes=1))
    done = {"kind": "done", "effect": EFFECT, **a_day("done_on", followed.today)}
    answer = priya.post(path, data=done)
    assert answer.headers["location"] == f"{path}?done=progress-settled"
    page = priya.get(path).text
    assert "done on 24 November 2026" in page
    assert SHOWN in page
    priya.post(f"/decisions/{decision.id}/answer", data={"kind": "reopened"})
    assert "opened it again" in priya.get(path).text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"effect": EFFECT}, "Pick one of the choices."),
        ({"kind": "done", "effect": EFFECT}, "Enter a date."),
        ({"kind": "cannot", "effect": EFFECT}, "Enter this."),
        ({"kind": "done", "effect": EFFECT, **a_day("done_on", Tracked.AHEAD)}, "still to come"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_lost(
    followed: Followed, priya: TestClient, typed: dict[str, str], told: str
) -> None:
    """What is wrong stands above and beside the field, with what was typed."""
    decision = followed.decide()
    answer = priya.post(f"/decisions/{decision.id}/progress", data=typed)
    assert answer.status_code == 422
    assert answer.text.count(told) == 2
    assert SHOWN in answer.text
    assert followed.only_line().updates == ()


def test_what_cannot_be_done_is_settled_with_its_reason(
    followed: Followed, priya: TestClient
) -> None:
    """The owner's reason is filled in, for the IRO to keep or to put in other words."""
    decision = followed.decide()
    followed.said(decision, "cannot", words="Dad moved away")
    assert "Settle that it will not be done" in priya.get("/decisions").text
    page = priya.get(f"/decisions/{decision.id}/progress").text
    assert "Dad moved away</textarea>" in page


def test_asking_is_switched_off_and_on(followed: Followed, priya: TestClient) -> None:
    """One button stops the e-mails, and says so; the other lets them go again."""
    decision = followed.decide()
    path = f"/decisions/{decision.id}"
    for wanted, said in (("off", "you switched that off"), ("on", "Do not ask them by e-mail")):
        answer = priya.post(f"{path}/asking", data={"asking": wanted})
        assert answer.headers["location"] == f"{path}/progress?done=asking-{wanted}"
        assert said in priya.get(f"{path}/progress").text
    assert priya.post(f"{path}/asking", data={"asking": "perhaps"}).status_code == 422


def test_the_iro_is_told_to_pick_another(followed: Followed, priya: TestClient) -> None:
    """Where an owner's part has ended the page says so and leads to the review's decisions."""
    followed.decide()
    ended = replace(followed.sue, ends_on=followed.today)
    followed.write(lambda t: people.correct_participant(t, SYSTEM, ended))
    page = priya.get("/decisions").text
    assert "Pick somebody else to do it." in page
    assert f"/reviews/{followed.review.id}/decisions" in page


def test_one_child_shows_all_with_its_history(followed: Followed, priya: TestClient) -> None:
    """What is settled is there too, under its review, and a link leads to the midway check."""
    followed.record(followed.decide(what="Done thing"), "done", done_on=followed.today)
    followed.decide()
    page = priya.get(f"/cases/{followed.family.child.id}/decisions").text
    assert "Done thing" in page
    assert WHAT in page
    assert "Review 1, 24 November 2026" in page
    assert f"/reviews/{followed.review.id}/midway" in page
    case = priya.get(f"/cases/{followed.family.child.id}").text
    assert f"/cases/{followed.family.child.id}/decisions" in case


def test_only_one_child_is_shown_when_asked(followed: Followed, priya: TestClient) -> None:
    """The list of one child holds theirs; of a child that is another's, or none, nothing."""
    followed.decide()
    assert WHAT in priya.get(f"/decisions?child={followed.family.child.id}").text
    assert WHAT not in priya.get(f"/decisions?child={'0' * 32}").text


def test_the_midway_check(followed: Followed, priya: TestClient) -> None:
    """It is listed when it is time, shows what was decided, and is kept in a sentence."""
    followed.decide(days=None)
    followed.clock.set(followed.after(93))
    sign_in_again(followed, priya)
    path = f"/reviews/{followed.review.id}/midway"
    assert "overdue: due by 24 February 2027" in priya.get("/decisions").text
    assert WHAT in priya.get(path).text
    wrong = priya.post(path, data={"words": "", **a_day("checked_on", Tracked.AHEAD)})
    assert (wrong.status_code, wrong.text.count("still to come")) == (422, 2)
    assert wrong.text.count("Enter this.") == 2
    typed = {"words": "On <track>", **a_day("checked_on", followed.today)}
    assert priya.post(path, data=typed).headers["location"] == f"{path}?done=midway-recorded"
    assert "On &lt;track&gt;" in priya.get(path).text
    assert "Midway checks" not in priya.get("/decisions").text


def test_managers_see_counts_and_no_words(followed: Followed, signed_in: SignIn) -> None:
    """Each IRO's open and overdue decisions are counted, and nothing of them is told."""
    followed.decide()
    page = signed_in("manager").get("/decisions/counts").text
    assert "Priya Shah" in page
    assert WHAT not in page
    assert "Amara" not in page


def sign_in_again(followed: Followed, client: TestClient) -> None:
    """Sign the IRO in anew, since a session ends while the clock is put on."""
    sign_in(client, followed.runtime, followed.staff["iro"])
