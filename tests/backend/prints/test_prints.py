"""The prints as PDF: tagged, with language and title, holding the words they should."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from backend.platform.audit.service import reads_of_child
from backend.web.routes import packs
from tests.backend.consultations.household import Household, aged
from tests.backend.consultations.talk import Talk
from tests.backend.packs.reading import answer_all, officer

SECRET = "Only Priya knows"
SHARED = "The dog is called Biscuit"
NAMED = "Jo makes good soup"
WHICH = ("own", "meeting", "amara_carer")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite is enough: a print is made from a pack, whichever database it came from."""
    return sqlite_url


@pytest.fixture
def sent(household: Household) -> Household:
    """A child who opens a topic to everyone, one to Jo, and keeps another for the officer."""
    given = {
        "home_feel": ("mixed", SHARED),
        "health_feel": ("good", NAMED),
        "friends_feel": ("good", SECRET),
        "with_who": ("", "Granny"),
        "safe_feel": ("good", "he hits me"),
    }
    jo = f"people:{household.people['amara_carer'].id}"
    answer_all(Talk(household).begin(), **given).send(home="review", safe="review", health=jo)
    return household


def address(household: Household, which: str) -> str:
    """Give where a print is: the officer's own, for the meeting, or for somebody around Amara."""
    whose = household.people[which].id if which in household.people else which
    return f"/reviews/{household.reviews['amara'].id}/{whose}.pdf"


def read_print(household: Household, which: str) -> tuple[PdfReader, str]:
    """Have one of the prints made, and give it with all its text."""
    answer = officer(household).get(address(household, which))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert "amara" not in answer.headers["content-disposition"].casefold()
    pdf = PdfReader(BytesIO(answer.content))
    text = " ".join(page.extract_text() for page in pdf.pages)
    return pdf, " ".join(text.split())


@pytest.mark.parametrize("which", WHICH)
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
    for hidden in (
        SECRET,
        NAMED,
        "he hits me",
        "Granny",
        "helping me",
        "not_talk",
        "meeting_people",
    ):
        assert hidden not in text
    assert "only for you" not in text
    assert "Mill Lane" not in text


def test_the_officers_print_holds_everything(sent: Household) -> None:
    """Everything that was sent is on the officer's own print, marked as not to hand out."""
    _pdf, text = read_print(sent, "own")
    for shown in (SHARED, SECRET, NAMED, "he hits me", "Granny", "not_talk: what amara says"):
        assert shown in text
    assert "Not to hand out" in text
    assert "only for you" in text
    assert "for you and Jo Marsh" in text
    assert "Mill Lane" not in text


def test_the_print_for_one_person_holds_what_is_theirs(sent: Household) -> None:
    """What everyone may see and what was opened to them is on it, and that it is for them alone."""
    _pdf, text = read_print(sent, "amara_carer")
    for shown in (SHARED, NAMED, "For Jo Marsh alone"):
        assert shown in text
    for hidden in (SECRET, "he hits me", "Granny", "not_talk", "only for", "Mill Lane"):
        assert hidden not in text


def test_nobody_else_prints_it(sent: Household) -> None:
    """For any other officer there is no such print, and for nobody one of another name."""
    for who in ("other_iro", "duty", "support", "owner"):
        client = officer(sent, who)
        assert {client.get(address(sent, which)).status_code for which in WHICH} == {404}, who
    for which in ("all", "mia_carer", "leo", "0" * 32):
        assert officer(sent).get(address(sent, which)).status_code == 404, which


@pytest.mark.parametrize("which", WHICH)
def test_a_print_is_written_down_before_it_is_made(
    sent: Household, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    """Who prints it is on record before there is a byte of it."""
    written: list[str] = []

    def make(_html: str) -> bytes:
        child = sent.children["amara"].id
        reads = sent.runtime.database.read(lambda t: reads_of_child(t, child))
        written.extend(read.what for read in reads)
        return b"%PDF-"

    monkeypatch.setattr(packs, "pdf", make)
    assert officer(sent).get(address(sent, which)).content == b"%PDF-"
    whose = sent.people[which].id if which in sent.people else which
    assert written == [f"print:{whose}"]


def test_a_child_under_four_has_no_column(household: Household) -> None:
    """The print says that the child was not asked, and holds what the others said, with no gap."""
    aged(household, 2)
    answer_all(Talk(household, "amara_carer").begin()).send(home="review")
    for which in ("own", "meeting"):
        text = read_print(household, which)[1]
        assert "Amara is under four" in text
        assert "home_settled: what amara_carer says" in text
        assert "own words" not in text
        assert "not asked" not in text


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


def test_a_home_that_is_withheld_is_told_by_nobodys_name(household: Household) -> None:
    """Where the home is withheld, a carer who shared is on the handed-out print by part alone."""
    carer = Talk(household, "amara_carer").begin()
    answer_all(carer, changes_since=("", "She moved up to Year 5")).send(changes="review")
    Talk(household).begin().send()
    _pdf, text = read_print(household, "meeting")
    assert "She moved up to Year 5" in text
    assert "foster carer" in text
    for hidden in ("Jo Marsh", "Jo and Sam", "Mill Lane"):
        assert hidden not in text
    assert "Jo Marsh" in read_print(household, "own")[1]


def test_a_print_for_somebody_nothing_was_opened_to_is_not_there(sent: Household) -> None:
    """A print by name exists for those whom somebody named, and for nobody else."""
    assert officer(sent).get(address(sent, "amara")).status_code == 404
