"""Both prints as PDF: tagged, with language and title, holding the words they should."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from starlette.testclient import TestClient

from backend.web.app import create_app
from backend.web.routes.packs import PackPages
from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk
from tests.backend.packs.reading import answer_all
from tests.backend.web.people import sign_in

SECRET = "Only Priya knows"
SHARED = "The dog is called Biscuit"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite is enough: a print is made from a pack, whichever database it came from."""
    return sqlite_url


@pytest.fixture
def sent(household: Household) -> Household:
    """A child who shares one topic and keeps another for the officer, asks and skips."""
    given = {
        "home_feel": ("mixed", SHARED),
        "friends_feel": ("good", SECRET),
        "with_who": ("", "Granny"),
        "safe_feel": ("good", "he hits me"),
    }
    answer_all(Talk(household).begin(), **given).send(home="review", safe="review")
    return household


def officer(household: Household, who: str = "iro") -> TestClient:
    """Open a browser in which an officer is signed in."""
    runtime = household.runtime
    app = create_app(runtime, [PackPages(household.desk).router()])
    client = TestClient(app, base_url=runtime.settings.public_url, follow_redirects=False)
    sign_in(client, runtime, household.officers[who])
    return client


def read_print(household: Household, which: str) -> tuple[PdfReader, str]:
    """Have one of the prints made, and give it with all its text."""
    review = household.reviews["amara"].id
    answer = officer(household).get(f"/reviews/{review}/{which}.pdf")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert "amara" not in answer.headers["content-disposition"].casefold()
    pdf = PdfReader(BytesIO(answer.content))
    text = " ".join(page.extract_text() for page in pdf.pages)
    return pdf, " ".join(text.split())


@pytest.mark.parametrize("which", ["meeting", "own"])
def test_a_print_is_tagged_and_has_language_and_title(sent: Household, which: str) -> None:
    """Someone who hears the print read out gets its structure, its language and its title."""
    pdf, _text = read_print(sent, which)
    root: Any = pdf.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert pdf.metadata is not None
    assert pdf.metadata.title
    assert "Amara" not in pdf.metadata.title
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_the_print_for_the_meeting_holds_what_was_shared(sent: Household) -> None:
    """What was shared is on it; what was not, what raised a concern and any request are not."""
    _pdf, text = read_print(sent, "meeting")
    assert SHARED in text
    assert "Mixed, or OK" in text
    for hidden in (SECRET, "he hits me", "Granny", "helping me", "not_talk", "meeting_people"):
        assert hidden not in text
    assert "only for you" not in text
    assert "Mill Lane" not in text


def test_the_officers_print_holds_everything(sent: Household) -> None:
    """Everything that was sent is on the officer's own print, marked as not to hand out."""
    _pdf, text = read_print(sent, "own")
    for shown in (SHARED, SECRET, "he hits me", "Granny", "not_talk: what amara says"):
        assert shown in text
    assert "Not to hand out" in text
    assert "only for you" in text
    assert "Mill Lane" not in text


@pytest.mark.parametrize("which", ["meeting", "own"])
@pytest.mark.parametrize("who", ["other_iro", "duty", "support", "owner"])
def test_nobody_else_prints_it(sent: Household, which: str, who: str) -> None:
    """For any other officer there is no such print, nor any other of another name."""
    review = sent.reviews["amara"].id
    assert officer(sent, who).get(f"/reviews/{review}/{which}.pdf").status_code == 404
    assert officer(sent).get(f"/reviews/{review}/all.pdf").status_code == 404


def test_an_agenda_alone_is_something_shared(household: Household) -> None:
    """Where only what is to be talked about was shared, the print does not say that nothing was."""
    answer_all(Talk(household).begin()).send(agenda="review")
    text = read_print(household, "meeting")[1]
    assert "talk_about: what amara says" in text
    assert "Nothing has been shared" not in text


def test_an_empty_pack_can_be_printed(household: Household) -> None:
    """Before anything was sent both prints say so."""
    for which, said in (("meeting", "Nothing has been shared"), ("own", "Nothing has been sent")):
        assert said in read_print(household, which)[1]


@pytest.mark.parametrize(
    "odd", ["a\x00b", "\x0b\x0c\x1b[0m", "\u202eback\u202c", "👩‍👩‍👧", "\ufffe", "]]><b>"]
)
def test_odd_characters_stop_no_print(household: Household, odd: str) -> None:
    """Whatever characters a child sent, the print is made and the words around them are on it."""
    answer_all(Talk(household).begin(), proud=("", f"before {odd} after")).send(proud="review")
    for which in ("meeting", "own"):
        # The reader used here leaves every other byte of a font without such a character.
        text = read_print(household, which)[1].replace("\x00", "")
        assert "before" in text
        assert "after" in text
