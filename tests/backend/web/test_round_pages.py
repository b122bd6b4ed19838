"""The pages of rounds: what is shown to whom, each button, and what needs a person first."""

import re
from dataclasses import replace

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from backend.invitations import service as invitations
from backend.people.rules import SYSTEM
from backend.platform.runtime import Runtime
from backend.timetable import JOBS, Timetable, Tools
from backend.web.app import create_app
from tests.backend.consultations.household import desk_of
from tests.backend.web.conftest import SignIn
from tests.backend.web.people import Family

ROUNDS = next(job for job in JOBS if job.name == "rounds")
CODE = re.compile(r"<strong>(\d{3} \d{3})</strong>")


@pytest.fixture
def app(runtime: Runtime) -> FastAPI:
    """The staff pages where e-mail is set up."""
    settings = replace(runtime.settings, smtp_host="mail.example", smtp_sender="s@mail.example")
    return create_app(replace(runtime, settings=settings))


def keepers(family: Family) -> str:
    """Give where the round is for those who keep the records."""
    return f"/children/{family.child.id}/reviews/{family.review.id}/round"


def iros(family: Family) -> str:
    """Give where the round is for the child's IRO."""
    return f"/reviews/{family.review.id}/round"


def run(runtime: Runtime) -> None:
    """Let the timetable do its job."""
    tools = Tools(runtime, desk_of(runtime), frozenset({"email"}))
    assert Timetable(tools).run(ROUNDS)


@pytest.mark.parametrize("who", ["iro", "support", "owner"])
def test_the_iro_and_keepers_open_a_round(
    signed_in: SignIn, runtime: Runtime, family: Family, who: str
) -> None:
    """Each is shown who would be asked, and opens the round by one button."""
    client, path = signed_in(who), iros(family) if who == "iro" else keepers(family)
    page = client.get(path).text
    assert "Waits for approval." in page
    assert "Its day was 12 November 2026" in page
    assert "Will be asked by e-mail while the round is open." in page
    answer = client.post(path, data={"step": "open"})
    assert answer.headers["location"] == f"{path}?done=round-open"
    run(runtime)
    page = client.get(answer.headers["location"]).text
    assert "The round is open." in page
    assert "Approved by" in page
    assert 'asked, not opened yet</span> <span class="quiet">24 November 2026</span>' in page
    assert "by e-mail</span>" in page
    assert CODE.search(page), "somebody has to tell the carer their numbers"
    assert "1 person has to be handed a card." in page
    assert ("Make the card" in page) == (who != "iro")


def test_cards_are_made_from_the_page(support: TestClient, family: Family) -> None:
    """The button for cards leads to the cards of exactly those who need one."""
    page = support.get(keepers(family)).text
    form = re.search(r'<form method="post" action="([^"]+asking)">(.*?)</form>', page, re.DOTALL)
    assert form
    who = re.findall(r'name="who" value="([0-9a-f]{32})"', form[2])
    assert who == [family.own.id]
    answer = support.post(form[1], data={"way": "card", "who": who})
    assert support.get(answer.headers["location"]).text.count('<section class="card"') == 1
    assert "by card</span>" in support.get(keepers(family)).text


def test_one_person_is_asked_again(signed_in: SignIn, runtime: Runtime, family: Family) -> None:
    """The button makes a new link and a new code; the old code is not shown any more."""
    client, path = signed_in("iro"), iros(family)
    client.post(path, data={"step": "open"})
    run(runtime)
    (first,) = CODE.findall(client.get(path).text)
    answer = client.post(path, data={"step": "ask", "who": family.carer.id})
    assert answer.headers["location"] == f"{path}?done=round-ask"
    (second,) = CODE.findall(client.get(path).text)
    assert first != second


