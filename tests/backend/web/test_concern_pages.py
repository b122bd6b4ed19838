"""One concern: its words, what happened to it, its record, and who finds it nowhere."""

from datetime import timedelta
from io import BytesIO

import pytest
from fastapi import FastAPI
from pypdf import PdfReader
from starlette.testclient import TestClient

from backend.people import service as people
from backend.people.rules import Officer
from backend.platform.audit.service import reads_of_child
from backend.platform.clock import SettableClock
from backend.platform.database import new_id
from backend.platform.runtime import Runtime
from bot.serving import House, application
from tests.backend.consultations.household import desk_of
from tests.backend.web.conftest import SignIn
from tests.backend.web.people import Family, Staff
from tests.backend.web.worried import DONE, WORDS, Worry, note


@pytest.fixture
def app(runtime: Runtime) -> FastAPI:
    """The whole application as it is served."""
    return application(House(runtime, desk_of(runtime), {}))


def test_the_words_come_first_with_what_was_said_around_them(
    signed_in: SignIn, worry: Worry
) -> None:
    """The words stand verbatim before everything else, and what came before and after with them."""
    page = signed_in("iro").get(worry.path).text
    main = page.partition('id="main-content"')[2]
    assert WORDS in main
    order = [WORDS, "Nobody has this yet", "What is known and what was done", "What happened"]
    places = [main.index(each) for each in order]
    assert places == sorted(places)
    assert "Just before" in main
    assert "Pressed the help button" in main
    assert "Said by <strong><bdi>Amara</bdi></strong>, the child" in " ".join(main.split())


def test_what_the_child_was_told_is_shown(signed_in: SignIn, worry: Worry) -> None:
    """The page shows what was said to the child at once, and that nobody answers in the chat."""
    page = signed_in("duty").get(worry.path).text
    shown = page.partition("What Amara was told at once")[2].partition("</section>")[0]
    assert "999" in shown
    assert "0800 1111" in shown
    assert "Do not answer about this in the chat" in page


def test_who_was_called_and_by_which_way_is_in_the_story(dee: TestClient, worry: Worry) -> None:
    """What happened says who was called, as what, by which way, and what became of it."""
    page = " ".join(dee.get(worry.path).text.partition("What happened, in order")[2].split())
    assert "Raised: urgent" in page
    assert "Dee Okoro was called (first on the rota)" in page
    # Somebody has it since, and so what had not gone out was stopped.
    assert 'e-mail: <span class="state state--none">stopped</span>' in page
    assert "Somebody has it (Dee Okoro)" in page


ADDRESSES = (
    "",
    "/record",
    "/record.pdf",
    "/notes/done",
    "/close",
    "/hand-over",
    "/about",
)


@pytest.mark.parametrize("who", ["manager", "iro", "duty"])
def test_an_officer_who_is_named_finds_it_nowhere(
    dee: TestClient, worry: Worry, signed_in: SignIn, staff: Staff, family: Family, who: str
) -> None:
    """Named in it, an officer gets "not found" at every address, and no list or count shows it."""
    una = Officer(new_id(), "Una Reid", "una@northshire.example", frozenset({"manager"}))
    worry.write(lambda t: people.add_officer(t, una))  # somebody else has to be able to see it
    named: Officer = staff[who]
    dee.post(f"{worry.path}/about", data={"about": "worker", "named": f"officer:{named.id}"})
    client = dee if who == "duty" else signed_in(who)
    for each in ADDRESSES:
        assert (each, client.get(f"{worry.path}{each}").status_code) == (each, 404)
    for each in ("", "/act", "/notes/done", "/close", "/hand-over", "/about"):
        answer = client.post(f"{worry.path}{each}", data={"words": "x", "times": "9"})
        assert (each, answer.status_code) == (each, 404)
    assert worry.concern_id not in client.get("/concerns").text
    for path in ("/duty", "/reviews", f"/reviews/{family.review.id}"):
        assert worry.concern_id not in client.get(path).text


def test_whoever_names_themselves_is_taken_to_the_list(
    dee: TestClient, worry: Worry, staff: Staff
) -> None:
    """The officer who named themselves is told so on the list, since the page is theirs no more."""
    named = {"about": "worker", "named": f"officer:{staff['duty'].id}"}
    answer = dee.post(f"{worry.path}/about", data=named)
    assert answer.headers["location"] == "/concerns?done=kept-from-you"
    assert "you no longer see that concern" in dee.get(answer.headers["location"]).text
    assert worry.now.holder_id is None


def test_the_record_holds_everything_in_order(
    dee: TestClient, worry: Worry, clock: SettableClock
) -> None:
    """The record for a strategy discussion has words, what the child was told, and all notes."""
    note(dee, worry, "where", words="At school.")
    clock.advance(timedelta(minutes=3))
    note(dee, worry, "done", words=DONE)
    page = dee.get(f"{worry.path}/record").text
    record = page.partition('class="record"')[2]
    order = [WORDS, "What Amara was told at once", "Raised: urgent", "At school.", "Rang Amara."]
    places = [record.index(each) for each in order]
    assert places == sorted(places)
    assert "Printed by Dee Okoro, Tuesday 24 November 2026, 9.03 am." in page
    assert "27 March 2017 (9)" in page


def test_the_printed_record_says_on_each_page_who_printed_it(dee: TestClient, worry: Worry) -> None:
    """The PDF has the words and, on each page, who printed it and when."""
    for _ in range(30):
        note(dee, worry, "done", words=DONE)
    answer = dee.get(f"{worry.path}/record.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    pages = [each.extract_text().split() for each in PdfReader(BytesIO(answer.content)).pages]
    assert len(pages) > 1
    assert "Sam hits me when nobody looks" in " ".join(pages[0])
    for words in pages:
        # Where letters stand close, what was one word comes out as two.
        assert "PrintedbyDeeOkoro,Tuesday24November2026,9.00am." in "".join(words)


def test_every_look_is_written_down(dee: TestClient, worry: Worry, family: Family) -> None:
    """Page, record and print are each in the audit before they are shown."""
    for each in ("", "/record", "/record.pdf"):
        dee.get(f"{worry.path}{each}")
    reads = worry.runtime.database.read(lambda t: reads_of_child(t, family.child.id))
    looks = {each.what for each in reads}
    assert {"concern", "concern record", "print: concern record"} <= looks


def test_what_else_is_open_about_the_child_is_linked(dee: TestClient, worry: Worry) -> None:
    """The page of one concern leads to the others of that child."""
    page = dee.get(worry.path).text.partition("Also open about Amara")[2]
    assert "Harm by someone</a> (nobody has it yet)" in page
