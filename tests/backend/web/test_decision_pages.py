"""The page on which a review's decisions are written, beside what the child asks for."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from starlette.testclient import TestClient

from backend.platform.audit.service import reads_of_child
from tests.backend.consultations.household import Household
from tests.backend.decisions.deciding import Deciding
from tests.backend.web.decision_browser import (
    ODD,
    asked_for,
    open_as,
    path,
    say_why,
    shown,
    text,
    typed,
    wishes,
)


@pytest.fixture
def deciding(household: Household) -> Deciding:
    """Amara has asked for five things, two of them for everybody's eyes."""
    return asked_for(household)


@pytest.fixture
def iro(deciding: Deciding) -> TestClient:
    """A browser in which Amara's reviewing officer is signed in."""
    return open_as(deciding.household, "iro")


def test_each_wish_is_unanswered_until_something_answers_it(
    iro: TestClient, deciding: Deciding
) -> None:
    """Wishes come word for word and marked; a decision or a reason answers each of them.

    What was asked about the meeting itself stands there too, and is owed nothing.
    """
    page = iro.get(path(deciding)).text
    every = wishes(page)
    assert (text(page).count("Nothing yet"), len(every)) == (2, 6)
    assert text(page).count("This was about the meeting itself.") == 4
    assert "2 wishes have no answer yet." in text(page)
    assert "family_wish: what amara says" in text(page)
    assert "talk_about: what amara says" in text(page)
    assert "only for you" in text(page)
    iro.post(path(deciding, "/new"), data=typed(wishes=every[:1]))
    assert "1 wish has no answer yet." in shown(iro, deciding)
    for wish in every[1:]:
        say_why(iro, deciding, wish)
    assert "Every wish has an answer." in shown(iro, deciding)
    iro.post(f"/reviews/{deciding.review.id}/wishes/{every[1]}", data={"take_back": "yes"})
    assert "1 wish has no answer yet." in shown(iro, deciding)


def test_what_is_typed_is_shown_as_it_is(iro: TestClient, deciding: Deciding) -> None:
    """A decision shows who does what by when, why, and which wish it answers; nothing runs."""
    wish = wishes(iro.get(path(deciding)).text)[0]
    sent = iro.post(path(deciding, "/new"), data=typed(what=ODD, why="It broke.", wishes=wish))
    (kept,) = deciding.kept()
    assert sent.headers["location"] == path(deciding, f"?done=decided#at-{kept.id}")
    assert (kept.owner, kept.owner_email) == ("Priya Shah", "iro@example.org")
    page = iro.get(path(deciding)).text
    assert "<script>alert" not in page
    said = text(page).partition("What was decided")[2]
    assert f"1 {ODD} Who: Priya Shah By: 15 January 2027" in said
    assert (
        "Part of the plan: family and friends Why: It broke. Answers: talk_about: what amara says"
        in said
    )
    assert "Written on 24 November 2026" in said


def test_what_came_of_it_is_shown(iro: TestClient, deciding: Deciding) -> None:
    """Once it is done the page says so, since when, and what it changed; advice is over then."""
    done_on, effect = date(2027, 1, 9), "She plays every day."
    deciding.add("Monitor chess.", state="done", settled_on=done_on, effect=effect)
    page = shown(iro, deciding)
    assert "done, 9 January 2027 She plays every day." in page
    assert "This could be clearer" not in page


def test_a_decision_is_changed_moved_and_removed(iro: TestClient, deciding: Deciding) -> None:
    """What is changed keeps its place; it moves up; it is removed after asking once."""
    one, two = deciding.add("one"), deciding.add("two", state="done")
    iro.post(path(deciding, f"/{two}"), data=typed(what="two and a half"))
    assert [(each.what, each.state) for each in deciding.kept()][1] == ("two and a half", "done")
    iro.post(path(deciding, f"/{two}/up"))
    assert deciding.said() == ["two and a half", "one"]
    asked = iro.get(path(deciding, f"/{one}/remove")).text
    assert "Remove this decision?" in asked
    assert deciding.said() == ["two and a half", "one"]
    iro.post(path(deciding, f"/{one}/remove"))
    assert deciding.said() == ["two and a half"]
    assert iro.get(path(deciding, f"/{one}")).status_code == 404


def test_it_is_found_under_its_own_review_only(iro: TestClient, deciding: Deciding) -> None:
    """Under the address of another review of the same child, a decision is not found."""
    made, other = deciding.add("one"), deciding.another_review(1)
    elsewhere = f"/reviews/{other.id}/decisions/{made}"
    assert iro.get(elsewhere).status_code == 404
    for way in ("", "/remove", "/up"):
        assert iro.post(elsewhere + way, data=typed()).status_code == 404
    assert deciding.said() == ["one"]


def test_each_look_is_written_down(iro: TestClient, deciding: Deciding) -> None:
    """Whoever reads the decisions is on the list of looks at the child; others leave no trace."""
    iro.get(path(deciding))
    tom = open_as(deciding.household, "other_iro")
    assert tom.get(path(deciding)).status_code == 404
    found = deciding.read(lambda t: reads_of_child(t, deciding.child_id))
    assert [each.officer_id for each in found] == [deciding.household.officers["iro"].id]


def test_what_is_handed_out_holds_only_shared_words(iro: TestClient, deciding: Deciding) -> None:
    """The print names who does what by when; of the child's words those for everyone, no more."""
    carer, every = deciding.household.people["amara_carer"], wishes(iro.get(path(deciding)).text)
    more = {"owner": carer.name, "owner_id": carer.id, "why": "Because of the bike."}
    deciding.add("Jo will mend it.", wishes=tuple(every), **more)
    deciding.add("A dog.", kind="not_agreed", why="No room.")
    answer = iro.get(path(deciding, ".pdf"))
    assert answer.headers["content-type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.content)).pages
    told = " ".join(" ".join(each.extract_text() for each in pages).split())
    for said in ("Jo will mend it.", "foster carer", "15 January 2027", "A dog.", "No room."):
        assert said in told
    assert "talk_about: what amara says" in told
    for hidden in ("not_talk", "meeting_people", "meeting_ways", "Because of", "Jo Marsh"):
        assert hidden not in told


def test_nothing_typed_is_on_the_disk_in_the_clear(iro: TestClient, deciding: Deciding) -> None:
    """No file of ours holds what was decided or why, though the child's name is there to find."""
    wish = wishes(iro.get(path(deciding)).text)[0]
    what = typed(what="zebra one", why="zebra two", owner="other", owner_name="zebra three")
    iro.post(path(deciding, "/new"), data=what)
    say_why(iro, deciding, wish, "zebra four")
    assert len(deciding.kept()) == 1
    folder = deciding.household.runtime.settings.data
    held = b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())
    assert b"Amara" in held
    assert b"zebra" not in held


@pytest.mark.parametrize("who", ["other_iro", "duty", "support", "owner"])
def test_for_everybody_else_there_is_no_such_page(deciding: Deciding, who: str) -> None:
    """Whoever is not the child's officer finds nothing and changes nothing."""
    made = deciding.add("one")
    client = open_as(deciding.household, who)
    for way in ("", ".pdf", "/new", f"/{made}", f"/{made}/remove"):
        assert client.get(path(deciding, way)).status_code == 404
    for way in ("/new", "/advice", f"/{made}", f"/{made}/remove", f"/{made}/up"):
        assert client.post(path(deciding, way), data=typed()).status_code == 404
    assert say_why(client, deciding, "a" * 32) == "404"
    assert deciding.said() == ["one"]