def test_somebody_is_left_out_and_taken_in(
    signed_in: SignIn, runtime: Runtime, family: Family
) -> None:
    """Who is left out is not asked when the round opens, and may be asked after all."""
    client, path = signed_in("iro"), iros(family)
    client.post(path, data={"step": "leave-out", "who": family.carer.id})
    assert "Left out: the round does not ask them." in client.get(path).text
    client.post(path, data={"step": "open"})
    run(runtime)
    made = runtime.database.read(lambda t: invitations.for_review(t, SYSTEM, family.review.id))
    assert made == ()
    client.post(path, data={"step": "take-in", "who": family.carer.id})
    assert "Will be asked by e-mail" in client.get(path).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"step": "go-on"}, "This cannot be done as things are now."),
        ({"step": "burn"}, "Pick one of the choices."),
        ({}, "Pick one of the choices."),
    ],
)
def test_nonsense_changes_nothing(
    support: TestClient, family: Family, typed: dict[str, str], said: str
) -> None:
    """What cannot be done now, or at all, is said on the page, and the round stays as it was."""
    answer = support.post(keepers(family), data=typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Waits for approval." in support.get(keepers(family)).text


def test_a_card_cannot_be_mailed(support: TestClient, family: Family) -> None:
    """Asking somebody without an address by e-mail is refused with what to do instead."""
    answer = support.post(keepers(family), data={"step": "ask", "who": family.own.id})
    assert answer.status_code == 422
    assert "There is no e-mail address for this person." in answer.text


def test_nobody_of_another_family_is_asked(support: TestClient, family: Family) -> None:
    """Somebody who is not of this child's people is not found, whatever is to be done."""
    for step in ("ask", "leave-out", "take-in"):
        answer = support.post(keepers(family), data={"step": step, "who": "f" * 32})
        assert (step, answer.status_code) == (step, 404)


def test_what_needs_somebody_comes_first(
    signed_in: SignIn, runtime: Runtime, family: Family
) -> None:
    """The overview says what is to be done for each child, and moves on when it is done."""
    support = signed_in("support")
    page = support.get("/rounds").text
    assert "Rounds open 28 days before the review, once somebody has approved them." in page
    assert page.index("These need somebody") < page.index("Amara Okoye")
    assert "approve it" in page
    support.post(keepers(family), data={"step": "open"})
    run(runtime)
    page = support.get("/rounds").text
    assert "1 card to hand out" in page
    assert "1 code to tell" in page
    assert not CODE.search(page), "no code is in the overview"
    support.post(keepers(family), data={"step": "leave-out", "who": family.carer.id})
    support.post(keepers(family), data={"step": "leave-out", "who": family.own.id})
    page = support.get("/rounds").text
    assert "No round needs anybody just now." in page
    assert page.index("All other planned reviews") < page.index("Amara Okoye")


def test_the_owner_lets_rounds_open_by_themselves(owner: TestClient, family: Family) -> None:
    """What the owner sets is used for every round nobody decided about."""
    answer = owner.post("/rounds/settings", data={"mode": "automatic", "days_before": "10"})
    assert answer.headers["location"] == "/rounds?done=round-habit"
    assert "Rounds open by themselves 10 days before the review." in owner.get("/rounds").text
    assert "It opens on 30 November 2026." in owner.get(keepers(family)).text


@pytest.mark.parametrize("days", ["6", "57", "", "ten", "-9", "\u0664\u0664"])
def test_other_days_are_refused_and_kept_as_typed(owner: TestClient, days: str) -> None:
    """A number out of bounds is told beside its field, and what was typed is still there."""
    answer = owner.post("/rounds/settings", data={"mode": "automatic", "days_before": days})
    assert answer.status_code == 422
    assert "Enter a whole number of days from 7 to 56." in answer.text
    assert f'value="{days}"' in answer.text or not days
    assert "once somebody has approved them" in owner.get("/rounds").text


def test_a_child_may_rather_use_paper(support: TestClient, family: Family) -> None:
    """The page leads to the child's own questions as a booklet, in the child's language."""
    page = support.get(keepers(family)).text
    assert "/scripts/child_8_11/booklet.pdf?language=en" in page


def test_looking_is_written_down(signed_in: SignIn, runtime: Runtime, family: Family) -> None:
    """The IRO of another child is shown nothing, and whoever may look leaves a trace."""
    assert signed_in("other_iro").get(iros(family)).status_code == 404
    assert signed_in("iro").get(iros(family)).status_code == 200
    rows = runtime.database.read(
        lambda t: t.exec_driver_sql("SELECT what FROM audit_reads").scalars().all()
    )
    assert rows == ["round"]
